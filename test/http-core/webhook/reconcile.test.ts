import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { checkExists, create, remove } from '@signalbox/http-core/internal/webhook/subscribe/reconcile';
import type { RemoteSubscription, Subscription, SubscriptionState } from '@signalbox/http-core/webhook';
import { clearProcessCache } from '@signalbox/http-core/internal/webhook/state/process-cache';
import { loadState } from '@signalbox/http-core/internal/webhook/state/subscription-state';
import { splitToken, tokenMatches } from '@signalbox/http-core/internal/webhook/verify/url-token';
import { loadWorkflow } from '../real-contexts';
import { FakeRegistry, FAULTS, Killed } from './fake-registry';
import type { Abilities, Fault } from './fake-registry';

const HOSTS = ['https://n8n.example.com/', 'https://automation.example.org:8443/base/'];

/** n8n as the code under test meets it: a database, and hooks that are tried again, and undone, in its way. */
class Instance {
  /** Static data of the workflow, as in the database. */
  database: IDataObject = {};
  host = HOSTS[0]!;
  settings = 'all';
  isActive = false;
  /** A killed process may have left a subscription that only its URL tells of. */
  mayHaveLeftovers = false;
  /** Static data of the workflow that listens for a test event; n8n keeps it apart and in memory. */
  private testStaticData: IDataObject = {};

  constructor(
    readonly registry: FakeRegistry,
    readonly abilities: Abilities,
  ) {}

  get subscription(): Subscription {
    return this.registry.adapter(this.settings, this.abilities);
  }

  load(staticData = this.database) {
    return loadWorkflow({ baseUrl: this.host, staticData });
  }

  url(kind: 'webhook' | 'webhook-test'): string {
    return `${this.host}${kind}/6a1f2d5e-0000-4000-8000-000000000001/webhook`;
  }

  restart(): void {
    clearProcessCache();
    this.testStaticData = {};
  }

  async publish(): Promise<boolean> {
    return await this.survive(async () => {
      const loaded = this.load();
      for (let attempt = 0; attempt < 5; attempt++) {
        try {
          const ctx = loaded.hookContext('trigger', 'activate');
          if (!(await checkExists(ctx, this.subscription))) await create(ctx, this.subscription);
          this.database = loaded.saved();
          this.isActive = true;
          this.mayHaveLeftovers = false;
          return true;
        } catch (error) {
          if (error instanceof Killed) throw error;
          await this.undo(loaded);
        }
      }
      return false;
    });
  }

  async unpublish(): Promise<boolean> {
    return await this.survive(async () => {
      const loaded = this.load();
      this.isActive = false;
      for (let attempt = 0; attempt < 3; attempt++) {
        try {
          await remove(loaded.hookContext('internal', 'update'), this.subscription);
          this.database = loaded.saved();
          this.mayHaveLeftovers = false;
          return true;
        } catch (error) {
          if (error instanceof Killed) throw error;
        }
      }
      this.database = loaded.saved();
      return false;
    });
  }

  async listenForTest(): Promise<boolean> {
    return await this.survive(async () => {
      const loaded = this.load({});
      const ctx = loaded.hookContext('manual', 'manual', true);
      if (!(await checkExists(ctx, this.subscription))) await create(ctx, this.subscription);
      this.testStaticData = loaded.saved();
      return true;
    });
  }

  async stopTest(): Promise<boolean> {
    return await this.survive(async () => {
      const loaded = this.load(this.testStaticData);
      await remove(loaded.hookContext('internal', 'update', true), this.subscription);
      this.testStaticData = {};
      return true;
    });
  }

  private async undo(loaded: ReturnType<typeof loadWorkflow>): Promise<void> {
    try {
      await remove(loaded.hookContext('internal', 'update'), this.subscription);
    } catch (error) {
      if (error instanceof Killed) throw error;
    }
    this.database = loaded.saved();
  }

  /** A killed process saves nothing and forgets everything; other errors end the operation. */
  private async survive(operation: () => Promise<boolean>): Promise<boolean> {
    try {
      return await operation();
    } catch (error) {
      if (error instanceof Killed) {
        this.restart();
        this.mayHaveLeftovers = true;
      }
      return false;
    }
  }
}

const OPERATIONS = [
  'publish',
  'unpublish',
  'edit',
  'restart',
  'listenForTest',
  'stopTest',
  'moveHost',
  'userRemovesOurs',
  'userDisablesOurs',
  'userChangesToken',
  'oldStaticDataComesBack',
] as const;

interface Step {
  operation: (typeof OPERATIONS)[number];
  faults: Fault[];
}

/** Deliverable means: what the service holds is exactly one, as wanted, and the database alone can verify it. */
function expectDeliverable(instance: Instance): void {
  const live = instance.registry.at(instance.url('webhook'));
  expect(live).toHaveLength(1);
  expect(live[0]).toMatchObject({ enabled: true, settings: instance.settings });
  const { subscriptions } = instance.database['node:Trigger'] as {
    subscriptions: { production: SubscriptionState };
  };
  expect(subscriptions.production.id).toBe(live[0]!.id);
  expect(tokenMatches(splitToken(live[0]!.url)?.token, subscriptions.production.tokenHashes)).toBe(true);
}

async function run(abilities: Abilities, steps: Step[]): Promise<void> {
  clearProcessCache();
  const registry = new FakeRegistry();
  const instance = new Instance(registry, abilities);
  const foreign = [
    // Neighbours of ours in every respect but the URL.
    registry.addForeign('https://n8n.example.com/webhook/another/webhook?token=abc'),
    registry.addForeign('https://elsewhere.example.com/webhook/6a1f2d5e-0000-4000-8000-000000000001/webhook'),
    registry.addForeign(`${instance.url('webhook')}/deeper`),
    registry.addForeign('not a url'),
  ];
  const foreignBefore = JSON.stringify(foreign.map((id) => registry.registered.get(id)));
  const snapshots: IDataObject[] = [{}];
  const ours = () => registry.at(instance.url('webhook'));
  const production = () => JSON.stringify([instance.database, ours()]);

  for (const { operation, faults } of steps) {
    registry.faults = [...faults];
    const before = production();
    if (operation === 'publish') {
      if (await instance.publish()) expectDeliverable(instance);
    } else if (operation === 'unpublish') {
      if (await instance.unpublish()) {
        expect(ours()).toEqual([]);
        expect(JSON.stringify(instance.database)).not.toContain('tokenHashes');
      }
    } else if (operation === 'edit') {
      await instance.unpublish();
      instance.settings = instance.settings === 'all' ? 'some' : 'all';
      if (await instance.publish()) expectDeliverable(instance);
    } else if (operation === 'restart') {
      instance.restart();
    } else if (operation === 'moveHost') {
      // A subscription at the old URL that no state mentions cannot be found.
      if (instance.mayHaveLeftovers) continue;
      instance.restart();
      const old = instance.url('webhook');
      instance.host = HOSTS.find((host) => host !== instance.host)!;
      instance.mayHaveLeftovers = true;
      if (await instance.publish()) {
        expectDeliverable(instance);
        expect(registry.at(old).filter(({ byUs }) => byUs)).toEqual([]);
      }
    } else if (operation === 'listenForTest' || operation === 'stopTest') {
      await instance[operation]();
      expect(production()).toBe(before);
    } else if (operation === 'oldStaticDataComesBack') {
      // An execution that began earlier writes the static data it knew.
      instance.database = structuredClone(snapshots[Math.floor(snapshots.length / 2)]!);
      instance.mayHaveLeftovers = true;
    } else {
      const one = ours()[0];
      if (!one) continue;
      if (operation === 'userRemovesOurs') registry.registered.delete(one.id);
      else if (operation === 'userDisablesOurs') registry.registered.get(one.id)!.enabled = false;
      else registry.registered.get(one.id)!.url = `${instance.url('webhook')}?token=changed`;
    }
    registry.faults = [];
    snapshots.push(structuredClone(instance.database));

    expect(registry.violation).toBeUndefined();
    expect(ours().length).toBeLessThanOrEqual(1);
    // n8n forgets a test listener when it is restarted; without a listing nothing tells of its subscription then.
    if (abilities.canList) expect(registry.at(instance.url('webhook-test')).length).toBeLessThanOrEqual(1);
    expect(JSON.stringify(foreign.map((id) => registry.registered.get(id)))).toBe(foreignBefore);
  }

  registry.faults = [];
  // However it went, one publication without faults puts everything right, and one removal clears it.
  expect(await instance.publish()).toBe(true);
  expectDeliverable(instance);
  const settled = production();
  const loaded = instance.load();
  expect(await checkExists(loaded.hookContext('trigger', 'activate'), instance.subscription)).toBe(true);
  expect(production()).toBe(settled);
  expect(await instance.unpublish()).toBe(true);
  expect(ours()).toEqual([]);
  expect(JSON.stringify(foreign.map((id) => registry.registered.get(id)))).toBe(foreignBefore);
}

const stepsWith = (faults: readonly Fault[]) =>
  fc.array(
    fc.record<Step>({
      operation: fc.constantFrom(...OPERATIONS),
      faults: fc.array(fc.constantFrom(...faults), { maxLength: 5 }),
    }),
    { maxLength: 10 },
  );

describe('the life of a subscription', () => {
  test('with a listing, any order of events and crashes leaves at most one verifiable subscription of ours', async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.boolean(), stepsWith(FAULTS), async (canRepair, tellsId, steps) => {
        await run({ canList: true, canRepair, tellsId }, steps);
      }),
      { numRuns: 1500 },
    );
  });

  test('without a listing, the id survives everything except a lost response', async () => {
    const honestFaults = FAULTS.filter((fault) => fault !== 'failAfter' && fault !== 'killAfter');
    const operations = ['publish', 'unpublish', 'edit', 'restart', 'listenForTest', 'stopTest'] as const;
    const steps = fc.array(
      fc.record<Step>({
        operation: fc.constantFrom(...operations),
        // A process that dies between two calls forgets what the first one did.
        faults: fc.array(fc.constantFrom(...honestFaults.filter((fault) => fault !== 'killBefore')), {
          maxLength: 5,
        }),
      }),
      { maxLength: 10 },
    );
    await fc.assert(
      fc.asyncProperty(fc.boolean(), steps, async (canRepair, all) => {
        await run({ canList: false, canRepair, tellsId: true }, all);
      }),
      { numRuns: 500 },
    );
  });

  test('a copied workflow does not take over the subscription of its original', async () => {
    clearProcessCache();
    const registry = new FakeRegistry();
    const original = new Instance(registry, { canList: true, canRepair: true, tellsId: true });
    await original.publish();
    const untouched = JSON.stringify([...registry.registered]);

    const copy = loadWorkflow({ workflowId: 'workflow-2', webhookId: 'copy', staticData: original.database });
    const ctx = copy.hookContext('trigger', 'activate');
    expect(await checkExists(ctx, original.subscription)).toBe(false);
    await create(ctx, original.subscription);
    await remove(ctx, original.subscription);

    expect(JSON.stringify([...registry.registered])).toBe(untouched);
  });

  test('checkExists changes nothing and returns false for a duplicate, which create removes', async () => {
    clearProcessCache();
    const registry = new FakeRegistry();
    const instance = new Instance(registry, { canList: true, canRepair: true, tellsId: true });
    await instance.publish();
    const [kept] = registry.at(instance.url('webhook'));
    registry.registered.set('duplicate', { ...kept!, byUs: true });
    const ctx = () => instance.load().hookContext('trigger', 'activate');

    expect(await checkExists(ctx(), instance.subscription)).toBe(false);
    expect(registry.registered.size).toBe(2);
    await create(ctx(), instance.subscription);
    expect(registry.at(instance.url('webhook'))).toEqual([kept]);
  });

  test('a subscription that the user pointed elsewhere is found by its id and repaired', async () => {
    clearProcessCache();
    const registry = new FakeRegistry();
    const instance = new Instance(registry, { canList: true, canRepair: true, tellsId: true });
    await instance.publish();
    const { id } = registry.at(instance.url('webhook'))[0]!;
    registry.registered.get(id)!.url = 'https://elsewhere.example.com/hook';
    await instance.publish();
    expect([...registry.registered.keys()]).toEqual([id]);
    expectDeliverable(instance);
  });

  test('a subscription of unknown id at the old URL is found after the URL has changed', async () => {
    clearProcessCache();
    const registry = new FakeRegistry();
    const instance = new Instance(registry, { canList: true, canRepair: true, tellsId: true });
    const loaded = instance.load();
    registry.faults = ['none', 'failAfter'];
    await expect(create(loaded.hookContext('trigger', 'activate'), instance.subscription)).rejects.toThrow(
      '504',
    );
    instance.database = loaded.saved();
    instance.host = HOSTS[1]!;
    instance.restart();
    await instance.publish();
    expect(registry.registered.size).toBe(1);
    expectDeliverable(instance);
  });

  test('both tokens are accepted until a repair is confirmed, and the next repair leaves one', async () => {
    clearProcessCache();
    const registry = new FakeRegistry();
    const instance = new Instance(registry, { canList: true, canRepair: true, tellsId: true });
    await instance.publish();
    const tokenNow = () => splitToken(registry.at(instance.url('webhook'))[0]!.url)!.token;
    const before = tokenNow();
    const loaded = instance.load();
    const ctx = loaded.hookContext('trigger', 'activate');
    instance.settings = 'some';
    registry.faults = ['none', 'failAfter'];
    await expect(create(ctx, instance.subscription)).rejects.toThrow('504');
    const { tokenHashes } = loadState(ctx, 'production')!;
    expect(tokenMatches(before, tokenHashes) && tokenMatches(tokenNow(), tokenHashes)).toBe(true);

    expect(await checkExists(ctx, instance.subscription)).toBe(false);
    await create(ctx, instance.subscription);
    expect(loadState(ctx, 'production')!.tokenHashes).toHaveLength(1);
    expect(tokenMatches(tokenNow(), loadState(ctx, 'production')!.tokenHashes)).toBe(true);
  });

  test('a subscription that disappears before its repair is created again', async () => {
    clearProcessCache();
    const registry = new FakeRegistry();
    const instance = new Instance(registry, { canList: true, canRepair: true, tellsId: true });
    await instance.publish();
    instance.settings = 'some';
    const subscription = instance.subscription as RemoteSubscription;
    await create(instance.load().hookContext('trigger', 'activate'), {
      ...subscription,
      repair: async (ctx, id, desired) => {
        registry.registered.delete(id);
        await subscription.repair!(ctx, id, desired);
      },
    });
    expect(registry.at(instance.url('webhook'))).toMatchObject([{ settings: 'some', enabled: true }]);
  });

  test('a service that neither tells the id nor lists the new subscription is an error', async () => {
    clearProcessCache();
    const subscription: Subscription = {
      secret: 'urlToken',
      list: async () => [],
      create: async () => undefined,
      remove: async () => {},
    };
    const ctx = loadWorkflow().hookContext('trigger', 'activate');
    await expect(create(ctx, subscription)).rejects.toThrow('did not return its id');
    expect(await checkExists(ctx, subscription)).toBe(false);
  });

  test('a removed subscription stays removed when older static data comes back', async () => {
    clearProcessCache();
    const registry = new FakeRegistry();
    const instance = new Instance(registry, { canList: false, canRepair: true, tellsId: true });
    await instance.publish();
    const older = structuredClone(instance.database);
    await instance.unpublish();
    instance.database = older;
    await instance.publish();
    expectDeliverable(instance);
  });

  test('a failed removal throws and keeps the id', async () => {
    clearProcessCache();
    const registry = new FakeRegistry();
    const instance = new Instance(registry, { canList: true, canRepair: true, tellsId: true });
    await instance.publish();
    const loaded = instance.load();
    registry.faults = ['failBefore'];

    await expect(remove(loaded.hookContext('internal', 'update'), instance.subscription)).rejects.toThrow(
      '503',
    );
    expect(JSON.stringify(loaded.saved())).toContain('subscription-1');
  });

  test('the token is not in static data', async () => {
    clearProcessCache();
    const registry = new FakeRegistry();
    const instance = new Instance(registry, { canList: true, canRepair: true, tellsId: true });
    await instance.publish();
    const { token } = splitToken(registry.at(instance.url('webhook'))[0]!.url)!;

    expect(token).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(instance.database)).not.toContain(token);
  });

  test('n8n notices every change of the state and saves it', async () => {
    clearProcessCache();
    const registry = new FakeRegistry();
    const instance = new Instance(registry, { canList: true, canRepair: true, tellsId: true });
    const created = instance.load();
    await create(created.hookContext('trigger', 'activate'), instance.subscription);
    expect(created.isChanged()).toBe(true);

    const removed = instance.load(created.saved());
    expect(removed.isChanged()).toBe(false);
    await remove(removed.hookContext('internal', 'update'), instance.subscription);
    expect(removed.isChanged()).toBe(true);
  });
});

describe('a webhook registered by hand', () => {
  const given = (secret: unknown): Subscription => ({
    manual: true,
    secret: 'urlToken',
    userSecret: () => secret as string,
  });

  test.each([[''], ['   '], ['short'], [undefined], [1234567890123456]])(
    'a webhook registered by hand is refused with the secret %p',
    async (secret) => {
      clearProcessCache();
      const loaded = loadWorkflow();
      const ctx = loaded.hookContext('trigger', 'activate');
      expect(await checkExists(ctx, given(secret))).toBe(false);
      await expect(create(ctx, given(secret))).rejects.toThrow('needs a secret');
      expect(JSON.stringify(loaded.saved())).not.toContain('tokenHashes');
    },
  );

  test('stores neither the secret nor its hash, notices a new secret, and deletes the state', async () => {
    clearProcessCache();
    const loaded = loadWorkflow();
    const ctx = loaded.hookContext('trigger', 'activate');
    await create(ctx, given('correct horse battery'));
    expect(JSON.stringify(loaded.saved())).not.toContain('correct horse battery');
    expect(await checkExists(ctx, given('correct horse battery'))).toBe(true);
    expect(await checkExists(ctx, given('another horse battery'))).toBe(false);
    expect(loadState(ctx, 'production')).toMatchObject({
      tokenHashes: [],
      recipes: [{ check: expect.any(String) }],
    });

    await remove(ctx, given('correct horse battery'));
    expect(loadState(ctx, 'production')).toBeUndefined();
  });
});
