import type { ClockTimer } from '../kit/clock';
import type { EmulatorRuntime } from '../kit/emulator-plugin';
import { Outbox } from '../kit/outbox';
import type { DataworldAssumptions } from './assumptions';
import type { Context } from './context';
import { Hoots } from './hoots';
import { SlidingWindow } from '../kit/http/sliding-window';
import { Sentries } from './sentries';
import { seededState } from './state';
import { Webhooks } from './webhooks';

/** The number is not documented (dataworld-sentry.md §4); a window of a minute is assumed. */
const RATE_LIMIT_WINDOW_MS = 60_000;

export interface ServiceOptions {
  /** Path before `/sentries`. */
  prefix: string;
  /** Enforces the rate limit. */
  rateLimits: boolean;
  settings: DataworldAssumptions;
}

/** The whole emulated service, without its HTTP side. */
export class DataworldService {
  readonly context: Context;
  readonly requestLimit: SlidingWindow;
  readonly outbox: Outbox;
  readonly sentries: Sentries;
  readonly hoots: Hoots;
  readonly webhooks: Webhooks;
  readonly #timers = new Set<ClockTimer>();

  constructor(
    runtime: EmulatorRuntime,
    readonly options: ServiceOptions,
  ) {
    const { clock, journal } = runtime;
    const { settings, prefix } = options;
    this.context = {
      state: seededState(clock.now()),
      clock,
      settings,
      prefix,
      origin: () => runtime.origin(),
      timestamp: () => new Date(clock.now()).toISOString(),
      later: (delayMs, run) => this.#later(delayMs, run),
    };
    this.requestLimit = new SlidingWindow(clock, {
      requests: settings.rateLimitRequests,
      windowMs: RATE_LIMIT_WINDOW_MS,
    });
    this.outbox = new Outbox(clock, journal, {
      tries: settings.deliveryTries,
      retryDelaysMs: [settings.retryDelayMs, settings.retryDelayMs * 4],
      timeoutMs: settings.deliveryTimeoutMs,
    });
    this.sentries = new Sentries(this.context);
    this.hoots = new Hoots(this.context, this.sentries);
    this.webhooks = new Webhooks(this.context, this.outbox);
  }

  /** Back to the seed data, with nothing pending but the timeouts of the Sentries. */
  reset(): void {
    this.close();
    this.context.state = seededState(this.context.clock.now());
    this.sentries.watchAll();
  }

  /** Nothing pending any more. */
  close(): void {
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
    this.outbox.reset();
    this.requestLimit.reset();
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
