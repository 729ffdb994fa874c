import { testCredential } from '@signalbox/node-harness';

import { storedToken } from '../n8n/stored-token';
import { lockService } from './lock-service';
import type { LockService } from './lock-service';
import { allOf, lockPackage, runLock, store, told } from './run-lock';

let service: LockService;
let issued: number;
beforeEach(async () => {
  service = await lockService();
  issued = 0;
  service.onToken = () => ({ body: { access_token: `token-${++issued}`, expires_in: 7200 } });
});
afterEach(async () => await service.close());

const type = 'lockClientApi';
const form = ({ accessToken = '', ...more }: Record<string, string> = {}) => {
  const fields = {
    baseUrl: service.url,
    tokenUrl: `${service.url}/token/`,
    clientId: 'client-1',
    clientSecret: 'client-secret-4711',
    ...more,
  };
  return { ...fields, accessToken: accessToken && storedToken(accessToken, fields) };
};
const used = () => service.apiRequests().map(({ headers }) => headers.authorization);
/** Takes the tokens whose number is in the list, and no others. */
const accepts = (...numbers: number[]) => {
  service.onApi = ({ headers }) =>
    numbers.some((number) => headers.authorization === `Bearer token-${number}`)
      ? {}
      : { status: 401, body: { message: `no: ${headers.authorization}` } };
};

describe.each(['helper', 'core', 'legacy'] as const)('through %s', (through) => {
  test('the first request fetches a token, which later runs find', async () => {
    const { credentials, accessToken } = await store(type, form());
    expect(told(await runLock({ type, credentials, through }))).toBe('');
    expect(told(await runLock({ type, credentials, through }))).toBe('');
    expect(used()).toEqual(['Bearer token-1', 'Bearer token-1']);
    expect(await accessToken()).toMatch(/^\d{13} [\w-]{22} token-1$/);

    expect(service.tokenRequests()).toHaveLength(1);
    const [{ method, url, headers, body } = service.sent[0]!] = service.tokenRequests();
    expect([method, url, headers['content-type']]).toEqual(['POST', '/token/', 'application/json']);
    expect(JSON.parse(body)).toEqual({
      client_id: 'client-1',
      client_secret: 'client-secret-4711',
      grant_type: 'client_credentials',
    });
  });

  test('after a 401 there is exactly one new token, and the request succeeds with it', async () => {
    const { credentials, accessToken } = await store(type, form({ accessToken: 'never token-0' }));
    accepts(1);
    expect(told(await runLock({ type, credentials, through }))).toBe('');
    expect(used()).toEqual(['Bearer token-0', 'Bearer token-1']);
    expect(service.tokenRequests()).toHaveLength(1);
    expect(await accessToken()).toMatch(/ token-1$/);
  });

  test('if every token is answered by a 401, each request costs one token and is sent twice', async () => {
    const { credentials } = await store(type, form({ accessToken: 'never token-0' }));
    accepts();
    const run = await runLock({ type, credentials, through });
    expect(run.status).toBe('error');
    expect(used()).toEqual(['Bearer token-0', 'Bearer token-1']);

    // The token was fetched a moment ago, but it is the one that does not work.
    await runLock({ type, credentials, through });
    expect(used().slice(2)).toEqual(['Bearer token-1', 'Bearer token-2']);
    expect(service.tokenRequests()).toHaveLength(2);
  });

  test.each([
    ['about to expire', `${Date.now() - 1} token-0`],
    ['unreadable', '{"token":"token-0"}'],
  ])('a token that is %s is renewed before anything is sent with it', async (_, accessToken) => {
    const { credentials } = await store(type, form({ accessToken }));
    expect(told(await runLock({ type, credentials, through }))).toBe('');
    expect(used()).toEqual(['Bearer token-1']);
    expect(service.tokenRequests()).toHaveLength(1);
  });

  test('ten requests at once share one new token, whether the old one is missing, expired or refused', async () => {
    for (const accessToken of ['', `${Date.now() - 1} token-x`, 'never token-x']) {
      const { credentials } = await store(type, form({ accessToken, clientId: `client-2-${accessToken}` }));
      const before = service.tokenRequests().length;
      accepts(issued + 1);
      const run = await runLock({ type, credentials, through, items: 10 });
      expect(told(run)).toBe('');
      expect(run.itemsPerOutput).toEqual([10]);
      expect(service.tokenRequests().length - before).toBe(1);
    }
  });

  test('a token with a short life is used all the same', async () => {
    service.onToken = () => ({ body: { access_token: `token-${++issued}`, expires_in: 20 } });
    const { credentials } = await store(type, form());
    expect(told(await runLock({ type, credentials, through, items: 2 }))).toBe('');
    expect(used()).toEqual(['Bearer token-1', 'Bearer token-1']);
  });

  // The older helper asks for a new token after any error, also after that of the token service.
  const asked = through === 'legacy' ? 2 : 1;

  test('a service whose tokens have always expired is not asked for ever, and the reason is told', async () => {
    service.onToken = () => ({
      body: {
        access_token: `token-${++issued}`,
        expires_in: 60,
        created_at: Math.floor(Date.now() / 1000) - 61,
      },
    });
    const run = await runLock({ type, credentials: form(), through });
    expect(told(run)).toContain('access token that has already expired');
    expect(service.tokenRequests()).toHaveLength(asked);
    expect(service.apiRequests()).toEqual([]);

    // Also where there is an old token to renew.
    const renewal = await runLock({
      type,
      credentials: form({ accessToken: `${Date.now() - 1} token-0` }),
      through,
    });
    expect(told(renewal)).toContain('access token that has already expired');
    expect(service.tokenRequests()).toHaveLength(asked + 1);
    expect(service.apiRequests()).toEqual([]);
  });
});

test('a shared token that is about to expire is of no use to anyone', async () => {
  service.onToken = () => ({ body: { access_token: `token-${++issued}`, expires_in: 2 } });
  expect(told(await runLock({ type, credentials: form() }))).toBe('');
  await new Promise((resolve) => setTimeout(resolve, 1100));
  expect(told(await runLock({ type, credentials: form({ accessToken: '1 token-x' }) }))).toBe('');
  expect(used()).toEqual(['Bearer token-1', 'Bearer token-2']);
});

test('no token is fetched for a request to another origin, and none goes there', async () => {
  const other = await lockService();
  try {
    const run = await runLock({
      type,
      credentials: form({ accessToken: `${Date.now() - 1} token-0` }),
      request: { url: `${other.url}/me` },
    });
    expect(told(run)).toContain(`request to ${other.url} was stopped: this credential is for ${service.url}`);
    expect([...service.sent, ...other.sent]).toEqual([]);
  } finally {
    await other.close();
  }
});

test('neither a token nor a client secret goes along with a redirect', async () => {
  const other = await lockService();
  try {
    service.onApi = () => ({ status: 307, headers: { location: `${other.url}/caught` } });
    expect((await runLock({ type, credentials: form() })).status).toBe('error');
    service.onToken = () => ({ status: 307, headers: { location: `${other.url}/token` } });
    expect(told(await runLock({ type, credentials: form({ clientId: 'client-2' }) }))).toContain(
      'redirects to another address, which is not followed',
    );
    expect(other.sent).toEqual([]);
  } finally {
    await other.close();
  }
});

describe('the test button', () => {
  const run = async (data: Record<string, string>) =>
    await testCredential({ packages: [await lockPackage()], type, data });

  test('uses the token that is stored, as any request does', async () => {
    expect(await run(form({ accessToken: 'never token-0' }))).toMatchObject({ status: 'OK' });
    expect(used()).toEqual(['Bearer token-0']);
    expect(service.tokenRequests()).toEqual([]);
  });

  test('fetches one where there is none', async () => {
    expect(await run(form())).toMatchObject({ status: 'OK' });
    expect(used()).toEqual(['Bearer token-1']);
  });

  test.each([{ clientSecret: 'wrong' }, { clientId: 'client-9' }])(
    'finds out a new but wrong %j, though a good token is stored',
    async (change) => {
      service.onToken = () => ({ status: 401, body: { error: 'invalid_client' } });
      const { status, message } = await run({ ...form({ accessToken: 'never token-0' }), ...change });
      expect(status).toBe('Error');
      expect(message).toContain('does not accept "Client ID" and "Client Secret"');
      expect(service.apiRequests()).toEqual([]);
    },
  );
});

test('a token that was fetched with other fields is not used', async () => {
  const data = { ...form({ accessToken: 'never token-0' }), clientSecret: 'renewed-4711' };
  const { credentials, accessToken } = await store(type, data);
  expect(told(await runLock({ type, credentials }))).toBe('');
  expect(used()).toEqual(['Bearer token-1']);
  expect(await accessToken()).toMatch(/ token-1$/);
});

test('names and further fields of the body follow the service', async () => {
  const run = await runLock({ type, credentials: form({ style: 'own', scope: 'read' }) });
  expect(told(run)).toBe('');
  const [{ body } = service.sent[0]!] = service.tokenRequests();
  const proof = { appId: 'client-1', appKey: 'client-secret-4711', kind: 'client_credentials' };
  expect(JSON.parse(body)).toEqual({ ...proof, scope: 'read' });
});

test('a token that the service repeats in an error is hidden', async () => {
  const { credentials } = await store(type, form({ accessToken: 'never token-0-very-secret' }));
  service.onApi = ({ headers }) => ({ status: 403, body: { message: `no: ${headers.authorization}` } });
  const run = await runLock({ type, credentials, through: 'core' });
  expect(told(run)).toContain('no: Bearer [hidden]');
  expect(allOf(run)).not.toContain('very-secret');
});
