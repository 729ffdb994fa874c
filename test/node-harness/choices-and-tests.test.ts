import { join } from 'node:path';
import {
  listSearch,
  loadOptions,
  loadPackage,
  testCredential,
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

const node = () => ({
  packages,
  nodeType: 'n8n-nodes-echo.echo',
  credentials: { echoTokenApi: { baseUrl: service.url, password: 'secret' } },
  parameters: { auth: 'token' },
});

test('a drop-down is filled with the credentials and parameters of the node', async () => {
  expect(await loadOptions({ ...node(), method: 'getRooms' })).toEqual([{ name: 'Attic', value: 'attic' }]);
  expect(service.calls.map(({ url }) => url)).toEqual(['/login', '/rooms']);
  await expect(loadOptions({ ...node(), method: 'getHouses' })).rejects.toThrow(
    /getHouses.*available: getRooms/,
  );
});

test('a list is searched page by page', async () => {
  const page = await listSearch({ ...node(), method: 'searchRooms', filter: 'at', paginationToken: '2' });
  expect(page).toEqual({ results: [{ name: 'at-2', value: 1 }], paginationToken: '7' });
});

describe('a credential test', () => {
  const run = (apiKey = 'key-4711') =>
    testCredential({ packages, type: 'echoApi', data: { baseUrl: service.url, apiKey } });

  test('a credential test resolves method, URL and headers, and authenticates', async () => {
    expect(await run()).toEqual({ status: 'OK', message: 'Connection successful!' });
    expect(service.calls).toHaveLength(1);
    expect(service.calls[0]).toMatchObject({
      method: 'PUT',
      url: '/whoami/8?tenant=fixed',
      headers: { 'x-test': 'of X-Echo-Key', 'x-echo-key': 'key-4711' },
    });
  });

  test('a credential test fills in the fields that a type inherits', async () => {
    const data = { baseUrl: service.url, apiKey: 'key-4711' };
    expect((await testCredential({ packages, type: 'echoSandboxApi', data })).status).toBe('OK');
    expect(service.calls[0]!.headers['x-sandbox-key']).toBe('key-4711');
  });

  test('a credential test reports the message of the rule that applies', async () => {
    service.state.whoami.status = 403;
    expect(await run()).toEqual({ status: 'Error', message: 'This key may not do that' });
    service.state.whoami = { status: 200, body: { status: { ok: false } } };
    expect(await run()).toEqual({ status: 'Error', message: 'The service said no' });
  });

  test('a credential test reports the status if no rule applies, or the error of the connection', async () => {
    service.state.whoami.status = 503;
    expect(await run()).toEqual({ status: 'Error', message: 'Service Unavailable' });
    const dead = { packages, type: 'echoApi', data: { baseUrl: 'http://127.0.0.1:1', apiKey: 'x' } };
    expect(await testCredential(dead)).toEqual({ status: 'Error', message: 'ECONNREFUSED' });
  });

  test('a credential without a test cannot be tested', async () => {
    const data = { baseUrl: service.url, password: 'secret' };
    expect(await testCredential({ packages, type: 'echoTokenApi', data })).toEqual({
      status: 'Error',
      message: 'No testing function found for this credential.',
    });
  });
});
