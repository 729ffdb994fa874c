import { seed } from '@signalbox/emulators/disruptive-technologies';
import { api, basic, bearer, errorBody, start, stopAll } from './running-emulator';

const { full, readOnly, noBasicAuth } = seed.serviceAccounts;
const { building, annex } = seed.projects;
const organization = `organizations/${seed.organization.id}`;

afterEach(stopAll);

describe('projects (disruptive-technologies.md §6)', () => {
  it('are listed as far as the caller may see them, by organization and text, in pages', async () => {
    const emulator = await start();
    const names = async (query = '', headers = basic(full)) =>
      (await api(emulator, 'GET', `/projects${query}`, undefined, headers)).json.projects.map(
        ({ displayName }: { displayName: string }) => displayName,
      );
    expect(await names()).toEqual(['North Wing', 'Annex']);
    expect(await names('', basic(readOnly))).toEqual(['North Wing']);
    expect(await names(`?organization=${organization}&query=nor`)).toEqual(['North Wing']);
    expect(await names(`?organization=${seed.organization.id}`)).toHaveLength(2);
    expect(await names('?organization=organizations/none')).toEqual([]);
    const first = (await api(emulator, 'GET', '/projects?pageSize=1')).json;
    expect(await names(`?pageSize=1&pageToken=${first.nextPageToken}`)).toEqual(['Annex']);
  });

  it('count their devices', async () => {
    const emulator = await start();
    expect((await api(emulator, 'GET', `/projects/${building.id}`)).json).toStrictEqual({
      name: `projects/${building.id}`,
      displayName: 'North Wing',
      inventory: false,
      organization,
      organizationDisplayName: 'Signalbox Test',
      sensorCount: 7,
      cloudConnectorCount: 1,
      location: { latitude: 0, longitude: 0, timeLocation: '' },
      labels: {},
    });
  });

  it('are created, changed and deleted', async () => {
    const emulator = await start();
    const location = { latitude: 52.5, longitude: 13.4, timeLocation: 'Europe/Berlin' };
    const made = await api(emulator, 'POST', '/projects', { organization, displayName: 'Depot', location });
    expect(made).toMatchObject({ status: 200, json: { displayName: 'Depot', location, sensorCount: 0 } });
    const path = `/${made.json.name}`;
    expect((await api(emulator, 'PATCH', path, { displayName: 'Store' })).json).toMatchObject({
      displayName: 'Store',
      location,
    });
    await api(emulator, 'POST', '/projects:batchUpdate', {
      projects: [made.json.name],
      addLabels: { a: '1', b: '2' },
      removeLabels: ['a'],
    });
    expect((await api(emulator, 'GET', path)).json.labels).toEqual({ a: '1', b: '2' });
    expect((await api(emulator, 'DELETE', path)).text).toBe('{}');
    expect((await api(emulator, 'GET', path)).status).toBe(404);
    expect((await api(emulator, 'POST', '/projects', { organization })).status).toBe(400);
    expect((await api(emulator, 'POST', '/projects', { organization: 'x', displayName: 'x' })).status).toBe(
      404,
    );
    const asUser = await api(
      emulator,
      'POST',
      '/projects',
      { organization, displayName: 'x' },
      basic(readOnly),
    );
    expect(asUser.status).toBe(403);
  });

  it('are not deleted with devices in them, unless so assumed', async () => {
    const emulator = await start();
    expect((await api(emulator, 'DELETE', `/projects/${annex.id}`)).status).toBe(400);
    const other = await start({ assume: { deleteFullProject: true } });
    expect((await api(other, 'DELETE', `/projects/${annex.id}`)).status).toBe(200);
    expect(other.control.devices(annex.id)).toEqual([]);
  });

  it('tell what the caller may do', async () => {
    const emulator = await start();
    const permissions = async (path: string, headers = basic(full)) =>
      (await api(emulator, 'GET', path, undefined, headers)).json.permissions;
    expect(await permissions(`/projects/${building.id}/permissions`, basic(readOnly))).toEqual([
      'project.read',
      'membership.read',
      'sensor.read',
      'device.read',
      'dataconnector.read',
      'serviceaccount.read',
      'serviceaccount.key.read',
      'emulator.read',
    ]);
    expect(await permissions(`/${organization}/permissions`)).toContain('project.create');
  });
});

describe('organizations and roles', () => {
  it('are read', async () => {
    const emulator = await start();
    const one = { name: organization, displayName: 'Signalbox Test' };
    expect((await api(emulator, 'GET', '/organizations')).json).toStrictEqual({
      organizations: [one],
      nextPageToken: '',
    });
    expect((await api(emulator, 'GET', `/${organization}`)).json).toStrictEqual(one);
    expect((await api(emulator, 'GET', `/${organization}`, undefined, basic(readOnly))).status).toBe(403);
    expect(
      (await api(emulator, 'GET', '/organizations', undefined, basic(readOnly))).json.organizations,
    ).toEqual([]);
    expect((await api(emulator, 'GET', '/organizations/none')).status).toBe(404);
    const { roles } = (await api(emulator, 'GET', '/roles')).json;
    expect(roles.map(({ name }: { name: string }) => name)).toEqual([
      'roles/project.user',
      'roles/project.developer',
      'roles/project.admin',
      'roles/organization.admin',
    ]);
    expect((await api(emulator, 'GET', '/roles/project.developer')).json).toStrictEqual(roles[1]);
    expect((await api(emulator, 'GET', '/roles/janitor')).status).toBe(404);
  });
});

describe('service accounts', () => {
  const list = `/projects/${building.id}/serviceaccounts`;

  it('are read without a secret', async () => {
    const emulator = await start();
    const answer = await api(emulator, 'GET', list);
    expect(answer.json.serviceAccounts).toHaveLength(3);
    expect(answer.json.serviceAccounts[2]).toStrictEqual({
      name: `projects/${building.id}/serviceaccounts/${noBasicAuth.id}`,
      email: noBasicAuth.email,
      displayName: 'Production',
      enableBasicAuth: false,
      createTime: expect.any(String),
      updateTime: expect.any(String),
    });
    const keys = await api(emulator, 'GET', `${list}/${full.id}/keys`);
    expect(keys.json.keys).toMatchObject([{ id: full.keyId }]);
    const key = await api(emulator, 'GET', `${list}/${full.id}/keys/${full.keyId}`);
    expect(key.json).toStrictEqual(keys.json.keys[0]);
    for (const { text } of [answer, keys, key]) expect(text).not.toContain(full.secret);
    expect((await api(emulator, 'GET', `${list}/none`)).status).toBe(404);
    expect((await api(emulator, 'GET', `${list}/${full.id}/keys/none`)).status).toBe(404);
  });

  it('are created, changed and deleted, with ten keys at most', async () => {
    const emulator = await start();
    const { json } = await api(emulator, 'POST', list, { displayName: 'New' });
    expect(json).toMatchObject({ displayName: 'New', enableBasicAuth: false });
    expect(json.email).toBe(`${json.name.split('/').at(-1)}@${building.id}.serviceaccount.d21s.com`);
    for (let index = 0; index < 10; index++) {
      const made = await api(emulator, 'POST', `/${json.name}/keys`);
      expect(made).toMatchObject({ status: 200, json: { secret: expect.stringMatching(/^[0-9a-f]{32}$/) } });
    }
    expect((await api(emulator, 'POST', `/${json.name}/keys`)).status).toBe(400);
    expect((await api(emulator, 'PATCH', `/${json.name}`, { displayName: 'Newer' })).json).toMatchObject({
      displayName: 'Newer',
      enableBasicAuth: false,
    });
    expect((await api(emulator, 'DELETE', `/${json.name}`)).text).toBe('{}');
    expect((await api(emulator, 'GET', `/${json.name}`)).status).toBe(404);
  });
});

describe('members', () => {
  const list = `/projects/${building.id}/members`;

  it('are read, of a project, of all projects and of the organization', async () => {
    const emulator = await start();
    const emails = async (path: string) =>
      (await api(emulator, 'GET', path)).json.members.map(({ email }: { email: string }) => email);
    expect(await emails(list)).toEqual([readOnly.email, noBasicAuth.email]);
    expect(await emails('/projects/-/members')).toEqual([readOnly.email, noBasicAuth.email]);
    expect(await emails(`/${organization}/members`)).toEqual([full.email, seed.person.email]);
    expect((await api(emulator, 'GET', `/${organization}/members/${seed.person.id}`)).json).toStrictEqual({
      name: `${organization}/members/${seed.person.id}`,
      displayName: 'Anna Berg',
      roles: ['roles/organization.admin'],
      status: 'ACCEPTED',
      email: seed.person.email,
      accountType: 'USER',
      createTime: expect.any(String),
    });
  });

  it('are invited, changed and removed', async () => {
    const emulator = await start();
    const body = { email: 'new@example.com', roles: ['roles/project.user'] };
    const { json } = await api(emulator, 'POST', list, body);
    expect(json).toMatchObject({ status: 'PENDING', accountType: 'USER', roles: body.roles });
    expect(await api(emulator, 'POST', list, body)).toMatchObject({
      status: 409,
      json: errorBody(409, 'already exists'),
    });
    expect((await api(emulator, 'GET', `/${json.name}:getInviteUrl`)).json.inviteUrl).toMatch(/^http/);
    expect((await api(emulator, 'GET', `${list}/${readOnly.id}:getInviteUrl`)).status).toBe(400);
    expect((await api(emulator, 'PATCH', `/${json.name}`, { roles: ['roles/janitor'] })).status).toBe(400);
    const admin = ['roles/project.admin'];
    expect((await api(emulator, 'PATCH', `/${json.name}`, { roles: admin })).json.roles).toEqual(admin);
    expect((await api(emulator, 'DELETE', `/${json.name}`)).text).toBe('{}');
    expect((await api(emulator, 'GET', `/${json.name}`)).status).toBe(404);
  });

  it('members of all projects are found by organization and member', async () => {
    const emulator = await start();
    const body = { email: 'new@example.com', roles: ['roles/project.user'] };
    const names = async (query: string) =>
      (await api(emulator, 'GET', `/projects/-/members?${query}`)).json.members.map(
        ({ name }: { name: string }) => name,
      );
    const inBuilding = (await api(emulator, 'POST', list, body)).json.name;
    const inAnnex = (await api(emulator, 'POST', `/projects/${annex.id}/members`, body)).json.name;
    const memberId = inBuilding.split('/').at(-1);
    expect(await names(`organization=${organization}&memberId=${memberId}`)).toEqual([inBuilding, inAnnex]);
    expect(await names(`organization=${organization}&memberId=none`)).toEqual([]);
    expect(await names('organization=organizations/none')).toEqual([]);
  });

  it('are invited to and removed from several projects at once', async () => {
    const emulator = await start();
    const create = (members: unknown, headers = basic(full)) =>
      api(emulator, 'POST', '/projects/-/members:batchCreate', { members }, headers);
    const remove = (names: unknown) => api(emulator, 'POST', '/projects/-/members:batchDelete', { names });
    const email = 'new@example.com';
    const roles = ['roles/project.user'];
    const both = [building, annex].map(({ id }) => ({ project: `projects/${id}`, email, roles }));
    expect((await create(both, basic(readOnly))).status).toBe(403);
    expect((await create([...both, { project: 'projects/none', email, roles }])).status).toBe(404);
    const { status, json } = await create(both);
    expect(status).toBe(200);
    expect(json.members).toMatchObject([
      { name: expect.stringContaining(`${list.slice(1)}/`), email, roles, status: 'PENDING' },
      { name: expect.stringContaining(`projects/${annex.id}/members/`), email, roles },
    ]);
    expect((await create(both)).status).toBe(409);
    const names: string[] = json.members.map(({ name }: { name: string }) => name);
    expect((await remove([...names, 'projects/none/members/none'])).status).toBe(404);
    expect((await api(emulator, 'GET', `/${names[0]}`)).status).toBe(200);
    expect((await remove(names)).text).toBe('{}');
    for (const name of names) expect((await api(emulator, 'GET', `/${name}`)).status).toBe(404);
    for (const body of [{}, { members: [] }, { names: 'x' }]) {
      expect((await api(emulator, 'POST', '/projects/-/members:batchCreate', body)).status).toBe(400);
    }
  });

  it('lose with their role what it allowed', async () => {
    const emulator = await start();
    const headers = await bearer(emulator, noBasicAuth);
    const status = async () =>
      (await api(emulator, 'GET', `/projects/${building.id}/dataconnectors`, undefined, headers)).status;
    expect(await status()).toBe(200);
    await api(emulator, 'DELETE', `${list}/${noBasicAuth.id}`);
    expect(await status()).toBe(403);
  });
});
