import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import { lockService } from './lock-service';
import type { Answer, LockService } from './lock-service';
import { allOf, runLock, told } from './run-lock';

let service: LockService;
beforeEach(async () => {
  service = await lockService();
});
afterEach(async () => await service.close());

const SECRET = 'client-secret-äb/4711';
const form = (more: Record<string, string> = {}) => ({
  baseUrl: service.url,
  tokenUrl: `${service.url}/token`,
  clientId: 'client-1',
  clientSecret: SECRET,
  ...more,
});

/** As the secret could be written in a text. */
const SPELLINGS = [
  SECRET,
  encodeURIComponent(SECRET),
  'client-secret',
  Buffer.from(SECRET).toString('base64'),
  '/4711',
];

/** Message for the user. Without the core n8n wraps the error and stores everything it refers to. */
async function failing(more: Record<string, string> = {}): Promise<string> {
  const [core, helper] = [await fail('core', more), await fail('helper', more)];
  expect(core.replaceAll('Lock could not be called: ', '')).toContain(helper);
  return core;
}

async function fail(through: 'core' | 'helper', more: Record<string, string>): Promise<string> {
  const run = await runLock({ type: 'lockClientApi', credentials: form(more), through });
  expect(run.status).toBe('error');
  expect(service.apiRequests()).toEqual([]);
  for (const text of SPELLINGS) expect(allOf(run)).not.toContain(text);
  return told(run);
}

const html = '<!DOCTYPE html><html><title>Log in</title></html>';
const answers: [what: string, answer: Answer, says: string[]][] = [
  [
    'an answer that only calls itself compressed',
    { status: 200, body: { access_token: 'x' }, headers: { 'content-encoding': 'gzip' } },
    ['answered in a compressed form that cannot be decoded', 'look for a proxy in front of it'],
  ],
  [
    'a wrong client',
    { status: 401, body: { error: 'invalid_client' } },
    ['does not accept "Client ID" and "Client Secret"', 'It says: invalid_client', 'HTTP 401'],
  ],
  [
    'a wrong client, status 400',
    { status: 400, body: { error: 'invalid_client' } },
    ['does not accept "Client ID" and "Client Secret"'],
  ],
  ['a 401 without words', { status: 401, body: '' }, ['does not accept "Client ID" and "Client Secret"']],
  [
    'a client without rights',
    { status: 400, body: { error: 'unauthorized_client' } },
    ['does not allow this client to fetch tokens'],
  ],
  [
    'a description',
    { status: 400, body: { error: 'invalid_scope', error_description: 'Scope\nx is\u200b unknown' } },
    ['does not grant the scope', 'It says: invalid_scope, Scope x is unknown'],
  ],
  [
    'markup, colours and hidden characters in its words',
    {
      status: 400,
      body: {
        error: 'a<img src=x>',
        error_description: `${String.fromCharCode(27)}[31mred\u202e cli\u200bent-se\u200bcret-äb/4711`,
      },
    },
    ['It says: a< img src=x>, red [hidden]'],
  ],
  [
    'a description without end that holds the secret at its bound',
    {
      status: 400,
      body: { error: 'x', error_description: `${'-'.repeat(295)}${SECRET}${' more'.repeat(10_000)}` },
    },
    ['It says: x, -----'],
  ],
  [
    'the secret in its description',
    { status: 401, body: { error: 'invalid_client', error_description: `no such secret: ${SECRET}` } },
    ['It says: invalid_client, no such secret: [hidden]'],
  ],
  [
    'a piece of the secret in its description',
    {
      status: 401,
      body: { error: 'invalid_client', error_description: `no secret begins with ${SECRET.slice(0, 16)}` },
    },
    ['It says: invalid_client'],
  ],
  [
    'the secret as error code',
    { status: 400, body: { error: SECRET } },
    ['refuses the request', 'It says: [hidden]'],
  ],
  ['an error code of a prototype', { status: 400, body: { error: 'constructor' } }, ['refuses the request']],
  ['403', { status: 403, body: {} }, ['does not allow this client']],
  ['404', { status: 404, body: {} }, ['does not know this address: check "Token URL"']],
  ['a login page', { status: 200, body: html }, ['answers with a web page', 'check "Token URL"']],
  ['a login page with status 403', { status: 403, body: html }, ['answers with a web page']],
  ['text', { status: 200, body: 'fine' }, ['gives an answer that is not JSON']],
  ['a JSON array', { status: 200, body: '[]' }, ['gives an answer that is not JSON']],
  ['nothing', { status: 200, body: '' }, ['gives an answer that is not JSON']],
  ['no token', { status: 200, body: { ok: true } }, ['gives an answer without an access token']],
  [
    'a token that is no text',
    { status: 200, body: { access_token: 7 } },
    ['gives an access token that cannot be sent'],
  ],
  [
    'a token with a line break',
    { status: 200, body: { access_token: 'a\nb' } },
    ['gives an access token that cannot be sent'],
  ],
  [
    'a token of another kind',
    { status: 200, body: { access_token: 'a', token_type: 'mac' } },
    ['another kind than "Bearer"'],
  ],
  ['429', { status: 429, body: {} }, ['receives too many requests']],
  ['503 with a page', { status: 503, body: html }, ['has a problem of its own']],
  ['302', { status: 302, headers: { location: '/login' } }, ['redirects to another address']],
  ['far too much', { status: 200, body: 'x'.repeat(300 * 1024) }, ['answer that is far too large']],
];

test.each(answers)('the answer is %s', async (_, answer, says) => {
  service.onToken = () => answer;
  const message = await failing();
  expect(message).toContain(`The token service at ${service.url}`);
  for (const part of says) expect(message).toContain(part);
  // Once in each of the two ways.
  expect(service.tokenRequests()).toHaveLength(2);
});

test.each([
  [10 * 60_000, '10 min behind that of the service'],
  [-10 * 60_000, '10 min ahead of that of the service'],
])('a clock that differs by %i ms is named as a possible reason', async (byMs, says) => {
  const date = new Date(Date.now() + byMs).toUTCString();
  service.onToken = () => ({ status: 400, headers: { date }, body: { error: 'invalid_grant' } });
  expect(await failing()).toContain(says);
});

test('clocks that agree are not mentioned', async () => {
  service.onToken = () => ({ status: 400, body: { error: 'invalid_grant' } });
  expect(await failing()).not.toContain('clock');
});

test.each([60 * 60_000, -60 * 60_000])(
  'a clock that differs by %i ms does not make a good token look expired, or an old one good',
  async (byMs) => {
    const theirs = Date.now() + byMs;
    const headers = { date: new Date(theirs).toUTCString() };
    const madeAt = (ageS: number) => ({
      headers,
      body: { access_token: 'token-1', expires_in: 600, created_at: Math.floor(theirs / 1000) - ageS },
    });
    service.onToken = () => madeAt(30);
    expect(told(await runLock({ type: 'lockClientApi', credentials: form({ clientId: 'client-2' }) }))).toBe(
      '',
    );
    service.onToken = () => madeAt(700);
    const run = await runLock({ type: 'lockClientApi', credentials: form({ clientId: 'client-3' }) });
    expect(told(run)).toContain('already expired');
  },
);

test('nobody listens there', async () => {
  const message = await failing({ tokenUrl: 'http://127.0.0.1:1/token' });
  expect(message).toContain('could not be reached: the connection was refused');
});

test('the connection ends without an answer, or within it', async () => {
  service.onToken = (_, response) => void response.destroy();
  expect(await failing()).toContain('the connection was closed');
  service.onToken = (_, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('{"access');
    response.on('error', () => {});
    setImmediate(() => response.destroy());
  };
  expect(await failing()).toContain('the connection was closed');
});

test.each([
  ['never answers', () => {}],
  [
    'never ends its answer',
    (response: ServerResponse) => {
      const dripping = setInterval(() => response.write(' '), 5);
      response.on('error', () => {}).on('close', () => clearInterval(dripping));
    },
  ],
])('a service that %s does not hold up the execution', async (_, answer) => {
  const { timeout } = AbortSignal;
  // The real signal, but sooner, to keep the test short.
  const soon = jest
    .spyOn(AbortSignal, 'timeout')
    .mockImplementation((ms) => timeout.call(AbortSignal, ms / 200));
  try {
    service.onToken = (_sent, response) => answer(response);
    expect(await failing()).toContain('could not be reached: there was no answer in time');
  } finally {
    soon.mockRestore();
  }
});

test('something answers that is no HTTP', async () => {
  const server = createServer((socket) => void socket.on('error', () => {}).end('SSH-2.0-OpenSSH\r\n'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    expect(await failing({ tokenUrl: `http://127.0.0.1:${port}/token` })).toContain('does not speak HTTP');
  } finally {
    server.close();
  }
});

test('n8n itself refuses the domain of the token service', async () => {
  const message = await failing({
    allowedHttpRequestDomains: 'domains',
    allowedDomains: 'other.example.com',
  });
  expect(message).toMatch(/could not be called: .*domain/i);
  expect(service.sent).toEqual([]);
});

test.each([
  ['tokenUrl', 'http://auth.example.com/token', 'Token URL "http://auth.example.com/token" would send'],
  ['clientId', ' client-1', 'Client ID begins or ends with white space'],
  ['clientSecret', `${SECRET}\u200b`, 'Client Secret'],
])('%s cannot be right', async (field, value, says) => {
  expect(await failing({ [field]: value })).toContain(says);
  expect(service.sent).toEqual([]);
});

test('a failure is not remembered', async () => {
  service.onToken = () => ({ status: 503 });
  await failing();
  service.onToken = () => ({ body: { access_token: 'token-1' } });
  expect(told(await runLock({ type: 'lockClientApi', credentials: form() }))).toBe('');
});
