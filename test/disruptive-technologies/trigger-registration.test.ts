import { randomUUID } from 'node:crypto';
import { triggerHooks, type HookOptions, type TriggerHooks } from '@signalbox/node-harness';
import { assertReachable } from 'n8n-nodes-disruptive-technologies/nodes/DisruptiveTechnologiesTrigger/assert-reachable';
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import {
  TRIGGER,
  building,
  byId,
  createConnector,
  expectNoSecret,
  keyOf,
  rejectionOf,
  seed,
  useLab,
} from './lab';
import { connectorAt, connectors } from './listening-trigger';

const lab = useLab();
const { building: project, annex } = seed.projects;

/** Base URL of n8n's webhooks; nothing listens there. */
const PUBLIC = 'https://n8n.example.test/webhook';

function hooksOf(options: Partial<HookOptions> = {}): TriggerHooks {
  return triggerHooks({
    packages: lab.packages,
    nodeType: TRIGGER,
    credentials: lab.credentials(),
    webhookBaseUrl: PUBLIC,
    ...options,
    parameters: { projectId: building, ...options.parameters },
  });
}

const patch = async (id: string, body: object) => await api('PATCH', `/dataconnectors/${id}`, body);

/** Somebody else uses the API; the journal does not show it. */
async function api(method: string, path: string, body?: object): Promise<IDataObject> {
  const { keyId, secret } = seed.serviceAccounts.full;
  const response = await fetch(`${lab.emulator.url}/v2/projects/${project.id}${path}`, {
    method,
    headers: { authorization: `Basic ${Buffer.from(`${keyId}:${secret}`).toString('base64')}` },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(await response.text());
  lab.emulator.journal.requests.pop();
  return (await response.json()) as IDataObject;
}

/** Names a node that the workflow does not have. */
const UNREADABLE = "={{ $('Nowhere').first().json.x }}";

const changes = () => lab.requests().filter(({ method }) => method !== 'GET');

describe('activation', () => {
  test('creates a connector of its own with a random secret, for all events, with the name of the device', async () => {
    const hooks = hooksOf();
    expect(await hooks.checkExists()).toBe(false);
    expect(await hooks.create()).toBe(true);
    expect(connectors(lab)).toEqual([
      {
        id: expect.any(String),
        projectId: project.id,
        type: 'HTTP_PUSH',
        displayName: expect.stringMatching(/^n8n: ./),
        status: 'ACTIVE',
        events: [],
        labels: ['name'],
        config: { url: hooks.webhookUrl, signatureSecret: expect.stringMatching(/^[\w-]{43}$/), headers: {} },
      },
    ]);
    expect(await hooks.checkExists()).toBe(true);
    expect(changes()).toHaveLength(1);
    expectNoSecret(hooks.logs, [connectors(lab)[0]!.config.signatureSecret]);
  });

  test('tells the service what the user has chosen, and the labels that the filters have to see', async () => {
    const hooks = hooksOf({
      parameters: {
        projectId: byId(`projects/${annex.id}`),
        events: ['touch', 'temperature'],
        labels: ['name', 'room'],
        labelFilters: ['floor=1', 'room'],
      },
    });
    await hooks.create();
    expect(connectors(lab, annex.id)).toMatchObject([
      { events: ['touch', 'temperature'], labels: ['name', 'room', 'floor'] },
    ]);
    expect(await hooks.checkExists()).toBe(true);
  });

  test('each has a secret of its own', async () => {
    await hooksOf().create();
    await hooksOf().create();
    const [first, second] = connectors(lab).map(({ config }) => config.signatureSecret);
    expect(first).not.toBe(second);
  });

  test('works with basic auth, and with the lowest role that may', async () => {
    const hooks = hooksOf({ credentials: lab.credentials({ ...keyOf('noBasicAuth') }) });
    await hooks.create();
    await hooks.delete();
    const basic = hooksOf({ credentials: lab.credentials({ authentication: 'basic' }) });
    await basic.create();
    expect(connectors(lab)).toHaveLength(1);
  });

  test('says which role it takes', async () => {
    const hooks = hooksOf({ credentials: lab.credentials({ ...keyOf('readOnly') }) });
    const { description } = await rejectionOf(hooks.create());
    expect(description).toContain('Project Developer');
  });

  test.each([
    ['an empty project', { projectId: byId('') }, 'No project is chosen', 'Project'],
    [
      'a project that does not exist',
      { projectId: byId('c0b0e2i1k4qg00f5m999') },
      '',
      'There is no such project',
    ],
    ['events that are no list', { events: 7 }, 'events', 'list'],
  ])('explains %s', async (_title, parameters, message, description) => {
    const refusal = await rejectionOf(hooksOf({ parameters: parameters }).create());
    expect(refusal.message).toContain(message);
    expect(refusal.description).toContain(description);
    expect(changes()).toEqual([]);
  });
});

describe('what exists already', () => {
  test('gets a new secret after the key of the service account was changed', async () => {
    const webhookId = randomUUID();
    const hooks = hooksOf({ webhookId });
    await hooks.create();
    const [before] = connectors(lab);
    const after = hooksOf({
      webhookId,
      staticData: hooks.staticData,
      credentials: lab.credentials({ ...keyOf('noBasicAuth') }),
    });
    expect(await after.checkExists()).toBe(false);
    expect(await after.create()).toBe(true);
    expect(connectors(lab)).toMatchObject([{ id: before!.id, config: { url: hooks.webhookUrl } }]);
    expect(connectors(lab)[0]!.config.signatureSecret).not.toBe(before!.config.signatureSecret);
    expect(await after.checkExists()).toBe(true);
  });

  test('is adopted by its exact URL, keeps its name and headers, and gets a new secret', async () => {
    const webhookId = randomUUID();
    const hooks = hooksOf({ webhookId });
    const { id } = await createConnector(lab.emulator, {
      displayName: 'Renamed by a person',
      httpConfig: { url: hooks.webhookUrl, signatureSecret: 'unknown to n8n', headers: { 'x-env': 'a' } },
    });
    expect(await hooks.checkExists()).toBe(false);
    await hooks.create();
    expect(connectors(lab)).toMatchObject([
      {
        id,
        displayName: 'Renamed by a person',
        labels: ['name'],
        config: { url: hooks.webhookUrl, headers: { 'x-env': 'a' } },
      },
    ]);
    expect(connectors(lab)[0]!.config.signatureSecret).toMatch(/^[\w-]{43}$/);
    expect(await hooks.checkExists()).toBe(true);
  });

  test('survives a restart of n8n, whatever happens to the order of the list', async () => {
    const hooks = hooksOf();
    await hooks.create();
    await api('POST', '/dataconnectors', {
      type: 'HTTP_PUSH',
      httpConfig: { url: 'https://elsewhere.example.test/' },
    });
    const restarted = hooksOf({
      packages: await lab.reload(),
      staticData: hooks.staticData,
      webhookId: hooks.webhookUrl.split('/').at(-2),
    });
    expect(await restarted.checkExists()).toBe(true);
  });

  test.each<[string, (own: { id: string; config: object }) => object]>([
    ['another URL', ({ config }) => ({ httpConfig: { ...config, url: 'https://moved.example.test/' } })],
    ['a filter', () => ({ events: ['touch'] })],
    ['fewer labels', () => ({ labels: [] })],
    ['more labels', () => ({ labels: ['name', 'room'] })],
    ['the status, by a person', () => ({ status: 'USER_DISABLED' })],
    ['no secret', ({ config }) => ({ httpConfig: { ...config, signatureSecret: '' } })],
    [
      'another secret',
      ({ config }) => ({ httpConfig: { ...config, signatureSecret: 'changed in DT Studio' } }),
    ],
  ])('is noticed and repaired when somebody gave it %s', async (_title, change) => {
    const hooks = hooksOf();
    await hooks.create();
    const [before] = connectors(lab);
    await patch(before!.id, change(before!));
    expect(await hooks.checkExists()).toBe(false);
    await hooks.create();
    const [after, ...more] = connectors(lab);
    expect(more).toEqual([]);
    expect({ ...after, config: { ...after!.config, signatureSecret: '' } }).toEqual({
      ...before,
      config: { ...before!.config, signatureSecret: '' },
    });
    expect(after!.config.signatureSecret).toMatch(/^[\w-]{43}$/);
    expect(await hooks.checkExists()).toBe(true);
  });

  test('is repaired when the system has disabled it', async () => {
    const hooks = hooksOf();
    await hooks.create();
    lab.emulator.control.disableConnector(connectors(lab)[0]!.id);
    expect(await hooks.checkExists()).toBe(false);
    await hooks.create();
    expect(connectors(lab)).toMatchObject([{ status: 'ACTIVE' }]);
  });

  test.each(['merge', 'replace'] as const)(
    'is repaired wholly, whether or not a PATCH keeps what it leaves out (%s)',
    async (nestedPatch) => {
      await lab.emulatorWith({ assume: { nestedPatch } });
      const hooks = hooksOf();
      await hooks.create();
      await patch(connectors(lab)[0]!.id, {
        httpConfig: { url: hooks.webhookUrl, signatureSecret: 'x', headers: { 'x-kept': '1' } },
      });
      await hooks.create();
      expect(connectors(lab)).toMatchObject([
        { config: { url: hooks.webhookUrl, headers: { 'x-kept': '1' } } },
      ]);
      expect(await hooks.checkExists()).toBe(true);
    },
  );

  test('is changed when the node says something else', async () => {
    const hooks = hooksOf();
    await hooks.create();
    const changed = hooksOf({
      webhookId: hooks.webhookUrl.split('/').at(-2),
      staticData: hooks.staticData,
      parameters: { events: ['co2'], labels: ['name', 'room'] },
    });
    expect(await changed.checkExists()).toBe(false);
    await changed.create();
    expect(connectors(lab)).toMatchObject([{ events: ['co2'], labels: ['name', 'room'] }]);
  });

  test('is created anew when somebody removed it, after a second look', async () => {
    const hooks = hooksOf();
    await hooks.create();
    await api('DELETE', `/dataconnectors/${connectors(lab)[0]!.id}`);
    lab.emulator.journal.requests.length = 0;
    expect(await hooks.checkExists()).toBe(false);
    expect(lab.requests()).toHaveLength(3);
    await hooks.create();
    expect(connectors(lab)).toHaveLength(1);
    expect(await hooks.checkExists()).toBe(true);
  });

  test('is found when the service needs a moment to know of it', async () => {
    const hooks = hooksOf();
    await hooks.create();
    lab.emulator.faults.inject({
      match: { method: 'GET', path: `/v2/projects/${project.id}/dataconnectors` },
      times: 1,
      fault: { kind: 'status', code: 200, body: { dataConnectors: [], nextPageToken: '' } },
    });
    lab.emulator.journal.requests.length = 0;
    expect(await hooks.checkExists()).toBe(true);
    expect(lab.requests()).toHaveLength(2);
    expect(changes()).toEqual([]);
  });

  test('connectors left by a crash are cleaned up: one is kept, the others are deleted', async () => {
    const hooks = hooksOf({ parameters: { options: { onDeactivation: 'disable' } } });
    for (let n = 0; n < 3; n++)
      await createConnector(lab.emulator, { httpConfig: { url: hooks.webhookUrl } });
    await hooks.create();
    expect(connectors(lab)).toHaveLength(1);
    expect(await hooks.checkExists()).toBe(true);
  });

  test('a connector of somebody else is never touched', async () => {
    const url = hooksOf().webhookUrl;
    const foreign = [
      {
        displayName: 'n8n: My workflow',
        httpConfig: { url: 'https://n8n.example.test/webhook/other/disruptive-technologies' },
      },
      { displayName: 'Longer', httpConfig: { url: `${url}/and-more` } },
      { displayName: 'Another host', httpConfig: { url: url.replace('n8n.', 'other.') } },
      {
        displayName: 'A queue',
        type: 'AWS_SQS',
        httpConfig: null,
        awsSqsConfig: { queueUrl: 'https://sqs.example.test/1/q', awsRoleArn: 'arn', audience: 'a' },
      },
    ];
    for (const one of foreign) await createConnector(lab.emulator, one);
    const before = structuredClone(connectors(lab));
    const hooks = hooksOf({ webhookId: url.split('/').at(-2) });
    await hooks.checkExists();
    await hooks.create();
    await hooks.checkExists();
    await hooks.delete();
    expect(connectors(lab)).toEqual(before);
  });
});

describe('the limit of ten', () => {
  test('is explained with the names of those there are, before the service has to', async () => {
    for (let n = 1; n <= 9; n++) {
      await createConnector(lab.emulator, { displayName: `Dashboard ${n}` });
    }
    const unnamed = await createConnector(lab.emulator);
    const { message, description } = await rejectionOf(hooksOf().create());
    expect(message).toBe(
      'The project has 10 Data Connectors already, and Disruptive Technologies allows no more than 10',
    );
    expect(description).toContain(`Dashboard 1, Dashboard 2,`);
    expect(description).toContain(unnamed.id);
    expect(changes()).toEqual([]);

    await api('DELETE', `/dataconnectors/${unnamed.id}`);
    await hooksOf().create();
    expect(connectors(lab)).toHaveLength(10);
  });

  test('does not concern what is there already', async () => {
    const hooks = hooksOf();
    await createConnector(lab.emulator, { httpConfig: { url: hooks.webhookUrl } });
    for (let n = 1; n <= 9; n++) await createConnector(lab.emulator);
    await hooks.create();
    expect(connectorAt(lab, hooks.webhookUrl)).toMatchObject({ labels: ['name'] });
  });
});

describe('the webhook URL', () => {
  /** Any other host than this machine; the emulator is not asked. */
  const cloud = () => lab.credentials({ environment: 'cloud' });

  test.each([
    ['http://n8n.example.com/webhook', 'HTTPS'],
    ['http://localhost:5678/webhook', 'not an address on the internet'],
    ['https://127.0.0.1/webhook', 'not an address on the internet'],
    ['http://[::1]:5678/webhook', 'not an address on the internet'],
    ['https://192.168.1.20/webhook', 'not an address on the internet'],
  ])('%s is refused before the service hears of it', async (webhookBaseUrl, reason) => {
    const hooks = hooksOf({ webhookBaseUrl, credentials: cloud() });
    const { message, description } = await rejectionOf(hooks.create());
    expect(message).toContain(reason);
    expect(message).toContain(hooks.webhookUrl);
    expect(description).toContain('WEBHOOK_URL');
    expect(description).toContain('tunnel');
    expect(lab.emulator.journal.requests).toEqual([]);
  });

  test('may be HTTP for an emulator on this machine', async () => {
    await hooksOf({ webhookBaseUrl: 'http://127.0.0.1:5678/webhook' }).create();
    expect(connectors(lab)).toHaveLength(1);
  });

  test.each([
    ['http://n8n.example.com/webhook', false, false],
    ['http://n8n.example.com/webhook', true, true],
    ['http://localhost/webhook', true, false],
    ['https://n8n.example.com/webhook', false, true],
  ])('%s for a service elsewhere, HTTP allowed: %s. Is taken: %s', (callbackUrl, allowsHttp, isTaken) => {
    const node = { name: 'Trigger' } as INode;
    const check = () =>
      assertReachable(node, { callbackUrl, allowsHttp, baseUrl: 'https://emulator.example.com/v2' });
    if (isTaken) expect(check).not.toThrow();
    else expect(check).toThrow(callbackUrl);
  });
});

describe('deactivation', () => {
  test('deletes the connector, and forgets it', async () => {
    const hooks = hooksOf();
    await hooks.create();
    const { id } = connectors(lab)[0]!;
    expect(JSON.stringify(hooks.staticData)).toContain(id);
    expect(await hooks.delete()).toBe(true);
    expect(connectors(lab)).toEqual([]);
    expect(JSON.stringify(hooks.staticData)).not.toContain(id);
    expect(await hooks.checkExists()).toBe(false);
  });

  test('disables it if so chosen; the next activation takes it up again', async () => {
    const parameters = { options: { onDeactivation: 'disable' } };
    const hooks = hooksOf({ parameters });
    await hooks.create();
    const [before] = connectors(lab);
    await hooks.delete();
    expect(connectors(lab)).toEqual([{ ...before, status: 'USER_DISABLED' }]);
    expect(await hooks.checkExists()).toBe(false);
    await hooks.create();
    expect(connectors(lab)).toMatchObject([{ id: before!.id, status: 'ACTIVE' }]);
    expect(connectors(lab)[0]!.config.signatureSecret).not.toBe(before!.config.signatureSecret);
  });

  test('deletes the one for test events in any case', async () => {
    const webhookId = randomUUID();
    const parameters = { options: { onDeactivation: 'disable' } };
    const production = hooksOf({ parameters, webhookId });
    await production.create();
    const test = hooksOf({
      parameters,
      webhookId,
      staticData: production.staticData,
      mode: 'manual',
      activation: 'manual',
    });
    await test.create();
    expect(test.webhookUrl).toContain('/webhook-test/');
    expect(connectors(lab).map(({ config }) => config.url)).toEqual([production.webhookUrl, test.webhookUrl]);
    expect(connectorAt(lab, test.webhookUrl)!.displayName).toMatch(/^n8n \(test\): /);
    await test.delete();
    expect(connectors(lab).map(({ config }) => config.url)).toEqual([production.webhookUrl]);
  });

  test('tells production from a test by what n8n does, not by a public URL with /webhook-test/ in its path', async () => {
    const webhookId = randomUUID();
    const webhookBaseUrl = 'https://n8n.example.test/webhook-test/webhook';
    const parameters = { options: { onDeactivation: 'disable' } };
    const production = hooksOf({ parameters, webhookId, webhookBaseUrl });
    await production.create();
    expect(connectorAt(lab, production.webhookUrl)!.displayName).toMatch(/^n8n: /);
    const test = hooksOf({ parameters, webhookId, webhookBaseUrl, mode: 'manual' });
    await test.create();
    await test.delete();
    expect(connectors(lab)).toMatchObject([{ config: { url: production.webhookUrl }, status: 'ACTIVE' }]);
    await production.delete();
    expect(connectors(lab)).toMatchObject([{ status: 'USER_DISABLED' }]);
  });

  test.each(['delete', 'disable'])('takes a connector that is gone for done (%s)', async (onDeactivation) => {
    const hooks = hooksOf({ parameters: { options: { onDeactivation } } });
    await hooks.create();
    await api('DELETE', `/dataconnectors/${connectors(lab)[0]!.id}`);
    expect(await hooks.delete()).toBe(true);
  });

  test('reports any other failure and remembers the connector until it is gone', async () => {
    const hooks = hooksOf();
    await hooks.create();
    lab.emulator.faults.inject({
      match: { method: 'DELETE' },
      times: 1,
      fault: { kind: 'status', code: 403, body: { error: 'forbidden', code: 403 } },
    });
    await rejectionOf(hooks.delete());
    expect(connectors(lab)).toHaveLength(1);
    await hooks.delete();
    expect(connectors(lab)).toEqual([]);
  });

  test('needs no more than the ID: a credential without a usable issuer will do', async () => {
    const parameters = { verification: 'asymmetric' };
    const hooks = hooksOf({ parameters });
    await hooks.create();
    const broken = hooksOf({
      parameters,
      staticData: hooks.staticData,
      webhookId: hooks.webhookUrl.split('/').at(-2),
      credentials: lab.credentials({ issuerUrl: 'nonsense' }),
    });
    const { message } = await rejectionOf(broken.checkExists());
    expect(message).toContain('Signature Issuer URL');
    await broken.delete();
    expect(connectors(lab)).toEqual([]);
  });
});

test('a creation whose answer is lost leaves one connector after the next attempt', async () => {
  const hooks = hooksOf();
  lab.emulator.faults.inject({
    match: { method: 'POST', path: /dataconnectors$/ },
    fault: { kind: 'resetAfter' },
  });
  await rejectionOf(hooks.create());
  expect(connectors(lab)).toHaveLength(1);
  await hooks.create();
  expect(connectors(lab)).toHaveLength(1);
  expect(await hooks.checkExists()).toBe(true);
});

describe('registration by hand', () => {
  const parameters = { registration: 'manual' };
  const signatureSecret = 'zebra-Copper-4711-lantern';

  test('calls nothing, and notices another secret in the credential', async () => {
    const hooks = hooksOf({ parameters, credentials: lab.credentials({ signatureSecret }) });
    await hooks.create();
    expect(await hooks.checkExists()).toBe(true);
    const other = hooksOf({
      parameters,
      credentials: lab.credentials({ signatureSecret: `${signatureSecret}-2` }),
      staticData: hooks.staticData,
      webhookId: hooks.webhookUrl.split('/').at(-2),
    });
    expect(await other.checkExists()).toBe(false);
    await hooks.delete();
    expect(await hooks.checkExists()).toBe(false);
    expect(lab.emulator.journal.requests).toEqual([]);
  });

  test.each<[string, INodeParameters, string, string]>([
    ['no project', { projectId: byId('') }, 'No project is chosen', 'Project'],
    ['events that are no list', { events: 7 }, 'events', 'list'],
    ['devices that are no list', { devices: '={{ ({ a: 1 }) }}' }, 'devices', 'list'],
    ['label filters that are no list', { labelFilters: 7 }, 'labelFilters', 'list'],
    [
      'an option that an expression cannot give',
      { options: { onlyNewer: UNREADABLE } },
      'The parameter "options" cannot be read',
      'expression',
    ],
  ])('refuses %s when it is published, not with each event', async (_, broken, message, description) => {
    const credentials = lab.credentials({ signatureSecret });
    const refused = hooksOf({ parameters: { ...parameters, ...broken }, credentials });
    const refusal = await rejectionOf(refused.create());
    expect(refusal.message).toContain(message);
    expect(refusal.description).toContain(description);

    const webhookId = randomUUID();
    const hooks = hooksOf({ parameters, credentials, webhookId });
    await hooks.create();
    const changed = hooksOf({
      parameters: { ...parameters, ...broken },
      credentials,
      webhookId,
      staticData: hooks.staticData,
    });
    expect((await rejectionOf(changed.checkExists())).message).toContain(message);
    // It can be unpublished nevertheless.
    expect(await changed.delete()).toBe(true);
  });

  test.each(['', 'too short'])('refuses the secret %j', async (secret) => {
    const hooks = hooksOf({ parameters, credentials: lab.credentials({ signatureSecret: secret }) });
    const { message, description } = await rejectionOf(hooks.create());
    expect(message).toContain('secret');
    expect(description).toContain('16 characters');
    expect(await hooks.checkExists()).toBe(false);
  });

  test('needs no secret where the service signs with a key of its own, and notices another organization', async () => {
    const asymmetric = { ...parameters, verification: 'asymmetric' };
    const hooks = hooksOf({ parameters: asymmetric });
    await hooks.create();
    expect(await hooks.checkExists()).toBe(true);
    const other = hooksOf({
      parameters: { ...asymmetric, organizationId: 'c0b0e2a1k4qg00f5m3r0' },
      staticData: hooks.staticData,
      webhookId: hooks.webhookUrl.split('/').at(-2),
    });
    expect(await other.checkExists()).toBe(false);
    expect(lab.emulator.journal.requests).toEqual([]);
  });
});
