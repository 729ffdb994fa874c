import { createHmac } from 'node:crypto';
import fc from 'fast-check';

import {
  readSignedToken,
  signedToken,
} from 'n8n-nodes-trust-lighthouse/nodes/write-only-subscription/signed-token';

const signer = { key: 'a key of the service', owner: 'node-1/production' };

test('a token is recognised by its signer, with its time and its settings', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.string(),
      fc.string(),
      fc.string(),
      fc.integer({ min: 0, max: 2 ** 47 }),
      (key, owner, settings, others, issuedAt) => {
        const token = signedToken({ key, owner }, settings, issuedAt);
        expect(token).toMatch(/^[\w-]{64}$/);
        const content = readSignedToken(token, { key, owner });
        expect(content?.issuedAt).toBe(issuedAt);
        expect(content?.isFor(settings)).toBe(true);
        expect(content?.isFor(others)).toBe(settings === others);
      },
    ),
  );
});

test('two tokens are never the same', () => {
  const tokens = Array.from({ length: 1000 }, () => signedToken(signer, '', 1));
  expect(new Set(tokens).size).toBe(1000);
});

test.each([
  ['another key', { ...signer, key: 'a key of the servicf' }],
  ['another owner', { ...signer, owner: 'node-1/test' }],
  // The length of a part is no way to move a part of it to the next one.
  ['an owner that begins like it', { ...signer, owner: 'node-1/production"]' }],
])('a token is not recognised with %s', (_, other) => {
  expect(readSignedToken(signedToken(signer, 'x', 1), other)).toBeUndefined();
});

test('a token in which any bit is changed is not recognised', () => {
  const token = signedToken(signer, 'x', 1_700_000_000_000);
  const bytes = Buffer.from(token, 'base64url');
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = Buffer.from(bytes);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    expect(readSignedToken(changed.toString('base64url'), signer)).toBeUndefined();
  }
});

test('a token has one spelling', () => {
  const tokens = Array.from({ length: 50 }, () => signedToken(signer, 'x', 1));
  for (const token of tokens) {
    const plain = Buffer.from(token, 'base64url').toString('base64');
    const others = [` ${token}`, `${token}\n`, `${token}A`, `${token}=`, token.slice(1)];
    for (const spelling of plain === token ? others : [plain, ...others]) {
      expect(readSignedToken(spelling, signer)).toBeUndefined();
    }
  }
});

test.each([undefined, null, 7, '', [signedToken(signer, 'x', 1)], {}, 'A'.repeat(64)])(
  '%j is no token',
  (value) => {
    expect(readSignedToken(value, signer)).toBeUndefined();
  },
);

test('the key signs nothing that could be meant otherwise', () => {
  const head = Buffer.alloc(24);
  const mac = createHmac('sha256', signer.key).update(head).digest().subarray(0, 24);
  expect(readSignedToken(Buffer.concat([head, mac]).toString('base64url'), signer)).toBeUndefined();
});
