import type { Params } from './params';

/** The three states of the API. dataworld-sentry.md §3. */
export const SENTRY_STATES = ['happy', 'sad', 'sick'] as const;
export type SentryState = (typeof SENTRY_STATES)[number];

/** Encoding of the parameters of a request: one, several, or none. */
export type Encoding = 'query' | 'form' | 'json' | 'mixed' | 'none';

/** One line in the history of a Sentry. Never changed once it is written. */
export interface HistoryEntry {
  /** ISO 8601, by the emulator's clock. */
  readonly at: string;
  /** Origin: a request, the Sentry's own timeout, or a person in the Hoot Admin space. */
  readonly source: 'api' | 'timeout' | 'person';
  /** State after this entry. */
  readonly state: SentryState | null;
  /** Message on the badge after this entry. */
  readonly userMessage: string | null;
  readonly historyNote: string | null;
  /** Hides the note from people who only view a hoot. */
  readonly private: boolean;
  /** Metadata of this entry, with `latest_record_at` and `counts` merged in. */
  readonly meta: Readonly<Params>;
  /** `null` if it was no request. */
  readonly encoding: Encoding | null;
  /** Owner of the token that was used. */
  readonly accountId: string | null;
}

export interface Sentry {
  readonly uid: string;
  name: string;
  /** `null` until something is reported. */
  state: SentryState | null;
  userMessage: string | null;
  latestRecordAt: string | null;
  /** Metadata of the latest update that had any. */
  meta: Readonly<Params>;
  updatedAt: string;
  disabled: boolean;
  /** Hours without a report after which it is switched to sick; `null` for never. */
  timeoutHours: number | null;
  /** Oldest first. */
  readonly history: HistoryEntry[];
}

/** A badge, called a canary by the ancestor of the API. */
export interface Hoot {
  readonly uid: string;
  name: string;
  /** The Sentries that feed it. */
  sentryUids: string[];
  disabled: boolean;
  /** State set by a person; overrides the Sentries. */
  override: { readonly state: SentryState; readonly message: string | null } | null;
}

/** Holder of an API token. */
export interface Account {
  readonly id: string;
  readonly displayName: string;
  /** Only organization administrators manage hoots and Sentries. dataworld-sentry.md §1. */
  readonly administrator: boolean;
  token: string;
}

/** Subject of a catalog event. */
export interface CatalogResource {
  readonly id: string;
  readonly name: string;
  readonly kind: 'dataset' | 'project';
  readonly public: boolean;
}

/** A webhook as it is set up in the settings of the organization, or of one dataset or project. */
export interface WebhookTarget {
  readonly id: string;
  readonly url: string;
  /** `null` if none was typed in. */
  readonly authorizationKey: string | null;
  /** Header that carries the key. */
  readonly headerName: string;
  /** Id of the dataset or project; `null` for the whole organization. */
  readonly resourceId: string | null;
}
