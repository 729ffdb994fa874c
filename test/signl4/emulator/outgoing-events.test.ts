import { manualClock, type Emulator } from '@signalbox/emulators';
import { seed, type Control } from '@signalbox/emulators/signl4';
import { eventReceiver } from '../../emulators/event-receiver';
import { api, post, raise, startSignl4, stopAll } from './running-signl4';

const { operations, facilities } = seed.teams;
const { anna, ben, clara } = seed.users;
const guid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const recordIdPattern = expect.stringMatching(/^\d{19}_[0-9a-f-]{36}$/);
const utc = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/);

const receivers: Awaited<ReturnType<typeof eventReceiver>>[] = [];

async function receiver(answers?: Parameters<typeof eventReceiver>[0]) {
  const made = await eventReceiver(answers);
  receivers.push(made);
  return made;
}

async function subscribe(emulator: { url: string }, url: string, teamId?: string): Promise<string> {
  const { status, json } = await api(emulator, 'POST', '/webhooks', { name: 'n8n', extUrl: url, teamId });
  expect(status).toBe(201);
  return json;
}

/** An emulator with one subscriber to everything. */
async function watched(
  options: Parameters<typeof startSignl4>[0] = {},
  answers?: Parameters<typeof eventReceiver>[0],
) {
  const emulator = await startSignl4(options);
  const hook = await receiver(answers);
  await subscribe(emulator, hook.url);
  return { emulator, hook };
}

afterEach(async () => {
  await stopAll();
  await Promise.all(receivers.splice(0).map((made) => made.close()));
});

describe('events (signl4.md §3.3 and §3.4)', () => {
  const person = (user: { name: string; mail: string; id: string }) => ({
    username: user.name,
    mailaddress: user.mail,
    id: user.id,
  });
  const subscription = { id: seed.subscriptionId };

  it('come one by one as JSON by POST, with nothing to verify them by', async () => {
    const { emulator, hook } = await watched();
    await raise(emulator, { 'X-S4-ExternalID': 'INC1' });
    expect(hook.events).toHaveLength(1);
    expect(hook.events[0]!.headers['content-type']).toMatch(/^application\/json/);
    expect(Object.keys(hook.events[0]!.headers).sort()).toEqual([
      'connection',
      'content-length',
      'content-type',
      'host',
    ]);
  });

  it('200: a new alert', async () => {
    const { emulator, hook } = await watched();
    const alert = await raise(emulator, { 'X-S4-ExternalID': 'INC1' });
    expect(hook.events[0]!.body).toStrictEqual({
      eventType: 200,
      eventRaisedUtc: utc,
      subscription,
      alert: { statusCode: 1, eventId: alert.eventId, externalEventId: 'INC1', id: alert.id },
      id: guid,
    });
  });

  it('201/2 and 201/4: acknowledged and closed', async () => {
    const { emulator, hook } = await watched();
    const alert = await raise(emulator, { 'X-S4-ExternalID': 'INC1' });
    emulator.control.acknowledge(alert.id, anna.id);
    emulator.control.close(alert.id, ben.id);
    await emulator.control.idle();
    const body = (statusCode: number, user: typeof anna | typeof ben) => ({
      eventType: 201,
      eventRaisedUtc: utc,
      subscription,
      user: person(user),
      alert: {
        statusCode,
        eventId: alert.eventId,
        externalEventId: 'INC1',
        acknowledgedUserIds: [anna.id],
        id: alert.id,
      },
      id: guid,
    });
    expect(hook.events.slice(1).map((event) => event.body)).toStrictEqual([body(2, anna), body(4, ben)]);
  });

  it('201/16 without a user: no one on duty', async () => {
    const { emulator, hook } = await watched();
    emulator.control.punchOut(anna.id);
    emulator.control.punchOut(ben.id);
    const alert = await raise(emulator);
    expect(hook.events.slice(2).map((event) => event.body)).toStrictEqual([
      {
        eventType: 200,
        eventRaisedUtc: utc,
        subscription,
        alert: { statusCode: 1, eventId: alert.eventId, id: alert.id },
        id: guid,
      },
      {
        eventType: 201,
        eventRaisedUtc: utc,
        subscription,
        alert: { statusCode: 16, eventId: alert.eventId, acknowledgedUserIds: [], id: alert.id },
        id: guid,
      },
    ]);
    expect((await api(emulator, 'GET', `/alerts/${alert.id}`)).json.status).toMatchObject({
      statusCode: 16,
      alertDeliveryStatus: { statusCode: 30 },
    });
    expect((await api(emulator, 'POST', `/alerts/${alert.id}/acknowledge`, { uid: anna.id })).status).toBe(
      200,
    );
  });

  it('emergency reaches the whole team, on duty or not', async () => {
    const { emulator, hook } = await watched();
    emulator.control.punchOut(anna.id);
    emulator.control.punchOut(ben.id);
    await raise(emulator, { 'X-S4-AlertingScenario': 'emergency' });
    expect(hook.types().slice(2)).toEqual([[200, 1]]);
  });

  it('202: not acknowledged in time, exactly at the end of the response time', async () => {
    const clock = manualClock();
    const { emulator, hook } = await watched({ clock });
    await post(emulator, { title: 'Late' });
    await post(emulator, { title: 'In time' });
    clock.advance(1);
    const [late, inTime] = emulator.control.alerts();
    emulator.control.acknowledge(inTime!.id, anna.id);
    clock.advance(119_999);
    await emulator.control.idle();
    expect(hook.types()).toEqual([
      [200, 1],
      [200, 1],
      [201, 2],
    ]);
    clock.advance(1);
    await emulator.control.idle();
    expect(hook.events[3]!.body).toStrictEqual({
      eventType: 202,
      eventRaisedUtc: expect.stringMatching(/^2026-01-05T08:02:00\.00/),
      subscription,
      team: { id: operations.id },
      alert: { statusCode: 1, eventId: late!.eventId, acknowledgedUserIds: [], id: late!.id },
      id: guid,
    });
    clock.advance(10 * 120_000);
    await emulator.control.idle();
    expect(hook.events).toHaveLength(4);
    expect((await api(emulator, 'GET', `/alerts/${late!.id}`)).json.flags).toBe(4 | 32);
  });

  it('202 and 200: escalated to another team by the settings', async () => {
    const clock = manualClock();
    const { emulator, hook } = await watched({ clock });
    await api(emulator, 'POST', `/teams/${operations.id}/alertSettings`, {
      escMode: 1,
      escRefId: facilities.id,
    });
    await post(emulator, { title: 'Late' });
    clock.advance(121_000);
    await emulator.control.idle();
    expect(hook.types()).toEqual([
      [200, 1],
      [202, 1],
      [200, 1],
    ]);
    expect(emulator.control.alerts()[1]!.teamId).toBe(facilities.id);
  });

  it('203: annotated', async () => {
    const { emulator, hook } = await watched();
    const alert = await raise(emulator);
    emulator.control.annotate(alert.id, anna.id, 'OK, on it.');
    await emulator.control.idle();
    expect(hook.events[1]!.body).toStrictEqual({
      eventType: 203,
      eventRaisedUtc: utc,
      subscription,
      user: person(anna),
      alert: { statusCode: 1, eventId: alert.eventId, id: alert.id },
      annotation: { message: 'OK, on it.', id: recordIdPattern },
      id: guid,
    });
  });

  it('300 to 303: duty periods and people', async () => {
    const { emulator, hook } = await watched();
    emulator.control.startDuty(operations.id);
    emulator.control.endDuty(operations.id);
    emulator.control.punchIn(clara.id, [operations.id]);
    emulator.control.punchIn(clara.id, [operations.id]);
    emulator.control.punchOut(clara.id, [operations.id]);
    await emulator.control.idle();
    const team = { id: operations.id };
    expect(hook.events.map((event) => event.body)).toStrictEqual([
      { eventType: 300, eventRaisedUtc: utc, team, id: guid },
      { eventType: 301, eventRaisedUtc: utc, team, id: guid },
      { eventType: 302, eventRaisedUtc: utc, team, user: { id: clara.id }, id: guid },
      { eventType: 303, eventRaisedUtc: utc, team, user: { id: clara.id }, id: guid },
    ]);
    expect(new Set(hook.events.map(({ body }) => body.id)).size).toBe(4);
  });

  it('201 with the resulting status when something is undone', async () => {
    const { emulator, hook } = await watched();
    const { id } = await raise(emulator);
    emulator.control.acknowledge(id, anna.id);
    emulator.control.close(id, anna.id);
    emulator.control.undoClose(id, anna.id);
    emulator.control.undoAcknowledge(id, anna.id);
    await emulator.control.idle();
    expect(hook.types()).toEqual([
      [200, 1],
      [201, 2],
      [201, 4],
      [201, 2],
      [201, 1],
    ]);
  });

  it('multi_ack: one 201 for each, open until the last', async () => {
    const { emulator, hook } = await watched();
    const { id } = await raise(emulator, { 'X-S4-AlertingScenario': 'multi_ack' });
    emulator.control.acknowledge(id, anna.id);
    emulator.control.acknowledge(id, ben.id);
    await emulator.control.idle();
    expect(
      hook.events.slice(1).map(({ body }) => [body.alert.statusCode, body.alert.acknowledgedUserIds]),
    ).toEqual([
      [1, [anna.id]],
      [2, [anna.id, ben.id]],
    ]);
  });

  it.each([
    ['absent', undefined],
    ['null', null],
    [
      'object',
      { username: 'System', mailaddress: 'system@signl4.com', id: '00000000-0000-0000-0000-000000000000' },
    ],
  ] as const)('a change by the inbound webhook has its user %s', async (systemUser, user) => {
    const { emulator, hook } = await watched({ assume: { systemUser } });
    await raise(emulator, { 'X-S4-ExternalID': 'e' });
    await post(emulator, { 'X-S4-ExternalID': 'e', 'X-S4-Status': 'resolved' });
    await emulator.control.idle();
    expect(hook.types()).toEqual([
      [200, 1],
      [201, 4],
    ]);
    expect(hook.events[1]!.body.user).toEqual(user);
  });

  it.each([
    ['annotatedStatus', { annotatedStatus: 'zero' }, 'annotate', { alert: { statusCode: 0 } }],
    [
      'noteInStatusEvent',
      { noteInStatusEvent: true },
      'acknowledge',
      { annotation: { message: 'note', id: recordIdPattern } },
    ],
  ] as const)('assumption %s', async (_name, assume, what, expected) => {
    const { emulator, hook } = await watched({ assume: assume });
    const { id } = await raise(emulator);
    emulator.control[what](id, anna.id, 'note');
    await emulator.control.idle();
    expect(hook.events[1]!.body).toMatchObject(expected);
  });

  it('no event for a filtered or discarded one', async () => {
    const { emulator, hook } = await watched();
    await post(emulator, { title: 'Noise', 'X-S4-Filtering': true });
    await post(emulator, { title: 'T', 'X-S4-Status': 'updated' });
    await emulator.control.idle();
    expect(hook.events).toEqual([]);
  });
});

describe('subscribers', () => {
  it('get the events of their team, or all, while they are enabled', async () => {
    const emulator = await startSignl4();
    const [all, ops, fac] = [await receiver(), await receiver(), await receiver()];
    const allId = await subscribe(emulator, all.url);
    await subscribe(emulator, ops.url, operations.id);
    await subscribe(emulator, fac.url, facilities.id);
    await raise(emulator);
    await raise(emulator, {}, `/webhook/${facilities.secret}`);
    await api(emulator, 'POST', `/webhooks/${allId}/disable`);
    await raise(emulator);
    await api(emulator, 'POST', `/webhooks/${allId}/enable`);
    await raise(emulator);
    expect([all, ops, fac].map(({ events }) => events.length)).toEqual([3, 3, 1]);
  });

  it('get one event under one id, and in order', async () => {
    const { emulator, hook } = await watched();
    const other = await receiver();
    await subscribe(emulator, other.url);
    for (let index = 0; index < 20; index++) await post(emulator, { title: `T${index}` });
    await emulator.control.idle();
    const ids = hook.events.map(({ body }) => body.id);
    expect(other.events.map(({ body }) => body.id)).toEqual(ids);
    expect(hook.events.map(({ body }) => body.alert.id)).toEqual(
      emulator.control.alerts().map(({ id }) => id),
    );
  });

  it('get a test event on registration if that is assumed', async () => {
    const { emulator, hook } = await watched({ assume: { testEventOnRegistration: true } });
    await emulator.control.idle();
    expect(hook.events[0]!.body).toStrictEqual({ eventType: 1, eventRaisedUtc: utc, id: guid });
  });
});

describe('attempts (assumed: 3, with pauses)', () => {
  /** Waits until so many attempts are in the journal. */
  const attempts = async (emulator: Emulator<Control>, count: number) => {
    await emulator.control.idle();
    expect(emulator.journal.deliveries).toHaveLength(count);
    return emulator.journal.deliveries.map(({ attempt, status, error }) => [attempt, status, error]);
  };

  it('repeats the same event until it is answered 2xx', async () => {
    const clock = manualClock();
    const { emulator, hook } = await watched({ clock }, (index) => [500, 302, 204][index] ?? 200);
    emulator.control.startDuty(operations.id);
    expect(await attempts(emulator, 1)).toEqual([[1, 500, null]]);
    clock.advance(999);
    await attempts(emulator, 1);
    clock.advance(1);
    await attempts(emulator, 2);
    clock.advance(4000);
    expect(await attempts(emulator, 3)).toEqual([
      [1, 500, null],
      [2, 302, null],
      [3, 204, null],
    ]);
    expect(new Set(hook.events.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    clock.advance(60_000);
    await attempts(emulator, 3);
  });

  it('gives up after three', async () => {
    const { emulator } = await watched({ assume: { retryDelayMs: 1 } }, () => 503);
    emulator.control.startDuty(operations.id);
    expect(await attempts(emulator, 3)).toEqual([
      [1, 503, null],
      [2, 503, null],
      [3, 503, null],
    ]);
  });

  it('counts a subscriber that does not answer, or is not there', async () => {
    const { emulator, hook } = await watched(
      { assume: { deliveryTries: 2, retryDelayMs: 1, deliveryTimeoutMs: 30 } },
      () => 'hang',
    );
    emulator.control.startDuty(operations.id);
    expect(await attempts(emulator, 2)).toEqual([
      [1, null, 'TIMEOUT'],
      [2, null, 'TIMEOUT'],
    ]);
    await hook.close();
    emulator.control.endDuty(operations.id);
    expect((await attempts(emulator, 4)).slice(2)).toEqual([
      [1, null, 'ECONNREFUSED'],
      [2, null, 'ECONNREFUSED'],
    ]);
  });

  it('sends the next event only when the one before is answered, or given up', async () => {
    const assume = { deliveryTries: 1, deliveryTimeoutMs: 30 };
    const { emulator } = await watched({ assume }, (index) => (index === 0 ? 'hang' : 200));
    emulator.control.startDuty(operations.id);
    emulator.control.endDuty(operations.id);
    expect(await attempts(emulator, 2)).toEqual([
      [1, null, 'TIMEOUT'],
      [1, 200, null],
    ]);
  });

  it('does not let a retry hold up the events behind it', async () => {
    const clock = manualClock();
    const { emulator, hook } = await watched({ clock }, (index) => (index === 0 ? 500 : 200));
    emulator.control.startDuty(operations.id);
    emulator.control.endDuty(operations.id);
    await emulator.control.idle();
    clock.advance(1000);
    await emulator.control.idle();
    expect(hook.types()).toEqual([[300], [301], [300]]);
  });
});

describe('switches', () => {
  const both = (emulator: Emulator<Control>) => {
    emulator.control.startDuty(operations.id);
    emulator.control.endDuty(operations.id);
    return emulator.control.idle();
  };

  it('duplicates: the same event again, under the same id', async () => {
    const { emulator, hook } = await watched();
    emulator.control.switchDeliveries({ duplicates: 2 });
    emulator.control.startDuty(operations.id);
    await emulator.control.idle();
    expect(hook.events).toHaveLength(3);
    expect(new Set(hook.events.map(({ body }) => body.id)).size).toBe(1);
  });

  it('drop: the next ones get lost', async () => {
    const { emulator, hook } = await watched();
    emulator.control.switchDeliveries({ drop: 1 });
    await both(emulator);
    expect(hook.types()).toEqual([[301]]);
    expect(emulator.journal.deliveries[0]).toMatchObject({ attempt: 0, error: 'DROPPED' });
  });

  it('reorder: two change places, and a last one still goes out', async () => {
    const { emulator, hook } = await watched();
    emulator.control.switchDeliveries({ reorder: true });
    await both(emulator);
    emulator.control.emit(operations.id, 999);
    await emulator.control.idle();
    expect(hook.types()).toEqual([[301], [300], [999]]);
  });

  it('delay: goes out later', async () => {
    const clock = manualClock();
    const { emulator, hook } = await watched({ clock });
    emulator.control.switchDeliveries({ delayMs: 500 });
    emulator.control.startDuty(operations.id);
    clock.advance(499);
    await emulator.control.idle();
    expect(hook.events).toEqual([]);
    clock.advance(1);
    await emulator.control.idle();
    expect(hook.types()).toEqual([[300]]);
  });

  it('omit, nulls and add: fields are missing, null or new', async () => {
    const { emulator, hook } = await watched();
    emulator.control.switchDeliveries({
      omit: ['alert.externalEventId', 'subscription'],
      nulls: ['user', 'alert.eventId'],
      add: { branch: 'x', eventType: 999 },
    });
    const alert = await raise(emulator, { 'X-S4-ExternalID': 'e' });
    expect(hook.events[0]!.body).toStrictEqual({
      eventType: 999,
      eventRaisedUtc: utc,
      alert: { statusCode: 1, eventId: null, id: alert.id },
      user: null,
      branch: 'x',
      id: guid,
    });
  });

  it('emit: any event to the hooks of a team', async () => {
    const { emulator, hook } = await watched();
    emulator.control.emit(operations.id, 204, { alert: { id: 'x' }, more: [1] });
    await emulator.control.idle();
    expect(hook.events[0]!.body).toStrictEqual({
      eventType: 204,
      eventRaisedUtc: utc,
      alert: { id: 'x' },
      more: [1],
      id: guid,
    });
  });

  it('a reset also stops events that stand in line behind one that is not answered', async () => {
    const { emulator, hook } = await watched({}, () => 'hang');
    emulator.control.startDuty(operations.id);
    emulator.control.endDuty(operations.id);
    while (hook.events.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await emulator.reset();
    await emulator.control.idle();
    expect(hook.types()).toEqual([[300]]);
    expect(emulator.journal.deliveries).toEqual([]);
  });

  it('are off again after a reset, which also stops what is pending', async () => {
    const clock = manualClock();
    const { emulator, hook } = await watched({ clock });
    emulator.control.switchDeliveries({ delayMs: 500 });
    await post(emulator, { title: 'x' });
    emulator.control.startDuty(operations.id);
    await emulator.reset();
    clock.advance(300_000);
    await emulator.control.idle();
    expect(hook.events).toEqual([]);
    await subscribe(emulator, hook.url);
    emulator.control.startDuty(operations.id);
    await emulator.control.idle();
    expect(hook.types()).toEqual([[300]]);
  });
});
