import { notFound, unprocessable } from './api-error';
import type { Context } from './context';
import type { HistoryEntry, Hoot, Sentry, SentryState } from './model';
import type { Sentries } from './sentries';
import { newUid } from './uid';

export type BadgeState = SentryState | 'neutral' | 'disabled';

/** State shown on a hoot. */
export interface Badge {
  readonly state: BadgeState;
  readonly message: string | null;
  /** The newest `latest_record_at` of the Sentries that count. */
  readonly latestRecordAt: string | null;
}

/** From worst to best. */
const WORST_FIRST: readonly SentryState[] = ['sick', 'sad', 'happy'];

/** The hoots: badges that show what their Sentries say. dataworld-sentry.md §5. */
export class Hoots {
  constructor(
    private readonly context: Context,
    private readonly sentries: Sentries,
  ) {}

  /** @throws ApiError 404 */
  get(uid: string): Hoot {
    const hoot = this.context.state.hoots.get(uid);
    if (!hoot) throw notFound('Hoot');
    return hoot;
  }

  /** Each hoot comes with its own Sentry. @throws ApiError 422 for an unknown Sentry */
  create(name: string, sentryUids: readonly string[] = []): Hoot {
    const { state } = this.context;
    for (const uid of sentryUids) {
      if (!state.sentries.has(uid)) throw unprocessable(`there is no Sentry ${uid}`);
    }
    const hoot: Hoot = {
      uid: newUid(8),
      name,
      sentryUids: [...sentryUids],
      disabled: false,
      override: null,
    };
    state.hoots.set(hoot.uid, hoot);
    this.sentries.create(name, [hoot.uid]);
    return hoot;
  }

  delete(hoot: Hoot): void {
    this.context.state.hoots.delete(hoot.uid);
  }

  badge(hoot: Hoot): Badge {
    const sentries = hoot.sentryUids.map((uid) => this.sentries.get(uid));
    const counting = sentries.filter(({ disabled }) => !disabled);
    const latestRecordAt = newest(counting.map((sentry) => sentry.latestRecordAt));
    if (hoot.disabled || (sentries.length > 0 && counting.length === 0)) {
      return { state: 'disabled', message: null, latestRecordAt: null };
    }
    if (hoot.override) return { ...hoot.override, latestRecordAt };
    const deciding = this.#deciding(counting);
    if (!deciding?.state) return { state: this.context.settings.noStatus, message: null, latestRecordAt };
    return { state: deciding.state, message: deciding.userMessage, latestRecordAt };
  }

  /** Entries of the popup of a hoot, newest first. The popup is public, so private notes are left out. */
  popup(hoot: Hoot): { sentry: string; entry: HistoryEntry }[] {
    return hoot.sentryUids
      .map((uid) => this.sentries.get(uid))
      .flatMap(({ name, history }) => history.map((entry) => ({ sentry: name, entry })))
      .sort((a, b) => (a.entry.at < b.entry.at ? 1 : a.entry.at > b.entry.at ? -1 : 0))
      .map(({ sentry, entry }) => ({
        sentry,
        entry: entry.private ? { ...entry, historyNote: null } : entry,
      }));
  }

  /** The Sentry whose state and message the badge takes over. */
  #deciding(sentries: readonly Sentry[]): Sentry | undefined {
    const reported = sentries
      .filter(({ state }) => state !== null)
      .sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : a.updatedAt > b.updatedAt ? -1 : 0));
    if (this.context.settings.combination === 'latest') return reported[0];
    for (const state of WORST_FIRST) {
      const found = reported.find((sentry) => sentry.state === state);
      if (found) return found;
    }
    return undefined;
  }
}

/** The latest time. Values that are not times sort first. */
function newest(times: readonly (string | null)[]): string | null {
  const rank = (time: string) => Date.parse(time) || 0;
  return times
    .filter((time) => time !== null)
    .reduce<string | null>((best, time) => (best === null || rank(time) > rank(best) ? time : best), null);
}
