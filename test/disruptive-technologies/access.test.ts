import { building, byId, itemsOf, refusalOf, seed, useLab } from './lab';

const lab = useLab();
const { building: north, annex } = seed.projects;
const { organization, serviceAccounts, person } = seed;
const bodyOf = (index: number): unknown => JSON.parse(lab.requests()[index]!.body);
const called = () => lab.requests().map(({ method, path }) => `${method} ${path}`);
const inOrganization = { memberOf: 'organization', organizationId: byId(organization.id) };

describe('members', () => {
  const members = `/v2/projects/${north.id}/members`;
  const email = 'new@example.com';

  test('are invited, read, changed and removed', async () => {
    const [invited] = itemsOf(
      await lab.run('member.create', { projectId: building, email: ` ${email} `, roles: ['project.user'] }),
    );
    expect(invited).toMatchObject({
      projectId: north.id,
      email,
      roles: ['roles/project.user'],
      status: 'PENDING',
      accountType: 'USER',
    });
    const one = { projectId: building, memberId: byId(String(invited!.id)) };
    expect(itemsOf(await lab.run('member.getInviteUrl', one))).toEqual([
      { id: invited!.id, inviteUrl: expect.stringMatching(/^http/) },
    ]);
    expect(
      itemsOf(await lab.run('member.update', { ...one, roles: ['roles/project.developer'] })),
    ).toMatchObject([{ id: invited!.id, roles: ['roles/project.developer'] }]);
    expect(itemsOf(await lab.run('member.delete', one))).toEqual([
      { id: invited!.id, projectId: north.id, deleted: true },
    ]);
    expect(called()).toEqual([
      `POST ${members}`,
      `GET ${members}/${String(invited!.id)}:getInviteUrl`,
      `PATCH ${members}/${String(invited!.id)}`,
      `DELETE ${members}/${String(invited!.id)}`,
    ]);
    expect([bodyOf(0), bodyOf(2)]).toEqual([
      { email, roles: ['roles/project.user'] },
      { roles: ['roles/project.developer'] },
    ]);
  });

  test('members of an organization are managed like those of a project', async () => {
    const roles = ['organization.admin'];
    const [invited] = itemsOf(await lab.run('member.create', { ...inOrganization, email, roles }));
    expect(invited).not.toHaveProperty('projectId');
    const memberId = byId(String(invited!.id));
    expect(itemsOf(await lab.run('member.getInviteUrl', { ...inOrganization, memberId }))).toHaveLength(1);
    expect(itemsOf(await lab.run('member.delete', { ...inOrganization, memberId }))).toEqual([
      { id: invited!.id, deleted: true },
    ]);
    expect(called()[0]).toBe(`POST /v2/organizations/${organization.id}/members`);
  });

  test('a service account is a member at once', async () => {
    const { email } = serviceAccounts.full;
    const run = await lab.run('member.create', { projectId: building, email, roles: ['project.admin'] });
    expect(itemsOf(run)).toMatchObject([{ accountType: 'SERVICE_ACCOUNT', status: 'ACCEPTED' }]);
  });

  test('say what is wrong', async () => {
    const invite = { projectId: building, email: serviceAccounts.readOnly.email, roles: ['project.user'] };
    expect(refusalOf(await lab.run('member.create', invite)).description).toMatch(/Member: Update/);
    const accepted = { projectId: building, memberId: byId(serviceAccounts.readOnly.id) };
    expect(refusalOf(await lab.run('member.getInviteUrl', accepted)).description).toMatch(/pending invite/);
    const gone = { projectId: building, memberId: byId('c0b9z9z9z9z9z9z9z9z9') };
    expect(refusalOf(await lab.run('member.delete', gone)).description).toMatch(/no such member/);
    expect(called()).toHaveLength(3);
  });

  test.each([
    ['Email', { email: 'nobody' }],
    ['Role Names or IDs', { roles: [] }],
    ['Role Names or IDs', { roles: ['project user'] }],
  ])('a wrong %s is refused before anything is sent', async (field, wrong) => {
    const parameters = { projectId: building, email, roles: ['project.user'], ...wrong };
    expect(refusalOf(await lab.run('member.create', parameters)).message).toContain(`"${field}`);
    expect(called()).toEqual([]);
  });
});

describe('permissions', () => {
  test('in a project and in an organization, one item each', async () => {
    const inProject = itemsOf(
      await lab.run('project.getPermissions', { projectId: building, returnAll: true }),
    );
    expect(inProject).toEqual(expect.arrayContaining([{ permission: 'dataconnector.create' }]));
    const organizationId = byId(organization.id);
    const all = { organizationId, returnAll: true };
    expect(itemsOf(await lab.run('organization.getPermissions', all))).toContainEqual({
      permission: 'project.create',
    });
    expect(called()).toEqual([
      `GET /v2/projects/${north.id}/permissions`,
      `GET /v2/organizations/${organization.id}/permissions`,
    ]);
  });
});

describe('service accounts', () => {
  test('are created, changed and deleted', async () => {
    const [created] = itemsOf(
      await lab.run('serviceAccount.create', { projectId: building, displayName: 'Robot' }),
    );
    expect(created).toMatchObject({ projectId: north.id, displayName: 'Robot', enableBasicAuth: false });
    const one = { projectId: building, serviceAccountId: byId(String(created!.id)) };
    const updateFields = { enableBasicAuth: true };
    expect(itemsOf(await lab.run('serviceAccount.update', { ...one, updateFields }))).toMatchObject([
      { id: created!.id, displayName: 'Robot', enableBasicAuth: true },
    ]);
    expect(bodyOf(1)).toEqual({ enableBasicAuth: true });
    expect(itemsOf(await lab.run('serviceAccount.delete', one))).toEqual([
      { id: created!.id, projectId: north.id, deleted: true },
    ]);
  });

  test('a change of nothing is refused', async () => {
    const one = { projectId: building, serviceAccountId: byId(serviceAccounts.readOnly.id) };
    expect(refusalOf(await lab.run('serviceAccount.update', one)).message).toBe('There is nothing to update');
    expect(called()).toEqual([]);
  });

  test('keys are created with their secret, read without it, and deleted', async () => {
    const account = { projectId: building, serviceAccountId: byId(serviceAccounts.readOnly.id) };
    const [created] = itemsOf(await lab.run('serviceAccountKey.create', account));
    expect(created).toMatchObject({
      projectId: north.id,
      serviceAccountId: serviceAccounts.readOnly.id,
      secret: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    const one = { ...account, keyId: byId(String(created!.name)) };
    const { secret, ...withoutSecret } = created!;
    expect(itemsOf(await lab.run('serviceAccountKey.get', one))).toEqual([withoutSecret]);
    const all = itemsOf(await lab.run('serviceAccountKey.getAll', account));
    expect(all.map(({ id }) => id)).toEqual([serviceAccounts.readOnly.keyId, created!.id]);
    expect(JSON.stringify(all)).not.toContain(String(secret));
    expect(itemsOf(await lab.run('serviceAccountKey.delete', one))).toEqual([
      { id: created!.id, projectId: north.id, deleted: true },
    ]);
  });

  test('the new secret stands in the output of the item alone: not in an error, not in the log', async () => {
    const secret = 'f'.repeat(32);
    const account = { projectId: building, serviceAccountId: byId(serviceAccounts.readOnly.id) };
    lab.emulator.faults.inject({
      match: { path: /keys$/ },
      // The key has no name.
      fault: { kind: 'status', code: 200, body: { key: {}, secret } },
    });
    const run = await lab.run('serviceAccountKey.create', account);
    expect(refusalOf(run).message).toMatch(/"key.name" is missing/);
    expect(JSON.stringify(run)).not.toContain(secret);
  });

  test('no eleventh key', async () => {
    const account = { projectId: building, serviceAccountId: byId(serviceAccounts.readOnly.id) };
    for (let count = 1; count < 10; count++) itemsOf(await lab.run('serviceAccountKey.create', account));
    expect(refusalOf(await lab.run('serviceAccountKey.create', account)).description).toMatch(
      /at most 10 keys/,
    );
  });
});

describe('what the service account of the credential may not do', () => {
  test.each([
    ['serviceAccount.create', { displayName: 'x' }],
    ['member.create', { email: 'x@example.com', roles: ['project.user'] }],
    ['device.claim', { simulate: true, kitIds: [seed.unclaimed.kit.id] }],
  ])('%s says which role it needs', async (operation, parameters) => {
    const { keyId, secret, email } = serviceAccounts.readOnly;
    const credential = { keyId, secret, email };
    const run = await lab.run(operation, { projectId: building, ...parameters }, { credential });
    expect(refusalOf(run).description).toMatch(/Project Administrator/);
  });
});

test('the same person has the same ID in another project', async () => {
  const both = [];
  for (const id of [north.id, annex.id]) {
    const parameters = { projectId: byId(id), email: person.email, roles: ['project.user'] };
    both.push(...itemsOf(await lab.run('member.create', parameters)));
  }
  expect(both.map(({ id }) => id)).toEqual([person.id, person.id]);
});
