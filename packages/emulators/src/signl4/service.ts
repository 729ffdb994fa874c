import { Outbox } from '../kit/outbox';
import type { ClockTimer } from '../kit/clock';
import type { EmulatorRuntime } from '../kit/emulator-plugin';
import type { Signl4Assumptions } from './assumptions';
import { Backlog } from './backlog';
import { Alerts } from './alerts/alerts';
import type { Context } from './context';
import { Duties } from './duty/duties';
import { InboundEvents } from './inbound/inbound-events';
import { Publisher } from './publisher';
import { RateLimits, type Plan } from './rate-limits';
import { RemoteActions } from './remote-actions/remote-actions';
import { Schedules } from './schedules/schedules';
import { seededState } from './state';
import { Memberships } from './teams/memberships';
import { TickSource } from './ticks';

export interface Signl4ServiceOptions {
  plan: Plan;
  rateLimits: boolean;
  /** Milliseconds between the 201 for an event and its alert. */
  processingDelayMs: number;
  /** Seconds until an unacknowledged alert is escalated. */
  responseTimeSeconds: number;
  settings: Signl4Assumptions;
}

/** The whole emulated service, without its HTTP side. */
export class Signl4Service {
  readonly context: Context;
  readonly backlog: Backlog;
  readonly outbox: Outbox;
  readonly publisher: Publisher;
  readonly alerts: Alerts;
  readonly duties: Duties;
  readonly schedules: Schedules;
  readonly events: InboundEvents;
  readonly memberships: Memberships;
  readonly remoteActions: RemoteActions;
  rateLimits: RateLimits;
  readonly #timers = new Set<ClockTimer>();

  constructor(
    readonly runtime: EmulatorRuntime,
    readonly options: Signl4ServiceOptions,
  ) {
    const { clock, journal } = runtime;
    const { settings } = options;
    this.context = {
      state: seededState(clock.now(), options.responseTimeSeconds),
      clock,
      ticks: new TickSource(clock),
      settings,
      later: (delayMs, run) => this.#later(delayMs, run),
    };
    this.outbox = new Outbox(clock, journal, {
      tries: settings.deliveryTries,
      retryDelaysMs: [settings.retryDelayMs, settings.retryDelayMs * 4],
      timeoutMs: settings.deliveryTimeoutMs,
    });
    this.publisher = new Publisher(this.context, this.outbox);
    this.alerts = new Alerts(this.context, this.publisher);
    this.duties = new Duties(this.context, this.publisher);
    this.schedules = new Schedules(this.context);
    this.backlog = new Backlog(this.context, options.processingDelayMs);
    this.events = new InboundEvents(this.context, this.alerts, this.backlog);
    this.memberships = new Memberships(this.context, this.duties);
    this.remoteActions = new RemoteActions(this.context, this.backlog);
    this.rateLimits = this.#newLimits();
  }

  /** Back to the seed data, with nothing pending. */
  reset(): void {
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
    this.backlog.reset();
    this.outbox.reset();
    this.context.state = seededState(this.context.clock.now(), this.options.responseTimeSeconds);
    this.rateLimits = this.#newLimits();
  }

  /** Resolves once all events are processed and all deliveries are done (see `Outbox.idle` for manual clocks). */
  async idle(): Promise<void> {
    do {
      await this.backlog.idle();
      await this.outbox.idle();
    } while (this.backlog.pending > 0 && !this.context.clock.manual);
  }

  #newLimits(): RateLimits {
    return new RateLimits(this.context.clock, this.options.plan, this.options.rateLimits);
  }

  #later(delayMs: number, run: () => void): ClockTimer {
    const timer = this.context.clock.setTimer(() => {
      this.#timers.delete(timer);
      run();
    }, delayMs);
    this.#timers.add(timer);
    return timer;
  }
}
