import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { seed, useLab, type DataworldEmulator } from './lab';
import { reloadPackage } from './reload-package';
import { WatchingTrigger, report } from './watching-trigger';

const lab = useLab();
const { token } = seed.accounts.administrator;
const { orders, customers, finance, inventory, unused } = seed.sentries;
const ALL_KINDS = ['stateChanged', 'messageChanged', 'freshData', 'wentStale', 'anyChange'];
const HOUR = 3_600_000;

/** URL of the emulator's API. */
const api = (): string => `${lab.emulator.url}/h/api/v1`;
const requests = () => lab.emulator.journal.requests.map(({ path }) => path.split('/').pop()!);
const kinds = (items: IDataObject[]) =>
  items.map(({ sentry, event }) => `${String(sentry)} ${String(event)}`);
const list = (...sentries: { uid: string }[]) => sentries.map(({ uid }) => uid).join('\n');

/** A trigger that has taken its baseline. */
async function watching(
  parameters: ConstructorParameters<typeof WatchingTrigger>[1] = {},
  credential: ConstructorParameters<typeof WatchingTrigger>[2] = {},
): Promise<WatchingTrigger> {
  const trigger = new WatchingTrigger(lab, parameters, credential);
  expect(await trigger.poll()).toEqual([]);
  lab.emulator.journal.clear();
  return trigger;
}

const post = (values: Record<string, string>, { uid }: { uid: string } = orders) =>
  report(lab.emulator, uid, values);

afterEach(() => jest.restoreAllMocks());

/** Sets the clock of n8n; that of the emulator goes on. */
function setClock(time: number): void {
  jest.spyOn(Date, 'now').mockReturnValue(time);
}

describe('the first poll', () => {
  test('takes a baseline of every Sentry and emits nothing, whatever there is', async () => {
    const trigger = new WatchingTrigger(lab, {
      events: ALL_KINDS,
      sentries: list(orders, customers, finance, inventory, unused),
      staleAfterHours: 0.001,
    });
    expect(await trigger.poll()).toEqual([]);
    expect(await trigger.poll()).toEqual([]);
    expect(requests()).toHaveLength(10);
  });

  test('the first poll of a Sentry that is added later is its own baseline, and what is not watched any more is forgotten', async () => {
    const trigger = await watching({ sentries: list(orders) });
    await post({ state: 'sick' });
    await post({ state: 'sick' }, customers);
    trigger.parameters.sentries = list(customers, orders);
    expect(kinds(await trigger.poll())).toEqual([`${orders.uid} stateChanged`]);

    await post({ state: 'happy' });
    await post({ state: 'happy' }, customers);
    trigger.parameters.sentries = list(customers);
    expect(kinds(await trigger.poll())).toEqual([`${customers.uid} stateChanged`]);
    expect(JSON.stringify(trigger.staticData)).not.toContain(orders.uid);

    trigger.parameters.sentries = list(customers, orders);
    expect(await trigger.poll()).toEqual([]);
  });

  test('at another base URL is a baseline too, though the UID is the same', async () => {
    const trigger = await watching();
    await lab.emulatorWith({ prefix: '/private/api' });
    lab.emulator.control.setState(orders.uid, 'sick');
    trigger.credential = { apiUrl: lab.emulator.control.sentryUrl(orders.uid) };
    expect(await trigger.poll()).toEqual([]);
    lab.emulator.control.setState(orders.uid, 'sad');
    expect(await trigger.poll()).toMatchObject([{ from: 'sick', to: 'sad' }]);
  });

  test('comes again after static data that cannot be read', async () => {
    const trigger = await watching();
    trigger.staticData = { watched: 'broken' };
    await post({ state: 'sick' });
    expect(await trigger.poll()).toEqual([]);
    await post({ state: 'sad' });
    expect(await trigger.poll()).toHaveLength(1);
  });
});

describe('a change', () => {
  test('a change of the state is one item, with the Sentry as it is now', async () => {
    const trigger = await watching();
    await post({ state: 'sick', user_message: 'Load failed', 'counts[orders]': '7' });
    const [item, ...more] = await trigger.poll();
    expect(more).toEqual([]);
    const { raw, ...fields } = item!;
    expect(raw).toMatchObject({ uid: orders.uid, state: 'sick', meta: { counts: { orders: '7' } } });
    const sent = raw as Record<string, string>;
    expect(fields).toEqual({
      sentry: orders.uid,
      name: 'Orders',
      event: 'stateChanged',
      eventName: 'State Changed',
      from: 'happy',
      to: 'sick',
      state: 'sick',
      userMessage: 'Load failed',
      latestRecordAt: sent.latest_record_at,
      updatedAt: sent.updated_at,
      url: lab.emulator.control.sentryUrl(orders.uid),
    });
    expect(await trigger.poll()).toEqual([]);
  });

  test('a change of the message: a new one, another one, none any more; the same one is none', async () => {
    const trigger = await watching({ events: ['messageChanged'] });
    await post({ state: 'sick', user_message: 'Late' });
    expect(await trigger.poll()).toMatchObject([{ from: 'Loaded on time', to: 'Late', userMessage: 'Late' }]);
    await post({ state: 'happy', user_message: 'Late' });
    expect(await trigger.poll()).toEqual([]);
    await post({ state: 'happy', user_message: '' });
    expect(await trigger.poll()).toMatchObject([{ event: 'messageChanged', from: 'Late', to: '' }]);
    expect(await trigger.poll()).toEqual([]);
  });

  test('a change of the record time is fresh data if it moved forward', async () => {
    const trigger = await watching({ events: ['freshData'] });
    const after = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString();
    const [first, later, earlier] = [after(1), after(2), after(-48)];
    await post({ latest_record_at: first });
    expect(await trigger.poll()).toMatchObject([{ event: 'freshData', to: first, latestRecordAt: first }]);
    await post({ state: 'sick' });
    expect(await trigger.poll()).toEqual([]);
    await post({ latest_record_at: later });
    expect(await trigger.poll()).toMatchObject([{ from: first, to: later }]);
    await post({ latest_record_at: earlier });
    expect(await trigger.poll()).toEqual([]);
    // A wrong time in the future that was put right must not hide what comes then.
    await post({ latest_record_at: first });
    expect(await trigger.poll()).toMatchObject([{ from: earlier, to: first }]);
  });

  test.each([
    ['ISO with an offset', '2031-03-01T10:00:00+02:00', '2031-03-01T08:00:00.000Z'],
    ['without a zone, which is UTC', '2031-03-01T08:00:00', '2031-03-01T08:00:00.000Z'],
    ['as Ruby writes it', '2031-03-01 08:00:00 UTC', '2031-03-01T08:00:00.000Z'],
    ['as Ruby writes it with an offset', '2031-03-01 10:00:00 +0200', '2031-03-01T08:00:00.000Z'],
    ['a date', '2031-03-01', '2031-03-01T00:00:00.000Z'],
    ['seconds', '1930118400', '2031-03-01T08:00:00.000Z'],
    ['milliseconds', '1930118400000', '2031-03-01T08:00:00.000Z'],
  ])('a change of the record time, written as %s', async (_, value, iso) => {
    const trigger = await watching({ events: ['freshData'] });
    await post({ latest_record_at: value });
    expect(await trigger.poll()).toMatchObject([{ to: iso, latestRecordAt: iso }]);
    expect(await trigger.poll()).toEqual([]);
  });

  test('a change of the record time to what is no time is none', async () => {
    const trigger = await watching({ events: ['freshData'] });
    await post({ latest_record_at: 'yesterday evening' });
    const [item] = await trigger.poll();
    expect(item).toBeUndefined();
    expect(trigger.warnings()).toEqual([]);
  });

  test('a change of anything at all is one item that says what is other', async () => {
    const trigger = await watching({ events: ['anyChange'] });
    await post({ state: 'sick', user_message: 'Late', 'meta[run]': '17' });
    expect(await trigger.poll()).toMatchObject([
      { event: 'anyChange', changed: ['state', 'userMessage', 'meta', 'updatedAt'], state: 'sick' },
    ]);
    await post({ state: 'sick' });
    expect(await trigger.poll()).toMatchObject([{ changed: ['updatedAt'] }]);
    lab.emulator.control.sentry(orders.uid).name = 'Orders of today';
    expect(await trigger.poll()).toMatchObject([{ changed: ['name'], name: 'Orders of today' }]);
    expect(await trigger.poll()).toEqual([]);
  });

  test('a change of several things is one item for each kind that is chosen', async () => {
    const all = { state: 'sick', user_message: 'Late', latest_record_at: '2031-01-01T00:00:00Z' };
    const trigger = await watching({ events: ALL_KINDS });
    const other = await watching({ events: ['freshData', 'messageChanged'] });
    await post(all);
    expect(kinds(await trigger.poll())).toEqual(
      ['stateChanged', 'messageChanged', 'freshData', 'anyChange'].map((kind) => `${orders.uid} ${kind}`),
    );
    expect(kinds(await other.poll())).toEqual(
      ['messageChanged', 'freshData'].map((kind) => `${orders.uid} ${kind}`),
    );
    expect(await trigger.poll()).toEqual([]);
  });

  test('a change of a Sentry that has never reported begins from no state', async () => {
    const trigger = await watching({ sentries: unused.uid });
    await post({ state: 'happy' }, unused);
    const [item] = await trigger.poll();
    expect(item).toMatchObject({ event: 'stateChanged', to: 'happy' });
    expect(item).not.toHaveProperty('from');
  });

  test('by a person or by the timeout is one like any other', async () => {
    const trigger = await watching({ sentries: list(orders, customers) });
    lab.emulator.control.expire(orders.uid);
    lab.emulator.control.setState(customers.uid, 'sad', 'Late');
    expect(await trigger.poll()).toMatchObject([
      { sentry: orders.uid, to: 'sick' },
      { sentry: customers.uid, to: 'sad' },
    ]);
  });

  test('a change that was not chosen is not caught up when it is chosen later', async () => {
    const trigger = await watching({ events: ['stateChanged'] });
    await post({ state: 'happy', user_message: 'Late', latest_record_at: '2031-01-01T00:00:00Z' });
    expect(await trigger.poll()).toEqual([]);
    trigger.parameters.events = ALL_KINDS;
    expect(await trigger.poll()).toEqual([]);
  });

  test('while n8n was down or the workflow was published again is seen once, by new code too', async () => {
    const trigger = await watching({ sentries: list(orders, customers) });
    await post({ state: 'sick' });
    trigger.packages = await reloadPackage(lab);
    expect(kinds(await trigger.poll())).toEqual([`${orders.uid} stateChanged`]);
    trigger.packages = await reloadPackage(lab);
    trigger.parameters = { ...trigger.parameters, events: ['stateChanged', 'freshData'] };
    expect(await trigger.poll()).toEqual([]);
  });

  test('while the node was renamed is seen once', async () => {
    const trigger = new WatchingTrigger(lab);
    const { workflowData: baseline } = await trigger.attempt({ nodeName: 'Before', workflowData: {} });
    await post({ state: 'sick' });
    const first = await trigger.attempt({ nodeName: 'After', workflowData: baseline });
    expect(first.items).toMatchObject([[{ json: { from: 'happy', to: 'sick' } }]]);
    const second = await trigger.attempt({ nodeName: 'After', workflowData: first.workflowData });
    expect(second.items).toBeNull();
  });

  test('since a poll of an earlier version of the package is seen once, also under a new name', async () => {
    const trigger = await watching();
    const { watched } = trigger.staticData as { watched: IDataObject };
    delete watched.nodeId;
    await post({ state: 'sick' });
    const workflowData = { 'node:Before': { watched } };
    const first = await trigger.attempt({ nodeName: 'Before', workflowData });
    expect(first.items).toMatchObject([[{ json: { from: 'happy', to: 'sick' } }]]);
    await post({ state: 'sad' });
    const second = await trigger.attempt({ nodeName: 'After', workflowData: first.workflowData });
    expect(second.items).toMatchObject([[{ json: { from: 'sick', to: 'sad' } }]]);
  });

  test('is seen exactly once, whatever the order of reports and polls', async () => {
    const step = fc.oneof(fc.constantFrom('happy', 'sad', 'sick'), fc.constant('poll'));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        lab.emulator.control.setState(orders.uid, 'happy');
        const trigger = await watching();
        let [known, now] = ['happy', 'happy'];
        for (const next of [...steps, 'poll']) {
          if (next !== 'poll') {
            now = next;
            lab.emulator.control.setState(orders.uid, next as 'happy');
            continue;
          }
          const seen = (await trigger.poll()).map(({ from, to }) => `${String(from)} ${String(to)}`);
          expect(seen).toEqual(known === now ? [] : [`${known} ${now}`]);
          known = now;
        }
      }),
      { numRuns: 15 },
    );
  });
});

describe('went stale', () => {
  const recordAt = Date.UTC(2031, 0, 1, 12);
  const at = (hours: number) => setClock(recordAt + hours * HOUR);

  async function watchingFresh(): Promise<WatchingTrigger> {
    await post({ latest_record_at: new Date(recordAt).toISOString() });
    at(0.5);
    return await watching({ events: ['wentStale'], staleAfterHours: 1 });
  }

  test('is emitted once, and again only after the record time has moved forward', async () => {
    const trigger = await watchingFresh();
    at(1);
    expect(await trigger.poll()).toEqual([]);
    at(1.5);
    expect(await trigger.poll()).toMatchObject([
      { sentry: orders.uid, event: 'wentStale', ageMinutes: 90, latestRecordAt: '2031-01-01T12:00:00.000Z' },
    ]);
    at(2);
    expect(await trigger.poll()).toEqual([]);
    // A report that is old itself does not end it.
    await post({ latest_record_at: new Date(recordAt + 0.25 * HOUR).toISOString() });
    expect(await trigger.poll()).toEqual([]);
    trigger.packages = await reloadPackage(lab);
    at(50);
    expect(await trigger.poll()).toEqual([]);

    await post({ latest_record_at: new Date(recordAt + 50 * HOUR).toISOString() });
    expect(await trigger.poll()).toEqual([]);
    at(52);
    expect(await trigger.poll()).toMatchObject([{ event: 'wentStale', ageMinutes: 120 }]);
    expect(await trigger.poll()).toEqual([]);
  });

  test('is not emitted for data that are stale at the baseline, or when it is chosen', async () => {
    await post({ latest_record_at: new Date(recordAt).toISOString() });
    at(5);
    const trigger = await watching({ events: ['wentStale'], staleAfterHours: 1 });
    expect(await trigger.poll()).toEqual([]);
    const other = await watching({ events: ['stateChanged'] });
    other.parameters = { events: ['wentStale'], staleAfterHours: 1 };
    expect(await other.poll()).toEqual([]);
    at(6);
    expect(await other.poll()).toEqual([]);
  });

  test('never is a Sentry without a record time, until it has one', async () => {
    at(0);
    const trigger = await watching({ events: ['wentStale'], sentries: unused.uid, staleAfterHours: 1 });
    at(5000);
    expect(await trigger.poll()).toEqual([]);
    await post({ state: 'happy', latest_record_at: new Date(recordAt + 5000 * HOUR).toISOString() }, unused);
    expect(await trigger.poll()).toEqual([]);
    at(5002);
    expect(await trigger.poll()).toHaveLength(1);
  });
});

describe('a data.world that answers with what is sure alone', () => {
  beforeEach(async () => {
    await lab.emulatorWith({ assume: { sentryFields: 'minimal' } });
  });

  test('has states, and nothing else is missed', async () => {
    setClock(Date.UTC(2031, 0, 1));
    const trigger = await watching({ events: ALL_KINDS, staleAfterHours: 1 });
    await post({ state: 'sick', user_message: 'Late', latest_record_at: '2026-01-01T00:00:00Z' });
    const items = await trigger.poll();
    const url = lab.emulator.control.sentryUrl(orders.uid);
    const raw = { uid: orders.uid, name: 'Orders', url, state: 'sick' };
    const common = { sentry: orders.uid, name: 'Orders', state: 'sick', url, raw };
    expect(items).toEqual([
      { ...common, event: 'stateChanged', eventName: 'State Changed', from: 'happy', to: 'sick' },
      { ...common, event: 'anyChange', eventName: 'Any Change', changed: ['state'] },
    ]);
    expect(await trigger.poll()).toEqual([]);
  });

  test('a field that a response leaves out counts as unchanged', async () => {
    const answers = [
      { state: 'happy' },
      { state: 'happy', user_message: null, latest_record_at: null, meta: null, name: null },
      { state: 'happy', user_message: 'Late', latest_record_at: 1_930_118_400, updated_at: 1_930_118_400 },
      { state: 'happy' },
      { state: 'happy', user_message: 'Late', latest_record_at: '2031-03-01T08:00:00Z' },
    ];
    const trigger = new WatchingTrigger(lab, { events: ALL_KINDS.filter((kind) => kind !== 'anyChange') });
    const seen: string[][] = [];
    for (const body of answers) {
      lab.emulator.faults.inject({ fault: { kind: 'status', code: 200, body } });
      seen.push((await trigger.poll()).map(({ event }) => String(event)));
    }
    expect(seen).toEqual([[], [], ['messageChanged', 'freshData'], [], []]);
  });
});

describe('a Sentry that cannot be read', () => {
  const breakOne = ({ uid }: { uid: string }, emulator: DataworldEmulator = lab.emulator) =>
    emulator.faults.inject({
      match: { path: `/h/api/v1/sentries/${uid}` },
      times: 'always',
      fault: { kind: 'status', code: 404, body: { error: `No Sentry ${token} here` } },
    });

  test('does not stop the others, is logged, and its change is found later', async () => {
    const trigger = await watching({ sentries: list(orders, customers, finance) });
    for (const sentry of [orders, customers, finance]) await post({ state: 'sick' }, sentry);
    breakOne(customers);
    expect(kinds(await trigger.poll())).toEqual([
      `${orders.uid} stateChanged`,
      `${finance.uid} stateChanged`,
    ]);
    expect(trigger.warnings()).toEqual([
      `Sentry ${customers.uid} could not be read; the next poll tries again: data.world says: No Sentry [hidden] here (HTTP 404)`,
    ]);
    // Nothing to report is no error either, as long as one can be read.
    expect(await trigger.poll()).toEqual([]);
    lab.emulator.faults.clear();
    expect(kinds(await trigger.poll())).toEqual([`${customers.uid} stateChanged`]);
    expect(trigger.warnings()).toEqual([]);
  });

  test('before its baseline gets it when it can be read', async () => {
    breakOne(customers);
    const trigger = await watching({ sentries: list(orders, customers) });
    lab.emulator.faults.clear();
    lab.emulator.control.setState(customers.uid, 'sick');
    expect(await trigger.poll()).toEqual([]);
    lab.emulator.control.setState(customers.uid, 'sad');
    expect(await trigger.poll()).toHaveLength(1);
  });

  test('alone is an error, as are all of them; what was remembered stays', async () => {
    const trigger = await watching({ sentries: list(orders, customers) });
    const before = trigger.staticData;
    breakOne(orders);
    breakOne(customers);
    for (const sentry of [orders, customers]) lab.emulator.control.setState(sentry.uid, 'sick');
    const { error, items } = await trigger.attempt();
    expect(items).toBeNull();
    expect(error).toMatchObject({
      message: 'data.world says: No Sentry [hidden] here (HTTP 404)',
      description: expect.stringMatching(/data.world has no such Sentry/) as unknown,
      httpCode: '404',
    });
    expect(trigger.warnings()).toHaveLength(2);
    expect(trigger.staticData).toEqual(before);
    lab.emulator.faults.clear();
    expect(await trigger.poll()).toHaveLength(2);

    trigger.parameters.sentries = orders.uid;
    breakOne(orders);
    expect((await trigger.attempt()).error).toBeDefined();
  });

  test.each([
    [
      'a wrong token',
      { apiToken: 'dw-test-wrong-0123456789' },
      /does not accept|says/,
      /Check the API token/,
    ],
    ['a token without the right', { apiToken: seed.accounts.member.token }, /HTTP 403/, /organization admin/],
  ])('because of %s is an error that says what to do', async (_, credential, message, description) => {
    const trigger = new WatchingTrigger(lab, {}, credential);
    const { error } = await trigger.attempt();
    expect(error).toMatchObject({
      message: expect.stringMatching(message) as unknown,
      description: expect.stringMatching(description) as unknown,
    });
  });

  test.each([
    ['the login page', { kind: 'html' } as const, /log(s)? ?in|web page/i],
    ['a redirect', { kind: 'redirect', code: 302, origin: 'https://data.world' } as const, /login page/],
    ['JSON that is no Sentry', { kind: 'status', code: 200, body: { ok: true } } as const, /./],
  ])('because %s comes is an error', async (_, fault, description) => {
    const trigger = await watching();
    lab.emulator.faults.inject({ times: 'always', fault });
    const { error } = await trigger.attempt();
    expect(error).toMatchObject({ description: expect.stringMatching(description) as unknown });
  });

  test('for a moment is read at the second attempt', async () => {
    const trigger = await watching();
    await post({ state: 'sick' });
    lab.emulator.faults.inject({ fault: { kind: 'status', code: 503 } });
    expect(await trigger.poll()).toHaveLength(1);
    expect(trigger.warnings()).toEqual([]);
  });
});

describe('the time that n8n gives', () => {
  test('is kept: what hangs is left, the others are read, and the next poll begins with it', async () => {
    const sentries = [orders, customers, finance];
    const trigger = await watching({ sentries: list(...sentries) });
    for (const sentry of sentries) await post({ state: 'sick' }, sentry);
    const hang = { match: { path: `/h/api/v1/sentries/${customers.uid}` }, fault: { kind: 'hang' } as const };
    lab.emulator.faults.inject({ ...hang, times: 'always' });
    const startedAt = performance.now();
    const items = await trigger.poll({ budgetMs: 3_000 });
    // Far below the ten seconds that a single request may take.
    expect(performance.now() - startedAt).toBeLessThan(9_000);
    expect(kinds(items)).toEqual([orders, finance].map(({ uid }) => `${uid} stateChanged`));
    expect(trigger.last!.logs.map(({ message }) => message)).toContain(
      'No time was left for 1 of 3; the next poll begins with them',
    );

    lab.emulator.faults.clear();
    lab.emulator.journal.clear();
    expect(kinds(await trigger.poll())).toEqual([`${customers.uid} stateChanged`]);
    expect(requests()[0]).toBe(customers.uid);
    expect([...requests()].sort()).toEqual(sentries.map(({ uid }) => uid).sort());
    lab.emulator.journal.clear();
    expect(await trigger.poll()).toEqual([]);
    expect(requests()[0]).toBe(orders.uid);
  }, 20_000);

  test('does not reach for some, and the others cannot be read: no error, or their turn would never come', async () => {
    const trigger = await watching({ sentries: list(orders, customers) });
    const at = ({ uid }: { uid: string }) => ({ path: `/h/api/v1/sentries/${uid}` });
    lab.emulator.faults.inject({ match: at(orders), fault: { kind: 'status', code: 404 } });
    lab.emulator.faults.inject({ match: at(customers), fault: { kind: 'hang' } });
    expect(await trigger.poll({ budgetMs: 2_000 })).toEqual([]);
    expect(trigger.warnings()).toHaveLength(1);
    lab.emulator.journal.clear();
    await trigger.poll();
    expect(requests()[0]).toBe(customers.uid);
  }, 20_000);

  test('is none: nothing is asked, nothing is lost, and it is no error', async () => {
    const trigger = await watching();
    await post({ state: 'sick' });
    expect(await trigger.poll({ budgetMs: 0 })).toEqual([]);
    expect(requests()).toEqual([]);
    expect(await trigger.poll()).toHaveLength(1);
  });

  test('goes to all in turn, be they many: no more than five are asked at once', async () => {
    const many = Array.from({ length: 12 }, (_, n) => lab.emulator.control.createSentry(`Sentry ${n}`));
    const trigger = await watching({ sentries: list(...many) });
    lab.emulator.faults.inject({ times: 'always', fault: { kind: 'hang' } });
    expect(await trigger.poll({ budgetMs: 1_000 })).toEqual([]);
    expect(requests().length).toBeLessThanOrEqual(5);
    expect(requests().length).toBeGreaterThan(0);
    lab.emulator.faults.clear();
    lab.emulator.journal.clear();
    for (const { uid } of many) lab.emulator.control.setState(uid, 'sick');
    expect(await trigger.poll()).toHaveLength(12);
  });
});

describe('which Sentries are watched', () => {
  test('those of the list, by UID or API URL, each once', async () => {
    const trigger = await watching({
      sentries: `${orders.uid}, ${api()}/sentries/${customers.uid}/\n  ${orders.uid};${finance.uid}`,
    });
    expect(await trigger.poll()).toEqual([]);
    expect(requests().sort()).toEqual([orders.uid, customers.uid, finance.uid].sort());
  });

  test('those that an expression gives as a list', async () => {
    await watching({ sentries: `={{ ["${orders.uid}", "${finance.uid}"] }}` });
    const trigger = await watching({ sentries: `={{ ["${orders.uid}", "${finance.uid}"] }}` });
    await trigger.poll();
    expect(requests().sort()).toEqual([orders.uid, finance.uid].sort());
  });

  test.each([
    ['its Default Sentry', () => ({ apiUrl: api(), sentryUid: finance.uid })],
    ['the Sentry of its API URL', () => ({ apiUrl: `${api()}/sentries/${finance.uid}` })],
  ])('an empty list watches the Sentry of the credential: %s', async (_, credential) => {
    const trigger = await watching({}, credential());
    await trigger.poll();
    expect(requests()).toEqual([finance.uid]);
  });

  test.each([
    [
      'none at all',
      '',
      () => ({ apiUrl: api() }),
      '"Sentries" is empty, and the credential has no default Sentry',
    ],
    [
      'one of another host',
      'https://elsewhere.example.test/h/api/v1/sentries/abc',
      () => ({}),
      /"Sentries" has a Sentry under https:\/\/elsewhere\.example\.test\/h\/api\/v1, but the credential is for/,
    ],
    [
      'a web page',
      'https://data.world/h/sentry-page',
      () => ({}),
      /"Sentries" is not the API URL of a Sentry/,
    ],
    ['what is no UID', 'a/b', () => ({}), /"Sentries" is neither the UID nor the API URL/],
  ])('%s is an error, and nothing is asked', async (_, sentries, credential, message) => {
    const trigger = new WatchingTrigger(lab, { sentries }, credential());
    const { error } = await trigger.attempt();
    expect((error as Error).message).toMatch(message);
    expect((error as { description: string }).description).not.toBe('');
    expect(requests()).toEqual([]);
  });

  test.each([
    [{ events: [] }, /"Events" is empty/],
    [{ events: ['nonsense'] }, /"Events" is empty/],
    [{ events: ['wentStale'], staleAfterHours: 0 }, /"Stale After \(Hours\)" is not a number above 0/],
    [{ events: ['wentStale'], staleAfterHours: '={{ "soon" }}' }, /"Stale After \(Hours\)" is not a number/],
  ])(
    'the trigger refuses the parameters %j, as there is nothing to wait for',
    async (parameters, message) => {
      const { error } = await new WatchingTrigger(lab, parameters).attempt();
      expect((error as Error).message).toMatch(message);
      expect(requests()).toEqual([]);
    },
  );
});

describe('a test in the editor', () => {
  test('shows the present state in the form of the first event, and remembers nothing', async () => {
    const trigger = new WatchingTrigger(lab, { sentries: list(orders, finance) });
    const items = await trigger.poll({ mode: 'manual' });
    expect(items).toMatchObject([
      { sentry: orders.uid, event: 'stateChanged', from: 'happy', to: 'happy', state: 'happy' },
      { sentry: finance.uid, event: 'stateChanged', from: 'sad', to: 'sad', state: 'sad' },
    ]);
    expect(trigger.staticData).toEqual({});
  });

  test('does not take a change away from the published workflow', async () => {
    const trigger = await watching();
    await post({ state: 'sick' });
    await trigger.poll({ mode: 'manual' });
    expect(await trigger.poll()).toHaveLength(1);
  });

  test.each(ALL_KINDS)('has something to show for the event %s', async (event) => {
    const trigger = new WatchingTrigger(lab, { events: [event] });
    expect(await trigger.poll({ mode: 'manual' })).toMatchObject([{ event, state: 'happy' }]);
  });

  test('shows which Sentry cannot be read; that none can is an error', async () => {
    const trigger = new WatchingTrigger(lab, { sentries: list(orders, { uid: 'gone' }) });
    expect(await trigger.poll({ mode: 'manual' })).toMatchObject([
      { sentry: orders.uid },
      { sentry: 'gone', error: expect.stringMatching(/HTTP 404/) as unknown },
    ]);
    trigger.parameters.sentries = 'gone';
    const { error } = await trigger.attempt({ mode: 'manual' });
    expect((error as Error).message).toMatch(/HTTP 404/);
  });
});
