import { createPublicKey, createVerify, createHmac, generateKeyPairSync, verify } from 'node:crypto';

import { lockService } from './lock-service';
import type { LockService } from './lock-service';
import { allOf, runLock, told } from './run-lock';

let service: LockService;
beforeEach(async () => {
  service = await lockService();
});
afterEach(async () => await service.close());

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const weakRsa = generateKeyPairSync('rsa', { modulusLength: 1024 });
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const pem = ({ privateKey }: typeof rsa, type: 'pkcs8' | 'pkcs1' | 'sec1' = 'pkcs8') =>
  privateKey.export({ type: type, format: 'pem' }) as string;

const form = (more: Record<string, string>) => ({
  baseUrl: service.url,
  tokenUrl: `${service.url}/token`,
  issuer: 'robot@example.com',
  keyId: 'key-id-1',
  ...more,
});

function assertion(): {
  signed: string;
  signature: Buffer;
  header: unknown;
  claims: Record<string, unknown>;
} {
  const [{ body, headers } = service.sent[0]!] = service.tokenRequests();
  expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
  const sent = new URLSearchParams(body);
  expect(sent.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
  const [header = '', claims = '', signature = ''] = sent.get('assertion')!.split('.');
  const parse = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as never;
  return {
    signed: `${header}.${claims}`,
    signature: Buffer.from(signature, 'base64url'),
    header: parse(header),
    claims: parse(claims),
  };
}

test.each([
  [
    'HS256',
    'shared-secret-ü-4711',
    (signed: string) => createHmac('sha256', 'shared-secret-ü-4711').update(signed).digest(),
  ],
])(
  '%s: the assertion carries issuer, audience and times, and its signature is right',
  async (algorithm, key, sign) => {
    const before = Math.floor(Date.now() / 1000);
    const run = await runLock({ type: 'lockJwtApi', credentials: form({ algorithm, key }), through: 'core' });
    expect(told(run)).toBe('');
    expect(service.apiRequests().map(({ headers }) => headers.authorization)).toEqual(['Bearer token-0']);

    const { signed, signature, header, claims } = assertion();
    expect(signature).toEqual(sign(signed));
    expect(header).toEqual({ alg: algorithm, typ: 'JWT', kid: 'key-id-1' });
    expect(claims).toEqual({
      iss: 'robot@example.com',
      aud: `${service.url}/token`,
      iat: expect.any(Number) as number,
      exp: (claims.iat as number) + 300,
    });
    expect(claims.iat).toBeGreaterThanOrEqual(before - 5);
    expect(claims.iat).toBeLessThanOrEqual(Date.now() / 1000 - 5);
  },
);

test.each([
  ['PKCS#8', pem(rsa)],
  ['PKCS#1', pem(rsa, 'pkcs1')],
  ['line breaks turned into spaces by a password field', pem(rsa).replaceAll('\n', ' ')],
  ['line breaks spelled out as in a JSON key file', pem(rsa).replaceAll('\n', '\\n')],
])('RS256 with a key as %s', async (_, key) => {
  const run = await runLock({ type: 'lockJwtApi', credentials: form({ algorithm: 'RS256', key }) });
  expect(told(run)).toBe('');
  const { signed, signature } = assertion();
  expect(createVerify('sha256').update(signed).verify(rsa.publicKey, signature)).toBe(true);
});

test.each(['pkcs8', 'sec1'] as const)('ES256 with a key as %s', async (as) => {
  const key = pem(p256, as);
  const run = await runLock({ type: 'lockJwtApi', credentials: form({ algorithm: 'ES256', key }) });
  expect(told(run)).toBe('');
  const { signed, signature } = assertion();
  expect(signature).toHaveLength(64);
  const publicKey = createPublicKey(p256.publicKey.export({ type: 'spki', format: 'pem' }));
  expect(
    verify('sha256', Buffer.from(signed), { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature),
  ).toBe(true);
});

test.each([
  ['RS256', pem(p256 as never), 'Key does not fit RS256: use an RSA key'],
  ['RS256', pem(weakRsa), 'Key does not fit RS256: use an RSA key of at least 2048 bits'],
  ['ES256', pem(rsa), 'Key does not fit ES256'],
  ['ES256', pem(p384 as never), 'Key does not fit ES256'],
  ['RS256', pem(rsa).slice(0, 900), 'Key is no private key in PEM'],
  ['RS256', pem(rsa).replace('MII', 'MIJ'), 'Key is no private key in PEM'],
  ['RS256', '', 'Key is no private key in PEM'],
  ['HS256', '', 'Key is empty'],
  ['HS256', 'shared-secret\n', 'Key begins or ends with white space'],
])('%s: a wrong key is refused in words, and no line of it is in the error', async (algorithm, key, says) => {
  const run = await runLock({ type: 'lockJwtApi', credentials: form({ algorithm, key }), through: 'core' });
  expect(told(run)).toContain(says);
  expect(service.sent).toEqual([]);
  const lines = key.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
  for (const line of lines) expect(allOf(run)).not.toContain(line);
});

test('an assertion that the service repeats in its refusal is hidden, the parts of it too', async () => {
  let parts: string[] = [];
  service.onToken = ({ body }) => {
    const sent = new URLSearchParams(body).get('assertion')!;
    parts = sent.split('.');
    return {
      status: 400,
      body: { error: 'invalid_grant', error_description: `bad signature ${parts[2]} of ${sent}` },
    };
  };
  const run = await runLock({
    type: 'lockJwtApi',
    credentials: form({ algorithm: 'HS256', key: 'shared-secret-4711' }),
    through: 'core',
  });
  expect(told(run)).toContain('does not accept "Key ID", "Key" and "Issuer"');
  expect(told(run)).toContain('invalid_grant');
  for (const text of [...parts.slice(1), 'shared-secret-4711']) expect(allOf(run)).not.toContain(text);
});
