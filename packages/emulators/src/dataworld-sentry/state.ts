import type { Account, CatalogResource, Hoot, Sentry, WebhookTarget } from './model';
import { noParams } from './params';
import { seed } from './seed';

/** All data of the emulated service. */
export interface State {
  accounts: Account[];
  /** By uid. */
  sentries: Map<string, Sentry>;
  /** By uid. */
  hoots: Map<string, Hoot>;
  resources: readonly CatalogResource[];
  webhooks: Map<string, WebhookTarget>;
}

/** Age of the last reports at the start, in milliseconds. */
const REPORTED_BEFORE_MS = 600_000;

/** @param nowMs milliseconds since 1970 */
export function seededState(nowMs: number): State {
  const at = new Date(nowMs - REPORTED_BEFORE_MS).toISOString();
  const { orders, customers, finance, inventory, unused } = seed.sentries;
  const sentry = (of: { uid: string; name: string }, reported: Partial<Sentry> = {}): Sentry => {
    const made: Sentry = {
      ...of,
      state: null,
      userMessage: null,
      latestRecordAt: null,
      meta: noParams(),
      updatedAt: at,
      disabled: false,
      timeoutHours: null,
      history: [],
      ...reported,
    };
    if (made.state === null) return made;
    made.history.push({
      at,
      source: 'api',
      state: made.state,
      userMessage: made.userMessage,
      historyNote: null,
      private: false,
      meta: made.meta,
      encoding: 'query',
      accountId: seed.accounts.administrator.id,
    });
    return made;
  };
  const hoot = (of: { uid: string; name: string }, ...fedBy: { uid: string }[]): Hoot => ({
    ...of,
    sentryUids: fedBy.map(({ uid }) => uid),
    disabled: false,
    override: null,
  });
  const { administrator, member } = seed.accounts;
  const { sales, ledger, review } = seed.resources;
  const { salesDashboard, financeReport, warehouse } = seed.hoots;
  return {
    accounts: [
      { ...administrator, administrator: true },
      { ...member, administrator: false },
    ],
    sentries: byUid([
      sentry(orders, {
        state: 'happy',
        userMessage: 'Loaded on time',
        latestRecordAt: at,
        meta: Object.assign(noParams(), {
          latest_record_at: at,
          counts: Object.assign(noParams(), { orders: '1280' }),
        }),
        timeoutHours: 24,
      }),
      sentry(customers, { state: 'happy' }),
      sentry(finance, { state: 'sad', userMessage: 'Two postings are missing' }),
      sentry(inventory, { state: 'sick', userMessage: 'Count is under way', disabled: true }),
      sentry(unused),
    ]),
    hoots: byUid([
      hoot(salesDashboard, orders, customers),
      hoot(financeReport, finance, orders),
      hoot(warehouse, inventory),
    ]),
    resources: [
      { ...sales, kind: 'dataset', public: true },
      { ...ledger, kind: 'dataset', public: false },
      { ...review, kind: 'project', public: true },
    ],
    webhooks: new Map(),
  };
}

function byUid<T extends { uid: string }>(records: readonly T[]): Map<string, T> {
  return new Map(records.map((record) => [record.uid, record]));
}
