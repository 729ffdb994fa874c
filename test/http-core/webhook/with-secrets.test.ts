import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import * as z from 'zod/v4-mini';

import { checkExists, create, remove } from '@signalbox/http-core/internal/webhook/subscribe/reconcile';
import { verifyHmacSha256, withSecrets } from '@signalbox/http-core/webhook';
import type {
  Delivery,
  Receiver,
  RemoteSubscription,
  SecretRecipe,
  Subscription,
} from '@signalbox/http-core/webhook';
import {
  userSecretRecipe,
  derivedKeyRecipe,
  secretFromRecipe,
} from '@signalbox/http-core/internal/webhook/verify/secret-recipe';
import { clearProcessCache } from '@signalbox/http-core/internal/webhook/state/process-cache';
import { cacheKey } from '@signalbox/http-core/internal/webhook/state/node-identity';
import { loadState } from '@signalbox/http-core/internal/webhook/state/subscription-state';
import { loadWorkflow } from '../real-contexts';
import { serveDeliveries } from './delivery-server';
import type { DeliveryServer } from './delivery-server';

const root = 'a secret that the service has made';
const given = 'chosen-by-the-user';

describe('a recipe', () => {
  /** No key is derived from a blank secret. */
  const secret = fc.string({ minLength: 20 }).filter((text) => text.trim() !== '');

  test('a recipe gives the same key only for the same node and secret', () => {
    fc.assert(
      fc.property(secret, secret, fc.string(), fc.string(), (one, other, owner, stranger) => {
        fc.pre(one !== other && owner !== stranger);
        const recipe = derivedKeyRecipe(one);
        const key = secretFromRecipe(recipe, { root: one }, owner)!;
        expect(key).toMatch(/^[\w-]{43}$/);
        expect(secretFromRecipe(recipe, { root: one, userSecret: other }, owner)).toBe(key);
        expect(secretFromRecipe(recipe, { root: other }, owner)).not.toBe(key);
        expect(secretFromRecipe(recipe, { root: one }, stranger)).not.toBe(key);
        expect(secretFromRecipe(derivedKeyRecipe(one), { root: one }, owner)).not.toBe(key);
        expect(secretFromRecipe(recipe, { userSecret: one }, owner)).toBeUndefined();
      }),
    );
  });

  test('a recipe derives its key with HKDF (RFC 5869)', () => {
    const recipe = derivedKeyRecipe(root);
    const hmac = (key: string | Buffer, data: string | Buffer) =>
      createHmac('sha256', key).update(data).digest();
    const info = Buffer.from(`${JSON.stringify(['signalbox signing key', 'owner'])}\x01`);
    const key = hmac(hmac(recipe.nonce!, root), info).toString('base64url');
    expect(secretFromRecipe(recipe, { root }, 'owner')).toBe(key);
  });

  test('a recipe reveals 16 bits of a secret, always the same ones', () => {
    for (const recipe of [derivedKeyRecipe(given), derivedKeyRecipe(given), userSecretRecipe(given)]) {
      expect(recipe.check).toMatch(/^[\da-f]{4}$/);
      expect(recipe.check).toBe(userSecretRecipe(given).check);
    }
    const checks = new Set(
      Array.from({ length: 2_000 }, (_, at) => userSecretRecipe(`${given} ${at}`).check),
    );
    // Of 2,000 that are spread evenly over 65,536, some 30 fall together.
    expect(checks.size).toBeGreaterThan(1_900);
  });

  test.each(['', 'x'.repeat(15), `${' '.repeat(20)}x`])('a recipe refuses "%s" as a secret', (short) => {
    expect(secretFromRecipe(userSecretRecipe(short), { userSecret: short }, 'owner')).toBeUndefined();
    expect(secretFromRecipe(derivedKeyRecipe(short), { root: short }, 'owner')).toBeUndefined();
  });
});

describe('a delivery', () => {
  let server: DeliveryServer;
  /** Values that the user has entered. */
  let credential: { root: string; given: string };
  let reads: number;
  let isReadable: boolean;
  /** Key with which the service signs. */
  let key: string;

  const read = (name: 'root' | 'given') => async () => {
    reads++;
    await new Promise((resolve) => setImmediate(resolve));
    if (!isReadable) throw new Error('The credential was deleted');
    return credential[name];
  };

  const automatic: RemoteSubscription = {
    secret: 'signingKey',
    root: () => credential.root,
    create: async (_ctx, { secret }) => {
      key = secret;
      return 'subscription-1';
    },
    repair: async (_ctx, _id, { secret }) => {
      key = secret;
    },
    remove: async () => {},
  };
  const manual: Subscription = { manual: true, secret: 'signingKey', userSecret: () => credential.given };

  const receiver: Receiver<{ id: string }> = {
    verify: withSecrets(
      { root: read('root'), userSecret: read('given') },
      ({ headers, rawBody }, { secrets }) =>
        verifyHmacSha256({
          signed: rawBody,
          signature: headers['x-signature'] as string | undefined,
          secrets,
          encoding: 'hex',
        })
          ? { ok: true }
          : { ok: false, reason: 'the signature is another' },
    ),
    schema: () => z.looseObject({ id: z.string() }),
    toItems: (event) => [{ json: event }],
  };

  beforeEach(async () => {
    clearProcessCache();
    credential = { root, given };
    key = given;
    reads = 0;
    isReadable = true;
    server = await serveDeliveries(() => receiver as never);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await server.close();
  });

  async function publish(subscription: Subscription): Promise<void> {
    const loaded = loadWorkflow({ staticData: server.database });
    const ctx = loaded.hookContext('trigger', 'activate');
    if (!(await checkExists(ctx, subscription))) await create(ctx, subscription);
    server.database = loaded.saved();
  }

  async function deliver(signedWith = key): Promise<number> {
    const body = JSON.stringify({ id: 'event' });
    const signature = createHmac('sha256', signedWith).update(body).digest('hex');
    const headers = { 'content-type': 'application/json', 'x-signature': signature };
    return (await fetch(server.url, { method: 'POST', headers, body })).status;
  }

  /** Moves the clock. */
  function pass(ms: number): void {
    const now = Date.now() + ms;
    jest.spyOn(Date, 'now').mockImplementation(() => now);
  }

  describe.each([
    ['by a generated key', automatic, 'root'],
    ['by the secret of the user', manual, 'given'],
  ] as const)('verified %s', (_title, subscription, name) => {
    test('reads the credential once per process', async () => {
      await publish(subscription);
      expect(reads).toBe(0);
      expect(await Promise.all(Array.from({ length: 20 }, () => deliver()))).toEqual(Array(20).fill(200));
      expect(reads).toBe(1);
      expect(await deliver()).toBe(200);
      expect(reads).toBe(1);
      clearProcessCache();
      expect(await deliver()).toBe(200);
      expect(await deliver()).toBe(200);
      expect(reads).toBe(2);
      expect(server.executions).toHaveLength(23);
    });

    test('refuses another signature without reading the credential each time', async () => {
      await publish(subscription);
      const forged = async () => await deliver('somebody who does not know it');
      expect(await Promise.all(Array.from({ length: 20 }, forged))).toEqual(Array(20).fill(401));
      expect(reads).toBe(1);
      pass(10_000);
      expect(await Promise.all(Array.from({ length: 20 }, forged))).toEqual(Array(20).fill(401));
      expect(reads).toBe(2);
      expect(server.executions).toEqual([]);
    });

    test('responds 503 while the credential cannot be read', async () => {
      await publish(subscription);
      isReadable = false;
      expect(await Promise.all([deliver(), deliver(), deliver('forged')])).toEqual([503, 503, 503]);
      expect(server.executions).toEqual([]);
      isReadable = true;
      expect(await deliver()).toBe(200);
    });

    test('responds 503 to an unverifiable delivery after the credential has changed', async () => {
      await publish(subscription);
      expect(await deliver()).toBe(200);
      const before = key;
      credential[name] = 'another secret, made by the same';
      // This process knows what the service signs with.
      expect(await deliver(before)).toBe(200);
      clearProcessCache();
      expect([await deliver(before), await deliver('forged')]).toEqual([503, 503]);
      expect(server.executions).toHaveLength(2);

      if (name === 'given') key = credential.given;
      await publish(subscription);
      expect([await deliver(), await deliver(before), await deliver('forged')]).toEqual([200, 401, 401]);
    });

    test('the reason after a change of the credential tells how to fix it', async () => {
      await publish(subscription);
      credential[name] = '';
      const ctx = loadWorkflow({ staticData: server.database }).webhookContext({} as never, {} as never);
      const delivery = {
        headers: {},
        query: {},
        rawBody: Buffer.from('{}'),
        isTest: false,
      } as unknown as Delivery;
      const verdict = await receiver.verify(delivery, loadState(ctx, 'production')!, ctx);
      expect(verdict).toMatchObject({
        isTransient: true,
        reason: expect.stringContaining('publish it again'),
      });
    });

    test('refuses every delivery after the trigger was removed', async () => {
      await publish(subscription);
      expect(await deliver()).toBe(200);
      const loaded = loadWorkflow({ staticData: server.database });
      await remove(loaded.hookContext('internal', 'update'), subscription);
      server.database = loaded.saved();
      expect(await deliver()).toBe(401);
    });
  });

  test('accepts the secret entered later and refuses the earlier one', async () => {
    await publish(manual);
    expect(await deliver()).toBe(200);
    credential.given = 'chosen-by-the-user-later';
    pass(10_000);
    expect(await deliver(credential.given)).toBe(200);
    expect(reads).toBe(2);
    expect([await deliver(credential.given), await deliver(given)]).toEqual([200, 503]);
    expect(reads).toBe(2);
  });

  test.each(['', 'too short'])('refuses a delivery with the unusable secret "%s"', async (short) => {
    await publish(manual);
    credential.given = short;
    expect(await deliver(short || 'nothing')).toBe(503);
    expect(server.executions).toEqual([]);
  });

  test('accepts both keys during a change of the key at the service', async () => {
    await publish(automatic);
    const before = key;
    expect(await deliver()).toBe(200);
    credential.root = 'another secret that the service has made';
    const loaded = loadWorkflow({ staticData: server.database });
    let during: number[] = [];
    await create(loaded.hookContext('trigger', 'activate'), {
      ...automatic,
      repair: async (_ctx, _id, { secret }) => {
        during = [await deliver(secret), await deliver(before), await deliver('forged')];
        key = secret;
      },
    });
    server.database = loaded.saved();
    expect(during).toEqual([200, 200, 503]);
    expect([await deliver(), await deliver(before)]).toEqual([200, 401]);
  });

  test('refuses the key of the original workflow in a copy', async () => {
    await publish(automatic);
    const original = key;
    const copied = structuredClone(server.database);
    const other = loadWorkflow({ webhookId: 'copy', staticData: copied }).webhookContext(
      {} as never,
      {} as never,
    );
    expect(loadState(other, 'production')).toBeUndefined();
    const { recipes } = (
      copied['node:Trigger'] as { subscriptions: { production: { recipes: [SecretRecipe] } } }
    ).subscriptions.production;
    expect(secretFromRecipe(recipes[0], { root }, cacheKey(other, 'production'))).not.toBe(original);
  });
});
