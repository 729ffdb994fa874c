import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { IWebhookFunctions } from 'n8n-workflow';

import { JwksUnavailableError, fetchJwks } from '@signalbox/http-core/webhook';
import { clearJwksCache } from '@signalbox/http-core/internal/webhook/verify/jwks';
import { listen, loadWorkflow } from '../real-contexts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Keys that the issuer publishes at present; `down` makes it drop every connection, `silent` never answer. */
let issuer: {
  kids: string[];
  down: boolean;
  silent: boolean;
  requests: number;
  url: string;
  close: () => Promise<void>;
};
let nowMs: number;

beforeEach(async () => {
  clearJwksCache();
  nowMs = Date.now();
  jest.spyOn(Date, 'now').mockImplementation(() => nowMs);
  const jwks = new Map<string, object>();
  const keyOf = (kid: string): object => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const known = jwks.get(kid) ?? { ...publicKey.export({ format: 'jwk' }), kid };
    jwks.set(kid, known);
    return known;
  };
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    issuer.requests++;
    if (issuer.silent) return;
    if (issuer.down) return void request.socket.destroy();
    const document = request.url!.endsWith('/keys')
      ? { keys: issuer.kids.map(keyOf) }
      : { issuer: 'https://issuer.example.test', jwks_uri: `${issuer.url}keys` };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document));
  };
  const { url, close } = await listen(handle);
  issuer = { kids: ['a'], down: false, silent: false, requests: 0, url, close };
});

afterEach(async () => {
  jest.restoreAllMocks();
  await issuer.close();
});

const context = (): IWebhookFunctions => loadWorkflow().webhookContext({} as never, {} as never);
const discoveryUrl = () => `${issuer.url}.well-known/openid-configuration`;
const find = async (kid: string) => (await fetchJwks(context(), discoveryUrl())).getKey(kid);

test('concurrent callers share one fetch of the keys', async () => {
  const found = await Promise.all(Array.from({ length: 10 }, () => find('a')));
  expect(found.every((key) => key?.type === 'public')).toBe(true);
  expect(issuer.requests).toBe(2);
  expect((await fetchJwks(context(), discoveryUrl())).issuer).toBe('https://issuer.example.test');
});

test('keys are fetched again after 15 minutes, and a withdrawn key is no longer trusted', async () => {
  await find('a');
  issuer.kids = ['b'];
  nowMs += 15 * MINUTE;
  expect(await find('a')).toBeDefined();
  nowMs += 1;
  expect(await find('a')).toBeUndefined();
  expect(await find('b')).toBeDefined();
  await expect(find('a')).rejects.toThrow(JwksUnavailableError);
  nowMs += 30_000;
  expect(await find('a')).toBeUndefined();
});

test('an unknown key is fetched immediately, but not twice within 30 seconds', async () => {
  await find('a');
  nowMs += 30_000;
  issuer.kids = ['a', 'b'];
  expect(await find('b')).toBeDefined();
  expect(issuer.requests).toBe(4);

  issuer.kids = ['a', 'b', 'c'];
  for (let n = 0; n < 100; n++) {
    nowMs += 299;
    // It is unknown if the key is published, so the token must not count as a forgery.
    await expect(find(n % 2 === 0 ? 'c' : randomUUID())).rejects.toThrow(JwksUnavailableError);
  }
  expect(issuer.requests).toBe(4);
  nowMs += 100;
  expect(await find('c')).toBeDefined();
  expect(issuer.requests).toBe(6);
  nowMs += 30_000;
  expect(await find('nobody has it')).toBeUndefined();
  expect(issuer.requests).toBe(8);
});

test('an unknown key is not reported as unpublished while the issuer is down', async () => {
  await find('a');
  issuer.down = true;
  nowMs += 30_000;
  await expect(find('b')).rejects.toThrow(/unknown key, and http.* could not be asked: /);
  issuer.down = false;
  nowMs += 30_000;
  expect(await find('b')).toBeUndefined();
});

test('known keys are used for 12 hours while the issuer is down, which is asked every 30 seconds', async () => {
  await find('a');
  issuer.down = true;
  nowMs += HOUR;
  for (let n = 0; n < 10; n++) expect(await find('a')).toBeDefined();
  expect(issuer.requests).toBe(3);
  nowMs += 11 * HOUR;
  expect(await find('a')).toBeDefined();
  nowMs += 1;
  await expect(find('a')).rejects.toThrow(/could not be fetched from http.*openid-configuration: /);

  issuer.down = false;
  await expect(find('a')).rejects.toThrow('could not be fetched');
  nowMs += 30_000;
  expect(await find('a')).toBeDefined();
});

test('an issuer that was never reached is asked every 30 seconds', async () => {
  issuer.down = true;
  for (let n = 0; n < 10; n++) await expect(find('a')).rejects.toThrow('could not be fetched');
  expect(issuer.requests).toBe(1);
  nowMs += 30_000;
  issuer.down = false;
  expect(await find('a')).toBeDefined();
});

test('a fetch from an issuer that does not respond times out', async () => {
  issuer.silent = true;
  await expect(find('a')).rejects.toThrow('could not be fetched');
}, 15_000);

test('the cache holds a limited number of issuers', async () => {
  for (let n = 0; n <= 20; n++) await fetchJwks(context(), `${discoveryUrl()}?${n}`);
  issuer.requests = 0;
  await fetchJwks(context(), `${discoveryUrl()}?20`);
  expect(issuer.requests).toBe(0);
  await fetchJwks(context(), `${discoveryUrl()}?0`);
  expect(issuer.requests).toBe(2);
});
