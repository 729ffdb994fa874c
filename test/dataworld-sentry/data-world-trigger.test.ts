import { randomUUID } from 'node:crypto';
import { triggerHooks, webhookServer, type LoadedPackage } from '@signalbox/node-harness';
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import { expectNoSecret, seed, useLab, webhookKey } from './lab';
import { reloadPackage } from './reload-package';

const lab = useLab();
const { sales, ledger, review } = seed.resources;
const { organization } = seed;

/** Every value of the parameter Events. */
const EVERY_EVENT = [
  ...['dataset', 'project', 'file', 'insight'].flatMap((entity) =>
    ['Created', 'Updated', 'Deleted'].map((action) => entity + action),
  ),
  'syncFailed',
  'syncRecovered',
  'accessGranted',
  'accessRevoked',
  'accessRequested',
  'accessRequestCancelled',
  'accessRequestApproved',
  'accessRequestRejected',
  'invitationCreated',
  'invitationCancelled',
  'invitationApproved',
  'invitationRejected',
  'suggestionCreated',
  'suggestionCancelled',
  'suggestionApproved',
  'transferRequestCreated',
  'transferRequestCancelled',
  'transferRequestApproved',
  'other',
];

interface Given {
  parameters?: INodeParameters;
  credential?: ICredentialDataDecryptedObject;
  packages?: LoadedPackage[];
  webhookId?: string;
  staticData?: IDataObject;
}

/** One trigger node on the canvas, as n8n publishes it. */
function published({ parameters, credential, ...given }: Given = {}) {
  const options = {
    packages: lab.packages,
    nodeType: 'n8n-nodes-dataworld-sentry.dataWorldTrigger',
    parameters: { events: EVERY_EVENT, ...parameters },
    credentials: lab.credentials(credential),
    webhookId: randomUUID(),
    ...given,
  };
  return { options, hooks: triggerHooks(options) };
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** A published trigger whose URL and key were entered in data.world by hand. */
async function listen(given: Given & { register?: object } = {}) {
  const { register, ...rest } = given;
  const { options, hooks } = published(rest);
  if (!rest.staticData) await hooks.create();
  const staticData = rest.staticData ?? hooks.staticData;
  const server = await webhookServer({ ...options, staticData });
  closing.push(() => server.close());
  lab.emulator.control.registerWebhook({ url: server.url, authorizationKey: webhookKey, ...register });
  return {
    server,
    webhookId: options.webhookId,
    /** Items of all executions so far. */
    items: () =>
      server.received.flatMap(({ workflowData }) => (workflowData?.[0] ?? []).map(({ json }) => json)),
    executions: () => server.received.filter(({ workflowData }) => workflowData).length,
    answers: () => lab.emulator.journal.deliveries.map(({ status }) => status),
    deliver: (body: unknown, headers: Record<string, string> = { authorization: webhookKey }) =>
      server.deliver({
        rawBody: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      }),
  };
}

/** Any event, as data.world sends it (dataworld-sentry.md §6). */
const event = (more: IDataObject = {}): IDataObject => ({
  action: 'update',
  entity: 'dataset',
  actor: 'Anna Berg',
  owner: organization.displayName,
  dataset: sales.name,
  timestamp: '2026-01-05T08:00:00.123Z',
  origin: 'data.world',
  links: {
    web: { dataset: `https://data.world/${organization.id}/${sales.id}` },
    api: { dataset: `https://api.data.world/v0/datasets/${organization.id}/${sales.id}` },
  },
  ...more,
});

const access = (more: IDataObject = {}): IDataObject => ({
  eventType: 'dataset.authorization.created',
  granteeEmail: 'carl@example.com',
  granteeId: 'carl',
  granteeType: 'USER',
  resourceOwner: organization.id,
  resourceId: sales.id,
  authorizationLevel: 'READ',
  requestFormFields: { reason: 'Forecast' },
  event: { triggeredBy: 'anna.berg', created: 'Thu, 20 Sep 2019 19:12:33 GMT' },
  ...more,
});

/** A request to contribute, which names the owner and the resource in objects. */
const suggestion = (more: IDataObject = {}): IDataObject => ({
  eventType: 'catalog.contribute_request.created',
  requestId: 'request-1',
  actor: { agentid: 'carl', displayName: 'Carl Dietz' },
  org: { agentid: organization.id, displayName: organization.displayName },
  requester: { agentid: 'carl', displayName: 'Carl Dietz', email: 'carl@example.com' },
  resource: {
    name: sales.name,
    type: 'dataset',
    url: `https://data.world/${organization.id}/${sales.id}`,
  },
  event: { triggeredBy: 'carl', created: 'Thu, 20 Sep 2019 19:12:33 GMT' },
  ...more,
});

describe('publishing', () => {
  test('leaves the key in the credential, and asks data.world nothing', async () => {
    const { hooks } = published();
    expect(await hooks.checkExists()).toBe(false);
    expect(await hooks.create()).toBe(true);
    expect(await hooks.checkExists()).toBe(true);
    expectNoSecret([hooks.staticData, hooks.logs]);
    expect(JSON.stringify(hooks.staticData)).not.toBe('{}');
    expect(lab.emulator.journal.requests).toEqual([]);
    expect(await hooks.delete()).toBe(true);
    expect(hooks.staticData).toEqual({ subscriptions: {} });
  });

  test('publishing with another key or another URL is a new registration', async () => {
    const { options, hooks } = published();
    await hooks.create();
    const { staticData } = hooks;
    const other = triggerHooks({
      ...options,
      staticData,
      credentials: lab.credentials({ webhookKey: 'another-Key-0815-lantern' }),
    });
    expect(await other.checkExists()).toBe(false);
    const moved = triggerHooks({
      ...options,
      staticData,
      webhookBaseUrl: 'https://moved.example.test/webhook',
    });
    expect(await moved.checkExists()).toBe(false);
    expect(await triggerHooks({ ...options, staticData }).checkExists()).toBe(true);
  });

  test.each([
    ['no key', '', 'The credential has no webhook key'],
    ['blanks alone', '   ', 'The credential has no webhook key'],
    ['a short key', 'fifteen-signs-.', 'The webhook key has only 15 characters and could be guessed'],
    [
      'an umlaut',
      'schlüssel-mit-umlaut-4711',
      'The webhook key has characters that are not allowed in a header',
    ],
    [
      'a line break',
      'two-lines-of-text\nfor-one-key',
      'The webhook key has characters that are not allowed in a header',
    ],
  ])('publishing with %s is refused', async (_, key, message) => {
    const { hooks } = published({ credential: { webhookKey: key } });
    const error = (await hooks.create().catch((reason: unknown) => reason)) as Record<string, string>;
    expect(error).toMatchObject({ message, description: expect.stringMatching(/./) as unknown });
    if (key.trim()) expect(JSON.stringify(error)).not.toContain(key);
    expect(hooks.staticData).toEqual({});
  });

  test('takes a key that was pasted with blanks around it', async () => {
    const trigger = await listen({ credential: { webhookKey: ` ${webhookKey}\n` } });
    expect((await trigger.deliver(event())).status).toBe(200);
    expect(trigger.executions()).toBe(1);
  });

  test('for a test in the editor is another registration, with a URL of its own', async () => {
    const { options } = published();
    const hooks = triggerHooks({ ...options, mode: 'manual', activation: 'manual' });
    await hooks.create();
    expect(Object.keys(hooks.staticData.subscriptions as IDataObject)).toEqual(['test']);
    expect(hooks.webhookUrl).toContain('/webhook-test/');
    await hooks.delete();
    expect(hooks.staticData).toEqual({ subscriptions: {} });
  });
});

describe('every event of data.world', () => {
  const links = expect.any(Object) as unknown;
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as unknown;
  const url = expect.stringContaining(`/${organization.id}/`) as unknown;

  test.each(
    (['create', 'update', 'delete'] as const).flatMap((action) =>
      (['dataset', 'project', 'file', 'insight'] as const).map((entity) => [entity, action] as const),
    ),
  )('%s %s', async (entity, action) => {
    const suffix = { create: 'Created', update: 'Updated', delete: 'Deleted' }[action];
    const trigger = await listen({ parameters: { events: [entity + suffix] } });
    const resource = entity === 'project' || entity === 'insight' ? review : sales;
    lab.emulator.control.emitData({
      action,
      entity,
      resourceId: resource.id,
      ...(entity === 'file' && { file: 'orders.csv' }),
      ...(entity === 'insight' && { insight: 'Weekly trend' }),
    });
    await lab.emulator.control.idle();
    expect(trigger.items()).toEqual([
      {
        event: entity + suffix,
        eventName: `${entity[0]!.toUpperCase()}${entity.slice(1)} ${suffix}`,
        kind: 'data',
        action,
        entity,
        owner: organization.displayName,
        ownerId: organization.id,
        dataset: resource.name,
        ...(resource === review && { project: review.name }),
        resourceId: resource.id,
        ...(entity === 'file' && { fileName: 'orders.csv' }),
        ...(entity === 'insight' && { insight: 'Weekly trend' }),
        actor: 'Anna Berg',
        timestamp: time,
        origin: 'data.world',
        url,
        links,
        raw: expect.objectContaining({ action, entity }) as unknown,
      },
    ]);
    expect(trigger.answers()).toEqual([200]);
  });

  test('about a project that is called a dataset is still about a project', async () => {
    await lab.emulatorWith({ assume: { projectEvents: 'dataset' } });
    const trigger = await listen();
    lab.emulator.control.emitData({ action: 'update', entity: 'project', resourceId: review.id });
    lab.emulator.control.emitData({ action: 'update', entity: 'dataset', resourceId: sales.id });
    await lab.emulator.control.idle();
    expect(trigger.items().map((item) => item.event)).toEqual(['projectUpdated', 'datasetUpdated']);
  });

  test.each(['array', 'object'] as const)('about several files at once, each as %s', async (fileEvents) => {
    await lab.emulatorWith({ assume: { fileEvents } });
    const trigger = await listen();
    const file = ['a.csv', 'b.csv'];
    lab.emulator.control.emitData({ action: 'create', entity: 'file', resourceId: sales.id, file });
    await lab.emulator.control.idle();
    expect(trigger.items().map(({ event: kind, fileName }) => [kind, fileName])).toEqual([
      ['fileCreated', 'a.csv'],
      ['fileCreated', 'b.csv'],
    ]);
    expect(trigger.executions()).toBe(fileEvents === 'array' ? 1 : 2);
  });

  test.each(['action', 'eventType'] as const)('about syncs, told by their %s', async (syncEvents) => {
    await lab.emulatorWith({ assume: { syncEvents } });
    const trigger = await listen({ parameters: { events: ['syncFailed', 'syncRecovered'] } });
    lab.emulator.control.emitSync({ outcome: 'failure', resourceId: sales.id, error: 'No answer' });
    lab.emulator.control.emitSync({ outcome: 'recovery', resourceId: sales.id, file: 'orders.csv' });
    lab.emulator.control.emitData({ action: 'update', entity: 'dataset', resourceId: sales.id });
    await lab.emulator.control.idle();
    expect(trigger.items()).toMatchObject([
      { event: 'syncFailed', kind: 'sync', error: 'No answer', fileName: 'orders.csv', resourceId: sales.id },
      { event: 'syncRecovered', kind: 'sync', fileName: 'orders.csv', timestamp: time },
    ]);
    expect(trigger.items()[1]).not.toHaveProperty('error');
  });

  const FLAT = [
    ['dataset.authorization.created', 'accessGranted', 'Access Granted', 'granted'],
    ['dataset.authorization.deleted', 'accessRevoked', 'Access Revoked', 'removed'],
    ['dataset.authorization_request.created', 'accessRequested', 'Access Request Created', 'requested'],
    [
      'dataset.authorization_request.cancelled',
      'accessRequestCancelled',
      'Access Request Cancelled',
      'requested',
    ],
    [
      'dataset.authorization_request.approved',
      'accessRequestApproved',
      'Access Request Approved',
      'requested',
    ],
    [
      'dataset.authorization_request.rejected',
      'accessRequestRejected',
      'Access Request Rejected',
      'requested',
    ],
    ['dataset.authorization_invite.created', 'invitationCreated', 'Invitation Created', 'invited'],
    ['dataset.authorization_invite.cancelled', 'invitationCancelled', 'Invitation Cancelled', 'invited'],
    ['dataset.authorization_invite.approved', 'invitationApproved', 'Invitation Approved', 'invited'],
    ['dataset.authorization_invite.rejected', 'invitationRejected', 'Invitation Rejected', 'invited'],
  ] as const;
  const NESTED = [
    ['catalog.contribute_request.created', 'suggestionCreated', 'Suggestion Created', 'suggested'],
    ['catalog.contribute_request.cancelled', 'suggestionCancelled', 'Suggestion Cancelled', 'suggested'],
    ['catalog.contribute_request.approved', 'suggestionApproved', 'Suggestion Approved', 'suggested'],
    ['dataset.contribute_request.created', 'suggestionCreated', 'Suggestion Created', 'suggested'],
    ['dataset.contribute_request.cancelled', 'suggestionCancelled', 'Suggestion Cancelled', 'suggested'],
    ['dataset.contribute_request.approved', 'suggestionApproved', 'Suggestion Approved', 'suggested'],
    ['catalog.transfer_request.created', 'transferRequestCreated', 'Transfer Request Created', 'transfer'],
    [
      'catalog.transfer_request.cancelled',
      'transferRequestCancelled',
      'Transfer Request Cancelled',
      'transfer',
    ],
    ['catalog.transfer_request.approved', 'transferRequestApproved', 'Transfer Request Approved', 'transfer'],
  ] as const;

  test.each(FLAT)('%s', async (eventType, value, eventName, kindOfAccess) => {
    await lab.emulatorWith({ assume: { accessFields: 'documented' } });
    const trigger = await listen({ parameters: { events: [value] } });
    lab.emulator.control.emitAccess({ eventType, resourceId: ledger.id, form: { reason: 'Forecast' } });
    await lab.emulator.control.idle();
    expect(trigger.items()).toEqual([
      {
        event: value,
        eventName,
        kind: 'access',
        access: kindOfAccess,
        status: eventType.split('.').at(-1),
        eventType,
        granteeType: 'USER',
        granteeId: 'carl.dietz',
        granteeEmail: 'carl.dietz@example.com',
        authorizationLevel: 'READ',
        ownerId: organization.id,
        resourceId: ledger.id,
        actor: 'anna.berg',
        actorId: 'anna.berg',
        timestamp: time,
        requestFormFields: { reason: 'Forecast' },
        raw: expect.objectContaining({ eventType }) as unknown,
      },
    ]);
  });

  test.each(NESTED)('%s', async (eventType, value, eventName, kindOfAccess) => {
    const trigger = await listen({ parameters: { events: [value] } });
    lab.emulator.control.emitAccess({ eventType, resourceId: ledger.id, message: 'May is missing' });
    await lab.emulator.control.idle();
    expect(trigger.items()).toEqual([
      {
        event: value,
        eventName,
        kind: 'access',
        access: kindOfAccess,
        status: eventType.split('.').at(-1),
        eventType,
        requestId: expect.stringMatching(/./) as unknown,
        message: 'May is missing',
        owner: organization.displayName,
        ownerId: organization.id,
        resourceId: ledger.id,
        resourceName: ledger.name,
        resourceType: 'dataset',
        requester: 'Carl Dietz',
        requesterId: 'carl.dietz',
        requesterEmail: 'carl.dietz@example.com',
        requesterUrl: expect.stringMatching(/\/carl\.dietz$/) as unknown,
        approvalUrl: expect.stringMatching(/\/ledger\/requests$/) as unknown,
        actor: 'Anna Berg',
        actorId: 'anna.berg',
        timestamp: time,
        url,
        raw: expect.objectContaining({ eventType }) as unknown,
      },
    ]);
  });

  test('about access starts nothing where only others are chosen, "Other" among them', async () => {
    const trigger = await listen({ parameters: { events: ['other', 'datasetUpdated', 'syncFailed'] } });
    for (const [eventType] of [...FLAT, ...NESTED]) {
      lab.emulator.control.emitAccess({ eventType, resourceId: ledger.id });
    }
    await lab.emulator.control.idle();
    expect(trigger.items()).toEqual([]);
  });

  test.each(['dataset.contribute_request.rejected', 'catalog.transfer_request.expired'])(
    'every event of data.world with a new answer to a request (%s) is Other, but still told to be about access',
    async (eventType) => {
      const trigger = await listen({ parameters: { events: ['other'] } });
      await trigger.deliver({ eventType, resource: { name: 'Ledger' } });
      const status = eventType.split('.').at(-1);
      expect(trigger.items()).toMatchObject([
        { event: 'other', kind: 'access', status, resourceName: 'Ledger' },
      ]);
    },
  );

  test('every event of data.world with the names that are not documented has them too', async () => {
    const trigger = await listen();
    lab.emulator.control.emitAccess({ eventType: 'dataset.authorization.created', resourceId: ledger.id });
    await lab.emulator.control.idle();
    expect(trigger.items()).toMatchObject([
      {
        owner: organization.displayName,
        dataset: ledger.name,
        resourceName: ledger.name,
        granteeName: 'Carl Dietz',
        approvalUrl: expect.stringMatching(/\/ledger\/access$/) as unknown,
        actor: 'Anna Berg',
        actorId: 'anna.berg',
        url,
      },
    ]);
  });

  test.each([
    ['Thu, 20 Sep 2019 19:12:33 GMT', '2019-09-20T19:12:33.000Z'],
    ['Thu, 20 Sep 2019 19:12:33', '2019-09-20T19:12:33.000Z'],
    ['Fri, 20 Sep 2019 21:12:33 +0200', '2019-09-20T19:12:33.000Z'],
    ['2019-09-20T19:12:33.5-05:00', '2019-09-21T00:12:33.500Z'],
    ['2019-09-20T19:12:33', '2019-09-20T19:12:33.000Z'],
    ['some day', undefined],
  ])('the event with the time %s is read', async (created, timestamp) => {
    const trigger = await listen();
    await trigger.deliver(access({ event: { created } }));
    await trigger.deliver(event({ timestamp: created }));
    expect(trigger.items().map((item) => item.timestamp)).toStrictEqual([timestamp, timestamp]);
  });

  test('an unknown event of data.world passes as Other, with what it holds', async () => {
    const trigger = await listen({ parameters: { events: ['other'] } });
    const bodies: IDataObject[] = [
      { weather: { wind: 7 } },
      { action: 'archive', entity: 'dataset' },
      { action: 'update', entity: 'constructor' },
      { action: 7, entity: ['file'], links: 'none', timestamp: {}, event: [] },
      { eventType: 'toString' },
    ];
    for (const body of bodies) await trigger.deliver(body);
    expect(trigger.items().map(({ event: kind, raw }) => [kind, raw])).toEqual(
      bodies.map((body) => ['other', body]),
    );
  });
});

describe('who may send events', () => {
  const outcome = async (
    headers: Record<string, string>,
    { parameters, more = {} }: { parameters?: INodeParameters; more?: Partial<Given> } = {},
  ) => {
    const trigger = await listen({ parameters, ...more });
    const delivered = await trigger.deliver(event(), headers);
    expectNoSecret([delivered.body, delivered.logs, delivered.workflowData]);
    return [delivered.status, trigger.executions()];
  };

  test.each<[string, string]>([
    ['the key', webhookKey],
    ['a bearer', `Bearer ${webhookKey}`],
    ['any scheme', `webhook-key   ${webhookKey}`],
  ])('%s is accepted', async (_, authorization) => {
    expect(await outcome({ authorization })).toEqual([200, 1]);
  });

  test.each<[string, Record<string, string>]>([
    ['no header', {}],
    ['an empty header', { authorization: '' }],
    ['a scheme without a key', { authorization: 'Bearer' }],
    ['another key', { authorization: 'zebra-Copper-4712-lantern' }],
    ['the beginning of the key', { authorization: webhookKey.slice(0, -1) }],
    ['more than the key', { authorization: `${webhookKey}x` }],
    ['the key in other case', { authorization: webhookKey.toUpperCase() }],
    ['two words before the key', { authorization: `Bearer Token ${webhookKey}` }],
    ['the key with a word behind', { authorization: `${webhookKey} Bearer` }],
    ['the key in Base64', { authorization: `Basic ${Buffer.from(webhookKey).toString('base64')}` }],
    ['the key in another header', { 'x-authorization-key': webhookKey }],
    ['a very long header', { authorization: 'x'.repeat(8_000) }],
  ])('%s is answered 401 and starts nothing', async (_, headers) => {
    expect(await outcome(headers)).toEqual([401, 0]);
  });

  test('a key that was entered with its scheme is taken whole', async () => {
    const more = { credential: { webhookKey: `Bearer ${webhookKey}` } };
    expect(await outcome({ authorization: `Bearer ${webhookKey}` }, { more })).toEqual([200, 1]);
    expect(await outcome({ authorization: webhookKey }, { more })).toEqual([401, 0]);
  });

  test.each(['bare', 'bearer'] as const)('the header can be another one (%s)', async (keyFormat) => {
    await lab.emulatorWith({ assume: { keyHeader: 'X-Authorization-Key', keyFormat } });
    const trigger = await listen({
      parameters: { options: { authorizationHeader: ' X-Authorization-Key ' } },
    });
    lab.emulator.control.emitData({ action: 'update', entity: 'dataset', resourceId: sales.id });
    await lab.emulator.control.idle();
    expect(trigger.answers()).toEqual([200]);
    expect(trigger.executions()).toBe(1);
    expect((await trigger.deliver(event())).status).toBe(401);
  });

  test('an emptied header name is the default', async () => {
    const parameters = { options: { authorizationHeader: '' } };
    expect(await outcome({ authorization: webhookKey }, { parameters })).toEqual([200, 1]);
  });

  test('data.world without a key is refused too', async () => {
    const trigger = await listen({ register: { authorizationKey: null } });
    lab.emulator.control.emitData({ action: 'update', entity: 'dataset', resourceId: sales.id });
    await lab.emulator.control.idle();
    expect(trigger.answers()).toEqual([401]);
    expect(trigger.executions()).toBe(0);
  });

  test('nobody before it is published, and nobody after it is no longer', async () => {
    const before = await listen({ staticData: {} });
    expect((await before.deliver(event())).status).toBe(401);

    const { options, hooks } = published();
    await hooks.create();
    await hooks.delete();
    const server = await webhookServer({ ...options, staticData: hooks.staticData });
    closing.push(() => server.close());
    const { status, logs } = await server.deliver({
      rawBody: JSON.stringify(event()),
      headers: { 'content-type': 'application/json', authorization: webhookKey },
    });
    expect(status).toBe(401);
    expect(JSON.stringify(logs)).toMatch(/Publish the workflow again/);
  });

  test('who knew the key before it was changed no longer', async () => {
    const { options, hooks } = published();
    await hooks.create();
    const credential = { webhookKey: 'another-Key-0815-lantern' };
    const credentials = lab.credentials(credential);
    const { webhookId } = options;
    const unpublished = await listen({ webhookId, staticData: hooks.staticData, credential });
    // It may be genuine: the workflow has not been told.
    expect((await unpublished.deliver(event())).status).toBe(503);

    const changed = triggerHooks({ ...options, staticData: hooks.staticData, credentials });
    expect(await changed.checkExists()).toBe(false);
    await changed.create();
    const trigger = await listen({ webhookId, staticData: changed.staticData, credential });
    expect((await trigger.deliver(event())).status).toBe(401);
    expect((await trigger.deliver(event(), { authorization: 'another-Key-0815-lantern' })).status).toBe(200);
  });

  test.each([
    ['no JSON', '{"action":', 400, {}],
    ['a list of no objects', '["update"]', 400, {}],
    ['a bare value', '7', 400, {}],
    ['a prototype', '{"action":"update","__proto__":{"x":1}}', 400, {}],
    ['a form', 'action=update', 415, { 'content-type': 'application/x-www-form-urlencoded' }],
  ])('%s starts nothing', async (_, body, status, headers) => {
    const trigger = await listen();
    expect((await trigger.deliver(body, { authorization: webhookKey, ...headers })).status).toBe(
      // n8n itself refuses what it cannot parse.
      body === '{"action":' ? 422 : status,
    );
    expect(trigger.executions()).toBe(0);
  });
});

test('a byte order mark before an event is read', async () => {
  const trigger = await listen();
  expect((await trigger.deliver(`\uFEFF${JSON.stringify(event())}`)).status).toBe(200);
  expect(trigger.executions()).toBe(1);
});

test('lists in lists are answered', async () => {
  const trigger = await listen();
  for (const depth of [20_000, 200_000])
    expect((await trigger.deliver('['.repeat(depth) + ']'.repeat(depth))).status).toBe(400);
});

describe('an event that comes again', () => {
  test('starts nothing, be it sent twice by data.world or by a retry', async () => {
    const trigger = await listen();
    lab.emulator.control.switchDeliveries({ duplicates: 1 });
    lab.emulator.control.emitData({ action: 'update', entity: 'file', resourceId: sales.id });
    lab.emulator.control.emitAccess({ eventType: 'dataset.authorization.created', resourceId: sales.id });
    lab.emulator.control.emitSync({ outcome: 'failure', resourceId: sales.id });
    await lab.emulator.control.idle();
    expect(trigger.answers()).toEqual(Array(6).fill(200));
    expect(trigger.items().map((item) => item.kind)).toEqual(['data', 'access', 'sync']);
  });

  test('after a restart of n8n starts nothing either', async () => {
    const first = await listen();
    await first.deliver(event());
    const again = await listen({
      webhookId: first.webhookId,
      staticData: first.server.staticData,
      packages: await reloadPackage(lab),
    });
    expect(JSON.parse((await again.deliver(event())).body)).toEqual({ accepted: true, duplicate: true });
    await again.deliver(event({ timestamp: '2026-01-05T08:00:01Z' }));
    expect(again.executions()).toBe(1);
  });

  test.each<[string, IDataObject]>([
    ['time', { timestamp: '2026-01-05T08:00:00.124Z' }],
    ['action', { action: 'delete' }],
    ['entity', { entity: 'insight' }],
    ['owner', { owner: 'Somebody else' }],
    ['dataset', { dataset: 'Other' }],
    ['dataset of the same name', { links: { web: { dataset: 'https://data.world/org/other' } } }],
    ['file', { file: 'b.csv' }],
    ['insight', { insight: 'Monthly trend' }],
    ['project', { project: 'Review' }],
  ])('an event that comes again with another %s is another one', async (_, more) => {
    const trigger = await listen();
    await trigger.deliver(event());
    await trigger.deliver(event(more));
    expect(trigger.executions()).toBe(2);
    await trigger.deliver(event(more));
    expect(trigger.executions()).toBe(2);
  });

  test('an event that comes again but says more of itself is the same', async () => {
    const trigger = await listen();
    await trigger.deliver(event());
    await trigger.deliver(event({ attempt: 2 }));
    expect(trigger.executions()).toBe(1);
  });

  test.each<[string, IDataObject]>([
    ['kind', { eventType: 'dataset.authorization.deleted' }],
    ['grantee', { granteeId: 'dora' }],
    ['resource', { resourceId: 'other' }],
    ['time', { event: { created: 'Thu, 20 Sep 2019 19:12:34 GMT' } }],
  ])('about access with another %s is another one', async (_, more) => {
    const trigger = await listen();
    for (const body of [access(), access(), access(more), access(more)]) await trigger.deliver(body);
    expect(trigger.executions()).toBe(2);
  });

  test.each<[string, IDataObject]>([
    ['kind', { eventType: 'catalog.contribute_request.approved' }],
    ['request', { requestId: 'request-2' }],
    ['requester', { requester: { agentid: 'dora' } }],
    ['resource', { resource: { name: 'Other' } }],
    ['owner', { org: { agentid: 'somebody' } }],
    ['time', { event: { created: 'Thu, 20 Sep 2019 19:12:34 GMT' } }],
  ])('about a suggestion with another %s is another one', async (_, more) => {
    const trigger = await listen();
    const [one, other] = [suggestion(), suggestion(more)];
    for (const body of [one, one, other, other]) await trigger.deliver(body);
    expect(trigger.executions()).toBe(2);
  });

  test('a repeated event of an unknown type is the same only if all of it is', async () => {
    const trigger = await listen();
    const unknown = { note: 'a', timestamp: '2026-01-05T08:00:00Z' };
    for (const body of [unknown, unknown, { ...unknown, note: 'b' }]) await trigger.deliver(body);
    expect(trigger.executions()).toBe(2);
  });

  test('in another list, or alone, starts nothing, and what is new in the list does', async () => {
    const trigger = await listen();
    const [a, b, c] = ['a.csv', 'b.csv', 'c.csv'].map((file) => event({ entity: 'file', file }));
    const files = async (body: unknown) => {
      const before = trigger.items().length;
      const { body: answer } = await trigger.deliver(body);
      const items = trigger.items().slice(before);
      expect(JSON.parse(answer)).toEqual(
        items.length > 0 ? { accepted: true } : { accepted: true, duplicate: true },
      );
      return items.map(({ fileName }) => fileName);
    };
    expect(await files([b])).toEqual(['b.csv']);
    expect(await files([c, b, a, c])).toEqual(['c.csv', 'a.csv']);
    expect(await files([b, a])).toEqual([]);
    expect(await files(c)).toEqual([]);
    expect(trigger.executions()).toBe(2);
  });

  test.each([10, 100, 1_000])(
    'in a list of %i, after a restart of n8n starts nothing either',
    async (count) => {
      const list = Array.from({ length: count }, (_, n) => event({ entity: 'file', file: `${n}.csv` }));
      const first = await listen();
      await first.deliver(list);
      expect(first.items()).toHaveLength(count);
      const again = await listen({
        webhookId: first.webhookId,
        staticData: first.server.staticData,
        packages: await reloadPackage(lab),
      });
      expect(JSON.parse((await again.deliver(list)).body)).toEqual({ accepted: true, duplicate: true });
      expect(JSON.parse((await again.deliver(list[0])).body)).toEqual({ accepted: true, duplicate: true });
      expect(again.executions()).toBe(0);
    },
  );

  test('in a list of more than 1,000 is refused with the list', async () => {
    const trigger = await listen();
    const list = Array.from({ length: 1_001 }, (_, n) => event({ file: `${n}.csv`, links: {} }));
    expect((await trigger.deliver(list)).status).toBe(413);
    expect((await trigger.deliver(list.slice(1))).status).toBe(200);
    expect(trigger.items()).toHaveLength(1_000);
  });

  test('an event that comes again without a time cannot be told from another one, and starts the workflow', async () => {
    const trigger = await listen();
    const { timestamp: _, ...timeless } = event();
    await trigger.deliver(timeless);
    await trigger.deliver(timeless);
    await trigger.deliver([event(), timeless]);
    expect(trigger.executions()).toBe(3);
  });
});

describe('what the user does not want is answered 200 and starts nothing', () => {
  const outcome = async (parameters: INodeParameters, body: unknown = event()) => {
    const trigger = await listen({ parameters });
    const { status, body: answer } = await trigger.deliver(body);
    expect(status).toBe(200);
    expect((JSON.parse(answer) as { accepted: boolean }).accepted).toBe(trigger.executions() === 1);
    return trigger.items().length;
  };

  test.each([
    [['datasetDeleted'], 0],
    [['datasetDeleted', 'datasetUpdated'], 1],
    [['other'], 0],
  ])('the choice of events %j starts only those', async (events, items) => {
    expect(await outcome({ events })).toBe(items);
  });

  test('unless told otherwise, everything but what was updated or added', async () => {
    const trigger = await listen({ parameters: { events: undefined } });
    for (const entity of ['dataset', 'file', 'insight'] as const) {
      for (const action of ['create', 'update', 'delete'] as const)
        lab.emulator.control.emitData({ action, entity, resourceId: sales.id });
    }
    await lab.emulator.control.idle();
    expect(trigger.items().map((item) => item.event)).toEqual([
      'datasetUpdated',
      'fileCreated',
      'fileUpdated',
    ]);
  });

  test('only the wanted events of a list start the workflow', async () => {
    const body = [event(), event({ action: 'delete' }), event({ dataset: 'Other', links: {} })];
    expect(await outcome({ events: ['datasetUpdated'] }, body)).toBe(2);
    expect(await outcome({ options: { resource: sales.name } }, body)).toBe(2);
    expect(await outcome({ events: ['datasetCreated'] }, body)).toBe(0);
    expect(await outcome({}, [])).toBe(0);
  });

  test.each([
    [organization.id, 1],
    [organization.displayName.toUpperCase(), 1],
    [` ${organization.id} `, 1],
    ['somebody', 0],
    ['', 1],
  ])('an event of another owner than "%s" starts nothing', async (owner, items) => {
    const parameters = { options: { owner } };
    expect(await outcome(parameters)).toBe(items);
    expect(await outcome(parameters, suggestion())).toBe(items);
    if (owner.trim() !== organization.displayName.toUpperCase())
      expect(await outcome(parameters, access())).toBe(items);
    expect(await outcome(parameters, { weather: 'fine' })).toBe(1);
  });

  test.each([
    [sales.id, 1],
    [sales.name, 1],
    [`${organization.id}/${sales.id}`, 1],
    [`https://data.world/${organization.id}/${sales.id}`, 1],
    [`https://data.world/${organization.id}/${sales.id}/workspace/file?filename=a.csv`, 1],
    [`somebody/${sales.id}`, 0],
    [`https://data.world/somebody/${sales.id}`, 0],
    [`${organization.id}/${ledger.id}`, 0],
    [ledger.id, 0],
    ['', 1],
  ])('an event of another dataset than "%s" starts nothing', async (resource, items) => {
    const parameters = { options: { resource } };
    expect(await outcome(parameters)).toBe(items);
    expect(await outcome(parameters, suggestion())).toBe(items);
    if (resource !== sales.name) expect(await outcome(parameters, access())).toBe(items);
  });

  test('an event of another project is answered 200 and starts nothing', async () => {
    const trigger = await listen({ parameters: { options: { resource: review.id } } });
    lab.emulator.control.emitData({ action: 'update', entity: 'project', resourceId: review.id });
    lab.emulator.control.emitData({ action: 'update', entity: 'insight', resourceId: review.id });
    lab.emulator.control.emitData({ action: 'update', entity: 'dataset', resourceId: sales.id });
    await lab.emulator.control.idle();
    expect(trigger.items().map((item) => item.event)).toEqual(['projectUpdated', 'insightUpdated']);
  });
});

test.each<[string, INodeParameters, string]>([
  ['no event', { events: [] }, 'No event is chosen'],
  ['events that an expression leaves empty', { events: '={{ undefined }}' }, 'No event is chosen'],
  [
    'an option that an expression cannot give',
    { options: { owner: "={{ $('Nowhere').first().json.x }}" } },
    'The parameter "options" cannot be read',
  ],
])('%s: refused when it is published, not with each event', async (_, parameters, message) => {
  const refusal = { message: expect.stringContaining(message) };
  await expect(published({ parameters }).hooks.create()).rejects.toMatchObject(refusal);
  const webhookId = randomUUID();
  const { hooks } = published({ webhookId });
  await hooks.create();
  const changed = published({ parameters, webhookId, staticData: hooks.staticData }).hooks;
  await expect(changed.checkExists()).rejects.toMatchObject(refusal);
  expect(await changed.delete()).toBe(true);
});
