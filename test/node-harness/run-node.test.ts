import { inspect } from 'node:util';
import { join } from 'node:path';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import {
  CredentialStore,
  InstalledTypes,
  loadPackage,
  runNode,
  type LoadedPackage,
  type RunNodeOptions,
} from '@signalbox/node-harness';
import { echoService, type EchoService } from './echo-service';
import { packFixture } from './pack-fixture';

let service: EchoService;
let packages: LoadedPackage[];

beforeAll(async () => {
  const { tarball, remove } = await packFixture(join(__dirname, 'fixtures', 'n8n-nodes-echo'));
  packages = [await loadPackage(tarball)];
  remove();
});
beforeEach(async () => {
  service = await echoService();
});
afterEach(async () => await service.close());
afterAll(async () => {
  for (const each of packages) await each.dispose();
});

const echo = (options: Partial<RunNodeOptions> = {}) =>
  runNode({
    packages,
    nodeType: 'n8n-nodes-echo.echo',
    credentials: { echoApi: { baseUrl: service.url, apiKey: 'key-4711' } },
    ...options,
  });

test('expressions are resolved per item, and output items are paired with input items', async () => {
  const run = await echo({
    parameters: { text: '={{ $json.word.toUpperCase() }} in {{ $("Input").item.json.word }}' },
    items: [{ json: { word: 'a' } }, { json: { word: 'b' } }],
  });
  expect(run.status).toBe('success');
  expect(run.error).toBeUndefined();
  expect(run.itemsPerOutput).toEqual([2]);
  expect(run.outputs[0]!.map(({ json, pairedItem }) => [json.echoed, pairedItem])).toEqual([
    [{ text: 'A in a' }, { item: 0 }],
    [{ text: 'B in b' }, { item: 1 }],
  ]);
});

test('declarative authentication is evaluated with the defaults of the form', async () => {
  const run = await echo();
  expect(run.outputs[0]![0]!.json).toEqual({
    echoed: { text: 'nothing' },
    url: '/echo?tenant=fixed',
    key: 'key-4711',
  });
});

test('a token is fetched once, kept for the next run, and renewed after a 401', async () => {
  const credentials = new CredentialStore(new InstalledTypes(packages), {
    echoTokenApi: { baseUrl: service.url, password: 'secret' },
  });
  const run = () => echo({ credentials, parameters: { auth: 'token' } });
  const sent = () => service.calls.map(({ url, headers }) => [url, headers.authorization]);

  expect((await run()).status).toBe('success');
  expect(sent()).toEqual([
    ['/login', undefined],
    ['/echo', 'Bearer token-1'],
  ]);
  expect((await credentials.read('echoTokenApi')).token).toBe('token-1');

  service.calls.length = 0;
  expect((await run()).status).toBe('success');
  expect(sent()).toEqual([['/echo', 'Bearer token-1']]);

  service.calls.length = 0;
  service.expireTokens();
  expect((await run()).status).toBe('success');
  expect(sent()).toEqual([
    ['/echo', 'Bearer token-1'],
    ['/login', undefined],
    ['/echo', 'Bearer token-3'],
  ]);
  expect((await credentials.read('echoTokenApi')).token).toBe('token-3');
});

test('a run reports an error as n8n stores it and as it was thrown', async () => {
  const run = await echo({ parameters: { path: '/fail' } });
  expect(run.status).toBe('error');
  expect(run.itemsPerOutput).toEqual([]);
  expect(run.error).toMatchObject({ name: 'NodeApiError', httpCode: '500' });
  expect(run.error).not.toBeInstanceOf(NodeApiError);
  expect(run.thrown).toBeInstanceOf(NodeApiError);
  expect(inspect(run.thrown, { depth: 10 })).toContain('Out of order');
});

test.each([
  ['continueRegularOutput', [3]],
  ['continueErrorOutput', [2, 1]],
] as const)('with %s a bad item does not stop the others', async (onError, itemsPerOutput) => {
  const run = await echo({
    onError,
    parameters: { text: '={{ $json.word }}' },
    items: ['a', 'refuse', 'c'].map((word) => ({ json: { word } })),
  });
  expect(run.status).toBe('success');
  expect(run.itemsPerOutput).toEqual(itemsPerOutput);
  const failed = run.outputs.flat().filter(({ json }) => json.error !== undefined);
  expect(failed).toHaveLength(1);
  expect(failed[0]!.pairedItem).toEqual({ item: 1 });
});

test('a missing credential is an error of the run', async () => {
  const run = await echo({ credentials: {} });
  expect(run.status).toBe('error');
  expect(run.thrown).toBeInstanceOf(NodeOperationError);
});

test('binary data reaches the node', async () => {
  const run = await echo({
    parameters: { attachment: 'file' },
    items: [
      { json: {}, binary: { file: { data: Buffer.alloc(123).toString('base64'), mimeType: 'image/png' } } },
    ],
  });
  expect(run.outputs[0]![0]!.json.echoed).toEqual({ text: 'nothing', bytes: 123 });
});

test('a run can be cancelled after a time and by a signal', async () => {
  const byTime = await echo({ parameters: { waitMs: 60_000 }, cancelAfterMs: 20 });
  expect(byTime.status).toBe('canceled');
  expect(byTime.cancelledInMs).toBeLessThan(1000);

  const controller = new AbortController();
  const running = echo({ parameters: { waitMs: 60_000 }, signal: controller.signal });
  controller.abort();
  expect((await running).status).toBe('canceled');
  expect(service.calls).toEqual([]);
  expect((await echo()).cancelledInMs).toBeUndefined();
});

test('concurrent runs keep their items and logs apart', async () => {
  const words = Array.from({ length: 20 }, (_, index) => `word-${index}`);
  const runs = await Promise.all(
    words.map((text, index) => echo({ parameters: { text, waitMs: (index * 7) % 20 } })),
  );
  expect(runs.map(({ outputs }) => outputs[0]![0]!.json.echoed)).toEqual(words.map((text) => ({ text })));
  for (const [index, { logs }] of runs.entries()) {
    const said = logs.filter(({ message }) => message === 'Echoing');
    expect(said.map(({ metadata }) => metadata)).toEqual([[{ text: words[index] }]]);
  }
});

test('older versions of a node and nodes without code can be run', async () => {
  expect((await echo({ typeVersion: 1 })).status).toBe('success');
  const declared = await runNode({
    packages,
    nodeType: 'n8n-nodes-echo.echoDeclared',
    parameters: { text: 'declared' },
    credentials: { echoApi: { baseUrl: service.url, apiKey: 'key-4711' } },
  });
  expect(declared.error).toBeUndefined();
  expect(declared.outputs[0]![0]!.json).toMatchObject({ echoed: { text: 'declared' }, key: 'key-4711' });
});
