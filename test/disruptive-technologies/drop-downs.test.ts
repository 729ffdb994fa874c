import { listSearch, loadOptions } from '@signalbox/node-harness';
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { ACTION, building, byId, createConnector, keyOf, rejectionOf, seed, useLab } from './lab';

const lab = useLab();
const { devices, projects, organization } = seed;

const search = async (
  method: string,
  filter?: string,
  { parameters = { projectId: building }, ...credential }: ICredentialDataDecryptedObject = {},
) =>
  (
    await listSearch({
      packages: lab.packages,
      nodeType: ACTION,
      credentials: lab.credentials(credential),
      parameters: parameters as unknown as INodeParameters,
      method,
      filter,
    })
  ).results;
const values = async (...args: Parameters<typeof search>) =>
  (await search(...args)).map(({ value }) => value);

test('projects are listed by name, with their organization, and found by the service itself', async () => {
  expect(await search('searchProjects')).toEqual([
    { name: `Annex (${organization.displayName})`, value: projects.annex.id },
    { name: `North Wing (${organization.displayName})`, value: projects.building.id },
  ]);
  expect(await values('searchProjects', 'north')).toEqual([projects.building.id]);
  expect(lab.requests().map(({ query }) => query.get('query'))).toEqual([null, 'north']);
});

test('devices are those of the chosen project, by their label "name"', async () => {
  expect(await search('searchDevices', 'fridge')).toEqual([
    { name: 'Fridge 1 (temperature)', value: devices.fridge.id },
  ]);
  const inAnnex = { parameters: { projectId: byId(`projects/${projects.annex.id}`) } };
  expect(await values('searchDevices', undefined, inAnnex as never)).toEqual([devices.window.id]);
  const choices = await loadOptions({
    packages: lab.packages,
    nodeType: ACTION,
    credentials: lab.credentials(),
    parameters: { projectId: building },
    method: 'getDevices',
  });
  expect(choices).toEqual(await search('searchDevices'));
});

test('emulated devices are asked for at the sensor emulator', async () => {
  expect(await values('searchEmulatedDevices')).toEqual([devices.virtual.id]);
  expect(lab.requests()[0]!.path).toBe(`/emulator/v2/projects/${projects.building.id}/devices`);
});

test('Data Connectors are listed with their status; one without a name by its ID', async () => {
  const named = await createConnector(lab.emulator, { displayName: 'n8n', status: 'USER_DISABLED' });
  const nameless = await createConnector(lab.emulator);
  expect(await search('searchDataConnectors')).toEqual([
    { name: `${nameless.id} (active)`, value: nameless.id },
    { name: 'n8n (user disabled)', value: named.id },
  ]);
});

test('service accounts, roles and organizations are listed', async () => {
  expect(await values('searchServiceAccounts', 'dash')).toEqual([seed.serviceAccounts.readOnly.id]);
  expect(await values('searchRoles', 'developer')).toEqual(['project.developer']);
  expect(await values('searchOrganizations')).toEqual([organization.id]);
});

test('members are those of the project or organization, keys those of the service account', async () => {
  const { full, readOnly, noBasicAuth } = seed.serviceAccounts;
  const ofMember = { resource: 'member', operation: 'get' };
  const inProject = { parameters: { ...ofMember, projectId: building } };
  expect(await values('searchMembers', undefined, inProject as never)).toEqual([readOnly.id, noBasicAuth.id]);
  const inOrganization = { ...ofMember, memberOf: 'organization', organizationId: byId(organization.id) };
  expect(await search('searchMembers', 'anna', { parameters: inOrganization })).toEqual([
    { name: `${seed.person.displayName} (${seed.person.email})`, value: seed.person.id },
  ]);
  const ofKey = { resource: 'serviceAccountKey', operation: 'get', projectId: building };
  const account = { ...ofKey, serviceAccountId: byId(full.id) };
  expect(await search('searchKeys', undefined, { parameters: account })).toEqual([
    {
      name: expect.stringMatching(new RegExp(`^${full.keyId} \\(\\d{4}-\\d\\d-\\d\\d\\)$`)),
      value: full.keyId,
    },
  ]);
  const nothing = [
    ['searchMembers', { ...ofMember, memberOf: 'organization' }],
    ['searchKeys', ofKey],
  ] as const;
  for (const [method, parameters] of nothing) {
    expect(await search(method, '', { parameters })).toEqual([]);
  }
  const wrong = { parameters: { ...ofKey, serviceAccountId: byId('not an id') } };
  expect(await rejectionOf(search('searchKeys', '', wrong as never))).toEqual({
    message: '"Service Account" holds no ID of a service account',
    description:
      'This list shows what is in the service account that "Service Account" names. Choose it from its list.',
  });
});

test.each(['getRoles', 'getProjects'])('%s fills a choice of several', async (method) => {
  const choices = await loadOptions({
    packages: lab.packages,
    nodeType: ACTION,
    credentials: lab.credentials(),
    parameters: {},
    method,
  });
  expect(choices).toEqual(await search(method.replace('get', 'search')));
  expect(choices.length).toBeGreaterThan(1);
});

test('an empty answer is an empty list', async () => {
  lab.emulator.faults.inject({
    match: { path: /^\/v2\// },
    times: 'always',
    fault: { kind: 'status', code: 204 },
  });
  expect(await search('searchProjects')).toEqual([]);
});

describe.each([
  'searchDevices',
  'searchEmulatedDevices',
  'searchDataConnectors',
  'searchServiceAccounts',
  'searchKeys',
  'searchMembers',
])('%s', (method) => {
  test.each([[{}], [{ projectId: byId('') }]])(
    'is empty until a project is chosen, and sends nothing: %j',
    async (parameters) => {
      expect(await search(method, '', { parameters })).toEqual([]);
      expect(lab.requests()).toEqual([]);
    },
  );

  test('says that the project is none, and sends nothing', async () => {
    const parameters = { projectId: byId('not an id') };
    expect(await rejectionOf(search(method, '', { parameters }))).toEqual({
      message: '"Project" holds no ID of a project',
      description: 'This list shows what is in the project that "Project" names. Choose it from its list.',
    });
    expect(lab.requests()).toEqual([]);
  });

  test('says that the project is not there', async () => {
    const parameters = {
      projectId: byId('c0b9z9z9z9z9z9z9z9z9'),
      ...(method === 'searchKeys' && {
        resource: 'serviceAccountKey',
        operation: 'get',
        serviceAccountId: byId(seed.serviceAccounts.full.id),
      }),
    };
    const { message } = await rejectionOf(search(method, '', { parameters }));
    expect(message).toBe('Disruptive Technologies says: project not found (HTTP 404)');
  });
});

test('a list says what is wrong with the credential', async () => {
  const { message } = await rejectionOf(search('searchProjects', '', { secret: '0'.repeat(32) }));
  expect(message).toMatch(/does not accept "Key ID", "Secret" and "Email"/);
  const basic = await rejectionOf(
    search('searchProjects', '', { ...keyOf('noBasicAuth'), authentication: 'basic' }),
  );
  expect(basic.description).toMatch(/turn on "Enable Basic Auth"/);
});

test('names that others have given are text in the drop-downs', async () => {
  const { id } = await createConnector(lab.emulator, {
    displayName: '<img src=//evil.example/x> \u202e\u001b[31mred\nline',
  });
  expect(await search('searchDataConnectors')).toEqual([
    { name: '< img src=//evil.example/x> red line (active)', value: id },
  ]);
});
