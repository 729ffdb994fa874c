import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import {
  deliver,
  loadPackage,
  poll,
  triggerHooks,
  webhookServer,
  type LoadedPackage,
} from '@signalbox/node-harness';
import { echoService, type EchoService } from './echo-service';

let service: EchoService;
let packages: LoadedPackage[];

beforeAll(async () => {
  packages = [await loadPackage(join(__dirname, 'fixtures', 'n8n-nodes-echo'))];
});
beforeEach(async () => {
  service = await echoService();
});
afterEach(async () => await service.close());

const trigger = (answer = 'run') => ({
  packages,
  nodeType: 'n8n-nodes-echo.echoTrigger',
  parameters: { answer },
  credentials: { echoApi: { baseUrl: service.url, apiKey: 'key-4711' } },
});

describe('webhook methods', () => {
  test('create, checkExists and delete share the static data', async () => {
    const hooks = triggerHooks({
      ...trigger(),
      webhookBaseUrl: 'https://flows.example.com/webhook',
      webhookId: 'wh',
    });
    expect(hooks.webhookUrl).toBe('https://flows.example.com/webhook/wh/echo');
    expect(await hooks.checkExists()).toBe(false);
    expect(await hooks.create()).toBe(true);
    expect(service.calls[0]!.body).toEqual({ target: hooks.webhookUrl, activation: 'activate' });
    expect(hooks.staticData).toEqual({ id: 'hook-1' });
    expect(await hooks.checkExists()).toBe(true);
    expect(await hooks.delete()).toBe(true);
    expect(hooks.staticData).toEqual({});
  });

  test('the static data of a failed call is kept for the next one', async () => {
    service.state.hookId = 'broken';
    const hooks = triggerHooks(trigger());
    await expect(hooks.create()).rejects.toThrow('Broken after the id was kept');
    expect(hooks.staticData).toEqual({ id: 'broken' });
    expect(await triggerHooks({ ...trigger(), staticData: hooks.staticData }).checkExists()).toBe(true);
  });

  test('the editor registers the test URL', async () => {
    const hooks = triggerHooks({ ...trigger(), mode: 'manual', activation: 'manual', webhookId: 'wh' });
    await hooks.create();
    expect(hooks.webhookUrl).toBe('https://n8n.example.test/webhook-test/wh/echo');
    expect(service.calls[0]!.body).toEqual({ target: hooks.webhookUrl, activation: 'manual' });
  });
});

describe('a delivery', () => {
  const json = { 'content-type': 'application/json' };

  test('the node gets the raw bytes of a delivery and the parsed body', async () => {
    const rawBody = '{"b": 1,  "a":2}';
    const delivered = await deliver({
      ...trigger(),
      rawBody,
      headers: { ...json, 'x-signature': 'abc' },
      query: { token: 't' },
    });
    expect(delivered.status).toBe(200);
    expect(delivered.body).toBe('{"message":"Workflow was started"}');
    const { json: item } = delivered.workflowData![0]![0]!;
    expect(item).toMatchObject({
      raw: Buffer.from(rawBody).toString('hex'),
      body: { a: 2, b: 1 },
      query: { token: 't' },
      header: 'abc',
    });
    expect(item.headers).not.toContain('x-signalbox-delivery');
    expect(delivered.staticData).toEqual({ count: 1 });
  });

  test('a compressed delivery is decompressed', async () => {
    const delivered = await deliver({
      ...trigger(),
      rawBody: gzipSync('{"zipped":true}'),
      headers: { ...json, 'content-encoding': 'gzip' },
    });
    expect(delivered.workflowData![0]![0]!.json.body).toEqual({ zipped: true });
  });

  test.each([
    ['application/x-www-form-urlencoded', 'a=1&b=2&b=3', { a: '1', b: ['2', '3'] }],
    ['text/plain', 'just text', 'just text'],
  ])('a delivery of %s is parsed', async (type, rawBody, body) => {
    const delivered = await deliver({ ...trigger(), rawBody, headers: { 'content-type': type } });
    expect(delivered.workflowData![0]![0]!.json.body).toEqual(body);
  });

  test('a delivery with invalid JSON is refused before the node sees it', async () => {
    const delivered = await deliver({ ...trigger(), rawBody: '{"a":', headers: json });
    expect(delivered.status).toBe(422);
    expect(JSON.parse(delivered.body)).toMatchObject({ code: 422, message: 'Failed to parse request body' });
    expect(delivered.workflowData).toBeUndefined();
    expect(delivered.staticData).toEqual({});
  });

  test('a node can respond itself, with a text, or without starting the workflow', async () => {
    const send = (answer: string) => deliver({ ...trigger(answer), rawBody: '{}', headers: json });
    const own = await send('own');
    expect([own.status, own.headers['x-own'], own.body]).toEqual([401, 'yes', '{"own":true}']);
    expect(own.workflowData).toBeUndefined();
    expect(await send('later')).toMatchObject({ status: 202, body: 'later', workflowData: undefined });
    expect(await send('text')).toMatchObject({ status: 200, body: 'plain words', workflowData: undefined });
    expect(await send('ignore')).toMatchObject({
      status: 200,
      body: '{"message":"Webhook call received"}',
      workflowData: undefined,
    });
  });

  test('the response is 500 if the node throws', async () => {
    const delivered = await deliver({ ...trigger('throw'), rawBody: '{}', headers: json });
    expect(delivered.status).toBe(500);
    expect(delivered.error).toEqual(new Error('Cannot handle this'));
  });

  test('a delivery finds the static data of the previous one', async () => {
    const server = await webhookServer({ ...trigger(), staticData: { count: 5 } });
    try {
      for (let round = 0; round < 3; round += 1) await server.deliver({ rawBody: '{}', headers: json });
      expect(server.staticData).toEqual({ count: 8 });
      expect(server.received).toHaveLength(3);
    } finally {
      await server.close();
    }
  });
});

test('a poll keeps its static data unless it fails, and returns items or nothing', async () => {
  const request = { packages, nodeType: 'n8n-nodes-echo.echoPoll' };
  const first = await poll(request);
  expect(first).toMatchObject({ items: null, error: undefined, staticData: { polls: 1 } });
  const second = await poll({ ...request, staticData: first.staticData });
  expect(second.items).toEqual([[{ json: { polls: 2, mode: 'trigger', activation: 'activate' } }]]);
  const third = await poll({ ...request, staticData: second.staticData });
  expect(third).toMatchObject({
    items: null,
    error: new Error('Third time unlucky'),
    staticData: { polls: 2 },
  });
  const manual = await poll({ ...request, mode: 'manual' });
  expect(manual.items![0]![0]!.json).toEqual({ polls: 1, mode: 'manual', activation: 'manual' });
});
