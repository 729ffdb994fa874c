import { clearProcessCache } from '@signalbox/http-core/internal/webhook/state/process-cache';
import { checkExists, create, defineSubscription, remove } from '@signalbox/http-core/webhook';
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

test('a service that shows the key it signs with is asked whether it is still ours', async () => {
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

test('another secret in the credential is noticed, also where the service does not show its key', async () => {
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

test.each(['', 'short', 'x'.repeat(19)])(
  'a key is not derived from a secret that could be guessed: "%s"',
  async (root) => {
    const { state, subscription } = keyedService();
    state.root = root;
    await expect(create(context(), subscription)).rejects.toThrow('too short to derive a signing key from');
    expect(state.url).toBe('');
  },
);

test('what an earlier version has kept with its key is no subscription, and goes when another is remembered', async () => {
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

test('whoever lists is told what is remembered, but nothing of a removal', async () => {
  const { state, subscription } = keyedService();
  await create(context(), subscription);
  await checkExists(context(), subscription);
  await remove(context(), subscription);
  expect(state.remembered).toEqual([undefined, 'one', undefined]);
});

describe('registered by hand', () => {
  const manual = (settings: string, more: Partial<ManualSubscription> = {}): ManualSubscription => ({
    manual: true,
    secret: 'signingKey',
    userSecret: () => 'chosen-by-the-user',
    settings: () => settings,
    ...more,
  });

  test('other settings are noticed, as another secret is', async () => {
    await create(context(), manual('a'));
    expect(await checkExists(context(), manual('a'))).toBe(true);
    expect(await checkExists(context(), manual('b'))).toBe(false);
    expect(await checkExists(context(), manual('a', { userSecret: () => 'chosen-by-another' }))).toBe(false);
    await create(context(), manual('b'));
    expect(await checkExists(context(), manual('b'))).toBe(true);
  });

  test('a service that publishes its key needs no secret, and is not asked for one', async () => {
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
