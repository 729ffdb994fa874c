import { byId, itemsOf, refusalOf, seed, useLab } from './lab';

const lab = useLab();
const { anna, clara, deniz } = seed.users;
const { operations, facilities } = seed.teams;
const bodies = () => lab.requests().map(({ body }) => (body === '' ? undefined : JSON.parse(body)));

describe('Get Who Is on Duty', () => {
  it('gives one item for each team, with the people on duty', async () => {
    const items = itemsOf(await lab.run('getOnDuty', { resource: 'duty', returnAll: true }));
    expect(items).toHaveLength(2);
    expect(items.find(({ teamId }) => teamId === operations.id)).toMatchObject({
      teamName: operations.name,
      nobodyOnDuty: false,
      onDuty: expect.arrayContaining([
        expect.objectContaining({
          userId: anna.id,
          name: anna.name,
          mail: anna.mail,
          dutyModeName: 'onDuty',
        }),
        expect.objectContaining({ dutyModeName: 'onDutyAsManager' }),
      ]),
    });
  });

  it('still gives the team when nobody is on duty', async () => {
    await lab.run('punchOut', { resource: 'duty', userId: byId(clara.id), teamIds: [facilities.id] });
    const items = itemsOf(await lab.run('getOnDuty', { resource: 'duty', teamId: byId(facilities.id) }));
    expect(items).toEqual([
      { teamId: facilities.id, teamName: facilities.name, nobodyOnDuty: true, onDuty: [] },
    ]);
  });
});

describe('Punch In', () => {
  it('sets a user on duty in the chosen team alone', async () => {
    const parameters = { resource: 'duty', userId: byId(deniz.id), teamIds: [facilities.id] };
    const [item] = itemsOf(await lab.run('punchIn', parameters));
    expect(bodies()).toEqual([{ userId: deniz.id, teamIds: [facilities.id] }]);
    expect(item).toMatchObject({
      userId: deniz.id,
      duties: [{ userId: deniz.id, teamId: facilities.id, dutyModeName: 'onDuty' }],
    });
  });

  it('says which team refused, and how many did not', async () => {
    const parameters = { resource: 'duty', userId: byId(deniz.id), teamIds: [facilities.id, operations.id] };
    const { message } = refusalOf(await lab.run('punchIn', parameters));
    expect(message).toContain(`(team ${operations.id})`);
    expect(message).toContain('It succeeded for 1 of 2 teams.');
  });
});

describe('Schedule: Create', () => {
  const schedule = {
    resource: 'schedule',
    teamId: byId(operations.id),
    userId: byId(anna.id),
    start: '2030-01-01T08:00:00Z',
    end: '2030-01-01T16:00:00Z',
  };

  it('plans a duty, which Get Many then shows', async () => {
    const [created] = itemsOf(await lab.run('create', schedule));
    const filters = { teamIds: [operations.id], minDate: '2029-12-31T00:00:00Z' };
    expect(itemsOf(await lab.run('getAll', { resource: 'schedule', filters, returnAll: true }))).toEqual([
      expect.objectContaining({ id: created!.id, userId: anna.id, teamId: operations.id }),
    ]);
  });

  it('advises what to do about a duty that overlaps', async () => {
    await lab.run('create', schedule);
    const { description } = refusalOf(await lab.run('create', { ...schedule, end: '2030-01-01T12:00:00Z' }));
    expect(description).toContain('Schedule: Create Many with Override Existing');
  });

  it('refuses an end before the start without asking SIGNL4', async () => {
    const { message } = refusalOf(await lab.run('create', { ...schedule, end: '2029-12-31T08:00:00Z' }));
    expect(message).toContain('"End" must be after "Start"');
    expect(lab.requests()).toEqual([]);
  });
});
