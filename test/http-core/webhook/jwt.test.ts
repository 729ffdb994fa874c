import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';

import { jwtTimeIssue, readJwt } from '@signalbox/http-core/webhook';

const SECRET = 'a secret of the test';
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const hs256 = (signed: string) => createHmac('sha256', SECRET).update(signed).digest();
const es256 = (signed: string) =>
  sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });

function token(header: unknown, claims: unknown, signer = hs256): string {
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${signer(signed).toString('base64url')}`;
}

test('verifies the example of RFC 7515, appendix A.3', () => {
  const example = readJwt(
    'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q',
  )!;
  const key = {
    kty: 'EC',
    crv: 'P-256',
    x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
    y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
  };
  expect(example.verifyEs256(createPublicKey({ key, format: 'jwk' }))).toBe(true);
  expect(example.claims).toEqual({ iss: 'joe', exp: 1_300_819_380, 'http://example.com/is_root': true });
});

test('each algorithm verifies only its own signatures', () => {
  const byHmac = readJwt(token({ alg: 'HS256' }, {}))!;
  const byKey = readJwt(token({ alg: 'ES256', kid: 'k' }, {}, es256))!;
  expect([byHmac.verifyHs256(['x', SECRET]), byHmac.verifyEs256(publicKey)]).toEqual([true, false]);
  expect([byKey.verifyHs256([SECRET]), byKey.verifyEs256(publicKey), byKey.kid]).toEqual([false, true, 'k']);
});

test.each(['none', 'None', 'hs256', 'HS384', 'ES256', 'RS256', '', undefined, 7, ['HS256']])(
  'verifyHs256 refuses a token with alg %p whatever its signature',
  (alg) => {
    expect(readJwt(token({ alg }, {}))!.verifyHs256([SECRET])).toBe(false);
  },
);

test.each(['none', 'HS256', 'ES384', undefined])('verifyEs256 refuses a token with alg %p', (alg) => {
  expect(readJwt(token({ alg }, {}, es256))!.verifyEs256(publicKey)).toBe(false);
});

test('verifyHs256 refuses empty secrets', () => {
  const signed = `${encode({ alg: 'HS256' })}.${encode({})}`;
  const empty = `${signed}.${createHmac('sha256', '').update(signed).digest('base64url')}`;
  expect(readJwt(empty)!.verifyHs256([''])).toBe(false);
  expect(readJwt(empty)!.verifyHs256([])).toBe(false);
});

test('an empty signature is refused whatever algorithm the token names', () => {
  for (const alg of ['HS256', 'ES256', 'none']) {
    const unsigned = readJwt(`${encode({ alg })}.${encode({})}.`)!;
    expect([unsigned.alg, unsigned.verifyHs256([SECRET]), unsigned.verifyEs256(publicKey)]).toEqual([
      alg,
      false,
      false,
    ]);
  }
});

test('alg is undefined if the header has no name of an algorithm', () => {
  for (const alg of [undefined, 7, ['HS256'], '', 'a b', 'x'.repeat(21), 'HS256\n']) {
    expect(readJwt(token({ alg }, {}))!.alg).toBeUndefined();
  }
});

test.each([
  undefined,
  null,
  7,
  '',
  'a.b',
  'a.b.c.d',
  `${encode({ alg: 'HS256' })}..c`,
  `${encode([])}.${encode({})}.c`,
  `${encode('text')}.${encode({})}.c`,
  `${encode({})}.${encode(null)}.c`,
  `bm8ganNvbg.${encode({})}.c`,
  ` ${token({ alg: 'HS256' }, {})}`,
  `${token({ alg: 'HS256' }, {})}\n`,
  token({ alg: 'HS256', crit: [] }, {}),
  token({ alg: 'HS256' }, { pad: 'x'.repeat(8 * 1024) }),
])('%p is not a token', (given) => {
  expect(readJwt(given)).toBeUndefined();
});

test('a token with any changed character is refused', () => {
  const good = token({ alg: 'HS256', typ: 'JWT' }, { iat: 1, exp: 2, checksum_sha256: 'ab'.repeat(32) });
  fc.assert(
    fc.property(fc.nat({ max: good.length - 1 }), fc.constantFrom(...'ABCDabcd0123-_.'), (at, character) => {
      fc.pre(good[at] !== character);
      const changed = good.slice(0, at) + character + good.slice(at + 1);
      expect(readJwt(changed)?.verifyHs256([SECRET]) ?? false).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test('readJwt never throws, whatever the text', () => {
  const part = fc.oneof(
    fc.base64String(),
    fc.json().map((text) => Buffer.from(text).toString('base64url')),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.tuple(part, part, part).map((parts) => parts.join('.')),
      ),
      (text) => {
        const jwt = readJwt(text);
        expect(jwt?.verifyHs256([SECRET]) ?? false).toBe(false);
        expect(jwt?.verifyEs256(publicKey) ?? false).toBe(false);
      },
    ),
  );
});

describe('jwtTimeIssue', () => {
  const problem = (claims: Record<string, unknown>) => jwtTimeIssue({ claims }, 1_000_000, 60);

  test.each([
    [{ iat: 1000, exp: 1000 }],
    [{ iat: 1060, exp: 2000 }],
    [{ iat: 0, exp: 940 }],
    [{ iat: 0, nbf: 1060, exp: 2000 }],
  ])('claims %j are valid at second 1000 with a tolerance of one minute', (claims) => {
    expect(problem(claims)).toBeUndefined();
  });

  test.each<[Record<string, unknown>, RegExp]>([
    [{ iat: 1061, exp: 2000 }, /future by 61 seconds.*slow/],
    [{ iat: 1000, nbf: 1061, exp: 2000 }, /future by 61 seconds.*slow/],
    [{ iat: 1061, nbf: 0, exp: 2000 }, /future by 61 seconds.*slow/],
    [{ iat: 1000, nbf: '1000', exp: 2000 }, /no validity period/],
    [{ iat: 1000, nbf: null, exp: 2000 }, /no validity period/],
    [{ iat: 0, exp: 939 }, /expired 61 seconds ago.*fast/],
    [{ iat: 1000 }, /no validity period/],
    [{ exp: 2000 }, /no validity period/],
    [{ iat: '1000', exp: 2000 }, /no validity period/],
    [{ iat: 1000, exp: null }, /no validity period/],
    [{ iat: 1000, exp: Infinity }, /no validity period/],
  ])('claims %j are not valid at second 1000', (claims, reason) => {
    expect(problem(claims)).toMatch(reason);
  });
});
