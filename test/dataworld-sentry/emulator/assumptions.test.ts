import { assumptions as dataworldAssumptions, seed } from '@signalbox/emulators/dataworld-sentry';
import { eventReceiver } from '../../emulators/event-receiver';
import {
  administrator,
  api,
  bearer,
  customers,
  finance,
  inventory,
  lastMeta,
  member,
  orders,
  post,
  PREFIX,
  read,
  request,
  salesDashboard,
  startStill,
  stopAll,
  unused,
  type Assume,
  type Running,
} from './running-dataworld';

afterEach(stopAll);

interface Still {
  emulator: Running;
  clock: { advance(ms: number): void };
}
type Case = [
  assume: Assume,
  observe: (still: Still) => Promise<unknown>,
  byDefault: unknown,
  changed: unknown,
];

const PATH = `/sentries/${orders.uid}`;
const { sales, review } = seed.resources;

/** Bodies that a webhook gets. */
const sent = async (emulator: Running, emit: () => void) => {
  const receiver = await eventReceiver();
  emulator.control.registerWebhook({ url: receiver.url, authorizationKey: 'key' });
  emit();
  await emulator.control.idle();
  await receiver.close();
  return receiver.events;
};
const cases: Case[] = [
  [{ updateStatus: 201 }, async ({ emulator }) => (await post(emulator, 'state=sad')).status, 200, 201],
  [
    { updateStatus: 204 },
    async ({ emulator }) => (await post(emulator, 'state=sad')).text.slice(0, 6),
    '{"uid"',
    '',
  ],
  [
    { updateBody: 'empty' },
    async ({ emulator }) => {
      const { status, text } = await post(emulator, 'state=sad');
      return [status, text === '', emulator.control.sentry(orders.uid).state];
    },
    [200, false, 'sad'],
    [200, true, 'sad'],
  ],
  [
    { sentryFields: 'minimal' },
    async ({ emulator }) => Object.keys((await read(emulator)).json),
    ['uid', 'name', 'url', 'state', 'user_message', 'latest_record_at', 'meta', 'updated_at'],
    ['uid', 'name', 'url', 'state'],
  ],
  [
    { missingState: 'refuse' },
    async ({ emulator }) => {
      const { status } = await post(emulator, 'counts[x]=1');
      return [status, emulator.control.history(orders.uid).length];
    },
    [200, 2],
    [422, 1],
  ],
  [
    { absentMessage: 'clear' },
    async ({ emulator }) => (await post(emulator, 'state=sad')).json.user_message,
    'Loaded on time',
    null,
  ],
  [
    { emptyMessage: 'keep' },
    async ({ emulator }) => (await post(emulator, 'user_message=')).json.user_message,
    null,
    'Loaded on time',
  ],
  [
    { longMessage: 'truncate' },
    async ({ emulator }) => {
      await post(emulator, `user_message=${'%F0%9F%98%80'.repeat(81)}`);
      return [...(emulator.control.sentry(orders.uid).userMessage ?? '')].length;
    },
    'Loaded on time'.length,
    80,
  ],
  [
    { privateEntry: 'literal' },
    async ({ emulator }) => {
      await post(emulator, 'private_entry=True');
      await post(emulator, 'private_entry=true');
      return emulator.control.history(orders.uid).map((entry) => entry.private);
    },
    [false, true, true],
    [false, false, true],
  ],
  [
    { privateEntry: 'presence' },
    async ({ emulator }) => {
      await post(emulator, 'private_entry=false');
      return emulator.control.history(orders.uid).at(-1)!.private;
    },
    false,
    true,
  ],
  [
    { bodyEncodings: 'ignore' },
    async ({ emulator }) => {
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      return (await api(emulator, 'POST', PATH, 'state=sick', form)).json.state;
    },
    'sick',
    'happy',
  ],
  [
    { putVerb: 'refuse' },
    async ({ emulator }) => (await api(emulator, 'PUT', `${PATH}?state=sad`)).status,
    200,
    404,
  ],
  [
    { undocumentedRoutes: false },
    async ({ emulator }) => [
      (await api(emulator, 'GET', '/sentries')).status,
      (await api(emulator, 'POST', '/sentries?name=x')).status,
      (await api(emulator, 'POST', '/canaries?name=x')).status,
      (await api(emulator, 'GET', `/canaries/${salesDashboard.uid}`)).status,
      (await request(emulator, 'GET', `${PREFIX}/canaries/${salesDashboard.uid}/show`)).status,
      (await api(emulator, 'DELETE', PATH)).status,
      (await post(emulator, 'state=sad', customers.uid)).status,
    ],
    [200, 201, 201, 200, 200, 200, 200],
    [404, 404, 404, 404, 404, 404, 200],
  ],
  [
    { aliasConflict: 'meta' },
    async ({ emulator }) => {
      await post(
        emulator,
        'counts[a]=1&counts[b]=1&meta[counts][a]=2&latest_record_at=1&meta[latest_record_at]=2',
      );
      return lastMeta(emulator);
    },
    { latest_record_at: '1', counts: { a: '1', b: '1' } },
    { latest_record_at: '2', counts: { a: '2', b: '1' } },
  ],
  [
    { scalarMeta: 'ignore' },
    async ({ emulator }) => (await post(emulator, 'state=sad&meta=x')).status,
    422,
    200,
  ],
  [
    { badCount: 'refuse' },
    async ({ emulator }) => [
      (await post(emulator, 'counts[a]=many')).status,
      (await post(emulator, 'counts[a]=12.5')).status,
    ],
    [200, 200],
    [422, 200],
  ],
  [
    { badTime: 'refuse' },
    async ({ emulator }) => [
      (await post(emulator, 'latest_record_at=noon')).status,
      (await post(emulator, 'latest_record_at=2026-01-31T08:00:00Z')).status,
    ],
    [200, 200],
    [422, 200],
  ],
  ...(['refuse', 'ignore'] as const).map((postToDisabled): Case => [
    { postToDisabled },
    async ({ emulator }) => {
      const { status } = await post(emulator, 'state=happy', inventory.uid);
      return [status, emulator.control.history(inventory.uid).length];
    },
    [200, 2],
    postToDisabled === 'refuse' ? [422, 1] : [200, 1],
  ]),
  [
    { combination: 'latest' },
    async ({ emulator, clock }) => {
      await post(emulator, 'state=sick', customers.uid);
      clock.advance(1_000);
      await post(emulator, 'state=sad');
      return emulator.control.badge(salesDashboard.uid).state;
    },
    'sick',
    'sad',
  ],
  [
    { noStatus: 'sad' },
    async ({ emulator }) => {
      const { uid } = emulator.control.createHoot('x', [unused.uid]);
      return emulator.control.badge(uid).state;
    },
    'neutral',
    'sad',
  ],
  [
    { initialState: 'happy' },
    async ({ emulator }) => (await api(emulator, 'POST', '/sentries?name=x')).json.state,
    null,
    'happy',
  ],
  [
    { timeoutMessage: 'clear' },
    async ({ emulator }) => {
      emulator.control.expire(finance.uid);
      return (await read(emulator, finance.uid)).json.user_message;
    },
    'Two postings are missing',
    null,
  ],
  [
    { unauthenticated: 'redirect' },
    async ({ emulator }) => {
      const { status, headers } = await request(emulator, 'POST', `${PREFIX}${PATH}?state=sick`);
      return [status, headers.get('location'), emulator.control.sentry(orders.uid).state];
    },
    [401, null, 'happy'],
    [302, '/login', 'happy'],
  ],
  [
    { unauthenticated: 'page' },
    async ({ emulator }) => {
      const { status, headers } = await request(emulator, 'POST', `${PREFIX}${PATH}?state=sick`);
      return [status, headers.get('content-type'), emulator.control.sentry(orders.uid).state];
    },
    [401, 'application/json; charset=utf-8', 'happy'],
    [200, 'text/html; charset=utf-8', 'happy'],
  ],
  [
    { anonymousGet: true },
    async ({ emulator }) => [
      (await request(emulator, 'GET', PREFIX + PATH)).status,
      (await request(emulator, 'GET', PREFIX + PATH, undefined, bearer('nix'))).status,
      (await request(emulator, 'POST', PREFIX + PATH)).status,
    ],
    [401, 401, 401],
    [200, 401, 401],
  ],
  [
    { memberReads: true },
    async ({ emulator }) => [
      (await request(emulator, 'GET', PREFIX + PATH, undefined, bearer(member.token))).status,
      (await request(emulator, 'POST', PREFIX + PATH, undefined, bearer(member.token))).status,
    ],
    [403, 403],
    [200, 403],
  ],
  ...(
    [
      ['errors', '{"errors":["Sentry not found"]}'],
      ['message', '{"message":"Sentry not found"}'],
      ['text', 'Sentry not found'],
      ['html', '<!doctype html><title>404</title><h1>Sentry not found</h1>'],
    ] as const
  ).map(([errorBody, text]): Case => [
    { errorBody },
    async ({ emulator }) => (await read(emulator, 'nix')).text.replaceAll(/\n\s*/g, ''),
    '{"error":"Sentry not found"}',
    text,
  ]),
  [
    { maxUrlBytes: 100 },
    async ({ emulator }) => (await post(emulator, `state=sad&history_note=${'x'.repeat(100)}`)).status,
    200,
    414,
  ],
  [
    { createStatus: 200 },
    async ({ emulator }) => (await api(emulator, 'POST', '/sentries?name=x')).status,
    201,
    200,
  ],
  [{ deleteStatus: 204 }, async ({ emulator }) => (await api(emulator, 'DELETE', PATH)).status, 200, 204],
  [
    { keyHeader: 'X-Api-Key' },
    async ({ emulator }) => {
      const events = await sent(emulator, () => emulator.control.emit({ any: 'event' }));
      return [events[0]!.headers.authorization, events[0]!.headers['x-api-key']];
    },
    ['key', undefined],
    [undefined, 'key'],
  ],
  [
    { keyFormat: 'bearer' },
    async ({ emulator }) =>
      (await sent(emulator, () => emulator.control.emit({ any: 'event' })))[0]!.headers.authorization,
    'key',
    'Bearer key',
  ],
  [
    { deliveryTries: 2, retryDelayMs: 500 },
    async ({ emulator, clock }) => {
      emulator.control.registerWebhook({ url: `${emulator.url}/nobody` });
      emulator.control.emit({ any: 'event' });
      await emulator.control.idle();
      clock.advance(500);
      await emulator.control.idle();
      return emulator.journal.deliveries.map(({ attempt, status }) => [attempt, status]);
    },
    [[1, 404]],
    [
      [1, 404],
      [2, 404],
    ],
  ],
  [
    { fileEvents: 'object' },
    async ({ emulator }) => {
      const change = { action: 'create', entity: 'file', resourceId: sales.id, file: ['a', 'b'] } as const;
      const events = await sent(emulator, () => emulator.control.emitData(change));
      return events.map(({ body }) => [body].flat().map(({ file }: { file: string }) => file));
    },
    [['a', 'b']],
    [['a'], ['b']],
  ],
  [
    { projectEvents: 'dataset' },
    async ({ emulator }) => {
      const change = { action: 'update', entity: 'project', resourceId: review.id } as const;
      const [event] = await sent(emulator, () => emulator.control.emitData(change));
      return [event!.body.entity, event!.body.project];
    },
    ['project', review.name],
    ['dataset', review.name],
  ],
  [
    { accessFields: 'documented' },
    async ({ emulator }) => {
      const change = { eventType: 'dataset.authorization.deleted', resourceId: sales.id } as const;
      const [event] = await sent(emulator, () => emulator.control.emitAccess(change));
      return Object.keys(event!.body).length;
    },
    15,
    9,
  ],
  [
    { absentMeta: 'clear' },
    async ({ emulator }) => {
      await post(emulator, 'meta[run]=17');
      return (await post(emulator, 'state=sad')).json.meta;
    },
    { run: '17' },
    {},
  ],
  [
    { syncEvents: 'eventType' },
    async ({ emulator }) => {
      const [event] = await sent(emulator, () =>
        emulator.control.emitSync({ outcome: 'failure', resourceId: sales.id }),
      );
      return [event!.body.action, event!.body.eventType];
    },
    ['sync_failure', undefined],
    [undefined, 'dataset.sync.failed'],
  ],
];

describe('assumptions', () => {
  it.each(cases.map((entry) => [JSON.stringify(entry[0]), ...entry] as const))(
    '%s',
    async (_name, assume, observe, byDefault, changed) => {
      expect(await observe(await startStill())).toEqual(byDefault);
      expect(await observe(await startStill({ assume }))).toEqual(changed);
    },
  );

  it.each([
    [undefined, '60'],
    ['date', 'Mon, 05 Jan 2026 08:01:00 GMT'],
    ['none', null],
  ] as const)('retryAfter: %s', async (retryAfter, header) => {
    const assume = { rateLimitRequests: 1, retryAfter };
    const { emulator } = await startStill({ rateLimits: true, assume });
    await read(emulator);
    const { status, headers } = await read(emulator);
    expect([status, headers.get('retry-after')]).toEqual([429, header]);
  });

  it('are all tried here or elsewhere in these tests, if they can be switched', () => {
    const elsewhere = ['retryAfter', 'rateLimitRequests', 'deliveryTimeoutMs'];
    const tried = new Set([...elsewhere, ...cases.flatMap(([assume]) => Object.keys(assume))]);
    const switches = Object.entries(dataworldAssumptions).filter(([, { choices }]) => choices?.length !== 1);
    expect(switches.map(([name]) => name).filter((name) => !tried.has(name))).toEqual([]);
  });

  it('have ids of their own and say what is assumed', () => {
    const rows = Object.values(dataworldAssumptions);
    expect(rows.map(({ id }) => id)).toEqual(
      rows.map((_row, index) => `W${String(index + 1).padStart(2, '0')}`),
    );
    for (const row of rows) expect([row.question, row.assumed].every((text) => text.length > 2)).toBe(true);
  });

  it('survive a reset', async () => {
    const { emulator } = await startStill({ assume: { updateStatus: 201 } });
    await emulator.reset();
    expect((await post(emulator, 'state=sad')).status).toBe(201);
    expect(emulator.control.accounts()[0]!.token).toBe(administrator.token);
  });
});
