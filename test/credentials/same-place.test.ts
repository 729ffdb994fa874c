import { SECRET_SEGMENT, asksForSecretInPath, bearer, headerKey, secretInPath } from '@signalbox/credentials';
import { InvalidParameterError } from '@signalbox/http-core/errors';
import fc from 'fast-check';
import type { IHttpRequestOptions } from 'n8n-workflow';

const KEY = 'key-4711-abcdef';
const send = (options: object, baseUrl = 'https://api.example.com') =>
  headerKey(options as IHttpRequestOptions, { baseUrl, header: 'X-Key', key: KEY });

test('a request is copied, its address settled, and what says where else it goes left out', () => {
  const options = Object.freeze({
    method: 'POST' as const,
    baseURL: 'https://api.example.com/v2/',
    url: '/things?b=1#part',
    qs: { a: [1, 2] },
    body: { x: 1 },
    headers: Object.freeze({ accept: 'text/plain', 'x-KEY': 'old', ' X-Key ': 'older' }),
    sendCredentialsOnCrossOriginRedirect: true,
    followAllRedirects: true,
    auth: { username: 'somebody', password: 'else' },
  });
  expect(send(options)).toStrictEqual({
    method: 'POST',
    url: 'https://api.example.com/v2/things?b=1',
    qs: { a: [1, 2] },
    body: { x: 1 },
    headers: { accept: 'text/plain', 'X-Key': KEY },
    disableFollowRedirect: true,
    maxRedirects: 0,
  });
});

/** Options that decide where a request goes or who reads it, in any n8n, axios or Node. */
const ELSEWHERE = [
  'agent',
  'allowUnauthorizedCerts',
  'auth',
  'baseURL',
  'beforeRedirect',
  'createConnection',
  'followAllRedirects',
  'httpAgent',
  'httpsAgent',
  'localAddress',
  'lookup',
  'sendCredentialsOnCrossOriginRedirect',
  'socketPath',
  'transformRequest',
  'transport',
  'uri',
];

test('options that no user can set are not sent: unknown and inherited ones, and those of the HTTP client', () => {
  const url = 'https://api.example.com/x';
  fc.assert(
    fc.property(
      fc.dictionary(fc.oneof(fc.constantFrom(...ELSEWHERE), fc.string()), fc.anything()),
      fc.boolean(),
      (unknown, inherited) => {
        for (const known of ['url', 'baseURL', 'method', 'headers', 'timeout', 'qs', 'body', 'form', 'json'])
          delete unknown[known];
        const options = Object.assign(
          Object.create(inherited ? unknown : null) as object,
          !inherited && unknown,
          {
            url,
          },
        );
        expect(send(options)).toStrictEqual({
          url,
          headers: { 'X-Key': KEY },
          disableFollowRedirect: true,
          maxRedirects: 0,
        });
      },
    ),
  );
});

test.each([
  ['Proxy', { proxy: 'http://proxy.example' }],
  ['Proxy', { proxy: { host: 'proxy.example', port: 8080 } }],
  ['Ignore SSL Issues', { rejectUnauthorized: false }],
  ['Ignore SSL Issues', { rejectUnauthorized: 0 }],
  ['Ignore SSL Issues', { strictSSL: false }],
  ['Ignore SSL Issues', { skipSslCertificateValidation: true }],
  ['SSL Certificates', { agentOptions: { ca: 'x' } }],
  ['SSL Certificates', { agentOptions: { rejectUnauthorized: false } }],
])('"%s" is refused by its name in the editor: %j', (label, options) => {
  const attempt = () => send({ url: 'https://api.example.com/x', ...options });
  expect(attempt).toThrow(InvalidParameterError);
  expect(attempt).toThrow(`Remove "${label}" from the node`);
});

test('what is set to no effect is no reason to refuse', () => {
  const off = { proxy: '', rejectUnauthorized: true, skipSslCertificateValidation: false, agentOptions: {} };
  const headers = {
    Host: 'api.example.com',
    Connection: 'keep-alive',
    TE: 'trailers',
    'X-A': ['1', '2'],
    'X-B': 7,
  };
  expect(send({ url: 'https://api.example.com/x', ...off, headers })).toStrictEqual({
    url: 'https://api.example.com/x',
    headers: { 'X-A': ['1', '2'], 'X-B': 7, 'X-Key': KEY },
    disableFollowRedirect: true,
    maxRedirects: 0,
  });
});

test.each([
  [{ Host: 'evil.example' }],
  [{ HOST: 'evil.example' }],
  [{ 'host\t': 'evil.example' }],
  [{ Host: ['api.example.com', 'evil.example'] }],
  [{ ':authority': 'evil.example' }],
  [{ 'X-Forwarded-Host': 'evil.example' }],
  [{ Forwarded: 'host=evil.example' }],
  [{ 'x-rewrite-url': '/evil' }],
  [{ common: { Host: 'evil.example' } }],
  [{ get: { Host: 'evil.example' } }],
  [[['Host', 'evil.example']]],
  [new Map([['Host', 'evil.example']])],
  ['Host: evil.example'],
])('headers that lead elsewhere are refused: %p', (headers) => {
  const attempt = () => send({ url: 'https://api.example.com/x', headers });
  expect(attempt).toThrow(InvalidParameterError);
  expect(attempt).not.toThrow('evil');
});

test.each([
  ['absolute', { url: 'https://api.example.com/x' }, '/x'],
  ['upper case and default port', { url: 'HTTPS://API.example.com:443/x' }, '/x'],
  [
    'absolute, with another baseURL',
    { url: 'https://api.example.com/x', baseURL: 'https://evil.example' },
    '/x',
  ],
  ['relative', { url: 'x', baseURL: 'https://api.example.com' }, '/x'],
  [
    'user info that is none',
    { url: '@evil.example/x', baseURL: 'https://api.example.com' },
    '/@evil.example/x',
  ],
  [
    'a scheme that is none',
    { url: 'http:evil.example', baseURL: 'https://api.example.com' },
    '/http:evil.example',
  ],
  ['no url', { url: '', baseURL: 'https://api.example.com' }, '/'],
  ['uri', { uri: 'https://api.example.com/x' }, '/x'],
  ['url and uri', { url: 'https://api.example.com/x', uri: 'https://evil.example/x' }, '/x'],
])('%s: goes there', (_, options, path) => {
  const { url, ...rest } = send(options);
  expect(url).toBe(`https://api.example.com${path}`);
  expect(rest).not.toHaveProperty('uri');
  expect(rest).not.toHaveProperty('baseURL');
});

test.each<[string, { url?: unknown; uri?: string; baseURL?: string }]>([
  ['another host', { url: 'https://evil.example/x' }],
  ['another scheme', { url: 'http://api.example.com/x' }],
  ['another port', { url: 'https://api.example.com:8443/x' }],
  ['a subdomain', { url: 'https://v2.api.example.com/x' }],
  ['a longer name', { url: 'https://api.example.com.evil.example/x' }],
  ['a trailing dot', { url: 'https://api.example.com./x' }],
  ['user info', { url: 'https://api.example.com@evil.example/x' }],
  ['user info on the right host', { url: 'https://evil:key@api.example.com/x' }],
  ['a backslash', { url: 'https://evil.example\\@api.example.com/x' }],
  ['a backslash after the host', { url: 'https://evil.example\\.api.example.com/x' }],
  ['a look-alike', { url: 'https://аpi.example.com/x' }],
  ['no scheme', { url: '//api.example.com/x' }],
  ['no scheme, with baseURL', { url: '//evil.example/x', baseURL: 'https://api.example.com' }],
  ['a relative URL without baseURL', { url: '/x' }],
  ['nothing', {}],
  ['another baseURL', { url: '/x', baseURL: 'https://evil.example' }],
  ['absolute against baseURL', { url: 'https://evil.example/x', baseURL: 'https://api.example.com' }],
  ['url before uri', { url: 'https://evil.example/x', uri: 'https://api.example.com/x' }],
  ['data', { url: 'data:text/plain,https://api.example.com' }],
  ['file', { url: 'file:///etc/passwd' }],
  ['an object', { url: { href: 'https://api.example.com/x' } }],
])('%s: is stopped, with both origins and no more in the message', (_, options) => {
  for (const url of [options.url, `${String(options.url)}?token=query-4711`]) {
    const attempt = () => send({ ...options, ...(url !== undefined && { url }) });
    expect(attempt).toThrow(InvalidParameterError);
    expect(attempt).toThrow(
      /^The request .*was stopped: .*This credential|this credential is for https:\/\/api\.example\.com alone/,
    );
    expect(attempt).not.toThrow(/4711|evil:key|passwd/);
  }
});

test.each([
  ['https://api.example.com/v2', 'https://api.example.com/v2', true],
  ['https://api.example.com/v2', 'https://api.example.com/v2/x', true],
  ['https://api.example.com/v2', 'https://api.example.com/v2?x', true],
  ['https://api.example.com/v2', 'https://api.example.com/v2/a%2Fb', true],
  ['https://api.example.com/v2', 'https://api.example.com/v2/a..b', true],
  ['https://api.example.com/v2', 'https://api.example.com/', false],
  ['https://api.example.com/v2', 'https://api.example.com/v22', false],
  ['https://api.example.com/v2', 'https://api.example.com/V2/x', false],
  ['https://api.example.com/v2', 'https://api.example.com/v2/../x', false],
  ['https://api.example.com/v2', 'https://api.example.com/v2/%2e%2e/x', false],
  ['https://api.example.com/v2', 'https://api.example.com/v2/..%2Fx', false],
  ['https://api.example.com/v2', 'https://api.example.com/v2/a%5c..%5c..', false],
  ['https://api.example.com/v2', 'https://api.example.com/v2/%252e%252e%252fx', false],
])('base URL %s, request to %s: %j', (baseUrl, url, allowed) => {
  const attempt = () => send({ url }, baseUrl);
  if (allowed) expect(attempt().url).toBe(url);
  else expect(attempt).toThrow('this credential is for addresses under https://api.example.com/v2 alone');
});

const tricks = fc.constantFrom(
  ...[
    'https:',
    'http:',
    'HTTPS:',
    'ftp:',
    'javascript:',
    '/',
    '//',
    '///',
    '\\',
    '\\\\',
    '@',
    ':',
    ':443',
    ':80',
  ],
  ...[
    'api.example.com',
    'API.EXAMPLE.COM',
    'evil.example',
    'api.example.com.',
    'api。example.com',
    'аpi.example.com',
  ],
  ...[
    '.',
    '..',
    '/../',
    '/%2e%2e/',
    '%2f',
    '%5c',
    '%00',
    '?',
    '#',
    '&',
    ';',
    ' ',
    '\t',
    '\n',
    '\r',
    '\u200b',
    '\u00ad',
  ],
  ...['[', ']', '[::1]', '127.0.0.1', '0x7f.1', 'user', ':pass', '/v2', '/v2/', 'x', 'ⅴ2', '%', '~'],
);

test('whatever address is put together: the secret goes below the base URL, or nowhere', () => {
  const text = fc.array(tricks, { maxLength: 7 }).map((parts) => parts.join(''));
  const head = fc.constantFrom(
    '',
    'https://',
    'https://api.example.com',
    'https://api.example.com/v2',
    '/v2',
  );
  const address = fc.tuple(head, text).map((parts) => parts.join(''));
  const base = fc.option(fc.oneof(fc.constant('https://api.example.com/v2'), address), { nil: undefined });
  let sent = 0;
  fc.assert(
    fc.property(address, base, fc.boolean(), (url, baseURL, older) => {
      let result: IHttpRequestOptions;
      try {
        result = send({ [older ? 'uri' : 'url']: url, baseURL }, 'https://api.example.com/v2');
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidParameterError);
        expect((error as Error).message).not.toContain(KEY);
        return;
      }
      sent++;
      expect(Object.keys(result)).not.toContain('baseURL');
      expect(Object.keys(result)).not.toContain('uri');
      // The text itself: no parser can read another host out of this.
      expect(result.url).toMatch(/^https:\/\/api\.example\.com\/v2([/?][\x21-\x7e]*)?$/);
      expect(result.url.split('?', 1)[0]).not.toMatch(/\\|\/\.\.?(\/|$)/);
    }),
    { numRuns: 5000 },
  );
  expect(sent).toBeGreaterThan(100);
});

test('a bearer token is what RFC 6750 sends, or refused by name', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.anything()), (token) => {
      const options = { url: 'https://api.example.com/' };
      try {
        const { headers } = bearer(options, { baseUrl: 'https://api.example.com', token });
        expect(headers).toEqual({ Authorization: `Bearer ${token as string}` });
        expect(token).toMatch(/^[\x21-\x7e]+$/);
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidParameterError);
        expect((error as Error).message).toMatch(/^Token /);
        expect(typeof token === 'string' && /^[\x21-\x7e]+$/.test(token)).toBe(false);
      }
    }),
  );
});

describe('a secret in the path', () => {
  const baseUrl = 'https://api.example.com';
  const url = `${baseUrl}/webhook/${SECRET_SEGMENT}?~secret~=1`;
  const fill = (secret: unknown, options: object = { url }) =>
    secretInPath(options as IHttpRequestOptions, { baseUrl, secret });

  test('it is one segment, whatever is in it, and can be read back', () => {
    const secret = fc
      .oneof(
        fc.string({ minLength: 1, unit: 'grapheme' }),
        fc.array(tricks, { minLength: 1 }).map((all) => all.join('')),
      )
      .filter((text) => !/[\p{Cc}\p{Cf}\p{Cs}\u115f\u1160\u3164\uffa0]|[^ \P{Z}]/u.test(text))
      .filter((text) => text === text.trim() && !['', '.', '..'].includes(text));
    fc.assert(
      fc.property(secret, (text) => {
        const filled = fill(text);
        const { origin, pathname, search } = new URL(filled.url);
        expect([origin, search]).toEqual([baseUrl, '?~secret~=1']);
        const segments = pathname.split('/');
        expect(segments).toHaveLength(3);
        expect(decodeURIComponent(segments[2]!)).toBe(text);
        // n8n authenticates what it has authenticated once more after a 401.
        expect(fill(text, filled)).toEqual(filled);
        expect(asksForSecretInPath(filled, { secret: text })).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('anything else is refused, without a word of it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.anything()), (value) => {
        try {
          const filled = fill(value).url;
          expect(filled).toMatch(/^https:\/\/api\.example\.com\/webhook\/[\w.!~*'()%-]+\?~secret~=1$/);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidParameterError);
          expect((error as Error).message).toMatch(/^Secret (is|begins|contains|consists)/);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['none', `${baseUrl}/webhook/x`, 'has no place'],
    ['none in the path', `${baseUrl}/webhook?x=/~secret~`, 'has no place'],
    ['a part of a segment', `${baseUrl}/webhook/x~secret~`, 'has no place'],
    ['an encoded one', `${baseUrl}/webhook/%7Esecret~`, 'has no place'],
    ['two', `${baseUrl}/~secret~/~secret~`, 'has several places'],
  ])('a request with %s is stopped', (_, address, says) => {
    const attempt = () => fill('s3cr3t-4711', { url: address });
    expect(attempt).toThrow(says);
    expect(attempt).not.toThrow('4711');
  });

  test('which request asks for it', () => {
    const asks = (options: object, secret: unknown = 's/1') =>
      asksForSecretInPath(options as IHttpRequestOptions, { secret });
    expect(asks({ url })).toBe(true);
    expect(asks({ uri: url })).toBe(true);
    expect(asks({ baseURL: baseUrl, url: '/~secret~' })).toBe(true);
    expect(asks({ url: `${baseUrl}/s%2F1` })).toBe(true);
    expect(asks({ url: `${baseUrl}/x?y=/~secret~` })).toBe(false);
    expect(asks({ url: `${baseUrl}/x` }, '')).toBe(false);
    expect(asks({ url: `${baseUrl}/x` }, '\ud800')).toBe(false);
    expect(asks({})).toBe(false);
  });
});

describe('a credential for several places', () => {
  const places = ['https://api.example.com/v2', 'https://lab.example.com', 'https://api.example.com/beta'];
  const to = (url: string) =>
    headerKey({ url }, { baseUrl: places, header: 'X-Key', key: KEY }).headers?.['X-Key'];

  test.each(['https://api.example.com/v2/x', 'https://lab.example.com/x', 'https://api.example.com/beta'])(
    'goes to %s',
    (url) => expect(to(url)).toBe(KEY),
  );

  test.each([
    ['https://evil.example/v2', 'is for https://api.example.com and https://lab.example.com alone'],
    [
      'https://api.example.com/v1',
      'is for addresses under https://api.example.com/v2 and https://api.example.com/beta alone',
    ],
    ['https://api.example.com/v2/..%2fadmin', 'is for addresses under'],
    ['https://me@lab.example.com/', 'contains a user name or password'],
  ])('does not go to %s', (url, why) => expect(() => to(url)).toThrow(why));
});
