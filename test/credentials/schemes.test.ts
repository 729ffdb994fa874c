import { testCredential } from '@signalbox/node-harness';

import { lockService } from './lock-service';
import type { LockService } from './lock-service';
import { allOf, lockPackage, runLock, told } from './run-lock';

let service: LockService;
let other: LockService;
beforeEach(async () => {
  [service, other] = await Promise.all([lockService(), lockService()]);
});
afterEach(async () => {
  await Promise.all([service.close(), other.close()]);
});

const basicOf = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

interface Scheme {
  type: string;
  secret: Record<string, string>;
  path: string;
  arrives(): void;
  hidden: string[];
}

/** For each scheme: the credential, where its secret arrives, and what no error may contain. */
const SCHEMES: Scheme[] = [
  {
    type: 'lockHeaderApi',
    secret: { apiKey: 'key-4711-abcdef' },
    path: '/me',
    arrives: () => expect(service.sent[0]!.headers['x-lock-key']).toBe('key-4711-abcdef'),
    hidden: ['key-4711-abcdef'],
  },
  {
    type: 'lockBearerApi',
    secret: { token: 'tok-4711-abcdef' },
    path: '/me',
    arrives: () => expect(service.sent[0]!.headers.authorization).toBe('Bearer tok-4711-abcdef'),
    hidden: ['tok-4711-abcdef'],
  },
  {
    type: 'lockBasicApi',
    secret: { user: 'Zoë', password: 'pass word: ü' },
    path: '/me',
    arrives: () => expect(service.sent[0]!.headers.authorization).toBe(basicOf('Zoë:pass word: ü')),
    hidden: ['pass word: ü', Buffer.from('Zoë:pass word: ü').toString('base64')],
  },
  {
    type: 'lockPathApi',
    secret: { secret: 'team/4711 abcdef' },
    path: '/hook/~secret~/x',
    arrives: () => expect(service.sent[0]!.url).toBe('/hook/team%2F4711%20abcdef/x'),
    hidden: ['team/4711 abcdef', 'team%2F4711%20abcdef'],
  },
];

describe.each(SCHEMES)('$type', ({ type, secret, path, arrives, hidden }) => {
  const credentials = () => ({ baseUrl: service.url, ...secret });

  test.each(['helper', 'legacy', 'core'] as const)('arrives through %s', async (through) => {
    const run = await runLock({ type, credentials: credentials(), path, through });
    expect(told(run)).toBe('');
    expect(service.sent).toHaveLength(1);
    arrives();
  });

  test.each(['helper', 'legacy'] as const)('goes to no other origin through %s', async (through) => {
    const request = { url: `${other.url}${path}`, uri: undefined };
    const run = await runLock({ type, credentials: credentials(), through, request });
    expect(told(run)).toContain(service.url);
    expect(told(run)).toContain(other.url);
    expect(told(run)).not.toContain(path);
    expect([...service.sent, ...other.sent]).toEqual([]);
    for (const text of hidden) expect(allOf(run)).not.toContain(text);
  });

  test.each(['helper', 'legacy'] as const)(
    'goes along with no redirect through %s, also when asked to',
    async (through) => {
      service.onApi = () => ({ status: 302, headers: { location: `${other.url}/caught` } });
      const request = {
        followAllRedirects: true,
        maxRedirects: 9,
        sendCredentialsOnCrossOriginRedirect: true,
      };
      const run = await runLock({ type, credentials: credentials(), path, through, request });
      expect(run.status).toBe('error');
      expect(service.sent).toHaveLength(1);
      expect(other.sent).toEqual([]);
    },
  );

  test('a 401 is an error after which nothing of the secret is left, even if the service repeats it', async () => {
    service.onApi = ({ headers, url }) => ({
      status: 401,
      body: { message: `Unknown: ${String(headers['x-lock-key'] ?? headers.authorization ?? url)}` },
    });
    const run = await runLock({ type, credentials: credentials(), path, through: 'core' });
    expect(told(run)).toMatch(/Lock says: Unknown: .*\[hidden\].*HTTP 401/);
    expect(service.sent).toHaveLength(1);
    for (const text of hidden) expect(allOf(run)).not.toContain(text);
  });

  test('the test button sends it, and tells of a 401', async () => {
    const packages = [await lockPackage()];
    expect(await testCredential({ packages, type, data: credentials() })).toMatchObject({ status: 'OK' });
    if (type !== 'lockPathApi') arrives();
    expect(service.sent).toHaveLength(1);

    // n8n authenticates and sends a second time after a 401, whether or not there is a token to renew.
    service.onApi = () => ({ status: 401, body: {} });
    const refused = await testCredential({ packages, type, data: credentials() });
    expect(refused).toEqual({ status: 'Error', message: 'Unauthorized' });
    expect(service.sent.slice(1).map(({ url }) => url)).toEqual([service.sent[0]!.url, service.sent[0]!.url]);
  });
});

test.each([
  ['lockHeaderApi', { apiKey: 'key-4711\n' }, 'API Key'],
  ['lockHeaderApi', { apiKey: 'key-\u200b4711' }, 'API Key contains the character U+200B'],
  ['lockHeaderApi', { apiKey: 'key-4711\r\nx-evil: 1' }, 'API Key contains the character U+000D'],
  ['lockHeaderApi', { apiKey: '' }, 'API Key is empty'],
  ['lockBearerApi', { token: 'Bearer tok-4711' }, 'Token contains a space'],
  ['lockBearerApi', { token: ' tok-4711' }, 'Token begins or ends with white space'],
  ['lockBasicApi', { user: 'a:b', password: 'pass-4711' }, 'User contains a colon'],
  ['lockBasicApi', { user: 'a', password: 'pass-4711\u00a0' }, 'Password begins or ends with white space'],
  ['lockPathApi', { secret: '..' }, 'Secret consists of dots'],
  ['lockPathApi', { secret: '' }, 'Secret is empty'],
])('%s: %j is refused by name before anything is sent', async (type, secret, says) => {
  const run = await runLock({
    type,
    credentials: { baseUrl: service.url, ...secret },
    path: '/hook/~secret~',
    through: 'core',
  });
  expect(told(run)).toContain(says);
  expect(service.sent).toEqual([]);
  expect(allOf(run)).not.toContain('4711');
});

test('a password may be empty, and a header of the node with another spelling gives way', async () => {
  const run = await runLock({
    type: 'lockBasicApi',
    credentials: { baseUrl: service.url, user: 'key-as-user', password: '' },
    request: { headers: { AUTHORIZATION: 'Bearer other', 'x-kept': '1' } },
  });
  expect(told(run)).toBe('');
  expect(service.sent[0]!.headers).toMatchObject({ authorization: basicOf('key-as-user:'), 'x-kept': '1' });
});
