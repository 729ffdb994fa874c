import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

/*
 * Subscriptions at a service that can neither list nor reliably remove them, and that signs nothing.
 *
 * A registration may exist forever, so we make as few as possible and use a fitting one again. One that cannot be
 * removed becomes an orphan: its id is stored, it keeps calling, gets a 200, and starts nothing. Its token is signed
 * (see signed-token.ts), so a registration that was lost in a crash is recognized on its first call.
 */

/** The subscription that should exist at the service. */
export interface DesiredWriteOnly {
  /** The URL to register, with its token. */
  callbackUrl: string;
  /** The token in the URL; keep it out of messages. */
  token: string;
  /** For a test in the editor, after which the subscription should expire by itself. */
  isTest: boolean;
  /** Call it when a failed registration may have been carried out. */
  onAmbiguous(): void;
}

/** Outcome of a removal. `not-found` is what the service says; it may say so of every id. */
export type Removal = 'deleted' | 'not-found' | 'failed';

/** A subscription that is no longer wanted and may still exist at the service. */
export interface OrphanedSubscription {
  /** Absent until its first call, if the response with its id was lost. */
  id?: string;
  /** Callback URL without the token. */
  url: string;
  tokenHash: string;
  /** Empty if they are not known. */
  settings: string;
  /** Unix milliseconds of the registration. */
  since: number;
  /** The service says that it does not exist, but may say so of every id if it has no removal at all. */
  reportedMissing?: boolean;
}

/** Access to the subscriptions of one such service. */
export interface WriteOnlySubscription {
  /**
   * Everything that distinguishes one subscription from another (account, filter), as a stable string without secrets.
   */
  settings(ctx: IHookFunctions | IWebhookFunctions): Promise<string>;
  /** `true` if a subscription with the registered settings delivers everything wanted; the rest is filtered here. */
  covers(registered: string, wanted: string): boolean;
  /** A secret of the credential. If it is too short to sign with, lost registrations are not recognized. */
  key(ctx: IHookFunctions | IWebhookFunctions): Promise<string>;
  /** Creates a subscription and returns its id. */
  create(ctx: IHookFunctions, desired: DesiredWriteOnly): Promise<string>;
  /** `false` if removal must not even be tried. */
  canRemove(ctx: IHookFunctions): boolean;
  /** Must not throw. */
  remove(ctx: IHookFunctions, id: string, settings: string): Promise<Removal>;
  /** Ids that the user has declared removed. */
  dismissedIds(ctx: IHookFunctions): readonly string[];
  /** `true` if the user prefers an error to another registration beside an orphan. */
  refusesOrphans(ctx: IHookFunctions): boolean;
  /** Short description with the id, for log and errors. */
  describe(one: OrphanedSubscription): string;
  /** Tells the user how to get rid of orphans. */
  hint: string;
}
