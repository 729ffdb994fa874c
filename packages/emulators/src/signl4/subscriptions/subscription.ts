import { seed } from '../seed';

/** Name and credit of the subscription. */
export interface Subscription {
  name: string;
  /** PrepaidSettingsInfo */
  prepaid: { topUpAmount: number; topUpEnabled: boolean; topUpLimit: number };
  /** Credits. */
  balance: number;
  /** PrepaidTransactionInfo, newest first. */
  transactions: Record<string, unknown>[];
}

/** A subscription that was topped up once. */
export function seededSubscription(now: string): Subscription {
  return {
    name: seed.subscriptionName,
    prepaid: { topUpAmount: 500, topUpEnabled: false, topUpLimit: 100 },
    balance: 1_000,
    transactions: [
      {
        transactionId: '7a0c53d2-18f6-4b9e-a5c1-06d7e8f92b34',
        autoTopUpId: null,
        amount: 1_000,
        currency: 'EUR',
        created: now,
        modified: now,
        createdBy: seed.users.anna.id,
        packageCode: 'prepaid-1000',
        status: 'Completed',
        statusCode: 1,
        subscriptionId: seed.subscriptionId,
      },
    ],
  };
}
