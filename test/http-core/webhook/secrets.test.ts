import { createHmac } from 'node:crypto';
import fc from 'fast-check';

import { verifyHmacSha256, isNotFound, safeEqual } from '@signalbox/http-core/webhook';
import {
  hashToken,
  newToken,
  splitToken,
  tokenMatches,
  withToken,
} from '@signalbox/http-core/internal/webhook/verify/url-token';

test('safeEqual is equality for all lengths', () => {
  fc.assert(fc.property(fc.string(), fc.string(), (a, b) => safeEqual(a, b) === (a === b)));
  fc.assert(fc.property(fc.uint8Array(), (a) => safeEqual(a, Buffer.from(a))));
});

describe('verifyHmacSha256', () => {
  // RFC 4231, test case 2.
  const vector = {
    signed: 'what do ya want for nothing?',
    signature: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    secrets: ['Jefe'],
    encoding: 'hex' as const,
  };

  test('accepts the published test vector in upper and lower case and with either secret of a rotation', () => {
    expect(verifyHmacSha256(vector)).toBe(true);
    expect(verifyHmacSha256({ ...vector, signature: vector.signature.toUpperCase() })).toBe(true);
    expect(verifyHmacSha256({ ...vector, secrets: ['new', 'Jefe'] })).toBe(true);
  });

  test('fails closed without a signature or a secret', () => {
    const withEmptyKey = createHmac('sha256', '').update(vector.signed).digest('hex');
    expect(verifyHmacSha256({ ...vector, secrets: [] })).toBe(false);
    expect(verifyHmacSha256({ ...vector, secrets: [''], signature: withEmptyKey })).toBe(false);
    expect(verifyHmacSha256({ ...vector, signature: undefined })).toBe(false);
    expect(verifyHmacSha256({ ...vector, signature: '' })).toBe(false);
  });

  test('accepts only the signed bytes', () => {
    const encoding = fc.constantFrom('hex' as const, 'base64' as const);
    fc.assert(
      fc.property(
        fc.uint8Array(),
        fc.uint8Array(),
        fc.string({ minLength: 1 }),
        encoding,
        (body, other, key, form) => {
          const signature = createHmac('sha256', key).update(body).digest(form);
          expect(verifyHmacSha256({ signed: body, signature, secrets: [key], encoding: form })).toBe(true);
          expect(verifyHmacSha256({ signed: other, signature, secrets: [key], encoding: form })).toBe(
            Buffer.from(body).equals(Buffer.from(other)),
          );
        },
      ),
    );
  });
});

describe('URL tokens', () => {
  test('URL tokens have 256 random bits', () => {
    const tokens = new Set(Array.from({ length: 100 }, newToken));
    expect(tokens.size).toBe(100);
    for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  });

  test('a URL token survives a round trip through a URL and leaves the rest unchanged', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), fc.string({ minLength: 1 }), (address, token) => {
        const url = new URL(address);
        url.searchParams.delete('token');
        expect(splitToken(withToken(url.href, token))?.token).toBe(token);
        expect(splitToken(withToken(withToken(url.href, 'old'), token))?.token).toBe(token);
        expect([...new URL(splitToken(withToken(url.href, token))!.url).searchParams]).toEqual([
          ...url.searchParams,
        ]);
      }),
    );
  });

  test('a URL token matches only its own hash', () => {
    const token = newToken();
    expect(tokenMatches(token, [hashToken('other'), hashToken(token)])).toBe(true);
    fc.assert(
      fc.property(
        fc.anything(),
        (other) => other === token || !tokenMatches(other, [hashToken(token), hashToken('')]),
      ),
    );
    expect(tokenMatches(token, [])).toBe(false);
    // The hash is readable in static data; it must not open the door.
    expect(tokenMatches(hashToken(token), [hashToken(token)])).toBe(false);
  });

  test('a URL with two tokens counts as one without', () => {
    expect(splitToken('https://x.example/y?token=a&token=b')).toEqual({
      url: 'https://x.example/y',
      token: undefined,
    });
    expect(splitToken('nonsense')).toBeUndefined();
  });
});

test('isNotFound reads the status of errors of n8n and axios and of their causes', () => {
  for (const gone of [
    { httpCode: '404' },
    { statusCode: 410 },
    { response: { status: 404 } },
    { cause: { status: 404 } },
  ]) {
    expect(isNotFound(gone)).toBe(true);
  }
  for (const other of [
    undefined,
    null,
    'text',
    {},
    { httpCode: '500' },
    { httpCode: null },
    { httpCode: '500', cause: { status: 404 } },
  ]) {
    expect(isNotFound(other)).toBe(false);
  }
});
