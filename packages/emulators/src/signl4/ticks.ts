import type { Clock } from '../kit/clock';

/** .NET ticks (100 ns since 0001-01-01) at 1970-01-01. */
const UNIX_EPOCH_TICKS = 621_355_968_000_000_000n;
const TICKS_PER_MS = 10_000n;

/** .NET ticks of an instant that is known in milliseconds. */
export function ticksOf(unixMs: number): bigint {
  return UNIX_EPOCH_TICKS + BigInt(Math.floor(unixMs)) * TICKS_PER_MS;
}

/** `yyyy-MM-ddTHH:mm:ss.fffffffZ`, the way the service writes dates. Of one length, so dates compare as strings. */
export function dateOfTicks(ticks: bigint): string {
  const sinceEpoch = ticks - UNIX_EPOCH_TICKS;
  const ms = new Date(Number(sinceEpoch / TICKS_PER_MS)).toISOString().slice(0, -1);
  return `${ms}${String(sinceEpoch % TICKS_PER_MS).padStart(4, '0')}Z`;
}

/** An instant as the service writes it. */
export function dateOfMs(unixMs: number): string {
  return dateOfTicks(ticksOf(unixMs));
}

/** Reads any ISO date, with up to 7 fraction digits, into the form the service writes; `undefined` if it is none. */
export function normalDate(text: string): string | undefined {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) return undefined;
  const fraction = /\.(\d{1,7})\d*(?:Z|[+-]\d\d:?\d\d)?$/i.exec(text)?.[1]?.padEnd(7, '0') ?? '0000000';
  return `${new Date(ms).toISOString().slice(0, 19)}.${fraction}Z`;
}

/** Instants that never repeat and always grow, however many are taken within one millisecond. */
export class TickSource {
  #last = 0n;

  constructor(private readonly clock: Clock) {}

  next(): bigint {
    const now = ticksOf(this.clock.now());
    this.#last = now > this.#last ? now : this.#last + 1n;
    return this.#last;
  }

  /** The current instant as a date; takes nothing from the sequence. */
  date(): string {
    const now = ticksOf(this.clock.now());
    return dateOfTicks(now > this.#last ? now : this.#last);
  }
}
