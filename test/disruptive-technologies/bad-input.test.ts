import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import {
  building,
  byId,
  createConnector,
  expectNoSecret,
  itemsOf,
  keyOf,
  refusalOf,
  seed,
  useLab,
} from './lab';

const lab = useLab();
const project = seed.projects.building.id;
const unknown = 'c0b9z9z9z9z9z9z9z9z9';
const unknownProject = byId(unknown);

/** Runs, and looks that nothing was sent and no secret is shown. */
async function refusedUnsent(...args: Parameters<typeof lab.run>) {
  const refusal = refusalOf(await lab.run(...args));
  expect(lab.requests()).toEqual([]);
  return refusal;
}

describe('who calls', () => {
  test('a wrong secret: the token service says so, and where to look', async () => {
    const secret = '00000000000000000000000000000000';
    const run = await lab.run('project.getAll', {}, { credential: { secret } });
    const { message, description } = refusalOf(run);
    expectNoSecret(run, [secret]);
    expect(message).toMatch(
      /^Disruptive Technologies could not be called: The token service at http:\/\/127\.0\.0\.1:\d+ does not accept "Key ID", "Secret" and "Email": .*\(HTTP 400\)\. It says: invalid_grant, The assertion is not valid: invalid signature\.$/,
    );
    expect(description).toMatch(/^Check Key ID, Secret and Email of the credential against DT Studio/);
    expect(lab.requests()).toEqual([]);
    expect(lab.tokenRequests()).toHaveLength(1);
  });

  test('a wrong key ID', async () => {
    const run = await lab.run('project.getAll', {}, { credential: { keyId: unknown } });
    expect(refusalOf(run).message).toMatch(
      /It says: invalid_grant, The key of the assertion is not known\.$/,
    );
  });

  test('the e-mail of another service account', async () => {
    const { email } = keyOf('readOnly');
    const { message, description } = refusalOf(
      await lab.run('project.getAll', {}, { credential: { email } }),
    );
    expect(message).toMatch(/It says: invalid_grant, The assertion is not valid: jwt issuer invalid/);
    expect(description).toMatch(/Email/);
  });

  test('basic authentication that the service account does not allow: where to switch it on', async () => {
    const credential = { ...keyOf('noBasicAuth'), authentication: 'basic' };
    const { message, description, httpCode } = refusalOf(await lab.run('project.getAll', {}, { credential }));
    expect(httpCode).toBe('401');
    expect(message).toBe(
      'Disruptive Technologies says: unauthenticated: basic auth is not enabled for this service account (HTTP 401)',
    );
    expect(lab.requests()).toHaveLength(1);
    expect(description).toMatch(
      /With Basic Auth, the service account must allow it: turn on "Enable Basic Auth" for it in DT Studio under API Integrations > Service Accounts, or choose OAuth2 in the credential\./,
    );
    // The same key works with OAuth2.
    expect(itemsOf(await lab.run('project.getAll', {}, { credential: keyOf('noBasicAuth') }))).not.toEqual(
      [],
    );
  });

  test('a wrong key with basic authentication: another message than where it is not allowed', async () => {
    const secret = '00000000000000000000000000000000';
    for (const wrong of [{ secret }, { keyId: unknown }] as ICredentialDataDecryptedObject[]) {
      const run = await lab.run('project.getAll', {}, { credential: { authentication: 'basic', ...wrong } });
      expectNoSecret(run, [secret]);
      expect(refusalOf(run)).toEqual({
        message: 'Disruptive Technologies says: unauthenticated: the key or its secret is wrong (HTTP 401)',
        description: expect.stringMatching(/^Check Key ID and Secret of the credential\./),
        httpCode: '401',
      });
    }
    expect(lab.requests()).toHaveLength(2);
    expect(lab.tokenRequests()).toEqual([]);
  });

  test.each([
    ['keyId', 'Key ID', 'oauth2'],
    ['secret', 'Secret', 'oauth2'],
    ['email', 'Email', 'oauth2'],
    ['keyId', 'Key ID', 'basic'],
    ['secret', 'Secret', 'basic'],
  ])('%s left empty: names "%s" (%s)', async (field, label, authentication) => {
    const credential = { authentication, [field]: '' };
    const { message, description } = await refusedUnsent('project.getAll', {}, { credential });
    expect(message).toBe(
      `Disruptive Technologies could not be called: ${label} is empty: enter it in the credential`,
    );
    expect(description).toMatch(new RegExp(`^Fill in "${label}" of the credential\\.`));
    expect(lab.tokenRequests()).toEqual([]);
  });

  test('a secret with a line break from copying: says so and does not show it', async () => {
    const secret = `${keyOf('full').secret}\n`;
    for (const authentication of ['oauth2', 'basic']) {
      const { message } = await refusedUnsent(
        'project.getAll',
        {},
        { credential: { secret, authentication } },
      );
      expect(message).toMatch(/Secret begins or ends with white space/);
    }
  });
});

describe('a role that is too low', () => {
  const fridge = { projectId: building, deviceId: byId(seed.devices.fridge.id) };
  const devices = [seed.devices.fridge.id];
  const annex = byId(seed.projects.annex.id);
  test.each<[`${string}.${string}`, string, INodeParameters]>([
    ['dataConnector.create', 'Project Developer or higher', { url: 'https://receiver.example.test/' }],
    ['device.updateLabels', 'Project Developer or higher', { devices, removeLabels: ['x'] }],
    [
      'device.transfer',
      'Project Administrator or higher in both projects',
      { devices, targetProjectId: annex },
    ],
    ['project.update', 'Project Administrator or higher', { updateFields: { displayName: 'x' } }],
    ['project.delete', 'Project Administrator or higher', {}],
    [
      'project.create',
      'Organization Administrator',
      { organizationId: byId(seed.organization.id), displayName: 'x' },
    ],
    ['emulatedDevice.create', 'Project Developer or higher', { type: 'touch' }],
    [
      'emulatedDevice.publishEvent',
      'Project Developer or higher',
      { deviceId: byId(seed.devices.virtual.id), eventType: 'touch' },
    ],
  ])('%s: says that it takes the role %s', async (operation, role, parameters) => {
    const run = await lab.run(
      operation,
      { projectId: building, ...parameters },
      { credential: keyOf('readOnly') },
    );
    const { message, description, httpCode } = refusalOf(run);
    expect(httpCode).toBe('403');
    expect(message).toMatch(
      /^Disruptive Technologies says: permission denied: [\w.]+ is needed \(HTTP 403\)$/,
    );
    expect(description).toContain(`This needs the role ${role}. Give it to the service account in DT Studio`);
    expect(lab.requests()).toHaveLength(1);
  });

  test('to read a user is enough', async () => {
    const credential = keyOf('readOnly');
    expect(itemsOf(await lab.run('device.get', fridge, { credential }))).toHaveLength(1);
  });
});

describe('what is not there', () => {
  const connectorId = byId(unknown);
  test.each([
    ['project.get', { projectId: unknownProject }, 'project not found', /choose both from their lists/],
    [
      'dataConnector.get',
      { projectId: building, connectorId },
      'data connector not found',
      /There is no such Data Connector in this project, or no such project/,
    ],
    [
      'dataConnector.getMetrics',
      { projectId: building, connectorId },
      'data connector not found',
      /There is no such Data Connector in this project/,
    ],
    [
      'dataConnector.create',
      { projectId: unknownProject, url: 'https://receiver.example.test/' },
      'project not found',
      /There is no such project\. Choose it from its list\./,
    ],
    [
      'device.get',
      { projectId: building, deviceId: byId(unknown) },
      'device not found',
      /There is no such device in this project/,
    ],
    [
      'emulatedDevice.publishEvent',
      { projectId: building, deviceId: byId(seed.devices.fridge.id), eventType: 'touch' },
      'emulated device not found',
      /Real devices cannot be used here/,
    ],
    ['role.get', { roleId: byId('project.king') }, 'role not found', /There is no such role/],
  ])('%s', async (operation, parameters, words, hint) => {
    const refusal = refusalOf(await lab.run(operation, parameters));
    expect(refusal).toEqual({
      message: `Disruptive Technologies says: ${words} (HTTP 404)`,
      description: expect.stringMatching(hint),
      httpCode: '404',
    });
  });

  test.each(['a b', 'projects/x/dataconnectors/y', '../organizations', 'x?y', ''])(
    'nothing is asked about %j as a project',
    async (id) => {
      const parameters = { projectId: byId(`={{ ${JSON.stringify(id)} }}`) };
      const { message } = await refusedUnsent('project.get', parameters);
      expect(message).toMatch(/^"Project" (is not an ID: it must look like c0b1f4a1k4qg00f5m400|is missing)/);
    },
  );
});

describe('a Data Connector', () => {
  const create = (fields: INodeParameters) =>
    refusedUnsent('dataConnector.create', { projectId: building, ...fields });

  test.each([
    ['http://receiver.example.test/', 'must begin with https://'],
    ['ftp://receiver.example.test/', 'must begin with https://'],
    ['http://127.0.0.1.example.test/', 'must begin with https://'],
    ['receiver.example.test', 'is not an address'],
  ])('a Data Connector with the URL %s is refused before it is sent', async (url, words) => {
    expect(await create({ url })).toEqual({
      message: `"URL" ${words} (it is ${JSON.stringify(url)})`,
      description:
        'Disruptive Technologies pushes events over HTTPS only, to an address with a certificate that browsers trust.',
    });
  });

  test('in an update as well', async () => {
    const { id } = await createConnector(lab.emulator);
    const updateFields = { url: 'http://receiver.example.test/' };
    const parameters = { projectId: building, connectorId: byId(id), updateFields };
    expect(refusalOf(await lab.run('dataConnector.update', parameters)).message).toMatch(
      /must begin with https/,
    );
    expect(lab.requests().map(({ method }) => method)).toEqual(['GET']);
  });

  test.each([
    [[{ name: 'X-DT-Signature', value: 'v4lue-secret' }], 'The header "X-DT-Signature" is reserved'],
    [[{ name: 'Dt-Asymmetric-Signature', value: 'v4lue-secret' }], 'is reserved'],
    [[{ name: 'host', value: 'v4lue-secret' }], 'The header "host" is reserved'],
    [[{ name: 'Content-Length', value: 'v4lue-secret' }], 'is reserved'],
    [[{ name: 'a b', value: 'v4lue-secret' }], 'The header "a b" is not a valid header name'],
    [[{ name: 'A', value: 'v4lue-secret\n' }], 'The header "A" has a value that cannot be sent'],
    [
      [
        { name: 'A', value: '1' },
        { name: 'a', value: 'v4lue-secret' },
      ],
      'The header "a" is there twice',
    ],
  ])('a Data Connector with the headers %j is refused, and no value is shown', async (header, words) => {
    const refusal = await create({ url: 'https://receiver.example.test/', headers: { header } });
    expect(refusal.message).toContain(words);
    expect(JSON.stringify(refusal)).not.toContain('v4lue');
  });

  test('a Data Connector with an unknown event type is refused with the known ones', async () => {
    const events = '={{ ["temperature", "fire"] }}';
    const { message } = await create({ url: 'https://receiver.example.test/', events });
    expect(message).toMatch(
      /^"Event Types > entry 2" must be one of batteryStatus, cellularStatus, .*, waterPresent \(it is "fire"\)$/,
    );
  });

  test.each([400, 403, 409] as const)(
    'the eleventh Data Connector is refused in the words of the service (HTTP %d), with the limit',
    async (tooManyConnectorsStatus) => {
      await lab.emulatorWith({ assume: { tooManyConnectorsStatus } });
      for (let count = 0; count < 10; count++) await createConnector(lab.emulator);
      const parameters = { projectId: building, url: 'https://receiver.example.test/' };
      const { message, description } = refusalOf(await lab.run('dataConnector.create', parameters));
      expect(message).toBe(
        `Disruptive Technologies says: a project can have no more than 10 data connectors (HTTP ${tooManyConnectorsStatus})`,
      );
      expect(description).toContain(
        'A project can have at most 10 Data Connectors: delete one, or use another project.',
      );
      expect(lab.requests()).toHaveLength(1);
    },
  );
});

describe('other resources', () => {
  const virtual = { projectId: building, deviceId: byId(seed.devices.virtual.id) };

  test('an event that a device of this type does not have', async () => {
    const parameters = { ...virtual, eventType: 'waterPresent' };
    expect(refusalOf(await lab.run('emulatedDevice.publishEvent', parameters))).toEqual({
      message:
        'Disruptive Technologies says: invalid argument: a device of type temperature has no event waterPresent (HTTP 400)',
      description: expect.stringMatching(/each type of device has its own types of event/),
      httpCode: '400',
    });
  });

  test.each<[INodeParameters, RegExp]>([
    [{ eventType: "={{ 'fire' }}" }, /^"Event Type" must be one of batteryStatus, /],
    [{ eventType: "={{ 'labelsChanged' }}" }, /^"Event Type" must be one of /],
    [
      { eventType: 'temperature', value: "={{ 'warm' }}" },
      /^"Value \(°C\)" must be a number \(it is "warm"\)/,
    ],
    [{ eventType: 'batteryStatus', percentage: 101 }, /^"Charge \(%\)" must be at most 100 \(it is 101\)/],
    [
      { eventType: 'contact', state: "={{ 'AJAR' }}" },
      /^"State" must be one of OPEN, CLOSED \(it is "AJAR"\)/,
    ],
    [
      { eventType: 'touch', options: { data: '[1' } },
      /^"Data \(JSON\)" must be an object, or the JSON of one/,
    ],
    [
      { eventType: 'temperature', options: { data: '{"value": 9007199254740993}' } },
      /^"Data \(JSON\)" has the number 9007199254740993, which would be sent as 9007199254740992 /,
    ],
    [
      { eventType: 'touch', options: { updateTime: 'soon' } },
      /^"Time" is not a date and time that exists \(it is "soon"\)$/,
    ],
  ])('the event %j is refused before it is sent', async (fields, words) => {
    const { message } = await refusedUnsent('emulatedDevice.publishEvent', { ...virtual, ...fields });
    expect(message).toMatch(words);
  });

  test('a time range that ends before it begins', async () => {
    const filters = { startTime: '2024-05-02T00:00:00Z', endTime: '2024-05-01T00:00:00Z' };
    const { message } = await refusedUnsent('event.getAll', { ...virtual, filters });
    expect(message).toMatch(/^"End Time" must be after "Start Time"/);
  });

  test('labels that are none', async () => {
    const devices = [seed.devices.fridge.id];
    const none = await refusedUnsent('device.updateLabels', { projectId: building, devices });
    expect(none.message).toBe('There is no label to set or remove');
    const label = [
      { key: 'room', value: '1' },
      { key: 'room', value: '2' },
    ];
    const twice = await refusedUnsent('device.updateLabels', {
      projectId: building,
      devices,
      addLabels: { label },
    });
    expect(twice.message).toBe('"Labels to Set" names "room" twice');
  });

  test('devices that are none', async () => {
    for (const devices of ['={{ [] }}', "={{ 'not an id' }}", '={{ [1] }}']) {
      const parameters = { projectId: building, devices, removeLabels: ['x'] };
      const { message } = await refusedUnsent('device.updateLabels', parameters);
      expect(message).toMatch(/^"Device Names or IDs/);
    }
  });

  test('a project that is not empty', async () => {
    expect(refusalOf(await lab.run('project.delete', { projectId: building }))).toEqual({
      message: 'Disruptive Technologies says: invalid argument: the project has devices (HTTP 400)',
      description: 'A project that has devices cannot be deleted: transfer them to another project first.',
      httpCode: '400',
    });
    expect(lab.emulator.control.devices(project)).not.toEqual([]);
  });
});
