import { building, byId, itemsOf, refusalOf, seed, useLab } from './lab';

const lab = useLab();
const { building: north, annex } = seed.projects;
const { organization, serviceAccounts, person } = seed;
const bodyOf = (index: number): unknown => JSON.parse(lab.requests()[index]!.body);

describe('projects', () => {
  test('are created, read, changed and deleted', async () => {
    const [created] = itemsOf(
      await lab.run('project.create', {
        organizationId: byId(`organizations/${organization.id}`),
        displayName: 'South Wing',
        options: { latitude: 59.9, longitude: 10.7, timeLocation: 'Europe/Oslo' },
      }),
    );
    expect(created).toMatchObject({
      id: expect.stringMatching(/^[0-9a-v]{20}$/),
      displayName: 'South Wing',
      organization: `organizations/${organization.id}`,
      location: { latitude: 59.9, longitude: 10.7, timeLocation: 'Europe/Oslo' },
    });
    const projectId = byId(String(created!.id));
    expect(itemsOf(await lab.run('project.get', { projectId }))).toEqual([created]);
    expect(
      itemsOf(await lab.run('project.update', { projectId, updateFields: { displayName: 'South' } })),
    ).toMatchObject([{ id: created!.id, displayName: 'South', location: created!.location }]);
    expect(itemsOf(await lab.run('project.delete', { projectId }))).toEqual([
      { id: created!.id, deleted: true },
    ]);
    expect(lab.requests().map(({ method }) => method)).toEqual(['POST', 'GET', 'PATCH', 'DELETE']);
    expect(bodyOf(2)).toEqual({ displayName: 'South' });
  });

  test('are found by organization and text', async () => {
    const find = async (filters: object) =>
      itemsOf(await lab.run('project.getAll', { filters: filters as never })).map(({ id }) => id);
    expect(await find({})).toEqual([north.id, annex.id]);
    expect(await find({ query: 'north' })).toEqual([north.id]);
    expect(await find({ organizationId: organization.id })).toEqual([north.id, annex.id]);
    expect(lab.requests().at(-1)!.query.get('organization')).toBe(`organizations/${organization.id}`);
  });

  test('a change of a part of the location keeps the rest', async () => {
    const place = { latitude: 1, longitude: 2, timeLocation: 'Europe/Oslo' };
    itemsOf(await lab.run('project.update', { projectId: building, updateFields: place }));
    itemsOf(await lab.run('project.update', { projectId: building, updateFields: { latitude: 3 } }));
    expect(bodyOf(3)).toEqual({ location: { ...place, latitude: 3 } });
  });

  test('a change of nothing is refused', async () => {
    expect(refusalOf(await lab.run('project.update', { projectId: building })).message).toBe(
      'There is nothing to update',
    );
    expect(lab.requests()).toEqual([]);
  });
});

describe('who has access', () => {
  test('service accounts', async () => {
    const all = itemsOf(await lab.run('serviceAccount.getAll', { projectId: building }));
    expect(all.map(({ id }) => id)).toEqual(Object.values(serviceAccounts).map(({ id }) => id));
    const serviceAccountId = byId(serviceAccounts.noBasicAuth.id);
    const [one] = itemsOf(await lab.run('serviceAccount.get', { projectId: building, serviceAccountId }));
    expect(one).toMatchObject({
      id: serviceAccounts.noBasicAuth.id,
      projectId: north.id,
      email: serviceAccounts.noBasicAuth.email,
      enableBasicAuth: false,
    });
  });

  test('members of a project and of an organization', async () => {
    const inProject = itemsOf(await lab.run('member.getAll', { projectId: building }));
    expect(inProject[0]).toMatchObject({ projectId: north.id, roles: [expect.stringMatching(/^roles\//)] });
    const memberOf = { memberOf: 'organization', organizationId: byId(organization.id) };
    const inOrganization = itemsOf(await lab.run('member.getAll', memberOf));
    expect(inOrganization.map(({ id }) => id)).toContain(person.id);
    expect(itemsOf(await lab.run('member.get', { ...memberOf, memberId: byId(person.id) }))).toMatchObject([
      { id: person.id, email: person.email },
    ]);
    const memberId = byId(String(inProject[0]!.name));
    expect(itemsOf(await lab.run('member.get', { projectId: building, memberId }))).toEqual([inProject[0]]);
  });

  test('roles', async () => {
    const all = itemsOf(await lab.run('role.getAll'));
    expect(all.map(({ id }) => id)).toEqual([
      'project.user',
      'project.developer',
      'project.admin',
      'organization.admin',
    ]);
    const [one] = itemsOf(await lab.run('role.get', { roleId: byId('roles/project.developer') }));
    expect(one).toMatchObject({
      id: 'project.developer',
      permissions: expect.arrayContaining(['dataconnector.create']),
    });
  });

  test('organizations', async () => {
    const expected = [{ id: organization.id, displayName: organization.displayName }];
    expect(itemsOf(await lab.run('organization.getAll'))).toMatchObject(expected);
    const organizationId = byId(organization.id);
    expect(itemsOf(await lab.run('organization.get', { organizationId }))).toMatchObject(expected);
  });
});
