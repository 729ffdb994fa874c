import { randomBytes } from 'node:crypto';
import type { DeliverySwitches, EventBody } from '../kit/outbox';
import type { DataworldService } from './service';
import type { Badge } from './hoots';
import type { Account, HistoryEntry, Hoot, Sentry, SentryState, WebhookTarget } from './model';
import type { Analytics } from './sentries';
import type { AccessChange, DataChange, SyncChange } from './webhooks';

/** The Hoot Admin space and the settings of the organization, and what only a test may see. Unknown ids throw. */
export interface DataworldControl {
  sentries(): Sentry[];
  sentry(uid: string): Sentry;
  /** The API URL of a Sentry, as its page shows it for copying. */
  sentryUrl(uid: string): string;
  /** Oldest first. */
  history(uid: string): readonly HistoryEntry[];
  analytics(uid: string): Analytics;
  createSentry(name: string, hootUids?: readonly string[]): Sentry;
  deleteSentry(uid: string): void;
  /** A person sets the state by hand. @param message `null` takes it off; without it, it stays */
  setState(uid: string, state: SentryState, message?: string | null): void;
  setDisabled(uid: string, disabled: boolean): void;
  /** "Switch to Sick after: <hours>", counted from now and from each report; `null` for never. */
  setTimeoutHours(uid: string, hours: number | null): void;
  /** Ends the reporting interval of a Sentry immediately. */
  expire(uid: string): void;

  hoots(): Hoot[];
  badge(hootUid: string): Badge;
  /** Address of the badge as a picture. */
  badgeUrl(hootUid: string): string;
  /** Content of the popup, which is public: the histories of all its Sentries without private notes, newest first. */
  popup(hootUid: string): { sentry: string; entry: HistoryEntry }[];
  createHoot(name: string, sentryUids?: readonly string[]): Hoot;
  connect(hootUid: string, sentryUid: string): void;
  /** A person overrides what the Sentries say; `null` ends that. */
  overrideHoot(hootUid: string, state: SentryState | null, message?: string | null): void;
  setHootDisabled(hootUid: string, disabled: boolean): void;

  accounts(): Account[];
  /** Revokes the token of an account. @returns the new one */
  resetToken(accountId: string): string;

  webhooks(): WebhookTarget[];
  /** Sets up a webhook: for the organization, or for one dataset or project (`resourceId`). */
  registerWebhook(target: {
    url: string;
    authorizationKey?: string | null;
    headerName?: string;
    resourceId?: string | null;
  }): WebhookTarget;
  removeWebhook(id: string): void;
  emitData(change: DataChange): void;
  emitAccess(change: AccessChange): void;
  emitSync(change: SyncChange): void;
  /** Any event, known or not, to all webhooks. */
  emit(event: EventBody): void;
  /** Switches for failures of webhooks. */
  switchDeliveries(changes: Partial<DeliverySwitches>): void;
  /** Resolves once nothing is being sent. */
  idle(): Promise<void>;
}

/** The control of a running service. */
export function dataworldControl(service: DataworldService): DataworldControl {
  const { context, sentries, hoots, webhooks, outbox } = service;
  const sentry = (uid: string) => sentries.get(uid);
  return {
    sentries: () => [...context.state.sentries.values()],
    sentry,
    sentryUrl: (uid) => `${context.origin()}${context.prefix}/sentries/${sentry(uid).uid}`,
    history: (uid) => sentry(uid).history,
    analytics: (uid) => sentries.analytics(sentry(uid)),
    createSentry: (name, hootUids) => sentries.create(name, hootUids),
    deleteSentry: (uid) => sentries.delete(sentry(uid)),
    setState: (uid, state, message) => sentries.set(sentry(uid), state, message),
    setDisabled: (uid, disabled) => sentries.setDisabled(sentry(uid), disabled),
    setTimeoutHours: (uid, hours) => sentries.setTimeoutHours(sentry(uid), hours),
    expire: (uid) => sentries.expire(sentry(uid)),
    hoots: () => [...context.state.hoots.values()],
    badge: (uid) => hoots.badge(hoots.get(uid)),
    badgeUrl: (uid) => `${context.origin()}${context.prefix}/hoots/${hoots.get(uid).uid}/badge.svg`,
    popup: (uid) => hoots.popup(hoots.get(uid)),
    createHoot: (name, sentryUids) => hoots.create(name, sentryUids),
    connect: (hootUid, sentryUid) => {
      const { uid } = sentry(sentryUid);
      const hoot = hoots.get(hootUid);
      if (!hoot.sentryUids.includes(uid)) hoot.sentryUids.push(uid);
    },
    overrideHoot: (uid, state, message = null) => {
      hoots.get(uid).override = state === null ? null : { state, message };
    },
    setHootDisabled: (uid, disabled) => {
      hoots.get(uid).disabled = disabled;
    },
    accounts: () => [...context.state.accounts],
    resetToken: (accountId) => {
      const account = context.state.accounts.find(({ id }) => id === accountId);
      if (!account) throw new Error('There is no such account.');
      account.token = `dw-test-${randomBytes(12).toString('hex')}`;
      return account.token;
    },
    webhooks: () => [...context.state.webhooks.values()],
    registerWebhook: (target) => webhooks.register(target),
    removeWebhook: (id) => webhooks.remove(id),
    emitData: (change) => webhooks.data(change),
    emitAccess: (change) => webhooks.access(change),
    emitSync: (change) => webhooks.sync(change),
    emit: (event) => webhooks.raise(event),
    switchDeliveries: (changes) => outbox.switch(changes),
    idle: () => outbox.idle(),
  };
}
