import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { disposeIsolate, installIsolate, runNode } from '@signalbox/node-harness';
import type { INodeParameters } from 'n8n-workflow';
import { packedPackage } from './packed-package';

/** The forms that a date may have in a field, and in all of which it is 10 o'clock on 1 July 2026 in Tokyo. */
const FORMS = [
  '2026-07-01T10:00:00',
  '2026-07-01 10:00',
  '2026-07-01T01:00:00Z',
  '={{ "2026-07-01T10:00:00" }}',
  '={{ new Date("2026-07-01T01:00:00Z") }}',
  '={{ DateTime.fromISO("2026-07-01T10:00:00") }}',
  '={{ DateTime.fromISO("2026-06-30T20:00:00", { zone: "America/Lima" }) }}',
  '={{ "2026-07-01T10:00:00".toDateTime() }}',
  '={{ 1782867600 }}',
  '={{ 1782867600000 }}',
  '={{ "1782867600000" }}',
];

const id = (value: string) => ({ __rl: true, mode: 'id', value });
const device = { projectId: id('p0'), deviceId: id('d0') };

/** Every operation with a date in it. */
const OPERATIONS: [service: string, operation: string, parameters: (date: string) => INodeParameters][] = [
  ['signl4', 'alert.getAll', (date) => ({ filters: { minCreated: date } })],
  ['signl4', 'alert.getAll', (date) => ({ filters: { maxCreated: date } })],
  ['signl4', 'alert.getAll', (date) => ({ filters: { modifiedSince: date } })],
  ['disruptive-technologies', 'event.getAll', (date) => ({ ...device, filters: { startTime: date } })],
  ['disruptive-technologies', 'event.getAll', (date) => ({ ...device, filters: { endTime: date } })],
  [
    'disruptive-technologies',
    'emulatedDevice.publishEvent',
    (date) => ({ ...device, eventType: 'touch', options: { updateTime: date } }),
  ],
  ['dataworld-sentry', 'sentry.update', (date) => ({ state: 'happy', options: { latestRecordAt: date } })],
  ['dataworld-sentry', 'sentry.reportRun', (date) => ({ options: { latestRecordAt: date } })],
  ['trust-lighthouse', 'file.search', (date) => ({ filters: { fromDate: date } })],
  ['trust-lighthouse', 'file.search', (date) => ({ filters: { untilDate: date } })],
  ['trust-lighthouse', 'file.deleteByFilter', (date) => ({ fromDate: date, untilDate: date })],
  ['trust-lighthouse', 'file.createLink', (date) => ({ fileUuid: id('f0'), options: { caducity: date } })],
  ['trust-lighthouse', 'usage.get', (date) => ({ fromDate: date, untilDate: date })],
];

const NODES: Readonly<Record<string, [nodeType: string, credential: (url: string) => object]>> = {
  signl4: [
    'n8n-nodes-signl4.signl4Alerting',
    (baseUrl) => ({
      signl4AlertingApi: { environment: 'custom', baseUrl, apiKey: 'key', plan: 'commercial' },
    }),
  ],
  'disruptive-technologies': [
    'n8n-nodes-disruptive-technologies.disruptiveTechnologies',
    (url) => ({
      disruptiveTechnologiesApi: {
        authentication: 'basic',
        environment: 'custom',
        baseUrl: `${url}/v2`,
        emulatorUrl: `${url}/v2`,
        tokenUrl: `${url}/oauth2/token`,
        issuerUrl: `${url}/data-connector`,
        keyId: 'key',
        secret: 'secret',
        email: 'a@b.example',
      },
    }),
  ],
  'dataworld-sentry': [
    'n8n-nodes-dataworld-sentry.dataWorldSentry',
    (url) => ({
      dataWorldSentryApi: { apiUrl: `${url}/api/v1/sentries/7`, apiToken: 'token', sentryUid: '' },
    }),
  ],
  'trust-lighthouse': [
    'n8n-nodes-trust-lighthouse.trustLighthouse',
    (url) => ({
      trustApi: {
        environment: 'custom',
        baseUrl: url,
        ateneaUrl: url,
        clientId: 'client',
        clientSecret: 'secret',
        companyId: '1',
      },
    }),
  ],
};

/** Sends every date of every operation from a workflow in Tokyo, and prints the dates that reach the services. */
async function main(): Promise<void> {
  const engine = await installIsolate();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      if (!request.url!.includes('token')) requests.push(`${decodeURIComponent(request.url!)} ${body}`);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ access_token: 'a', token_type: 'Bearer', expires_in: 3600 }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sent: Record<string, string[]> = {};
  for (const [service, [nodeType, credential]] of Object.entries(NODES)) {
    const packed = await packedPackage(service);
    for (const [, name, parameters] of OPERATIONS.filter(([of]) => of === service)) {
      const [resource, operation] = name.split('.');
      for (const form of FORMS) {
        requests.length = 0;
        const run = await runNode({
          packages: packed.packages,
          nodeType,
          parameters: { resource, operation, ...parameters(form) },
          credentials: credential(url) as never,
          timezone: 'Asia/Tokyo',
        });
        const found = requests.flatMap(
          (request) => request.match(/\d{4}-\d\d-\d\d(?:[T ][\d:.]+Z?)?/g) ?? [],
        );
        const all = (sent[`${service} ${name} ${JSON.stringify(parameters('DATE'))}`] ??= []);
        all.push(...(found.length > 0 ? found : [`nothing of ${form}: ${run.error?.message}`]));
      }
    }
    await packed.remove();
  }
  server.close();
  await disposeIsolate();
  process.stdout.write(JSON.stringify({ engine, clock: new Date(0).getTimezoneOffset(), sent }));
}

void main();
