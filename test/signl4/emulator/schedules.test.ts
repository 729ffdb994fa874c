import { seed } from '@signalbox/emulators/signl4';
import { api, startSignl4, stopAll } from './running-signl4';

afterEach(stopAll);

const { operations, facilities } = seed.teams;
const { anna, clara, deniz } = seed.users;
const unknownId = '00000000-1111-4222-8333-444444444444';
const path = `/teams/${operations.id}/schedules`;
const day = (hour: number) => `2026-02-01T${String(hour).padStart(2, '0')}:00:00Z`;
const shift = (from: number, to: number, userId: string = anna.id) => ({
  userId,
  start: day(from),
  end: day(to),
  options: 0,
});

describe('planned duties (signl4.md §2.4)', () => {
  it('are created, read, changed and deleted', async () => {
    const emulator = await startSignl4();
    const created = await api(emulator, 'POST', path, shift(8, 16));
    expect(created).toMatchObject({
      status: 200,
      json: { userId: anna.id, start: '2026-02-01T08:00:00.0000000Z', end: '2026-02-01T16:00:00.0000000Z' },
    });
    const { id } = created.json;
    expect((await api(emulator, 'GET', `${path}/${id}/`)).json).toEqual(created.json);
    expect((await api(emulator, 'POST', path, { id, ...shift(9, 17) })).json).toMatchObject({ id });
    expect((await api(emulator, 'POST', '/schedules', {})).json).toMatchObject([
      { id, teamId: operations.id, start: '2026-02-01T09:00:00.0000000Z' },
    ]);
    expect((await api(emulator, 'DELETE', `${path}/${id}`)).status).toBe(204);
    expect((await api(emulator, 'GET', `${path}/${id}`)).status).toBe(404);
    expect((await api(emulator, 'POST', '/schedules', {})).json).toEqual([]);
  });

  it('do not overlap: 409, one or several, and nothing is saved', async () => {
    const emulator = await startSignl4();
    await api(emulator, 'POST', path, shift(8, 16));
    expect(await api(emulator, 'POST', path, shift(15, 20))).toMatchObject({
      status: 409,
      json: { code: 409 },
    });
    expect((await api(emulator, 'POST', `${path}/multiple`, [shift(20, 21), shift(15, 18)])).status).toBe(
      409,
    );
    expect((await api(emulator, 'POST', `${path}/multiple`, [shift(20, 22), shift(21, 23)])).status).toBe(
      409,
    );
    expect((await api(emulator, 'POST', path, shift(16, 20))).status).toBe(200);
    expect((await api(emulator, 'POST', path, shift(8, 16, clara.id))).status).toBe(200);
    expect((await api(emulator, 'POST', '/schedules', {})).json).toHaveLength(3);
  });

  it('are cut by those that override them, and deleted where nothing is left', async () => {
    const emulator = await startSignl4();
    await api(emulator, 'POST', `${path}/multiple`, [shift(0, 4), shift(5, 6), shift(8, 16)]);
    const { json } = await api(emulator, 'POST', `${path}/multiple?overrideExisting=true`, [
      shift(3, 7),
      shift(10, 12),
    ]);
    expect(json).toHaveLength(2);
    const planned: { start: string; end: string }[] = (await api(emulator, 'POST', '/schedules', {})).json;
    expect(planned.map(({ start, end }) => [Number(start.slice(11, 13)), Number(end.slice(11, 13))])).toEqual(
      [
        [0, 3],
        [3, 7],
        [8, 10],
        [10, 12],
        [12, 16],
      ],
    );
  });

  it('are deleted by range, and listed by team, user, date and number', async () => {
    const emulator = await startSignl4();
    await api(emulator, 'POST', `${path}/multiple`, [shift(0, 4), shift(8, 16), shift(8, 16, clara.id)]);
    await api(emulator, 'POST', `/teams/${facilities.id}/schedules`, shift(8, 16, deniz.id));
    const found = async (filter: unknown) => (await api(emulator, 'POST', '/schedules', filter)).json.length;
    expect(await found({ teamIds: [facilities.id] })).toBe(1);
    expect(await found({ userId: anna.id })).toBe(2);
    expect(await found({ minDate: day(5) })).toBe(3);
    expect(await found({ limit: 2 })).toBe(2);
    const gone = await api(emulator, 'POST', `${path}/deleteRange`, { from: day(3), to: day(9) });
    expect(gone).toMatchObject({ status: 200 });
    expect(gone.json).toHaveLength(3);
    expect(await found({})).toBe(1);
  });

  it.each([
    ['a user outside the team', shift(8, 16, deniz.id), 404],
    ['an end before the start', shift(16, 8), 400],
    ['no user', { start: day(8), end: day(16) }, 400],
    ['a start that is no date', { ...shift(8, 16), start: 'soon' }, 400],
  ])('are refused with %s', async (_name, body, status) => {
    const emulator = await startSignl4();
    expect(await api(emulator, 'POST', path, body)).toMatchObject({ status, json: { code: status } });
    expect((await api(emulator, 'POST', `/teams/${unknownId}/schedules`, shift(1, 2))).status).toBe(404);
    expect(emulator.control.schedules()).toEqual([]);
  });

  it('are deleted whole where they are overridden, if that is assumed', async () => {
    const emulator = await startSignl4({ assume: { overrideSchedules: 'delete' } });
    await api(emulator, 'POST', path, shift(8, 16));
    await api(emulator, 'POST', `${path}/multiple?overrideExisting=true`, [shift(15, 18)]);
    expect(emulator.control.schedules()).toHaveLength(1);
  });
});
