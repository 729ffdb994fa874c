import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { deliver, triggerHooks } from '@signalbox/node-harness';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { TRIGGER, byId, expectNoSecret, raise, seed, useLab, webhookToken, type Signl4Emulator } from './lab';
import { listeningTrigger, type ListeningOptions, type ListeningTrigger } from './listening-trigger';

const lab = useLab();
const { anna, clara } = seed.users;
const { operations, facilities } = seed.teams;

const open: ListeningTrigger[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

async function listen(options: ListeningOptions = {}): Promise<ListeningTrigger> {
  const trigger = await listeningTrigger(lab, options);
  open.push(trigger);
  return trigger;
}

/** Any event, such as SIGNL4 sends it (signl4.md §3.4). */
const acknowledged = (more: IDataObject = {}): IDataObject => ({
  eventType: 201,
  eventRaisedUtc: '2026-01-05T08:00:00.1234567Z',
  subscription: { id: seed.subscriptionId },
  user: { username: anna.name, mailaddress: anna.mail, id: anna.id },
  alert: {
    statusCode: 2,
    eventId: '2518236416804564453_12ea0f6f-948c-43d0-9034-f9565d7b6bd2',
    externalEventId: 'INC-1',
    acknowledgedUserIds: [anna.id],
    id: '2518236416804564452_00000000-948c-43d0-9034-f9565d7b6bd2',
  },
  id: randomUUID(),
  ...more,
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('every event of SIGNL4', () => {
  type Act = (emulator: Signl4Emulator) => Promise<unknown>;
  const onAlert =
    (act: (emulator: Signl4Emulator, id: string) => unknown): Act =>
    async (emulator) => {
      const { id } = await raise(emulator, { 'X-S4-ExternalID': 'INC-1' });
      await act(emulator, id);
    };
  const text = expect.any(String) as unknown;
  const alertFields = {
    alertId: text,
    eventId: text,
    externalId: 'INC-1',
    subscriptionId: seed.subscriptionId,
  };
  const byAnna = { userId: anna.id, userName: anna.name, userMail: anna.mail };

  test.each<[string, Act, Record<string, unknown>]>([
    [
      'alertCreated',
      onAlert(() => {}),
      { ...alertFields, eventName: 'Alert Created', eventType: 200, status: 'open', statusCode: 1 },
    ],
    [
      'alertAcknowledged',
      onAlert((emulator, id) => emulator.control.acknowledge(id, anna.id)),
      {
        ...alertFields,
        ...byAnna,
        eventName: 'Alert Acknowledged',
        eventType: 201,
        status: 'acknowledged',
        statusCode: 2,
        acknowledgedUserIds: [anna.id],
      },
    ],
    [
      'alertClosed',
      onAlert((emulator, id) => emulator.control.close(id, anna.id)),
      {
        ...alertFields,
        ...byAnna,
        eventName: 'Alert Closed',
        eventType: 201,
        status: 'closed',
        statusCode: 4,
        acknowledgedUserIds: [],
      },
    ],
    [
      'alertReopened',
      onAlert((emulator, id) => {
        emulator.control.close(id, anna.id);
        emulator.control.undoClose(id, anna.id);
      }),
      {
        ...alertFields,
        ...byAnna,
        eventName: 'Alert Reopened',
        eventType: 201,
        status: 'open',
        statusCode: 1,
        acknowledgedUserIds: [],
      },
    ],
    [
      'noOneOnDuty',
      async (emulator) => {
        for (const { id } of Object.values(seed.users)) emulator.control.punchOut(id);
        await raise(emulator, { 'X-S4-ExternalID': 'INC-1' });
      },
      {
        ...alertFields,
        eventName: 'Nobody on Duty',
        eventType: 201,
        status: 'failed',
        statusCode: 16,
        acknowledgedUserIds: [],
      },
    ],
    [
      'alertAnnotated',
      onAlert((emulator, id) => emulator.control.annotate(id, anna.id, 'On my way')),
      {
        ...alertFields,
        ...byAnna,
        eventName: 'Alert Annotated',
        eventType: 203,
        status: 'open',
        statusCode: 1,
        annotation: 'On my way',
        annotationId: expect.stringMatching(/^\d{19}_/),
      },
    ],
    [
      'alertNoReply',
      async (emulator) => emulator.control.emit(operations.id, 201, { alert: { id: 'a', statusCode: 8 } }),
      { eventName: 'Alert Without Reply', eventType: 201, alertId: 'a', status: 'noReply', statusCode: 8 },
    ],
    [
      'alertError',
      async (emulator) => emulator.control.emit(operations.id, 201, { alert: { id: 'a', statusCode: 32 } }),
      { eventName: 'Alert Error', eventType: 201, alertId: 'a', status: 'error', statusCode: 32 },
    ],
    [
      'dutyStarted',
      async (emulator) => emulator.control.startDuty(operations.id),
      { eventName: 'Duty Period Started', eventType: 300, teamId: operations.id },
    ],
    [
      'dutyEnded',
      async (emulator) => emulator.control.endDuty(operations.id),
      { eventName: 'Duty Period Ended', eventType: 301, teamId: operations.id },
    ],
    [
      'punchedIn',
      async (emulator) => emulator.control.punchIn(clara.id, [operations.id]),
      { eventName: 'User Punched In', eventType: 302, teamId: operations.id, userId: clara.id },
    ],
    [
      'punchedOut',
      async (emulator) => emulator.control.punchOut(anna.id, [operations.id]),
      { eventName: 'User Punched Out', eventType: 303, teamId: operations.id, userId: anna.id },
    ],
    [
      'other',
      async (emulator) => emulator.control.emit(operations.id, 999, { weather: { wind: 7 } }),
      { eventName: 'Other', eventType: 999 },
    ],
    [
      'other',
      async (emulator) => emulator.control.emit(operations.id, 201, { alert: { id: 'a', statusCode: 64 } }),
      { eventName: 'Other', eventType: 201, alertId: 'a', status: 'unknown (64)', statusCode: 64 },
    ],
  ])('%s', async (event, act, fields) => {
    const trigger = await listen({ parameters: { events: [event] } });
    await act(lab.emulator);
    await lab.emulator.control.idle();
    const [item, ...more] = trigger.items();
    expect(more).toEqual([]);
    const sent = lab.emulator.journal.deliveries.find(({ event: { id } }) => id === item!.deliveryId)!;
    expect(item).toEqual({
      event,
      ...fields,
      raisedAt: sent.event.eventRaisedUtc,
      deliveryId: sent.event.id,
      raw: sent.event,
    });
    expect(new Set(trigger.answers())).toEqual(new Set([200]));
  });

  test('alertEscalated', async () => {
    await lab.emulatorWith({ responseTimeSeconds: 0.02 });
    const trigger = await listen({ parameters: { events: ['alertEscalated'] } });
    const { id } = await raise(lab.emulator);
    await until(() => trigger.items().length > 0);
    expect(trigger.items()).toMatchObject([
      { event: 'alertEscalated', eventType: 202, alertId: id, teamId: operations.id, status: 'open' },
    ]);
    expect(trigger.items()[0]).not.toHaveProperty('userId');
  });
});

describe('the test event of SIGNL4', () => {
  test('at registration is answered with itself and starts nothing', async () => {
    await lab.emulatorWith({ assume: { testEventOnRegistration: true } });
    const trigger = await listen();
    await lab.emulator.control.idle();
    expect(lab.emulator.journal.deliveries).toMatchObject([{ event: { eventType: 1 }, status: 200 }]);
    expect(trigger.items()).toEqual([]);
  });

  test('is echoed whole, every time', async () => {
    const trigger = await listen();
    const event = { eventType: 1, id: randomUUID(), note: { any: ['thing'] } };
    for (let round = 0; round < 2; round++) {
      const { status, body } = await trigger.deliver(event);
      expect([status, JSON.parse(body)]).toEqual([200, event]);
    }
    expect(trigger.items()).toEqual([]);
  });

  test.each([2, 20_000, 120_000])(
    'the test event of SIGNL4 that cannot be echoed is answered too (%i lists in lists)',
    async (depth) => {
      const trigger = await listen();
      const body = `{"eventType":1,"note":${'['.repeat(depth)}${']'.repeat(depth)}}`;
      expect((await trigger.deliver(body)).status).toBe(depth < 100 ? 200 : 400);
      expect(trigger.items()).toEqual([]);
    },
  );

  test('the test event of SIGNL4 without the token is refused like any other', async () => {
    const trigger = await listen();
    expect((await trigger.deliver({ eventType: 1 }, { query: {} })).status).toBe(401);
  });
});

describe('what the user does not want is answered 200 and starts nothing', () => {
  const outcome = async (parameters: INodeParameters, body: IDataObject) => {
    const trigger = await listen({ parameters });
    const { status, body: answer } = await trigger.deliver(body);
    expect(status).toBe(200);
    expect(trigger.items()).toHaveLength(JSON.parse(answer).accepted ? 1 : 0);
    return trigger.items().length > 0;
  };

  test.each([
    [['alertClosed'], false],
    [['alertAcknowledged', 'alertClosed'], true],
    [['other'], false],
  ])('the choice of events %j starts only those', async (events, started) => {
    expect(await outcome({ events }, acknowledged())).toBe(started);
  });

  test('the events that are chosen unless told otherwise are acknowledged and closed', async () => {
    const trigger = await listen({ parameters: { events: undefined } });
    const { id } = await raise(lab.emulator);
    lab.emulator.control.acknowledge(id, anna.id);
    lab.emulator.control.close(id, anna.id);
    await lab.emulator.control.idle();
    expect(trigger.items().map(({ event }) => event)).toEqual(['alertAcknowledged', 'alertClosed']);
  });

  test('an event of another team is answered 200 and starts nothing', async () => {
    const trigger = await listen({ parameters: { teamId: byId(operations.id) } });
    lab.emulator.control.startDuty(facilities.id);
    lab.emulator.control.startDuty(operations.id);
    await lab.emulator.control.idle();
    expect(trigger.items()).toMatchObject([{ teamId: operations.id }]);
    expect(lab.emulator.journal.deliveries).toHaveLength(1);

    // A webhook that was registered by hand gets the events of all teams.
    expect(JSON.parse((await trigger.deliver({ eventType: 300, team: { id: facilities.id } })).body)).toEqual(
      {
        accepted: false,
      },
    );
    // Events of alerts name no team.
    await trigger.deliver(acknowledged());
    expect(trigger.items()).toHaveLength(2);
  });

  test.each<[string, boolean, IDataObject]>([
    ['acknowledged by a person', true, {}],
    ['acknowledged by nobody', false, { user: null }],
    ['acknowledged by the system user', false, { user: { id: '00000000-0000-0000-0000-000000000000' } }],
    [
      'closed by the mail of the system',
      false,
      { user: { id: randomUUID(), mailaddress: 'system@signl4.com' }, alert: { statusCode: 4 } },
    ],
    ['closed by nobody', false, { user: {}, alert: { statusCode: 4 } }],
    ['nobody on duty, which names no user either', true, { user: null, alert: { statusCode: 16 } }],
    ['annotated by nobody', true, { eventType: 203, user: null }],
    ['punched in', true, { eventType: 302, user: null }],
  ])('Ignore System Changes: an alert %s starts %s', async (_, started, more) => {
    expect(await outcome({ options: { ignoreSystemChanges: true } }, acknowledged(more))).toBe(started);
    expect(await outcome({ options: { ignoreSystemChanges: false } }, acknowledged(more))).toBe(true);
  });

  test.each(['absent', 'null', 'object'] as const)(
    'Ignore System Changes: an alert that n8n itself resolves starts nothing (user: %s)',
    async (systemUser) => {
      await lab.emulatorWith({ assume: { systemUser } });
      const trigger = await listen({
        parameters: { events: ['alertClosed'], options: { ignoreSystemChanges: true } },
      });
      await raise(lab.emulator, { 'X-S4-ExternalID': 'INC-1' });
      await lab.run('resolveByExternalId', { externalId: 'INC-1' });
      await lab.emulator.control.idle();
      expect(lab.emulator.control.alerts()[0]!.statusCode).toBe(4);
      expect(trigger.items()).toEqual([]);

      const { id } = await raise(lab.emulator);
      lab.emulator.control.close(id, anna.id);
      await lab.emulator.control.idle();
      expect(trigger.items()).toMatchObject([{ event: 'alertClosed', alertId: id }]);
    },
  );
});

describe('fields', () => {
  test('missing and null fields are left out, unknown ones stay in raw', async () => {
    const trigger = await listen();
    lab.emulator.control.switchDeliveries({
      omit: ['user', 'alert.externalEventId'],
      nulls: ['team', 'subscription', 'alert.eventId', 'annotation'],
      add: { branch: null, shiny: { new: [null, 1] } },
    });
    const { id } = await raise(lab.emulator);
    const [item] = trigger.items();
    expect(item).toEqual({
      event: 'alertCreated',
      eventName: 'Alert Created',
      eventType: 200,
      raisedAt: expect.any(String),
      alertId: id,
      status: 'open',
      statusCode: 1,
      deliveryId: expect.any(String),
      raw: {
        eventType: 200,
        eventRaisedUtc: item!.raisedAt,
        alert: { id, statusCode: 1 },
        shiny: { new: [null, 1] },
        id: item!.deliveryId,
      },
    });
  });

  test('may be all missing but the type', async () => {
    const trigger = await listen();
    const { status } = await trigger.deliver({ eventType: 201 });
    expect(status).toBe(200);
    expect(trigger.items()).toEqual([
      { event: 'other', eventName: 'Other', eventType: 201, raw: { eventType: 201 } },
    ]);
  });

  test.each([
    ['no object', '[]'],
    ['a text', '"hello"'],
    ['null', 'null'],
    ['no event', '{}'],
    ['a type that is a text', '{"eventType":"201"}'],
    ['a type that is no whole number', '{"eventType":201.5}'],
    ['an alert that is a text', '{"eventType":200,"alert":"a"}'],
    ['a prototype', '{"eventType":200,"__proto__":{"polluted":true}}'],
    ['a prototype in disguise', '{"eventType":200,"alert":{"\\u005f_proto__":{"polluted":true}}}'],
  ])('fields that make %s are refused', async (_, body) => {
    const trigger = await listen();
    const { status, logs } = await trigger.deliver(body);
    expect(status).toBe(400);
    expect(logs.map(({ level }) => level)).toEqual(['warn']);
    expect(trigger.items()).toEqual([]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe('an unverified delivery is answered 401, always alike, and starts nothing', () => {
  const unauthorized = '{"error":"unauthorized"}';

  test('a delivery with a token that is wrong, missing, empty, cut or doubled is refused', async () => {
    const trigger = await listen();
    const { token } = trigger;
    const wrong: Record<string, string>[] = [
      {},
      { token: '' },
      { token: 'x' },
      { token: token.slice(1) },
      { token: `${token}x` },
      { token: token.toUpperCase() },
      { Token: token },
      { token: '__proto__' },
      { 'token[]': token },
      { 'token[0]': token },
      { token: 'x'.repeat(5000) },
      { token: webhookToken },
    ];
    for (const query of wrong) {
      const { status, body, logs } = await trigger.deliver(acknowledged(), { query });
      expect([query, status, body]).toEqual([query, 401, unauthorized]);
      expectNoSecret(logs, [token]);
    }
    const url = new URL(lab.emulator.control.webhooks()[0]!.extUrl);
    for (const search of [
      `?token=${token}&token=${token}`,
      `?token=x&token=${token}`,
      `?token=${token}&token=`,
    ]) {
      const response = await fetch(url.origin + url.pathname + search, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(acknowledged()),
      });
      expect([response.status, await response.text()]).toEqual([401, unauthorized]);
    }
    expect(trigger.items()).toEqual([]);

    expect((await trigger.deliver(acknowledged())).status).toBe(200);
    expect(trigger.items()).toHaveLength(1);
  });

  test.each<[string, IDataObject]>([
    ['nothing', {}],
    ['nonsense', { subscriptions: 'x' }],
    ['no token', { subscriptions: { production: { tokenHashes: [''] } } }],
  ])('when n8n remembers %s', async (_, staticData) => {
    for (const query of [{}, { token: '' }, { token: 'undefined' }] as Record<string, string>[]) {
      const delivered = await deliver({
        packages: lab.packages,
        nodeType: TRIGGER,
        credentials: lab.credentials(),
        staticData,
        rawBody: JSON.stringify(acknowledged()),
        headers: { 'content-type': 'application/json' },
        query,
      });
      expect([delivered.status, delivered.body]).toEqual([401, unauthorized]);
      expect(delivered.workflowData).toBeUndefined();
    }
  });

  test('a delivery with the token of another node is refused', async () => {
    const [one, other] = [await listen(), await listen()];
    expect((await one.deliver(acknowledged(), { query: { token: other.token } })).status).toBe(401);
  });

  test('after deactivation', async () => {
    const trigger = await listen({ parameters: { registration: 'manual' } });
    const query = { token: webhookToken };
    expect((await trigger.deliver(acknowledged(), { query })).status).toBe(200);
    await triggerHooks({
      packages: lab.packages,
      nodeType: TRIGGER,
      parameters: { registration: 'manual' },
      credentials: lab.credentials(),
      webhookId: trigger.webhookId,
      staticData: trigger.staticData(),
    }).delete();
    expect((await trigger.deliver(acknowledged(), { query })).status).toBe(401);
  });
});

describe('a body', () => {
  test('may begin with a byte order mark', async () => {
    const trigger = await listen();
    const headers = { 'content-type': 'application/cloudevents+json' };
    expect((await trigger.deliver(`\uFEFF${JSON.stringify(acknowledged())}`)).status).toBe(200);
    expect((await trigger.deliver(`\uFEFF${JSON.stringify(acknowledged())}`, { headers })).status).toBe(200);
    expect(trigger.items()).toHaveLength(2);
  });

  test('a body that is not JSON is refused, by n8n or by the node', async () => {
    const trigger = await listen();
    expect((await trigger.deliver('{"eventType":')).status).toBe(422);
    const headers = { 'content-type': 'application/cloudevents+json' };
    expect((await trigger.deliver('{"eventType":', { headers })).status).toBe(400);
    expect((await trigger.deliver('', { headers })).status).toBe(400);
    expect(trigger.items()).toEqual([]);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'text/json', ''])(
    'a body of the type "%s" is refused (415)',
    async (type) => {
      const trigger = await listen();
      const headers = { 'content-type': type };
      expect((await trigger.deliver(Buffer.from(JSON.stringify(acknowledged())), { headers })).status).toBe(
        415,
      );
      expect(trigger.items()).toEqual([]);
    },
  );

  test.each(['application/json; charset=utf-8', 'Application/JSON', 'application/cloudevents+json'])(
    'a body of the type "%s" is taken',
    async (type) => {
      const trigger = await listen();
      expect((await trigger.deliver(acknowledged(), { headers: { 'content-type': type } })).status).toBe(200);
      expect(trigger.items()).toHaveLength(1);
    },
  );

  test('may have 256 KiB and no byte more, unpacked', async () => {
    const trigger = await listen();
    const ofSize = (bytes: number) => {
      const bare = JSON.stringify(acknowledged({ padding: '' }));
      return bare.replace('"padding":""', `"padding":"${'x'.repeat(bytes - bare.length)}"`);
    };
    expect((await trigger.deliver(ofSize(256 * 1024))).status).toBe(200);
    expect((await trigger.deliver(ofSize(256 * 1024 + 1))).status).toBe(413);
    const headers = { 'content-encoding': 'gzip' };
    expect((await trigger.deliver(gzipSync(ofSize(256 * 1024)), { headers })).status).toBe(200);
    expect((await trigger.deliver(gzipSync(ofSize(1024 * 1024)), { headers })).status).toBe(413);
    expect(trigger.items()).toHaveLength(2);
  });
});

describe('the same event', () => {
  test('sent again and again by SIGNL4 starts the workflow once', async () => {
    const trigger = await listen();
    lab.emulator.control.switchDeliveries({ duplicates: 4 });
    const { id } = await raise(lab.emulator);
    lab.emulator.control.acknowledge(id, anna.id);
    await lab.emulator.control.idle();
    expect(trigger.answers()).toEqual(Array(10).fill(200));
    expect(trigger.items().map(({ event }) => event)).toEqual(['alertCreated', 'alertAcknowledged']);
  });

  test('is told that it is a repetition', async () => {
    const trigger = await listen();
    const event = acknowledged();
    expect(JSON.parse((await trigger.deliver(event)).body)).toEqual({ accepted: true });
    expect(JSON.parse((await trigger.deliver(event)).body)).toEqual({ accepted: true, duplicate: true });
    expect(JSON.parse((await trigger.deliver(acknowledged())).body)).toEqual({ accepted: true });
  });

  test('sent many times at one instant starts the workflow once', async () => {
    const trigger = await listen();
    const events = [acknowledged(), acknowledged(), acknowledged()];
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => trigger.deliver(events[index % 3])),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(200));
    expect(
      trigger
        .items()
        .map(({ deliveryId }) => deliveryId)
        .sort(),
    ).toEqual(events.map(({ id }) => id).sort());
  });

  test('sent again after a restart of n8n starts nothing', async () => {
    const before = await listen();
    const event = acknowledged();
    await before.deliver(event);

    const after = await listen({ packages: await lab.reload(), after: before });
    expect(JSON.parse((await after.deliver(event)).body)).toEqual({ accepted: true, duplicate: true });
    await after.deliver(acknowledged());
    expect(after.items()).toHaveLength(1);
  });

  test('the same event that was not wanted at first may be taken later', async () => {
    const before = await listen({ parameters: { events: ['alertClosed'] } });
    const event = acknowledged();
    await before.deliver(event);
    const after = await listen({ after: before });
    await after.deliver(event);
    expect([before.items().length, after.items().length]).toEqual([0, 1]);
  });

  test('the same event without an id is known by its content and time, and without a time it cannot be told from another', async () => {
    const trigger = await listen();
    const timed = (time: string) => ({ eventType: 200, eventRaisedUtc: time, id: '' });
    for (const time of ['2026-01-05T08:00:00Z', '2026-01-05T08:00:00Z', '2026-01-05T08:00:01Z'])
      await trigger.deliver(timed(time));
    expect(trigger.items()).toHaveLength(2);
    await trigger.deliver({ eventType: 200 });
    await trigger.deliver({ eventType: 200 });
    expect(trigger.items()).toHaveLength(4);
  });
});

test('events out of order start the workflow in the order of their arrival', async () => {
  const trigger = await listen();
  lab.emulator.control.switchDeliveries({ reorder: true });
  const alert = { id: 'a', externalEventId: 'INC-1' };
  lab.emulator.control.emit(operations.id, 200, { alert: { ...alert, statusCode: 1 } });
  lab.emulator.control.emit(operations.id, 201, { alert: { ...alert, statusCode: 2 } });
  await lab.emulator.control.idle();
  expect(trigger.items().map(({ event }) => event)).toEqual(['alertAcknowledged', 'alertCreated']);
  // A user who needs the order can sort by time.
  const [late, early] = trigger.items().map(({ raisedAt }) => String(raisedAt));
  expect(early! <= late!).toBe(true);
});
