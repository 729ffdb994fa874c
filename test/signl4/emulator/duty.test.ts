import { manualClock } from '@signalbox/emulators';
import { seed } from '@signalbox/emulators/signl4';
import { eventReceiver } from '../../emulators/event-receiver';
import { api, startSignl4, startStillSignl4, stopAll } from './running-signl4';

afterEach(stopAll);

const { operations, facilities } = seed.teams;
const { anna, ben, clara, deniz } = seed.users;
const unknownId = '00000000-1111-4222-8333-444444444444';

describe('duty (signl4.md §2.4)', () => {
  it('punches in and out with 207', async () => {
    const emulator = await startSignl4();
    const duty = (what: string, body: unknown) => api(emulator, 'POST', `/duties/${what}`, body);
    const status = async () =>
      (await api(emulator, 'GET', `/users/${clara.id}/dutyStatus`)).json.data.map(
        (info: { onDuty: boolean; onManagerDuty: boolean }) => [info.onDuty, info.onManagerDuty],
      );
    expect(await status()).toEqual([
      [false, false],
      [true, false],
    ]);
    expect(await duty('PunchIn', { userId: clara.id })).toMatchObject({
      status: 207,
      json: { data: [{ dutyMode: 1 }, { dutyMode: 1 }], errors: [] },
    });
    await duty('punchInAsManager', { userId: clara.id, teamIds: [operations.id] });
    expect(await status()).toEqual([
      [true, true],
      [true, false],
    ]);
    await duty('punchOut', { userId: clara.id });
    expect(await status()).toEqual([
      [false, false],
      [false, false],
    ]);
    expect(await duty('punchIn', { userId: deniz.id, teamIds: [operations.id] })).toMatchObject({
      status: 207,
      json: { data: [], errors: [{ teamId: operations.id, userId: deniz.id }] },
    });
    expect((await duty('punchIn', { userId: unknownId })).status).toBe(404);
    expect((await duty('punchIn', {})).status).toBe(400);
  });

  it('keeps an error for each team that a duty change was refused in, and changes the others', async () => {
    const emulator = await startSignl4();
    const { status, json } = await api(emulator, 'POST', '/duties/punchIn', {
      userId: clara.id,
      teamIds: [operations.id, unknownId],
    });
    expect(status).toBe(207);
    expect(json.data).toMatchObject([{ teamId: operations.id, userId: clara.id, dutyMode: 1 }]);
    expect(json.errors).toEqual([
      { teamId: unknownId, userId: clara.id, errorCode: 404, errorDescription: expect.any(String) },
    ]);
  });

  it('shows a change in the status, the list of users, the summary and an event to webhooks', async () => {
    const { clock, emulator } = await startStillSignl4();
    const hook = await eventReceiver();
    await api(emulator, 'POST', '/webhooks', { name: 'x', extUrl: hook.url });
    clock.advance(90 * 60_000);
    const users = async () => (await api(emulator, 'GET', `/teams/users?teamId=${operations.id}`)).json.data;
    const dutyOf = async (id: string) =>
      (await users()).find((user: { id: string }) => user.id === id).dutyInfos[0];
    expect(await dutyOf(anna.id)).toMatchObject({ dutyMode: 1, onDutyTime: 90, overdue: false });

    for (const userId of [anna.id, ben.id]) await api(emulator, 'POST', '/duties/punchOut', { userId });
    await emulator.control.idle();
    expect(await dutyOf(anna.id)).toMatchObject({
      dutyMode: 0,
      onDutyTime: 0,
      lastChange: '2026-01-05T09:30:00.0000000Z',
    });
    expect(hook.events.map(({ body }) => [body.eventType, body.user.id])).toEqual([
      [303, anna.id],
      [303, ben.id],
    ]);
    const summary = await api(emulator, 'GET', `/duties/summary?teamId=${operations.id}`);
    expect(summary.json.data[0].dutySummaries).toMatchObject([
      { dutyStart: '2026-01-05T08:00:00.0000000Z', dutyEnd: '2026-01-05T09:30:00.0000000Z' },
    ]);
    await hook.close();
  });

  it('counts someone as overdue after the length of a duty', async () => {
    const { clock, emulator } = await startStillSignl4();
    clock.advance(8 * 3_600_000 + 60_000);
    const { json } = await api(emulator, 'GET', `/users/${anna.id}/dutyStatus`);
    expect(json.data).toMatchObject([{ onDuty: true, overdue: true }]);
  });

  it('lists duties in the summary, newest first, or the last two', async () => {
    const clock = manualClock();
    const emulator = await startSignl4({ clock });
    for (let period = 0; period < 3; period++) {
      emulator.control.startDuty(operations.id);
      clock.advance(3_600_000);
      emulator.control.endDuty(operations.id);
    }
    const summary = async (query: string) =>
      (await api(emulator, 'GET', `/duties/summary?teamId=${operations.id}${query}`)).json.data[0]
        .dutySummaries;
    expect(await summary('')).toHaveLength(4);
    expect(await summary('&lastTwoDuties=true')).toMatchObject([
      { dutyStart: '2026-01-05T10:00:00.0000000Z', dutyEnd: '2026-01-05T11:00:00.0000000Z' },
      { dutyStart: '2026-01-05T09:00:00.0000000Z', dutyEnd: '2026-01-05T10:00:00.0000000Z' },
    ]);
    const errors = async () =>
      (await api(emulator, 'GET', `/duties/summary?teamId=${unknownId}`)).json.errors;
    expect(await errors()).toEqual([
      { userId: null, errorCode: 404, errorDescription: expect.stringContaining(unknownId) },
    ]);
  });

  it('takes a mail address for a user ID, and refuses "me": an API key is no person', async () => {
    const emulator = await startSignl4();
    const status = (name: string) => api(emulator, 'GET', `/users/${name}/dutyStatus`);
    expect((await status(encodeURIComponent(clara.mail))).json.data).toHaveLength(2);
    expect(await status('me')).toMatchObject({ status: 403, json: { code: 403 } });
  });

  it('responds 404 if the user is in no team', async () => {
    const emulator = await startSignl4();
    expect((await api(emulator, 'POST', '/duties/punchOut', { userId: unknownId })).status).toBe(404);
  });
});

describe('assumptions about duty', () => {
  it.each([
    ['presence', true],
    ['handover', false],
  ] as const)('%s decides whether the last to leave ends the duty period', async (dutyPeriods, ends) => {
    const emulator = await startSignl4({ assume: { dutyPeriods } });
    emulator.control.punchOut(clara.id, [facilities.id]);
    const { json } = await api(emulator, 'GET', `/duties/summary?teamId=${facilities.id}`);
    const { dutyEnd } = json.data[0].dutySummaries[0];
    expect(dutyEnd !== null).toBe(ends);
  });

  it('minimumOnDuty keeps the last one on duty', async () => {
    const emulator = await startSignl4({ assume: { minimumOnDuty: true } });
    const { status, json } = await api(emulator, 'POST', '/duties/punchOut', {
      userId: clara.id,
      teamIds: [facilities.id],
    });
    expect([status, json.data, json.errors]).toMatchObject([
      207,
      [],
      [{ teamId: facilities.id, userId: clara.id, errorCode: 409 }],
    ]);
  });

  it('onDutyTimeUnit counts minutes or seconds', async () => {
    const { clock, emulator } = await startStillSignl4({ assume: { onDutyTimeUnit: 'seconds' } });
    clock.advance(61_000);
    expect((await api(emulator, 'GET', `/users/${ben.id}`)).json.dutyInfos[0].onDutyTime).toBe(61);
  });
});
