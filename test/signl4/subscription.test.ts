import { randomUUID } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { triggerHooks, type HookOptions } from '@signalbox/node-harness';
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import { registrationFront } from './registration-front';
import { TRIGGER, byId, expectNoSecret, rejectionOf, seed, useLab, webhookToken } from './lab';

const lab = useLab();
const base = 'https://flows.example.test/webhook';
const { operations, facilities } = seed.teams;

/** The webhook id of the node under test, another one in each test: the package remembers nodes by it. */
let nodeId: string;
beforeEach(() => {
  nodeId = randomUUID();
});

type Given = Partial<HookOptions> & { credential?: ICredentialDataDecryptedObject };

/** One trigger node on the canvas; the same node as long as `webhookId` is the same. */
function trigger({ credential, ...options }: Given = {}) {
  return triggerHooks({
    packages: lab.packages,
    nodeType: TRIGGER,
    credentials: lab.credentials(credential),
    webhookBaseUrl: base,
    webhookId: nodeId,
    ...options,
  });
}

/** Publishes a workflow as n8n does: `create` only if `checkExists` says no. */
async function publish(hooks: ReturnType<typeof trigger>): Promise<'adopted' | 'created'> {
  if (await hooks.checkExists()) return 'adopted';
  expect(await hooks.create()).toBe(true);
  return 'created';
}

const registered = () => lab.emulator.control.webhooks();
const calls = () => lab.requests().map(({ method, path, status }) => `${method} ${path} ${status}`);
const tokenOf = (url: string) => new URL(url).searchParams.get('token')!;

/** Registers a webhook of someone else at SIGNL4. */
async function register(extUrl: string, more: object = {}): Promise<string> {
  const response = await fetch(`${lab.emulator.url}/api/v2/webhooks`, {
    method: 'POST',
    headers: { 'x-s4-api-key': seed.apiKey, 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ extUrl, name: 'Somebody else', ...more }),
  });
  lab.emulator.journal.clear();
  return (await response.json()) as string;
}

/** Names a node that the workflow does not have. */
const UNREADABLE = "={{ $('Nowhere').first().json.x }}";

test.each<[string, INodeParameters, string]>([
  ['no event', { events: [] }, 'No event is chosen'],
  ['events that an expression leaves empty', { events: '={{ undefined }}' }, 'No event is chosen'],
  ['events that are no list', { events: 7 }, 'No event is chosen'],
  [
    'an option that an expression cannot give',
    { options: { ignoreSystemChanges: UNREADABLE } },
    'The parameter "options" cannot be read',
  ],
])('%s: refused when it is published, not with each event', async (_, parameters, message) => {
  for (const registration of ['automatic', 'manual']) {
    const broken = trigger({ parameters: { registration, ...parameters } });
    expect((await rejectionOf(publish(broken))).message).toContain(message);
    const working = trigger({ parameters: { registration } });
    await publish(working);
    const changed = trigger({
      parameters: { registration, ...parameters },
      staticData: working.staticData,
    });
    expect((await rejectionOf(publish(changed))).message).toContain(message);
    expect(await changed.delete()).toBe(true);
  }
  expect(registered()).toEqual([]);
});

/** Fails if the token, or anything it could be computed from, is kept. */
function expectTokenNotKept(staticData: IDataObject, token: string): void {
  expectNoSecret(staticData, [token]);
  expect(JSON.stringify(staticData)).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
}

describe('the first activation', () => {
  test('registers a URL with a token of its own, of which n8n keeps the hash alone', async () => {
    const hooks = trigger();
    expect(await publish(hooks)).toBe('created');
    expect(calls()).toEqual(['GET /api/v2/webhooks 404', 'POST /api/v2/webhooks 201']);

    const [webhook, ...more] = registered();
    expect(more).toEqual([]);
    expect(webhook).toMatchObject({ enabled: true, teamId: null, name: 'n8n: Harness' });
    const url = new URL(webhook!.extUrl);
    expect(url.origin + url.pathname).toBe(hooks.webhookUrl);
    expect(hooks.webhookUrl).toBe(`${base}/${nodeId}/signl4`);
    expect([...url.searchParams.keys()]).toEqual(['token']);
    expect(tokenOf(webhook!.extUrl)).toMatch(/^[\w-]{43}$/);
    expectTokenNotKept(hooks.staticData, tokenOf(webhook!.extUrl));
    expectNoSecret(hooks.logs, [tokenOf(webhook!.extUrl)]);
    expect(JSON.stringify(hooks.staticData)).toContain(webhook!.id);
  });

  test('registers for the team that is chosen', async () => {
    await publish(trigger({ parameters: { teamId: byId(operations.id) } }));
    expect(registered()).toMatchObject([{ teamId: operations.id }]);
  });

  test('removes the webhooks of waits of this n8n that are over, and no others', async () => {
    const register = async (name: string, extUrl: string) =>
      await fetch(`${lab.emulator.url}/api/v2/webhooks`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-s4-api-key': seed.apiKey },
        body: JSON.stringify({ name, extUrl }),
      });
    const until = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
    const { origin } = new URL(base);
    await register(`n8n waits: A until ${until(-20)}`, `${origin}/webhook-waiting/1/a?signature=x`);
    await register(`n8n waits: B until ${until(20)}`, `${origin}/webhook-waiting/2/a?signature=x`);
    await register(`n8n waits: C until ${until(-20)}`, 'https://other.test/webhook-waiting/3/a?signature=x');
    await publish(trigger());
    expect(registered().map(({ name }) => name.slice(0, 12))).toEqual([
      'n8n waits: B',
      'n8n waits: C',
      'n8n: Harness',
    ]);
  });

  test('gives every node a token of its own', async () => {
    await publish(trigger());
    await publish(trigger({ webhookId: randomUUID() }));
    const tokens = registered().map(({ extUrl }) => tokenOf(extUrl));
    expect(new Set(tokens).size).toBe(2);
  });

  test.each(['negotiated', 'text', 'jsonString', 'object'] as const)(
    'finds the id of the new webhook in an answer of the form "%s"',
    async (webhookCreatedBody) => {
      await lab.emulatorWith({ assume: { webhookCreatedBody } });
      const hooks = trigger();
      await publish(hooks);
      expect(calls()).toHaveLength(2);
      expect(await hooks.delete()).toBe(true);
      expect(registered()).toEqual([]);
    },
  );

  test.each([
    ['empty', ''],
    ['an object without an id', '{"created":true}'],
    ['a number', '7'],
    ['null', 'null'],
  ])('an answer that is %s: the webhook is found by its URL', async (_, body) => {
    // SIGNL4's response is discarded, but the webhook exists.
    const front = await registrationFront(lab.emulator.url, body);
    const hooks = trigger({ credential: { baseUrl: front.url } });
    await publish(hooks).finally(front.close);
    const [webhook] = registered();
    expect(JSON.stringify(hooks.staticData)).toContain(webhook!.id);
    expect(await trigger({ staticData: hooks.staticData }).checkExists()).toBe(true);
  });

  test('the first activation that SIGNL4 refuses leaves nothing behind and says why', async () => {
    const hooks = trigger({ credential: { apiKey: seed.readOnlyApiKey } });
    expect(await hooks.checkExists()).toBe(false);
    const { message, description } = await rejectionOf(hooks.create());
    expect(message).toBe('SIGNL4 says: Access denied. The API key is read-only. (HTTP 403)');
    expect(description).toMatch(/create one with full access/);
    expect(registered()).toEqual([]);
  });

  test('whose answer is lost finds its webhook on the next try, and there is only one', async () => {
    const hooks = trigger();
    lab.emulator.faults.inject({
      match: { method: 'POST', path: '/api/v2/webhooks' },
      fault: { kind: 'resetAfter' },
    });
    const { description } = await rejectionOf(hooks.create());
    expect(description).toMatch(/may have been carried out all the same/);
    expect(registered()).toHaveLength(1);

    expect(await publish(hooks)).toBe('created');
    expect(registered()).toHaveLength(1);
    expect(await hooks.checkExists()).toBe(true);
  });
});

describe('a later activation', () => {
  test('after a restart of n8n adopts what is there and changes nothing', async () => {
    const before = trigger();
    await publish(before);
    const [webhook] = structuredClone(registered());
    lab.emulator.journal.clear();

    const after = trigger({ packages: await lab.reload(), staticData: before.staticData });
    expect(await publish(after)).toBe('adopted');
    expect(registered()).toEqual([webhook]);
    expect(calls()).toEqual(['GET /api/v2/webhooks 200']);
  });

  test.each<[string, () => void, Given]>([
    ['somebody changed its URL', () => (registered()[0]!.extUrl = 'https://elsewhere.example.test/'), {}],
    [
      'somebody took the token off',
      () => (registered()[0]!.extUrl = registered()[0]!.extUrl.split('?')[0]!),
      {},
    ],
    ['somebody disabled it', () => (registered()[0]!.enabled = false), {}],
    ['somebody gave it to another team', () => (registered()[0]!.teamId = facilities.id), {}],
    ['another team was chosen', () => {}, { parameters: { teamId: byId(operations.id) } }],
    ['n8n has moved', () => {}, { webhookBaseUrl: 'https://new.example.test/webhook' }],
  ])('repairs it when %s', async (_, drift, given) => {
    const before = trigger();
    await publish(before);
    const { id, extUrl } = structuredClone(registered()[0]!);
    drift();

    const after = trigger({ staticData: before.staticData, ...given });
    expect(await publish(after)).toBe('created');
    const [webhook, ...more] = registered();
    expect(more).toEqual([]);
    expect(webhook).toMatchObject({
      id,
      enabled: true,
      teamId: given.parameters ? operations.id : null,
      extUrl: expect.stringContaining(`${after.webhookUrl}?token=`),
    });
    // The old token may have been seen by whoever changed it.
    expect(tokenOf(webhook!.extUrl)).not.toBe(tokenOf(extUrl));
    expectTokenNotKept(after.staticData, tokenOf(webhook!.extUrl));
    expect(await after.checkExists()).toBe(true);
  });

  test('creates it anew when somebody removed it', async () => {
    const hooks = trigger();
    await publish(hooks);
    const { id } = registered()[0]!;
    await fetch(`${lab.emulator.url}/api/v2/webhooks/${id}`, {
      method: 'DELETE',
      headers: { 'x-s4-api-key': seed.apiKey },
    });
    expect(registered()).toEqual([]);
    expect(await publish(hooks)).toBe('created');
    expect(registered()).toHaveLength(1);
    expect(registered()[0]!.id).not.toBe(id);
    expect(await hooks.checkExists()).toBe(true);
  });

  test('creates it anew when it is removed between the look and the repair', async () => {
    const hooks = trigger();
    await publish(hooks);
    registered()[0]!.enabled = false;
    lab.emulator.faults.inject({ match: { method: 'PUT' }, fault: { kind: 'status', code: 404 } });
    await hooks.create();
    expect(registered().filter(({ enabled }) => enabled)).toHaveLength(1);
  });

  test('removes the copies that a crash has left, and takes one of them', async () => {
    // n8n was killed between the answer and the saving of the id, twice.
    await publish(trigger({ packages: await lab.reload() }));
    const { extUrl } = registered()[0]!;
    await register(extUrl.replace(/token=.*/, 'token=of-another-crash'));
    await register(extUrl.split('?')[0]!);
    const ids = registered().map(({ id }) => id);

    const hooks = trigger({ packages: await lab.reload() });
    expect(await publish(hooks)).toBe('created');
    const [webhook, ...more] = registered();
    expect(more).toEqual([]);
    expect(ids).toContain(webhook!.id);
    expect(tokenOf(webhook!.extUrl)).not.toBe(tokenOf(extUrl));
    expect(await hooks.checkExists()).toBe(true);
  });

  test('after a copy of the workflow leaves the webhook of the original alone', async () => {
    const original = trigger();
    await publish(original);
    const before = structuredClone(registered()[0]!);
    // Static data travels with an exported workflow; the address of a node does not.
    const copy = trigger({
      packages: await lab.reload(),
      webhookId: randomUUID(),
      staticData: original.staticData,
    });
    expect(await publish(copy)).toBe('created');
    expect(registered()).toHaveLength(2);
    expect(registered()[0]).toEqual(before);
    expect(await copy.delete()).toBe(true);
    expect(registered()).toEqual([before]);
  });
});

test('the webhooks of others are never touched', async () => {
  const others = [
    'https://flows.example.test/webhook/node-2/signl4?token=x',
    `https://flows.example.test/webhook/${nodeId}/signl4/further`,
    `https://flows.example.test/webhook-test/${nodeId}/signl4`,
    `https://flows.example.test/webhook/${nodeId}/signl4?source=portal`,
    `http://flows.example.test/webhook/${nodeId}/signl4`,
    `https://other.example.test/webhook/${nodeId}/signl4`,
  ];
  for (const url of others) await register(url, { name: 'n8n: Harness', teamId: operations.id });
  const before = structuredClone(registered());

  const hooks = trigger();
  await publish(hooks);
  expect(registered()).toHaveLength(others.length + 1);
  await hooks.create();
  await hooks.delete();
  expect(registered()).toEqual(before);
});

describe('deactivation', () => {
  test('removes the webhook and forgets everything about it', async () => {
    const hooks = trigger();
    await publish(hooks);
    const { id } = registered()[0]!;
    expect(await hooks.delete()).toBe(true);
    expect(registered()).toEqual([]);
    expect(calls()).toContain(`DELETE /api/v2/webhooks/${id} 200`);
    expect(JSON.stringify(hooks.staticData)).not.toContain('tokenHashes');
    expect(await hooks.checkExists()).toBe(false);
  });

  test('deactivation of what is gone already succeeds (404)', async () => {
    const hooks = trigger();
    await publish(hooks);
    await fetch(`${lab.emulator.url}/api/v2/webhooks/${registered()[0]!.id}`, {
      method: 'DELETE',
      headers: { 'x-s4-api-key': seed.apiKey },
    });
    lab.emulator.journal.clear();
    expect(await hooks.delete()).toBe(true);
    expect(calls()[0]).toMatch(/^DELETE \/api\/v2\/webhooks\/[\da-f-]{36} 404$/);
  });

  test('deactivation that fails is tried again, then reported, and can be repeated', async () => {
    const hooks = trigger();
    await publish(hooks);
    const { id } = registered()[0]!;
    lab.emulator.journal.clear();
    lab.emulator.faults.inject({
      match: { method: 'DELETE' },
      times: 2,
      fault: { kind: 'status', code: 500 },
    });
    lab.emulator.faults.inject({ match: { method: 'DELETE' }, fault: { kind: 'status', code: 403 } });
    const { message } = await rejectionOf(hooks.delete());
    expect(message).toMatch(/\(HTTP 403\)$/);
    expect(calls()).toEqual([500, 500, 403].map((status) => `DELETE /api/v2/webhooks/${id} ${status}`));
    expect(JSON.stringify(hooks.staticData)).toContain(id);

    expect(await hooks.delete()).toBe(true);
    expect(registered()).toEqual([]);
  });

  test('deactivation with a webhook URL that would be refused today works anyway', async () => {
    const before = trigger();
    await publish(before);
    const after = trigger({ staticData: before.staticData, webhookBaseUrl: `${lab.emulator.url}/webhook` });
    expect(await after.delete()).toBe(true);
    expect(registered()).toEqual([]);
  });
});

test('listening for a test event goes on beside the published workflow', async () => {
  const production = trigger();
  await publish(production);
  const before = structuredClone(registered()[0]!);

  const given = { staticData: production.staticData };
  const test = trigger({ ...given, mode: 'manual', activation: 'manual' });
  expect(test.webhookUrl).toBe(`https://flows.example.test/webhook-test/${nodeId}/signl4`);
  expect(await publish(test)).toBe('created');
  const [first, second, ...more] = registered();
  expect(more).toEqual([]);
  expect(first).toEqual(before);
  expect(second!.extUrl).toContain(`${test.webhookUrl}?token=`);
  expect(tokenOf(second!.extUrl)).not.toBe(tokenOf(before.extUrl));

  expect(await trigger({ staticData: test.staticData }).checkExists()).toBe(true);
  expect(await test.delete()).toBe(true);
  expect(registered()).toEqual([before]);
  expect(await trigger({ staticData: test.staticData }).checkExists()).toBe(true);
});

describe('a registration by hand', () => {
  const manual = (given: Given = {}) => trigger({ parameters: { registration: 'manual' }, ...given });

  test('calls SIGNL4 at no point, and needs no API key', async () => {
    const hooks = manual({ credential: { apiKey: '', teamSecret: '' } });
    expect(await publish(hooks)).toBe('created');
    expect(await publish(hooks)).toBe('adopted');
    expectTokenNotKept(hooks.staticData, webhookToken);
    expect(await hooks.delete()).toBe(true);
    expect(await hooks.checkExists()).toBe(false);
    expect(lab.requests()).toEqual([]);
  });

  test('takes note of a new token, after a restart too', async () => {
    const hooks = manual();
    await publish(hooks);
    const changed = manual({
      packages: await lab.reload(),
      staticData: hooks.staticData,
      credential: { webhookToken: 'another-token-0815-of-mine' },
    });
    expect(await publish(changed)).toBe('created');
    expect(await publish(changed)).toBe('adopted');
    expect(changed.staticData).not.toEqual(hooks.staticData);
  });

  test.each(['', 'short', '               ', '123456789012345'])(
    'is refused with the token "%s", which anybody could guess',
    async (given) => {
      const hooks = manual({ credential: { webhookToken: given } });
      expect(await hooks.checkExists()).toBe(false);
      const { message, description } = await rejectionOf(hooks.create());
      expect(message).toBe('A webhook that is registered by hand needs a secret');
      expect(description).toMatch(/Choose a random secret of at least 16 characters\.$/);
      if (given) expect(description).not.toContain(given);
      expect(JSON.stringify(hooks.staticData)).not.toContain('tokenHashes');
    },
  );
});

test('without an API key: shows the URL to register by hand', async () => {
  const hooks = trigger({ credential: { apiKey: '' } });
  for (const call of [() => hooks.checkExists(), () => hooks.create()]) {
    expect(await rejectionOf(call())).toEqual({
      message: 'The credential has no API key, so the trigger cannot register itself',
      description: `Add an API key with write access to the credential. Or set Registration to Manual and register ${hooks.webhookUrl}?token=<Webhook Token of the credential> in the SIGNL4 portal under Integrations > Gallery > Webhook (Outbound).`,
    });
  }
  expect(lab.requests()).toEqual([]);
});

describe('a webhook URL that cannot work', () => {
  /** Hosts that this process began to call; nothing answers at connect.signl4.com here. */
  const called: string[] = [];
  const note = (message: unknown) =>
    void called.push(String((message as { request: ClientRequest }).request.getHeader('host')));
  beforeAll(() => subscribe('http.client.request.created', note));
  afterAll(() => void unsubscribe('http.client.request.created', note));
  beforeEach(() => void (called.length = 0));

  const activate = async (webhookBaseUrl: string, options: INodeParameters = {}) => {
    const credential = { environment: 'cloud' };
    const hooks = trigger({ webhookBaseUrl, parameters: { options }, credential });
    expect(await hooks.checkExists()).toBe(false);
    const refusal = await rejectionOf(hooks.create());
    expect(JSON.stringify(hooks.staticData)).not.toContain('tokenHashes');
    return refusal;
  };

  test.each([
    'http://localhost:5678/webhook',
    'https://localhost/webhook',
    'http://127.0.0.1:5678/webhook',
    'http://[::1]:5678/webhook',
    'https://192.168.1.20/webhook',
    'https://n8n.internal/webhook',
  ])('%s: says that SIGNL4 cannot reach it, and sends nothing', async (url) => {
    const { message, description } = await activate(url, { allowHttp: true });
    expect(message).toMatch(
      /^SIGNL4 cannot reach n8n at http.*\/[\da-f-]{36}\/signl4, which is not an address on the internet$/,
    );
    expect(description).toMatch(/^Set the environment variable WEBHOOK_URL of n8n to the HTTPS address/);
    expect(called).toEqual([]);
  });

  test('http: says what it means, and sends nothing', async () => {
    expect(await activate('http://flows.example.com/webhook')).toEqual({
      message: `The webhook URL http://flows.example.com/webhook/${nodeId}/signl4 is not encrypted, so anyone on the network path could read the events and the token`,
      description: expect.stringMatching(
        /WEBHOOK_URL.*Or turn on "Allow Unencrypted Webhook URL" in the options/,
      ),
    });
    expect(called).toEqual([]);
  });

  test('an address of SIGNL4 itself, which would alert without end, and sends nothing', async () => {
    const { message, description } = await activate('https://connect.signl4.com/webhook');
    expect(message).toBe(
      `The webhook URL https://connect.signl4.com/webhook/${nodeId}/signl4 is an address of SIGNL4 itself`,
    );
    expect(description).toMatch(
      /^Events sent back to SIGNL4 would raise alerts about alerts in an endless loop/,
    );
    expect(called).toEqual([]);
  });

  test('an address of the emulator is one of SIGNL4 too', async () => {
    const hooks = trigger({ webhookBaseUrl: `${lab.emulator.url}/webhook` });
    expect((await rejectionOf(hooks.create())).message).toMatch(/is an address of SIGNL4 itself$/);
    expect(lab.requests()).toEqual([]);
  });

  test('http and localhost are fine for an emulator on the same machine', async () => {
    const hooks = trigger({ webhookBaseUrl: 'http://localhost:5678/webhook' });
    expect(await publish(hooks)).toBe('created');
    expect(registered()).toHaveLength(1);
    expect(called.length).toBeGreaterThan(0);
  });
});
