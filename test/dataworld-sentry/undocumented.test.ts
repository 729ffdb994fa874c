import { byId, itemsOf, refusalOf, seed, useLab } from './lab';

const lab = useLab();
const { finance } = seed.sentries;
const allowed = { useUndocumentedApi: true };

test.each([
  ['getAll', {}],
  ['create', { name: 'New' }],
  ['delete', { sentryToDelete: byId(finance.uid) }],
])('%s has to be allowed', async (operation, parameters) => {
  for (const useUndocumentedApi of [false, '={{ "true" }}', '={{ null }}']) {
    const run = await lab.run(operation, { ...parameters, useUndocumentedApi });
    expect(refusalOf(run)).toEqual({
      message: expect.stringMatching(
        /^"Use Undocumented API" must be on, because data\.world does not document/,
      ),
      description: expect.stringMatching(/^Turn it on to use/),
    });
  }
  expect(lab.requests()).toEqual([]);
});

test('Get Many gives the Sentries, of a bare list and of one in an object', async () => {
  const all = lab.emulator.control.sentries().map(({ uid }) => uid);
  const uidsOf = async (parameters: object) =>
    itemsOf(await lab.run('getAll', { ...allowed, ...parameters })).map(({ uid }) => uid);
  expect(await uidsOf({ returnAll: true })).toEqual(all);
  expect(await uidsOf({ limit: 2 })).toEqual(all.slice(0, 2));
  const sentries = [{ uid: 'a', state: 'happy' }];
  lab.emulator.faults.inject({ fault: { kind: 'status', code: 200, body: { sentries } } });
  expect(await uidsOf({ returnAll: true })).toEqual(['a']);
});

test('Create gives the uid of a new one', async () => {
  const [item] = itemsOf(await lab.run('create', { ...allowed, name: ' Größe & mehr ' }));
  expect(lab.emulator.control.sentry(item!.uid as string).name).toBe('Größe & mehr');
  expect(lab.requests()[0]).toMatchObject({ method: 'POST', path: '/h/api/v1/sentries', body: '' });
});

test.each([200, 204] as const)(
  'Delete deletes the one that is named (answered with %s)',
  async (deleteStatus) => {
    await lab.emulatorWith({ assume: { deleteStatus } });
    const run = await lab.run('delete', { ...allowed, sentryToDelete: byId(finance.uid) });
    expect(itemsOf(run)).toEqual([{ success: true, deleted: true, uid: finance.uid }]);
    expect(lab.emulator.control.sentries().map(({ name }) => name)).not.toContain('Finance');
  },
);

test('Delete never falls back on the Sentry of the credential', async () => {
  const run = await lab.run('delete', { ...allowed, sentryToDelete: byId('={{ "" }}') });
  expect(refusalOf(run).message).toMatch(/"Sentry" is|required/);
  expect(lab.requests()).toEqual([]);
});

test('where data.world does not have them, it says so', async () => {
  await lab.emulatorWith({ assume: { undocumentedRoutes: false } });
  const { description } = refusalOf(await lab.run('getAll', allowed));
  expect(description).toContain('does not seem to offer this undocumented operation');
});
