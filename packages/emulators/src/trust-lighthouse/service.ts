import type { EmulatorRuntime } from '../kit/emulator-plugin';
import { Outbox } from '../kit/outbox';
import { AccessTokens } from './access-tokens';
import type { TrustAssumptions } from './assumptions';
import { Callbacks } from './callbacks';
import type { Context } from './context';
import type { EventStore } from './event-store';
import { Events } from './events';
import { Files } from './files';
import { Links } from './links';
import { seededState } from './state';

/** No wait between two attempts gets longer than this. */
const LONGEST_RETRY_MS = 3_600_000;

/** Atenea, Lighthouse and Chronos, without their HTTP side. */
export class TrustService {
  readonly context: Context;
  readonly tokens: AccessTokens;
  readonly outbox: Outbox;
  readonly events: Events;
  readonly callbacks: Callbacks;
  readonly files: Files;
  readonly links: Links;

  constructor(
    { clock, journal, origin }: EmulatorRuntime,
    settings: TrustAssumptions,
    eventStore?: EventStore,
  ) {
    this.context = { state: seededState(), clock, settings, origin };
    this.tokens = new AccessTokens(this.context);
    this.outbox = new Outbox(clock, journal, {
      tries: settings.callbackTries,
      retryDelaysMs: doubling(settings.callbackRetryMs),
      timeoutMs: settings.callbackTimeoutMs,
      parallel: settings.parallelCallbacks,
      contentType: 'application/json',
    });
    this.events = new Events(this.context, eventStore);
    this.callbacks = new Callbacks(this.context, this.events, this.outbox);
    this.files = new Files(this.context, this.callbacks);
    this.links = new Links(this.context);
    this.#switchAsAssumed();
  }

  /** Back to the seed data, with nothing pending. */
  reset(): void {
    this.outbox.reset();
    this.#switchAsAssumed();
    this.tokens.reset();
    this.context.state = seededState();
    this.events.save();
  }

  /** Cuts off what is on its way. What the store has stays there. */
  close(): void {
    this.outbox.reset();
  }

  #switchAsAssumed(): void {
    const { callbackCopies, callbackDelayMs } = this.context.settings;
    this.outbox.switch({ duplicates: callbackCopies - 1, delayMs: callbackDelayMs });
  }
}

/** 1, 2, 4, ... times the first. */
function doubling(firstMs: number): number[] {
  const delays = [Math.max(1, firstMs)];
  while (delays.at(-1)! < LONGEST_RETRY_MS) delays.push(Math.min(delays.at(-1)! * 2, LONGEST_RETRY_MS));
  return delays;
}
