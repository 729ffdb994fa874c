import type { ClockTimer } from '../kit/clock';
import { notFound, unprocessable } from './api-error';
import type { Context } from './context';
import type { Encoding, HistoryEntry, Sentry, SentryState } from './model';
import { isMap, noParams } from './params';
import { countOf, type SentryUpdate } from './sentry-update';
import { newUid } from './uid';

const HOUR_MS = 3_600_000;
/** A timer of the machine cannot wait longer than this. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Entries of the Analytics page of a Sentry, oldest first. */
export interface Analytics {
  readonly latestRecordAt: readonly { readonly at: string; readonly value: string }[];
  /** By name of the count. */
  readonly counts: Readonly<Record<string, readonly { readonly at: string; readonly value: number }[]>>;
}

/** The Sentries: their reports and history, and their time-out if no report arrives. */
export class Sentries {
  readonly #timers = new Map<string, ClockTimer>();

  constructor(private readonly context: Context) {
    this.watchAll();
  }

  /** @throws ApiError 404 */
  get(uid: string): Sentry {
    const sentry = this.context.state.sentries.get(uid);
    if (!sentry) throw notFound('Sentry');
    return sentry;
  }

  /** Applies the report of a request. @throws ApiError 422 if the Sentry is disabled and does not take it */
  report(sentry: Sentry, update: SentryUpdate, by: { accountId: string; encoding: Encoding }): void {
    const { postToDisabled, absentMeta } = this.context.settings;
    if (sentry.disabled && postToDisabled === 'refuse') throw unprocessable('the Sentry is disabled');
    if (sentry.disabled && postToDisabled === 'ignore') return;
    if (update.state !== undefined) sentry.state = update.state;
    if (update.userMessage !== undefined) sentry.userMessage = update.userMessage;
    if (update.latestRecordAt !== undefined) sentry.latestRecordAt = update.latestRecordAt;
    if (absentMeta === 'clear' || Object.keys(update.meta).length > 0) sentry.meta = update.meta;
    this.#note(sentry, {
      source: 'api',
      historyNote: update.historyNote,
      private: update.private,
      meta: update.meta,
      ...by,
    });
    this.#watch(sentry);
  }

  /** Applies a change made by hand. It is not a report, so the time-out keeps running. */
  set(sentry: Sentry, state: SentryState | null, message?: string | null): void {
    sentry.state = state;
    if (message !== undefined) sentry.userMessage = message;
    this.#note(sentry, { source: 'person' });
  }

  create(name: string, hootUids: readonly string[] = []): Sentry {
    const { initialState } = this.context.settings;
    const hoots = hootUids.map((uid) => {
      const hoot = this.context.state.hoots.get(uid);
      if (!hoot) throw unprocessable(`there is no hoot ${uid}`);
      return hoot;
    });
    const sentry: Sentry = {
      uid: newUid(),
      name,
      state: initialState === 'none' ? null : initialState,
      userMessage: null,
      latestRecordAt: null,
      meta: noParams(),
      updatedAt: this.context.timestamp(),
      disabled: false,
      timeoutHours: null,
      history: [],
    };
    this.context.state.sentries.set(sentry.uid, sentry);
    for (const hoot of hoots) hoot.sentryUids.push(sentry.uid);
    return sentry;
  }

  delete(sentry: Sentry): void {
    this.#timers.get(sentry.uid)?.cancel();
    this.#timers.delete(sentry.uid);
    this.context.state.sentries.delete(sentry.uid);
    for (const hoot of this.context.state.hoots.values()) {
      hoot.sentryUids = hoot.sentryUids.filter((uid) => uid !== sentry.uid);
    }
  }

  setDisabled(sentry: Sentry, disabled: boolean): void {
    sentry.disabled = disabled;
    this.#watch(sentry);
  }

  /** @param hours `null` for never; the time begins to run now */
  setTimeoutHours(sentry: Sentry, hours: number | null): void {
    sentry.timeoutHours = hours;
    this.#watch(sentry);
  }

  /** Turns a Sentry sick when its report is overdue. dataworld-sentry.md §5. */
  expire(sentry: Sentry): void {
    this.#timers.get(sentry.uid)?.cancel();
    this.#timers.delete(sentry.uid);
    if (sentry.state === 'sick') return;
    sentry.state = 'sick';
    if (this.context.settings.timeoutMessage === 'clear') sentry.userMessage = null;
    this.#note(sentry, { source: 'timeout' });
  }

  analytics(sentry: Sentry): Analytics {
    const latestRecordAt: { at: string; value: string }[] = [];
    const counts = Object.create(null) as Record<string, { at: string; value: number }[]>;
    for (const { at, meta } of sentry.history) {
      const value = meta.latest_record_at;
      if (value !== undefined && value !== null && typeof value !== 'object') {
        latestRecordAt.push({ at, value: String(value) });
      }
      for (const [name, count] of Object.entries(isMap(meta.counts) ? meta.counts : {})) {
        const number = countOf(count);
        if (number !== undefined) (counts[name] ??= []).push({ at, value: number });
      }
    }
    return { latestRecordAt, counts };
  }

  /** Starts the time-outs of all Sentries, after a start or a reset. */
  watchAll(): void {
    this.#timers.clear();
    for (const sentry of this.context.state.sentries.values()) this.#watch(sentry);
  }

  #watch(sentry: Sentry): void {
    this.#timers.get(sentry.uid)?.cancel();
    this.#timers.delete(sentry.uid);
    if (sentry.timeoutHours === null || sentry.disabled) return;
    this.#waitUntil(sentry, this.context.clock.now() + sentry.timeoutHours * HOUR_MS);
  }

  #waitUntil(sentry: Sentry, dueMs: number): void {
    const { clock } = this.context;
    const waitMs = Math.min(dueMs - clock.now(), LONGEST_TIMER_MS);
    const timer = this.context.later(waitMs, () => {
      if (clock.now() < dueMs) this.#waitUntil(sentry, dueMs);
      else this.expire(sentry);
    });
    this.#timers.set(sentry.uid, timer);
  }

  #note(sentry: Sentry, entry: Pick<HistoryEntry, 'source'> & Partial<HistoryEntry>): void {
    sentry.updatedAt = this.context.timestamp();
    sentry.history.push({
      historyNote: null,
      private: false,
      meta: noParams(),
      encoding: null,
      accountId: null,
      ...entry,
      at: sentry.updatedAt,
      state: sentry.state,
      userMessage: sentry.userMessage,
    });
  }
}
