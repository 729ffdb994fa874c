import { clearProcessCache } from '@signalbox/http-core/internal/webhook/state/process-cache';
import { checkExists, create, remove } from '@signalbox/http-core/internal/webhook/subscribe/reconcile';
import { defineSubscription } from '@signalbox/http-core/webhook';
import type { ManualSubscription, RemoteSubscription } from '@signalbox/http-core/webhook';
import { loadWorkflow } from '../real-contexts';

beforeEach(() => {
  clearProcessCache();
});

/** A service that signs with a key that we give it, and shows it. */
function keyedService() {
  const state = {
    id: 'one',
    url: '',
    key: '',
    root: 'a secret that the service has made',
    remembered: [] as (string | undefined)[],
  };
  const subscription = defineSubscription<RemoteSubscription>({
    secret: 'signingKey',
    root: () => state.root,
    list: async (_ctx, memory) => {
      state.remembered.push(memory?.id);
      return state.url === '' ? [] : [{ id: state.id, url: state.url, signingKey: state.key }];
    },
    create: async (_ctx, { callbackUrl, secret }) => {
      Object.assign(state, { url: callbackUrl, key: secret });
      return state.id;
    },
    repair: async (_ctx, _id, { callbackUrl, secret }) => {
      Object.assign(state, { url: callbackUrl, key: secret });
    },
    remove: async () => {
      state.url = '';
    },
  });
  return { state, subscription };
}

const context = () => loadWorkflow().hookContext('trigger', 'activate');

test('notices a foreign signing key if the service shows its keys', async () => {
  const { state, subscription } = keyedService();
  await create(context(), subscription);
  const { key } = state;
  expect(await checkExists(context(), subscription)).toBe(true);
  for (const other of ['', 'somebody else has set this', key.toUpperCase()]) {
    state.key = other;
    expect(await checkExists(context(), subscription)).toBe(false);
    await create(context(), subscription);
    expect(state.key).toMatch(/^[\w-]{43}$/);
    expect([other, key]).not.toContain(state.key);
    expect(await checkExists(context(), subscription)).toBe(true);
  }
});

test('notices another secret in the credential even if the service does not show its key', async () => {
  for (const canShow of [true, false]) {
    clearProcessCache();
    const { state, subscription } = keyedService();
    if (!canShow) subscription.list = async () => [{ id: state.id, url: state.url }];
    const loaded = loadWorkflow();
    const ctx = () => loaded.hookContext('trigger', 'activate');
    await create(ctx(), subscription);
    const { key } = state;
    state.root = 'another secret that the service has made';
    expect(await checkExists(ctx(), subscription)).toBe(false);
    await create(ctx(), subscription);
    expect(state.key).not.toBe(key);
    expect(await checkExists(ctx(), subscription)).toBe(true);
  }
});

test.each(['', 'short', 'x'.repeat(19)])('derives no key from the guessable secret "%s"', async (root) => {
  const { state, subscription } = keyedService();
  state.root = root;
  await expect(create(context(), subscription)).rejects.toThrow('too short to derive a signing key from');
  expect(state.url).toBe('');
});

test('the stored key of an earlier version is no subscription and is deleted with the next save', async () => {
  const { state, subscription } = keyedService();
  const loaded = loadWorkflow();
  await create(loaded.hookContext('trigger', 'activate'), subscription);
  const old = loaded.saved() as {
    'node:Trigger': { subscriptions: { production: Record<string, unknown> } };
  };
  const { recipes: _, ...record } = old['node:Trigger'].subscriptions.production;
  old['node:Trigger'].subscriptions.production = { ...record, signingSecrets: [state.key] };
  clearProcessCache();

  const after = loadWorkflow({ staticData: old });
  expect(await checkExists(after.hookContext('trigger', 'activate'), subscription)).toBe(false);
  const { key } = state;
  await create(after.hookContext('trigger', 'activate'), subscription);
  expect(JSON.stringify(after.saved())).not.toContain(key);
  expect(await checkExists(after.hookContext('trigger', 'activate'), subscription)).toBe(true);
});

test('list gets the state, but nothing of a removed subscription', async () => {
  const { state, subscription } = keyedService();
  await create(context(), subscription);
  await checkExists(context(), subscription);
  await remove(context(), subscription);
  expect(state.remembered).toEqual([undefined, 'one', undefined]);
});

describe('a webhook registered by hand', () => {
  const manual = (settings: string, more: Partial<ManualSubscription> = {}): ManualSubscription => ({
    manual: true,
    secret: 'signingKey',
    userSecret: () => 'chosen-by-the-user',
    settings: () => settings,
    ...more,
  });

  test('notices other settings and another secret of a manual subscription', async () => {
    await create(context(), manual('a'));
    expect(await checkExists(context(), manual('a'))).toBe(true);
    expect(await checkExists(context(), manual('b'))).toBe(false);
    expect(await checkExists(context(), manual('a', { userSecret: () => 'chosen-by-another' }))).toBe(false);
    await create(context(), manual('b'));
    expect(await checkExists(context(), manual('b'))).toBe(true);
  });

  test('a service that publishes its key needs no secret', async () => {
    const given = () => {
      throw new Error('asked for a secret');
    };
    const published = manual('a', { secret: 'publishedKey', userSecret: given });
    expect(await checkExists(context(), published)).toBe(false);
    await create(context(), published);
    expect(await checkExists(context(), published)).toBe(true);
    expect(await checkExists(context(), manual('a'))).toBe(false);
    await remove(context(), published);
    expect(await checkExists(context(), published)).toBe(false);
  });
});
