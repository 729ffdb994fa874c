import type { IncomingMessage, ServerResponse } from 'node:http';
import fc from 'fast-check';
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { splitToken } from '@signalbox/http-core/internal/webhook/verify/url-token';
import { clearProcessCache } from '@signalbox/http-core/internal/webhook/state/process-cache';
import {
  checkWriteOnly,
  createWriteOnly,
  removeWriteOnly,
} from 'n8n-nodes-trust-lighthouse/nodes/write-only-subscription/lifecycle';
import {
  clearFiredTest,
  recordMatch,
  type SubscriptionMatch,
} from 'n8n-nodes-trust-lighthouse/nodes/write-only-subscription/match-subscription';
import { recognizeToken } from 'n8n-nodes-trust-lighthouse/nodes/write-only-subscription/recognize-token';
import { knownOrphans } from 'n8n-nodes-trust-lighthouse/nodes/write-only-subscription/state';
import type {
  Removal,
  WriteOnlySubscription,
} from 'n8n-nodes-trust-lighthouse/nodes/write-only-subscription/subscription';
import { loadWorkflow } from '../http-core/real-contexts';

/** The process is gone: nothing that runs afterwards may be n8n's error handling. */
class Killed extends Error {}

interface Registered {
  token: string;
  settings: string;
  isTest: boolean;
}

/** A service that takes registrations and shows none. Settings are letters; each of them is a condition. */
class BlindService {
  readonly live = new Map<string, Registered>();
  wanted = 'a';
  key = 'a secret of thirty characters!';
  removal: 'off' | Removal = 'off';
  refusesOrphans = false;
  gone: string[] = [];
  /** Fault of the next registration. */
  fault: 'none' | 'refused' | 'answerLost' | 'killed' = 'none';
  registrations = 0;
  private lastId = 0;

  readonly subscription: WriteOnlySubscription = {
    settings: async () => this.wanted,
    covers: (registered, wanted) => registered !== '' && [...registered].every((one) => wanted.includes(one)),
    key: async () => this.key,
    create: async (_ctx, { callbackUrl, token, isTest, onAmbiguous }) => {
      const fault = this.fault;
      this.fault = 'none';
      if (fault === 'refused') throw new Error('refused');
      expect(splitToken(callbackUrl)?.token).toBe(token);
      const id = `event-${++this.lastId}`;
      this.registrations++;
      this.live.set(id, { token, settings: this.wanted, isTest });
      if (fault === 'killed') throw new Killed();
      if (fault === 'answerLost') {
        onAmbiguous();
        throw new Error('answer lost');
      }
      return id;
    },
    canRemove: () => this.removal !== 'off',
    remove: async (_ctx, id) => {
      if (this.removal === 'deleted' && !this.live.delete(id)) return 'not-found';
      return this.removal as Removal;
    },
    dismissedIds: () => this.gone,
    refusesOrphans: () => this.refusesOrphans,
    describe: ({ id }) => `<${id}>`,
    hint: 'Ask for removal.',
  };
}

/** n8n around one node: its database, its hooks, its webhook. */
class N8n {
  database: IDataObject = {};
  constructor(readonly service: BlindService) {}

  async publish(): Promise<void> {
    const loaded = loadWorkflow({ staticData: this.database });
    const ctx = loaded.hookContext('trigger', 'activate');
    const { subscription } = this.service;
    try {
      if (!(await checkWriteOnly(ctx, subscription))) await createWriteOnly(ctx, subscription);
    } catch (error) {
      if (error instanceof Killed) {
        clearProcessCache();
        return;
      }
      await removeWriteOnly(ctx, subscription);
      this.database = loaded.saved();
      throw error;
    }
    this.database = loaded.saved();
  }

  async unpublish(): Promise<void> {
    const loaded = loadWorkflow({ staticData: this.database });
    await removeWriteOnly(loaded.hookContext('internal', 'update'), this.service.subscription);
    this.database = loaded.saved();
  }

  async edit(wanted: string): Promise<void> {
    await this.unpublish();
    this.service.wanted = wanted;
    await this.publish();
  }

  /** A delivery of a registered event; what it is taken for. */
  async deliver(
    id: string,
    token = this.service.live.get(id)!.token,
  ): Promise<SubscriptionMatch | undefined> {
    const loaded = loadWorkflow({ staticData: this.database });
    const ctx = this.webhookContext(loaded);
    await recognizeToken(ctx, this.service.subscription, token);
    const match = recordMatch(ctx, this.service.subscription, { token, id });
    if (loaded.isChanged()) this.database = loaded.saved();
    return match;
  }

  orphans(): string[] {
    return knownOrphans(this.webhookContext(loadWorkflow({ staticData: this.database })), 'production').map(
      ({ id }) => id!,
    );
  }

  webhookContext(
    loaded: ReturnType<typeof loadWorkflow>,
    mode: 'webhook' | 'manual' = 'webhook',
  ): IWebhookFunctions {
    return loaded.webhookContext({} as IncomingMessage, {} as ServerResponse, mode);
  }
}

let service: BlindService;
let n8n: N8n;
afterEach(() => jest.restoreAllMocks());
beforeEach(() => {
  clearProcessCache();
  service = new BlindService();
  n8n = new N8n(service);
});

const ids = () => [...service.live.keys()];

describe('a delivery', () => {
  test('a delivery of the registered one counts, with its own token and id alone', async () => {
    await n8n.publish();
    const [id] = ids();
    expect(await n8n.deliver(id!)).toBe('current');
    expect(await n8n.deliver('event-99', service.live.get(id!)!.token)).toBeUndefined();
    expect(await n8n.deliver(id!, 'x'.repeat(64))).toBeUndefined();
  });

  test.each([
    ['that is signed', 'a secret of thirty characters!'],
    ['that is random', 'short'],
  ])(
    'a delivery with a token %s that comes before the service has named the id counts too',
    async (_, key) => {
      service.key = key;
      const { create } = service.subscription;
      let early: SubscriptionMatch | undefined;
      service.subscription.create = async (ctx, desired) => {
        const id = await create(ctx, desired);
        early = await n8n.deliver(id);
        return id;
      };
      await n8n.publish();
      expect(early).toBe('current');
      expect(await n8n.deliver(ids()[0]!)).toBe('current');
    },
  );

  test('an orphaned subscription that delivers while another is registered stays in the list of orphans', async () => {
    service.fault = 'killed';
    await n8n.publish();
    const [lost] = ids();
    const { create } = service.subscription;
    service.subscription.create = async (ctx, desired) => {
      const id = await create(ctx, desired);
      expect(await n8n.deliver(lost!)).toBe('orphan');
      return id;
    };
    await n8n.publish();
    expect(n8n.orphans()).toEqual([lost]);
    expect(await n8n.deliver(ids()[1]!)).toBe('current');
  });

  test('a recognised orphan counts as the subscription once its choice is wanted again', async () => {
    service.wanted = 'c';
    service.fault = 'killed';
    await n8n.publish();
    const [lost] = ids();
    await n8n.edit('b');
    expect(await n8n.deliver(lost!)).toBe('orphan');
    service.fault = 'refused';
    await expect(n8n.edit('c')).rejects.toThrow('refused');
    expect(await n8n.deliver(lost!)).toBe('current');
    expect(n8n.orphans()).toEqual([ids()[1]]);
  });

  test('a delivery of a test does not count for the published node, nor the other way round', async () => {
    await n8n.publish();
    const loaded = loadWorkflow({});
    await createWriteOnly(loaded.hookContext('manual', 'manual', true), service.subscription);
    const [production, test] = ids();
    expect(service.live.get(test!)!.isTest).toBe(true);
    expect(await n8n.deliver(test!)).toBeUndefined();
    const ctx = n8n.webhookContext(loaded, 'manual');
    const deliver = async (id: string) => {
      const { token } = service.live.get(id)!;
      await recognizeToken(ctx, service.subscription, token);
      return recordMatch(ctx, service.subscription, { token, id });
    };
    expect(await deliver(production!)).toBeUndefined();
    expect(await deliver(test!)).toBe('current');
    // Nor is it recovered there when it is forgotten.
    clearProcessCache();
    expect(await deliver(production!)).toBeUndefined();
    expect(Object.keys((loaded.saved()['node:Trigger'] as { subscriptions: object }).subscriptions)).toEqual([
      'test',
    ]);

    // It has fired, and is not there any more: nothing is left behind.
    clearFiredTest(ctx);
    expect(await deliver(test!)).toBeUndefined();
    const end = loadWorkflow({ staticData: loaded.saved() });
    await removeWriteOnly(end.hookContext('internal', 'update', true), service.subscription);
    expect(knownOrphans(n8n.webhookContext(end, 'manual'), 'test')).toEqual([]);
  });

  test('a delivery of an orphaned subscription is refused where the key is too short to sign with', async () => {
    service.key = 'nineteen characters';
    service.fault = 'killed';
    await n8n.publish();
    const [lost] = ids();
    expect(await n8n.deliver(lost!)).toBeUndefined();
    await n8n.publish();
    expect(await n8n.deliver(ids()[1]!)).toBe('current');
    // A token that an attacker makes with a guessed key is refused, too.
    expect(service.live.get(ids()[1]!)!.token).toHaveLength(43);
  });

  test('is remembered for no more than fifty that were lost', async () => {
    for (let n = 0; n < 60; n++) {
      service.fault = 'killed';
      service.wanted = String.fromCharCode(97 + (n % 26));
      await n8n.publish();
    }
    service.wanted = '!';
    await n8n.publish();
    const matches = [];
    for (const id of ids()) matches.push(await n8n.deliver(id));
    expect(matches.filter((one) => one === 'orphan')).toHaveLength(50);
    expect(matches.at(-1)).toBe('current');
    expect(n8n.orphans()).toHaveLength(50);
  });
});

test('nothing is known about a memory that is damaged', async () => {
  await n8n.publish();
  const { subscriptions } = n8n.database['node:Trigger'] as { subscriptions: { production: IDataObject } };
  for (const orphans of ['x', [7], [{ id: 7 }], [{ url: 'u', tokenHash: 't', settings: 's', since: 'x' }]]) {
    clearProcessCache();
    n8n.database = {
      'node:Trigger': {
        subscriptions: { production: { ...subscriptions.production, extra: { since: 1, orphans } } },
      },
    };
    expect(n8n.orphans()).toEqual([]);
    // The token is signed, so the first call brings it back.
    expect(await n8n.deliver(ids()[0]!)).toBe('current');
  }
});

test('whatever happens, one event counts, and every other one is named once it has called', async () => {
  // Of two registrations the later one counts. Over a network no two are made in one millisecond; here they could be.
  let now = Date.now();
  jest.spyOn(Date, 'now').mockImplementation(() => ++now);
  const letters = fc.constantFrom('a', 'b', 'ab', 'abc', 'c');
  const step = fc.oneof(
    fc.record({ kind: fc.constant('edit' as const), wanted: letters }),
    fc.record({
      kind: fc.constant('fault' as const),
      fault: fc.constantFrom('refused' as const, 'answerLost' as const, 'killed' as const),
      wanted: letters,
    }),
    fc.record({ kind: fc.constant('restart' as const), back: fc.nat(10) }),
    fc.record({ kind: fc.constant('calls' as const), which: fc.nat(10) }),
    fc.record({
      kind: fc.constant('removal' as const),
      removal: fc.constantFrom('off' as const, 'deleted' as const, 'not-found' as const, 'failed' as const),
    }),
    fc.record({ kind: fc.constant('byHand' as const), which: fc.nat(10) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      clearProcessCache();
      service = new BlindService();
      n8n = new N8n(service);
      const history: IDataObject[] = [{}];
      let isPublished = true;
      const trying = async (act: () => Promise<void>) => {
        isPublished = await act().then(
          () => true,
          () => false,
        );
      };
      await n8n.publish();
      for (const each of steps) {
        const { registrations } = service;
        if (each.kind === 'edit') await trying(() => n8n.edit(each.wanted));
        else if (each.kind === 'fault') {
          service.fault = each.fault;
          await trying(() => n8n.edit(each.wanted));
          service.fault = 'none';
        } else if (each.kind === 'restart') {
          n8n.database = structuredClone(history[each.back % history.length]!);
          clearProcessCache();
        } else if (each.kind === 'calls') {
          const id = ids()[each.which % (ids().length || 1)];
          if (id) await n8n.deliver(id);
        } else if (each.kind === 'removal') service.removal = each.removal;
        else {
          const id = ids()[each.which % (ids().length || 1)];
          if (id) {
            service.live.delete(id);
            service.gone.push(id);
            // The user says so in the node, which is an edit.
            await trying(() => n8n.edit(service.wanted));
          }
        }
        expect(service.registrations - registrations).toBeLessThanOrEqual(1);
        history.push(structuredClone(n8n.database));
      }

      // The first calls decide what was forgotten; from then on it is settled.
      for (const id of ids()) await n8n.deliver(id);
      const matches = new Map<string, SubscriptionMatch | undefined>();
      for (const id of ids()) matches.set(id, await n8n.deliver(id));
      const current = ids().filter((id) => matches.get(id) === 'current');
      expect(current.length).toBeLessThanOrEqual(1);
      const { subscription, live, wanted } = service;
      // n8n does not activate a workflow that it could not publish, so nothing has to arrive until the next attempt.
      if (isPublished && [...live.values()].some(({ settings }) => settings === wanted)) {
        expect(current).toHaveLength(1);
        expect(subscription.covers(live.get(current[0]!)!.settings, wanted)).toBe(true);
      }
      expect(new Set([...current, ...n8n.orphans()])).toEqual(new Set([...ids(), ...n8n.orphans()]));
    }),
    { numRuns: 300 },
  );
}, 60_000);

test('what the service denies does not stop registration, and is forgotten in the end', async () => {
  service.removal = 'not-found';
  for (let n = 0; n < 120; n++) await n8n.edit(String.fromCharCode(200 + n));
  expect(service.registrations).toBe(120);
  expect(n8n.orphans()).toEqual(ids().slice(-51, -1));
  expect(await n8n.deliver(ids().at(-1)!)).toBe('current');
});
