import { seed } from '@signalbox/emulators/disruptive-technologies';
import { api, basic, errorBody, request, start, stopAll, type Running } from './running-emulator';

const project = seed.projects.building.id;
const list = `/projects/${project}/dataconnectors`;
const HTTP = { type: 'HTTP_PUSH', httpConfig: { url: 'https://example.com/in' } };
const xid = /^[0-9a-v]{19}[0g]$/;

afterEach(stopAll);

const create = (emulator: Running, body: unknown) => api(emulator, 'POST', list, body);
const invalid = (reason: string) => ({
  status: 400,
  json: errorBody(400, expect.stringContaining(reason)),
});

describe('Data Connectors (disruptive-technologies.md §2)', () => {
  it('are created from what is required, with everything else filled in', async () => {
    const emulator = await start();
    const { status, json } = await create(emulator, HTTP);
    expect(status).toBe(200);
    expect(json).toStrictEqual({
      name: expect.stringMatching(new RegExp(`^projects/${project}/dataconnectors/[0-9a-v]{20}$`)),
      displayName: '',
      type: 'HTTP_PUSH',
      status: 'ACTIVE',
      events: [],
      labels: [],
      httpConfig: { url: 'https://example.com/in', signatureSecret: '', headers: {} },
    });
    expect(json.name.split('/').at(-1)).toMatch(xid);
    expect((await api(emulator, 'GET', `/${json.name}`)).json).toStrictEqual(json);
  });

  it('are created by the vendor’s own curl line, which declares a form', async () => {
    const emulator = await start();
    const body = JSON.stringify({ displayName: 'new-dcon', ...HTTP });
    const answer = await request(emulator, 'POST', `/v2${list}`, body, {
      ...basic(seed.serviceAccounts.full),
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(answer).toMatchObject({ status: 200, json: { displayName: 'new-dcon' } });
  });

  it.each([
    [
      'GOOGLE_CLOUD_PUBSUB',
      'pubsubConfig',
      { topic: 'projects/acme/topics/dt', audience: '//iam.googleapis.com/x' },
    ],
    [
      'AZURE_SERVICE_BUS',
      'azureServiceBusConfig',
      {
        url: 'sb://acme.servicebus.windows.net/topic',
        authenticationConfig: { tenantId: 't', clientId: 'c' },
        brokerProperties: { correlationId: 'dt' },
      },
    ],
    [
      'AZURE_EVENT_HUB',
      'azureEventHubConfig',
      { url: 'sb://acme.servicebus.windows.net/hub', authenticationConfig: { tenantId: 't', clientId: 'c' } },
    ],
    [
      'AWS_SQS',
      'awsSqsConfig',
      {
        queueUrl: 'https://sqs.eu-west-1.amazonaws.com/1/q',
        awsRoleArn: 'arn:aws:iam::1:role/r',
        audience: 'dt',
      },
    ],
  ])('Data Connectors of type %s have a %s of their own', async (type, key, config) => {
    const emulator = await start();
    const others = { httpConfig: null, pubsubConfig: null, azureServiceBusConfig: null };
    const made = await create(emulator, { ...others, type, [key]: config });
    expect(made).toMatchObject({ status: 200, json: { type, [key]: config } });
    expect(Object.keys(made.json).filter((name) => name.endsWith('Config'))).toEqual([key]);
    expect(await create(emulator, { type })).toMatchObject(invalid(key));
    for (const field of Object.keys(config).filter((name) => name !== 'brokerProperties')) {
      expect(await create(emulator, { type, [key]: { ...config, [field]: undefined } })).toMatchObject(
        invalid(`${key}.${field}`),
      );
    }
    emulator.control.touch(seed.devices.fridge.id);
    await emulator.control.idle();
    expect((await api(emulator, 'GET', `/${made.json.name}:metrics`)).json.metrics.successCount).toBe(1);
    const strict = await start({ assume: { cloudConnectors: 'fail' } });
    const { name } = (await create(strict, { type, [key]: config })).json;
    strict.control.touch(seed.devices.fridge.id);
    expect((await api(strict, 'GET', `/${name}:metrics`)).json.metrics.errorCount).toBe(1);
  });

  it.each<[string, unknown, string]>([
    ['no type', { httpConfig: HTTP.httpConfig }, 'type'],
    ['an unknown type', { ...HTTP, type: 'MQTT' }, 'HTTP_PUSH'],
    ['a type from the prototype', { ...HTTP, type: 'constructor' }, 'type'],
    ['no config', { type: 'HTTP_PUSH' }, 'httpConfig'],
    ['the config of another type', { ...HTTP, awsSqsConfig: {} }, 'awsSqsConfig'],
    ['plain HTTP', { type: 'HTTP_PUSH', httpConfig: { url: 'http://example.com' } }, 'HTTPS'],
    ['another protocol', { type: 'HTTP_PUSH', httpConfig: { url: 'ftp://127.0.0.1/x' } }, 'HTTPS'],
    ['no URL', { type: 'HTTP_PUSH', httpConfig: { url: 'nowhere' } }, 'not a URL'],
    ['an unknown event type', { ...HTTP, events: ['touch', 'smell'] }, 'smell'],
    ['a status of the system', { ...HTTP, status: 'SYSTEM_DISABLED' }, 'SYSTEM_DISABLED'],
    ['an unknown status', { ...HTTP, status: 'ASLEEP' }, 'status'],
    [
      'a header that is none',
      { ...HTTP, httpConfig: { url: 'https://x.example', headers: { 'a b': 'c' } } },
      'a b',
    ],
    ['a list', [HTTP], 'object'],
  ])('are not created from %s', async (_name, body, reason) => {
    const emulator = await start();
    expect(await create(emulator, body)).toMatchObject(invalid(reason));
    expect(emulator.control.connectors()).toEqual([]);
  });

  it('are not created from half a body', async () => {
    const emulator = await start();
    const answer = await request(
      emulator,
      'POST',
      `/v2${list}`,
      '{"type":',
      basic(seed.serviceAccounts.full),
    );
    expect(answer).toMatchObject(invalid('JSON'));
  });

  it('take plain HTTP for this machine, for all or for none', async () => {
    const local = { type: 'HTTP_PUSH', httpConfig: { url: 'http://127.0.0.1:9/x' } };
    const remote = { type: 'HTTP_PUSH', httpConfig: { url: 'http://example.com' } };
    const statuses = async (emulator: Running) => [
      (await create(emulator, local)).status,
      (await create(emulator, remote)).status,
    ];
    expect(await statuses(await start())).toEqual([200, 400]);
    expect(await statuses(await start({ assume: { insecureTargets: 'none' } }))).toEqual([400, 400]);
    expect(await statuses(await start({ assume: { insecureTargets: 'any' } }))).toEqual([200, 200]);
  });

  it('take an unknown event type if so assumed', async () => {
    const emulator = await start({ assume: { unknownEventType: 'ignore' } });
    expect((await create(emulator, { ...HTTP, events: ['smell'] })).json.events).toEqual(['smell']);
  });

  it('are ten in a project at most', async () => {
    const emulator = await start();
    for (let index = 0; index < 10; index++) expect((await create(emulator, HTTP)).status).toBe(200);
    expect(await create(emulator, HTTP)).toMatchObject({
      status: 400,
      json: errorBody(400, expect.stringContaining('10')),
    });
    const other = `/projects/${seed.projects.annex.id}/dataconnectors`;
    expect((await api(emulator, 'POST', other, HTTP)).status).toBe(200);
    const first = emulator.control.connectors()[0]!;
    expect((await api(emulator, 'DELETE', `${list}/${first.id}`)).json).toEqual({});
    expect((await create(emulator, HTTP)).status).toBe(200);
    const strict = await start({ assume: { tooManyConnectorsStatus: 409 } });
    for (let index = 0; index < 10; index++) await create(strict, HTTP);
    expect(await create(strict, HTTP)).toMatchObject({
      status: 409,
      json: errorBody(409, expect.any(String)),
    });
  });

  it('are listed in pages', async () => {
    const emulator = await start();
    for (const displayName of ['a', 'b', 'c']) await create(emulator, { ...HTTP, displayName });
    const first = (await api(emulator, 'GET', `${list}?pageSize=2`)).json;
    expect(first.dataConnectors.map(({ displayName }: { displayName: string }) => displayName)).toEqual([
      'a',
      'b',
    ]);
    expect(first.nextPageToken).not.toBe('');
    const rest = (await api(emulator, 'GET', `${list}?page_size=2&page_token=${first.nextPageToken}`)).json;
    expect(rest).toMatchObject({ dataConnectors: [{ displayName: 'c' }], nextPageToken: '' });
    expect((await api(emulator, 'GET', list)).json.nextPageToken).toBe('');
  });

  it('are deleted with 200 and {}; then there is 404', async () => {
    const emulator = await start();
    const { name } = (await create(emulator, HTTP)).json;
    expect(await api(emulator, 'DELETE', `/${name}`)).toMatchObject({ status: 200, text: '{}' });
    for (const [method, path] of [
      ['DELETE', `/${name}`],
      ['GET', `/${name}`],
      ['PATCH', `/${name}`],
      ['GET', `/${name}:metrics`],
      ['POST', `/${name}:sync`],
    ] as const) {
      expect(await api(emulator, method, path)).toMatchObject({
        status: 404,
        json: errorBody(404, 'data connector not found'),
      });
    }
  });

  it('belong to their project, and have no other methods', async () => {
    const emulator = await start();
    const { name } = (await create(emulator, HTTP)).json;
    const id = name.split('/').at(-1);
    for (const [method, path] of [
      ['GET', `/projects/${seed.projects.annex.id}/dataconnectors/${id}`],
      ['GET', `/${name}:sync`],
      ['POST', `/${name}:metrics`],
      ['GET', `/${name}%3Ametrics`],
      ['POST', `/${name}:constructor`],
      ['PUT', `/${name}`],
    ] as const) {
      expect([path, (await api(emulator, method, path)).status]).toEqual([path, 404]);
    }
    expect((await api(emulator, 'GET', `/${name}:metrics`)).status).toBe(200);
  });
});

describe('PATCH of a connector (disruptive-technologies.md §2c)', () => {
  const full = {
    displayName: 'before',
    type: 'HTTP_PUSH',
    status: 'ACTIVE',
    events: ['touch'],
    labels: ['name'],
    httpConfig: { url: 'https://example.com/a', signatureSecret: 's', headers: { a: '1', b: '2' } },
  };

  async function patched(body: unknown, query = '', assume = {}) {
    const emulator = await start({ assume });
    const { name } = (await create(emulator, full)).json;
    const answer = await api(emulator, 'PATCH', `/${name}${query}`, body);
    const now = (await api(emulator, 'GET', `/${name}`)).json;
    if (answer.status === 200) expect(answer.json).toStrictEqual(now);
    else expect(now).toStrictEqual({ name, ...full });
    const { name: _name, ...rest } = now;
    return { answer, rest };
  }
  const http = full.httpConfig;

  it.each<[string, unknown, object]>([
    ['nothing', {}, {}],
    ['the status alone', { status: 'USER_DISABLED' }, { status: 'USER_DISABLED' }],
    ['the name to nothing', { displayName: '' }, { displayName: '' }],
    ['lists as a whole', { events: [], labels: ['x', 'y'] }, { events: [], labels: ['x', 'y'] }],
    [
      'one field of the config',
      { httpConfig: { url: 'https://b.example' } },
      { httpConfig: { ...http, url: 'https://b.example' } },
    ],
    [
      'headers as a whole',
      { httpConfig: { headers: { c: '3' } } },
      { httpConfig: { ...http, headers: { c: '3' } } },
    ],
    [
      'the secret away',
      { httpConfig: { signatureSecret: '' } },
      { httpConfig: { ...http, signatureSecret: '' } },
    ],
    ['nulls of other types', { type: 'HTTP_PUSH', awsSqsConfig: null, labels: null }, {}],
  ])('PATCH of a connector without a mask changes what the body has: %s', async (_name, body, change) => {
    expect((await patched(body)).rest).toStrictEqual({ ...full, ...change });
  });

  it.each<[string, string, unknown, object]>([
    [
      'only what the mask names',
      'status',
      { status: 'USER_DISABLED', displayName: 'x' },
      { status: 'USER_DISABLED' },
    ],
    ['what the body leaves out, to its default', 'events,displayName', {}, { events: [], displayName: '' }],
    [
      'fields of the config',
      'httpConfig.signatureSecret',
      { httpConfig: { signatureSecret: 'n', url: 'https://x.example' } },
      { httpConfig: { ...http, signatureSecret: 'n' } },
    ],
    [
      'names with underscores',
      'display_name,http_config.headers',
      { displayName: 'y' },
      { displayName: 'y', httpConfig: { ...http, headers: {} } },
    ],
    [
      'the config as a whole',
      'httpConfig',
      { httpConfig: { url: 'https://x.example' } },
      { httpConfig: { url: 'https://x.example', signatureSecret: '', headers: {} } },
    ],
    ['nothing, if it is empty', '', {}, {}],
  ])('PATCH of a connector with a mask changes %s', async (_name, mask, body, change) => {
    for (const parameter of ['update_mask', 'updateMask']) {
      expect((await patched(body, `?${parameter}=${mask}`)).rest).toStrictEqual({ ...full, ...change });
    }
  });

  it.each<[string, unknown, string, string]>([
    ['another type', { type: 'AWS_SQS' }, '', 'type cannot be changed'],
    ['plain HTTP', { displayName: 'x', httpConfig: { url: 'http://example.com' } }, '', 'HTTPS'],
    ['an unknown event', { events: ['smell'] }, '', 'smell'],
    ['a status of the system', { status: 'SYSTEM_DISABLED' }, '', 'SYSTEM_DISABLED'],
    ['an unknown field', {}, '?update_mask=color', 'color'],
    ['no URL', {}, '?update_mask=httpConfig.url', 'httpConfig.url'],
  ])('refuses %s and changes nothing', async (_name, body, query, reason) => {
    expect((await patched(body, query)).answer).toMatchObject(invalid(reason));
  });

  it('replaces the whole config if so assumed', async () => {
    const { rest } = await patched({ httpConfig: { url: 'https://b.example' } }, '', {
      nestedPatch: 'replace',
    });
    expect(rest.httpConfig).toStrictEqual({ url: 'https://b.example', signatureSecret: '', headers: {} });
  });

  it('brings a connector back that the system disabled', async () => {
    const emulator = await start();
    const { name } = (await create(emulator, full)).json;
    emulator.control.disableConnector(name.split('/').at(-1));
    const status = async () => (await api(emulator, 'GET', `/${name}`)).json.status;
    expect(await status()).toBe('SYSTEM_DISABLED');
    await api(emulator, 'PATCH', `/${name}`, { displayName: 'other', status: 'SYSTEM_DISABLED' });
    expect(await status()).toBe('SYSTEM_DISABLED');
    await api(emulator, 'PATCH', `/${name}`, { status: 'ACTIVE' });
    expect(await status()).toBe('ACTIVE');
  });
});
