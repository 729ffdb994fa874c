import type { ClockTimer } from '../kit/clock';
import type { EmulatorRuntime } from '../kit/emulator-plugin';
import { Outbox } from '../kit/outbox';
import { Access } from './access';
import { AccessTokens } from './access-tokens';
import type { DisruptiveTechnologiesAssumptions } from './assumptions';
import { Connectors } from './connectors';
import type { Context } from './context';
import { SlidingWindow } from '../kit/http/sliding-window';
import { Sensors } from './sensors';
import { SigningKeys } from './signing-keys';
import { seededState } from './state';
import { Streams } from './streams';
import { Timestamps } from './timestamps';
import { XidSource } from './xid';

/** disruptive-technologies.md §2f: 25 requests in 5 s. */
const RATE_LIMIT_WINDOW_MS = 5_000;

export interface ServiceOptions {
  /** Enforces the rate limit. */
  rateLimits: boolean;
  settings: DisruptiveTechnologiesAssumptions;
}

/** The whole emulated service, without its HTTP side. */
export class DisruptiveTechnologiesService {
  readonly context: Context;
  readonly access: Access;
  readonly tokens: AccessTokens;
  readonly requestLimit: SlidingWindow;
  readonly keys: SigningKeys;
  readonly outbox: Outbox;
  readonly connectors: Connectors;
  readonly streams: Streams;
  readonly sensors: Sensors;
  readonly #timers = new Set<ClockTimer>();

  constructor(
    runtime: EmulatorRuntime,
    readonly options: ServiceOptions,
  ) {
    const { clock, journal } = runtime;
    const { settings } = options;
    const ids = new XidSource();
    const timestamps = new Timestamps();
    const nextId = () => ids.next(clock.now());
    this.context = {
      state: seededState(clock.now(), nextId),
      clock,
      settings,
      origin: () => runtime.origin(),
      nextId,
      timestamp: () => timestamps.next(clock.now()),
      later: (delayMs, run) => this.#later(delayMs, run),
    };
    this.access = new Access(this.context);
    this.tokens = new AccessTokens(this.context);
    this.requestLimit = new SlidingWindow(clock, {
      requests: settings.rateLimitRequests,
      windowMs: RATE_LIMIT_WINDOW_MS,
    });
    this.keys = new SigningKeys(nextId);
    this.outbox = new Outbox(clock, journal, {
      tries: Infinity,
      retryDelaysMs: doubling(settings.firstRetryMs, settings.longestRetryMs),
      timeoutMs: settings.pushTimeoutMs,
      expiryMs: settings.expiryMs,
      parallel: settings.parallelPushes,
      // disruptive-technologies.md §3d: each connector has its own queue.
      retriesInLine: true,
    });
    this.connectors = new Connectors(this.context, this.outbox, this.keys);
    this.streams = new Streams(this.context);
    this.sensors = new Sensors(this.context, this.connectors, this.streams);
  }

  /** Back to the seed data, with nothing pending. */
  reset(): void {
    this.streams.drop();
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
    this.outbox.reset();
    this.connectors.reset();
    this.tokens.revoke();
    this.requestLimit.reset();
    this.context.state = seededState(this.context.clock.now(), () => this.context.nextId());
  }

  #later(delayMs: number, run: () => void): ClockTimer {
    const timer = this.context.clock.setTimer(() => {
      this.#timers.delete(timer);
      run();
    }, delayMs);
    this.#timers.add(timer);
    return {
      cancel: () => {
        this.#timers.delete(timer);
        timer.cancel();
      },
    };
  }
}

/** 1, 2, 4, ... times the first, up to the longest. */
function doubling(firstMs: number, longestMs: number): number[] {
  const delays = [Math.max(1, firstMs)];
  while (delays.at(-1)! < longestMs) delays.push(Math.min(delays.at(-1)! * 2, longestMs));
  return delays;
}
