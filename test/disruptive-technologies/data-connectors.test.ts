import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { building, byId, createConnector, expectNoSecret, itemsOf, refusalOf, seed, useLab } from './lab';

const lab = useLab();
const project = seed.projects.building.id;
const url = 'https://receiver.example.test/hook';
const sent = () => lab.requests().map(({ method, path }) => `${method} ${path}`);
const bodyOf = (index: number): unknown => JSON.parse(lab.requests()[index]!.body);
const list = `/v2/projects/${project}/dataconnectors`;

describe('Create', () => {
  test('an HTTP connector: with the labels that DT Studio gives it, and without its secret in the output', async () => {
    const parameters = {
      projectId: building,
      type: 'HTTP_PUSH',
      url,
      displayName: 'n8n',
      events: ['temperature', 'touch'],
      signatureSecret: 'lantern-4711-zebra',
      headers: { header: [{ name: 'X-Building', value: 'copper-kettle-12' }] },
    };
    const run = await lab.run('dataConnector.create', parameters);
    const [connector] = lab.emulator.control.connectors();
    expect(itemsOf(run)).toEqual([
      {
        id: connector!.id,
        projectId: project,
        name: `projects/${project}/dataconnectors/${connector!.id}`,
        displayName: 'n8n',
        type: 'HTTP_PUSH',
        status: 'ACTIVE',
        events: ['temperature', 'touch'],
        labels: ['name'],
        httpConfig: { url, headers: { 'X-Building': '[hidden]' }, hasSignatureSecret: true },
      },
    ]);
    expectNoSecret(run.outputs, ['lantern-4711-zebra', 'copper-kettle-12']);
    expect(sent()).toEqual([`POST ${list}`]);
    expect(bodyOf(0)).toEqual({
      displayName: 'n8n',
      type: 'HTTP_PUSH',
      events: ['temperature', 'touch'],
      labels: ['name'],
      httpConfig: {
        url,
        signatureSecret: 'lantern-4711-zebra',
        headers: { 'X-Building': 'copper-kettle-12' },
      },
    });
  });

  test('shows its secrets when that is switched on', async () => {
    const parameters = {
      projectId: building,
      url,
      signatureSecret: 'lantern-4711-zebra',
      headers: { header: [{ name: 'X-Building', value: 'copper-kettle-12' }] },
      options: { includeSignatureSecret: true, status: 'USER_DISABLED' },
    };
    expect(itemsOf(await lab.run('dataConnector.create', parameters))).toMatchObject([
      {
        status: 'USER_DISABLED',
        httpConfig: { signatureSecret: 'lantern-4711-zebra', headers: { 'X-Building': 'copper-kettle-12' } },
      },
    ]);
  });

  test.each([
    [
      'GOOGLE_CLOUD_PUBSUB',
      { topic: 'projects/p/topics/t', audience: '//iam.googleapis.com/x' },
      { pubsubConfig: { topic: 'projects/p/topics/t', audience: '//iam.googleapis.com/x' } },
    ],
    [
      'AZURE_SERVICE_BUS',
      { azureUrl: 'sb://ns.servicebus.windows.net/t', tenantId: 'T', clientId: 'C', correlationId: 'dt' },
      {
        azureServiceBusConfig: {
          url: 'sb://ns.servicebus.windows.net/t',
          authenticationConfig: { tenantId: 'T', clientId: 'C' },
          brokerProperties: { correlationId: 'dt' },
        },
      },
    ],
    [
      'AZURE_EVENT_HUB',
      { azureUrl: 'sb://ns.servicebus.windows.net/h', tenantId: 'T', clientId: 'C' },
      {
        azureEventHubConfig: {
          url: 'sb://ns.servicebus.windows.net/h',
          authenticationConfig: { tenantId: 'T', clientId: 'C' },
        },
      },
    ],
    [
      'AWS_SQS',
      { queueUrl: 'https://sqs.example.test/1/q', awsRoleArn: 'arn:aws:iam::1:role/r', audience: 'a' },
      {
        awsSqsConfig: {
          queueUrl: 'https://sqs.example.test/1/q',
          awsRoleArn: 'arn:aws:iam::1:role/r',
          audience: 'a',
        },
      },
    ],
  ])('a connector of the type %s has a config of its own', async (type, fields, config) => {
    // Values entered for another type before are not sent.
    const parameters = { projectId: building, type, url: 'http://left.over', ...fields, labels: [] };
    expect(itemsOf(await lab.run('dataConnector.create', parameters))).toMatchObject([{ type, ...config }]);
    expect(bodyOf(0)).toEqual({ type, events: [], labels: [], ...config });
  });

  const empty = "={{ '' }}";
  test.each([
    ['HTTP_PUSH', 'URL', { url: empty }],
    ['GOOGLE_CLOUD_PUBSUB', 'Topic', { topic: empty, audience: 'x' }],
    ['AZURE_SERVICE_BUS', 'Azure URL', { azureUrl: empty, tenantId: 'x', clientId: 'x' }],
    ['AZURE_EVENT_HUB', 'Client ID', { azureUrl: 'sb://n/h', tenantId: 'x', clientId: empty }],
    ['AWS_SQS', 'Audience', { queueUrl: 'x', awsRoleArn: 'x', audience: empty }],
  ])('%s without its %s: says what is missing, before anything is sent', async (type, label, fields) => {
    const refusal = refusalOf(
      await lab.run('dataConnector.create', { projectId: building, type, ...fields }),
    );
    expect(refusal.message).toBe(`"${label}" is missing`);
    expect(refusal.description).toMatch(/^A Data Connector of the type .+ needs it\.$/);
    expect(sent()).toEqual([]);
  });
});

describe('Get and Get Many', () => {
  test('never show a secret unless asked to', async () => {
    const httpConfig = { url, signatureSecret: 'lantern-4711-zebra', headers: { A: 'copper-kettle-12' } };
    const { id } = await createConnector(lab.emulator, { httpConfig });
    for (const operation of ['get', 'getAll']) {
      const parameters = { projectId: building, connectorId: byId(id) };
      const quiet = await lab.run(`dataConnector.${operation}`, parameters);
      expect(itemsOf(quiet)).toMatchObject([{ id, httpConfig: { url, hasSignatureSecret: true } }]);
      expectNoSecret(quiet, [httpConfig.signatureSecret, httpConfig.headers.A]);
      const loud = await lab.run(`dataConnector.${operation}`, {
        ...parameters,
        options: { includeSignatureSecret: true },
      });
      expect(itemsOf(loud)).toMatchObject([{ httpConfig }]);
    }
  });

  test('take a resource name for an ID', async () => {
    const { id, name } = await createConnector(lab.emulator);
    const parameters = { projectId: byId(`projects/${project}`), connectorId: byId(String(name)) };
    expect(itemsOf(await lab.run('dataConnector.get', parameters))).toMatchObject([{ id }]);
    expect(sent()).toEqual([`GET ${list}/${id}`]);
  });

  test('tolerate what other clients leave as null', async () => {
    const body = {
      name: `projects/${project}/dataconnectors/x`,
      type: 'AWS_SQS',
      httpConfig: null,
      awsSqsConfig: { queueUrl: 'https://q.example.test' },
      somethingNew: 1,
    };
    lab.emulator.faults.inject({
      match: { path: `${list}/x` },
      fault: { kind: 'status', code: 200, body },
    });
    const parameters = { projectId: building, connectorId: byId('x') };
    const { httpConfig: _, ...rest } = body;
    expect(itemsOf(await lab.run('dataConnector.get', parameters))).toEqual([
      { id: 'x', projectId: project, ...rest },
    ]);
  });
});

/** As the service has it, with its secrets. */
const stored = (id: string) => lab.emulator.control.connectors().find((one) => one.id === id)!;

describe('Update', () => {
  test('sends what is changed, and nothing else', async () => {
    const { id } = await createConnector(lab.emulator, { displayName: 'before', events: ['touch'] });
    const parameters = {
      projectId: building,
      connectorId: byId(id),
      updateFields: { displayName: 'after', events: [] },
    };
    expect(itemsOf(await lab.run('dataConnector.update', parameters))).toMatchObject([
      { id, displayName: 'after', events: [] },
    ]);
    expect(sent()).toEqual([`PATCH ${list}/${id}`]);
    expect(bodyOf(0)).toEqual({ displayName: 'after', events: [] });
  });

  // disruptive-technologies.md §9, 6: it is not known which of the two the service does.
  test.each(['merge', 'replace'] as const)(
    'Update of the URL keeps secret and headers, also where a config is taken to %s',
    async (nestedPatch) => {
      await lab.emulatorWith({ assume: { nestedPatch } });
      const httpConfig = { url, signatureSecret: 'lantern-4711-zebra', headers: { A: 'copper-kettle-12' } };
      const { id } = await createConnector(lab.emulator, { httpConfig });
      const updateFields = { url: 'https://receiver.example.test/new' };
      const parameters = { projectId: building, connectorId: byId(id), updateFields };
      const run = await lab.run('dataConnector.update', parameters);
      expect(itemsOf(run)).toMatchObject([
        { httpConfig: { url: updateFields.url, hasSignatureSecret: true } },
      ]);
      expectNoSecret(run, [httpConfig.signatureSecret, httpConfig.headers.A]);
      expect(sent()).toEqual([`GET ${list}/${id}`, `PATCH ${list}/${id}`]);
      expect(bodyOf(1)).toEqual({ httpConfig: { ...httpConfig, ...updateFields } });
      expect(stored(id).config).toEqual({ ...httpConfig, ...updateFields });
    },
  );

  test('replaces the headers, and removes the secret', async () => {
    const httpConfig = { url, signatureSecret: 'lantern-4711-zebra', headers: { A: '1' } };
    const { id } = await createConnector(lab.emulator, { httpConfig });
    const parameters = {
      projectId: building,
      connectorId: byId(id),
      updateFields: { headers: { header: [{ name: 'B', value: '2' }] }, removeSignatureSecret: true },
    };
    itemsOf(await lab.run('dataConnector.update', parameters));
    expect(stored(id).config).toEqual({ url, signatureSecret: '', headers: { B: '2' } });
  });

  test('removes no secret where there can be none', async () => {
    const pubsubConfig = { topic: 'projects/p/topics/t', audience: '//iam.googleapis.com/x' };
    const body = { type: 'GOOGLE_CLOUD_PUBSUB', httpConfig: null, pubsubConfig };
    const { id } = await createConnector(lab.emulator, body);
    const updateFields = { removeSignatureSecret: true };
    const parameters = { projectId: building, connectorId: byId(id), updateFields };
    expect(refusalOf(await lab.run('dataConnector.update', parameters))).toEqual({
      message: 'A Data Connector of this type has no signature secret',
      description: 'Turn "Remove Signature Secret" off: only the type HTTP Push has one.',
    });
    expect(sent()).toEqual([`GET ${list}/${id}`]);
  });

  test('Update of a part of another config keeps the rest of it', async () => {
    const azureServiceBusConfig = {
      url: 'sb://ns.servicebus.windows.net/t',
      authenticationConfig: { tenantId: 'T', clientId: 'C' },
      brokerProperties: { correlationId: 'dt' },
    };
    const body = { type: 'AZURE_SERVICE_BUS', httpConfig: null, azureServiceBusConfig };
    const { id } = await createConnector(lab.emulator, body);
    const parameters = {
      projectId: building,
      connectorId: byId(id),
      updateFields: { clientId: 'D' },
    };
    itemsOf(await lab.run('dataConnector.update', parameters));
    expect(bodyOf(1)).toEqual({
      azureServiceBusConfig: {
        ...azureServiceBusConfig,
        authenticationConfig: { tenantId: 'T', clientId: 'D' },
      },
    });
  });

  test('an update that changes nothing sends nothing', async () => {
    const { id } = await createConnector(lab.emulator, { httpConfig: { url } });
    const parameters = { projectId: building, connectorId: byId(id), updateFields: { url } };
    expect(itemsOf(await lab.run('dataConnector.update', parameters))).toMatchObject([
      { id, httpConfig: { url, hasSignatureSecret: false } },
    ]);
    expect(sent()).toEqual([`GET ${list}/${id}`]);
  });

  test('an update of nothing, or of a field of another type, is refused', async () => {
    const { id } = await createConnector(lab.emulator);
    const parameters = { projectId: building, connectorId: byId(id) };
    expect(refusalOf(await lab.run('dataConnector.update', parameters)).message).toBe(
      'There is nothing to update',
    );
    const foreign = { ...parameters, updateFields: { topic: 'projects/p/topics/t' } };
    expect(refusalOf(await lab.run('dataConnector.update', foreign))).toEqual({
      message: '"Topic" does not belong to a Data Connector of the type HTTP Push',
      description:
        'Remove the field. The type of a Data Connector cannot be changed; create a new one instead.',
    });
    expect(sent()).toEqual([`GET ${list}/${id}`]);
  });
});

describe('Enable and Disable', () => {
  test('set the status alone', async () => {
    const { id } = await createConnector(lab.emulator);
    const parameters = { projectId: building, connectorId: byId(id) };
    expect(itemsOf(await lab.run('dataConnector.disable', parameters))).toMatchObject([
      { id, status: 'USER_DISABLED' },
    ]);
    lab.emulator.control.disableConnector(id);
    expect(itemsOf(await lab.run('dataConnector.enable', parameters))).toMatchObject([
      { id, status: 'ACTIVE' },
    ]);
    expect([bodyOf(0), bodyOf(1)]).toEqual([{ status: 'USER_DISABLED' }, { status: 'ACTIVE' }]);
  });

  test('an empty answer is as good as any', async () => {
    const { id } = await createConnector(lab.emulator);
    lab.emulator.faults.inject({
      match: { path: `${list}/${id}` },
      fault: { kind: 'status', code: 204 },
    });
    const parameters = { projectId: building, connectorId: byId(id) };
    expect(itemsOf(await lab.run('dataConnector.enable', parameters))).toEqual([
      { id, projectId: project, name: `projects/${project}/dataconnectors/${id}` },
    ]);
  });
});

test('Delete removes it', async () => {
  const { id } = await createConnector(lab.emulator);
  const parameters = { projectId: building, connectorId: byId(id) };
  expect(itemsOf(await lab.run('dataConnector.delete', parameters))).toEqual([
    { id, projectId: project, deleted: true },
  ]);
  expect(lab.emulator.control.connectors()).toEqual([]);
});

/** A receiver that answers each event with the next of these. */
async function receiver(...answers: number[]) {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(answers.shift() ?? 200).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

describe('Get Metrics', () => {
  const metricsOf = async (id: string) =>
    itemsOf(await lab.run('dataConnector.getMetrics', { projectId: building, connectorId: byId(id) }))[0]!;

  test('counts what was delivered, in numbers', async () => {
    const target = await receiver(200, 200, 500, 200);
    await lab.emulatorWith({ assume: { firstRetryMs: 1 } });
    const { id } = await createConnector(lab.emulator, { httpConfig: { url: target.url } });
    for (let count = 0; count < 3; count++) lab.emulator.control.touch(seed.devices.fridge.id);
    await lab.emulator.control.idle();
    const metrics = await metricsOf(id);
    target.close();
    const { latency99p } = lab.emulator.control.metrics(id);
    expect(metrics).toEqual({
      id,
      projectId: project,
      successCount: 3,
      errorCount: 1,
      successRate: 0.75,
      latency99p,
      latency99pSeconds: Number(latency99p.replace('s', '')),
    });
    expect(sent()).toEqual([`GET ${list}/${id}:metrics`]);
  });

  test('Get Metrics of a connector that has sent nothing has neither a rate nor a latency', async () => {
    const { id } = await createConnector(lab.emulator);
    expect(await metricsOf(id)).toMatchObject({
      successCount: 0,
      errorCount: 0,
      successRate: null,
      latency99p: '0s',
      latency99pSeconds: null,
    });
  });

  test('reads counts that come as text, and one that is left out as none', async () => {
    const { id } = await createConnector(lab.emulator);
    lab.emulator.faults.inject({
      match: { path: `${list}/${id}:metrics` },
      fault: { kind: 'status', code: 200, body: { metrics: { successCount: '44', latency99p: '0.663s' } } },
    });
    expect(await metricsOf(id)).toMatchObject({
      successCount: 44,
      errorCount: 0,
      successRate: 1,
      latency99p: '0.663s',
      latency99pSeconds: 0.663,
    });
  });
});

test('Sync sends the latest events once more', async () => {
  lab.emulator.control.publish(seed.devices.fridge.id, 'temperature', { value: 4 });
  const target = await receiver();
  const { id } = await createConnector(lab.emulator, { httpConfig: { url: target.url } });
  const parameters = { projectId: building, connectorId: byId(id) };
  expect(itemsOf(await lab.run('dataConnector.sync', parameters))).toEqual([
    { id, projectId: project, synced: true },
  ]);
  await lab.emulator.control.idle();
  target.close();
  expect(sent()).toEqual([`POST ${list}/${id}:sync`]);
  const types = lab.emulator.journal.deliveries.map(
    ({ event }) => (event as { event: { eventType: string } }).event.eventType,
  );
  expect(types).toContain('temperature');
});
