import { generateKeyPairSync, sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Delivered } from '@signalbox/node-harness';
import { verifySharedSecret } from 'n8n-nodes-disruptive-technologies/nodes/DisruptiveTechnologiesTrigger/verify-signature';
import { expectNoSecret, seed, useLab } from './lab';
import { listeningTrigger, type ListeningOptions, type ListeningTrigger } from './listening-trigger';
import {
  claimsFor,
  digest,
  es256,
  hs256,
  push,
  sharedSecretHeader,
  startIssuer,
  token,
  type Issuer,
} from './signed-push';

const lab = useLab();
const { organization } = seed;

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

async function listen(options: ListeningOptions = {}): Promise<ListeningTrigger> {
  const trigger = await listeningTrigger(lab, options);
  open.push(trigger);
  return trigger;
}

const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

/** A delivery was refused, as always, and the log of n8n says why. */
function expectRefused(trigger: ListeningTrigger, delivered: Delivered, reason: RegExp): void {
  expect([delivered.status, delivered.body]).toEqual([401, '{"error":"unauthorized"}']);
  expect(delivered.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(delivered.workflowData).toBeUndefined();
  const [log, ...more] = delivered.logs;
  expect(more).toEqual([]);
  expect(log).toMatchObject({ level: 'warn', message: expect.stringMatching(reason) });
  expectNoSecret([delivered, trigger.server.received], trigger.secret ? [trigger.secret] : []);
}

const golden = {
  secret: 'test-secret',
  nowMs: 1_644_498_000_000,
  body: '{"event":{"eventId":"c82gg9catj3vmh4248og","targetName":"projects/c14u9p094l47cdv1o3pg/devices/emuc17m6d7lq0bgk44smcqg","eventType":"touch","data":{"touch":{"updateTime":"2022-02-10T12:42:13.313949Z"}},"timestamp":"2022-02-10T12:42:13.313949Z"},"labels":{"name":"touch"},"metadata":{"deviceId":"emuc17m6d7lq0bgk44smcqg","projectId":"c14u9p094l47cdv1o3pg","deviceType":"touch","productNumber":""}}',
  signature:
    'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJjaGVja3N1bSI6ImYyYjVkYzA0OTY0MzcyMDFkM2NlZTE1NmMyMzNhMTMzNTYwM2Q0NjUiLCJjaGVja3N1bV9zaGEyNTYiOiJhZmQ4MWExNmJiOWMwNzZlNTdmOTI3MjhmMjg0ZmY1NTgzMWJmZGYxZDNjMmMxMGI4MzM1NjdmNTIxZDc4MmRlIiwiZXhwIjoxNjQ0NTAwNTMzLCJpYXQiOjE2NDQ0OTY5MzMsImp0aSI6ImM4MmdnOTloZ2EzNWpjMmFma2VnIn0.gm8m_HrhlOnAyS08CfR_RNYdZQIpGV6E8bk3UiAR3uo',
};

describe('a delivery that the real service has made (disruptive-technologies.md appendix A)', () => {
  const verdict = (change: { body?: string; nowMs?: number; secrets?: string[] } = {}) =>
    verifySharedSecret(
      {
        headers: { 'x-dt-signature': golden.signature },
        rawBody: Buffer.from(change.body ?? golden.body),
        nowMs: change.nowMs ?? golden.nowMs,
      },
      change.secrets ?? [golden.secret],
    );

  test('is accepted in its time, with its secret, also if that is the older of two', () => {
    expect(verdict()).toEqual({ ok: true });
    expect(verdict({ secrets: ['new secret', golden.secret] })).toEqual({ ok: true });
  });

  test.each([
    ['with one byte changed', { body: golden.body.replace('touch', 'touCh') }, /body is not the one/],
    ['with another secret', { secrets: ['test-secret '] }, /not signed with the secret/],
    ['with an empty secret', { secrets: [''] }, /not signed with the secret/],
    ['with no secret', { secrets: [] }, /not signed with the secret/],
    ['too early', { nowMs: (1_644_496_933 - 301) * 1000 }, /from the future by 301 seconds/],
    ['too late', { nowMs: (1_644_500_533 + 301) * 1000 }, /expired 301 seconds ago/],
  ])('is refused %s', (_title, change, reason) => {
    expect(verdict(change)).toEqual({ ok: false, reason: expect.stringMatching(reason) });
  });

  test.each([-300, 3_900])('is accepted %i seconds after it was signed: clocks differ', (seconds) => {
    expect(verdict({ nowMs: (1_644_496_933 + seconds) * 1000 })).toEqual({ ok: true });
  });
});

describe('with the shared secret', () => {
  test('an event of the service is accepted', async () => {
    const trigger = await listen();
    lab.emulator.control.touch(seed.devices.fridge.id);
    await lab.emulator.control.idle();
    expect(trigger.answers()).toEqual([200]);
    expect(trigger.items()).toMatchObject([{ eventType: 'touch', deviceId: seed.devices.fridge.id }]);
  });

  test('the name of the header may be in any case, and the body compressed', async () => {
    const trigger = await listen();
    const body = push();
    const { 'X-Dt-Signature': value } = sharedSecretHeader(body, trigger.secret);
    const headers = { 'x-dt-SIGNATURE': value!, 'content-encoding': 'gzip' };
    expect((await trigger.deliver(gzipSync(body), headers)).status).toBe(200);
    expect(trigger.items()).toHaveLength(1);
  });

  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicPem = publicKey.export({ type: 'spki', format: 'pem' }) as string;

  test.each<[string, (body: string, secret: string) => Record<string, string>, RegExp]>([
    ['no signature', () => ({}), /x-dt-signature is missing/],
    ['an empty signature', () => ({ 'x-dt-signature': '' }), /x-dt-signature is missing/],
    [
      'two signatures',
      (body, secret) => {
        const { 'X-Dt-Signature': value } = sharedSecretHeader(body, secret);
        return { 'x-dt-signature': `${value}, ${value}` };
      },
      /not a signed token/,
    ],
    ['no token', () => ({ 'x-dt-signature': 'secret' }), /not a signed token/],
    [
      'a token of 9 KB',
      (body, secret) => sharedSecretHeader(body, secret, { claims: { pad: 'x'.repeat(7_000) } }),
      /not a signed token/,
    ],
    [
      'claims that are no object',
      (_, secret) => ({
        'x-dt-signature': token({ alg: 'HS256' }, '["a"]', hs256(secret)),
      }),
      /not a signed token/,
    ],
    [
      'another secret',
      (body) => sharedSecretHeader(body, 'another secret of forty-three characters'),
      /not signed with the secret/,
    ],
    ['the empty secret', (body) => sharedSecretHeader(body, ''), /not signed with the secret/],
    [
      'alg none without a signature',
      (body) => ({
        'x-dt-signature': token({ alg: 'none' }, claimsFor(body), () => Buffer.alloc(0)),
      }),
      /names the algorithm "none"/,
    ],
    [
      'alg none with the right signature',
      (body, secret) => sharedSecretHeader(body, secret, { header: { alg: 'none' } }),
      /names the algorithm "none"/,
    ],
    [
      'alg HS512 with a signature by HS256',
      (body, secret) => sharedSecretHeader(body, secret, { header: { alg: 'HS512' } }),
      /names the algorithm "HS512"/,
    ],
    [
      'alg hs256',
      (body, secret) => sharedSecretHeader(body, secret, { header: { alg: 'hs256' } }),
      /names the algorithm "hs256"/,
    ],
    [
      'a critical extension',
      (body, secret) => sharedSecretHeader(body, secret, { header: { crit: ['b64'], b64: false } }),
      /not a signed token/,
    ],
    [
      'an ES256 signature',
      (body) => ({
        'x-dt-signature': token({ alg: 'ES256' }, claimsFor(body), es256(privateKey)),
      }),
      /names the algorithm "ES256"/,
    ],
    [
      'HS256 with a public key as the secret',
      (body) => sharedSecretHeader(body, publicPem),
      /not signed with the secret/,
    ],
    [
      'claims that were changed after signing',
      (body, secret) => {
        const [head, , signature] = sharedSecretHeader(push(), secret)['X-Dt-Signature']!.split('.');
        const claims = Buffer.from(JSON.stringify(claimsFor(body))).toString('base64url');
        return { 'x-dt-signature': `${head}.${claims}.${signature}` };
      },
      /not signed with the secret/,
    ],
    [
      'the checksum of another body',
      (_, secret) => sharedSecretHeader(push(), secret),
      /body is not the one/,
    ],
    [
      'a SHA-1 checksum alone',
      (body, secret) => sharedSecretHeader(body, secret, { claims: { checksum_sha256: undefined } }),
      /SHA-1 is not accepted/,
    ],
    [
      'SHA-1 in the place of SHA-256',
      (body, secret) =>
        sharedSecretHeader(body, secret, { claims: { checksum_sha256: digest('sha1', body) } }),
      /body is not the one/,
    ],
    [
      'an empty checksum',
      (body, secret) => sharedSecretHeader(body, secret, { claims: { checksum_sha256: '' } }),
      /SHA-1 is not accepted/,
    ],
    [
      'a checksum that is no text',
      (body, secret) =>
        sharedSecretHeader(body, secret, { claims: { checksum_sha256: [digest('sha256', body)] } }),
      /SHA-1 is not accepted/,
    ],
    [
      'a signature that has expired',
      (body, secret) =>
        sharedSecretHeader(body, secret, { claims: { iat: inSeconds(-4_000), exp: inSeconds(-400) } }),
      /expired 4\d\d seconds ago.*clock/,
    ],
    [
      'a signature from the future',
      (body, secret) =>
        sharedSecretHeader(body, secret, { claims: { iat: inSeconds(400), exp: inSeconds(4_000) } }),
      /from the future.*clock/,
    ],
    [
      'a signature without an end',
      (body, secret) => sharedSecretHeader(body, secret, { claims: { exp: undefined } }),
      /no validity period/,
    ],
    [
      'a signature without a beginning',
      (body, secret) => sharedSecretHeader(body, secret, { claims: { iat: undefined } }),
      /no validity period/,
    ],
    [
      'times that are texts',
      (body, secret) => sharedSecretHeader(body, secret, { claims: { exp: String(inSeconds(900)) } }),
      /no validity period/,
    ],
  ])('%s is refused', async (_title, headersFor, reason) => {
    const trigger = await listen();
    const body = push();
    expectRefused(trigger, await trigger.deliver(body, headersFor(body, trigger.secret)), reason);
  });

  test('clocks may differ by some minutes', async () => {
    const trigger = await listen();
    for (const claims of [
      { iat: inSeconds(250), exp: inSeconds(3_850) },
      { iat: inSeconds(-3_850), exp: inSeconds(-250) },
    ]) {
      const body = push();
      expect((await trigger.deliver(body, sharedSecretHeader(body, trigger.secret, { claims }))).status).toBe(
        200,
      );
    }
  });

  test.each<[string, (body: string) => string | Buffer]>([
    ['pretty', (body) => JSON.stringify(JSON.parse(body), null, 2)],
    ['with a newline at the end', (body) => `${body}\n`],
    [
      'in another order',
      (body) => {
        const { event, ...more } = JSON.parse(body) as Record<string, unknown>;
        return JSON.stringify({ ...more, event });
      },
    ],
    ['with escapes', (body) => body.replace('Fridge', '\\u0046ridge')],
    ['with a byte order mark', (body) => Buffer.from(`\uFEFF${body}`)],
  ])('the same event written anew by a proxy, %s, is refused', async (_title, rewrite) => {
    const trigger = await listen();
    const body = push();
    const delivered = await trigger.deliver(rewrite(body), sharedSecretHeader(body, trigger.secret));
    expect(trigger.items()).toEqual([]);
    // n8n itself refuses what it cannot parse.
    if (delivered.status === 422) return;
    expectRefused(trigger, delivered, /A proxy in front of n8n may have rewritten it/);
  });

  test('a delivery that somebody has recorded and sends again starts nothing', async () => {
    const trigger = await listen();
    const body = push();
    const headers = sharedSecretHeader(body, trigger.secret);
    expect((await trigger.deliver(body, headers)).status).toBe(200);
    const replayed = await trigger.deliver(body, headers);
    expect([replayed.status, JSON.parse(replayed.body)]).toEqual([200, { accepted: true, duplicate: true }]);
    expect(trigger.items()).toHaveLength(1);
  });

  test('the signature of another trigger is refused, and that of the one before as well', async () => {
    const [first, second] = [await listen(), await listen()];
    const body = push();
    const headers = sharedSecretHeader(body, first.secret);
    expectRefused(second, await second.deliver(body, headers), /not signed with the secret/);

    await first.hooks.delete();
    expectRefused(first, await first.deliver(body, headers), /no secret to verify it with/);
    await first.hooks.create();
    expectRefused(first, await first.deliver(body, headers), /not signed with the secret/);
  });

  test('a good asymmetric signature does not help', async () => {
    const issuer = await startIssuer();
    open.push(issuer);
    const trigger = await listen({ credential: { issuerUrl: issuer.url } });
    const body = push();
    expectRefused(trigger, await trigger.deliver(body, issuer.header(body)), /x-dt-signature is missing/);
    expect(issuer.requests).toEqual([]);
  });

  test('the service goes on trying while it is refused, and is heard once the secret is right', async () => {
    await lab.emulatorWith({ assume: { firstRetryMs: 20, longestRetryMs: 20 } });
    const trigger = await listen();
    const [connector] = lab.emulator.control.connectors();
    const config = connector!.config as { signatureSecret: string };
    config.signatureSecret = 'changed behind our back';
    lab.emulator.control.touch(seed.devices.fridge.id);
    while (trigger.answers().length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await trigger.hooks.create();
    await lab.emulator.control.idle();
    expect(trigger.items()).toHaveLength(1);
    expect(new Set(trigger.answers())).toEqual(new Set([401, 200]));
  });

  test('events of before 2022, with SHA-1 alone, are refused as the service sends them', async () => {
    await lab.emulatorWith({ assume: { checksums: 'sha1', firstRetryMs: 60_000 } });
    const trigger = await listen();
    lab.emulator.control.touch(seed.devices.fridge.id);
    while (trigger.answers().length < 1) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(trigger.answers()).toEqual([401]);
    expect(trigger.refusals()).toEqual([expect.stringContaining('SHA-1 is not accepted')]);
  });
});

test('with registration by hand, the secret of the credential counts', async () => {
  const signatureSecret = 'zebra-Copper-4711-lantern';
  const trigger = await listen({ parameters: { registration: 'manual' }, credential: { signatureSecret } });
  const body = push();
  expect((await trigger.deliver(body, sharedSecretHeader(body, signatureSecret))).status).toBe(200);
  const other = push();
  expectRefused(
    trigger,
    await trigger.deliver(other, sharedSecretHeader(other, 'x')),
    /not signed with the secret/,
  );
  expectNoSecret(trigger.server.received, [signatureSecret]);
});

describe('with the asymmetric signature', () => {
  const parameters = { verification: 'asymmetric' };
  let issuer: Issuer;
  beforeEach(async () => {
    issuer = await startIssuer();
    open.push(issuer);
  });
  const listenTo = async (more: object = {}) =>
    await listen({ parameters: { ...parameters, ...more }, credential: { issuerUrl: issuer.url } });

  test.each(['id', 'name'] as const)(
    'an event of the service is accepted (organization as %s)',
    async (asymmetricSubject) => {
      await lab.emulatorWith({ assume: { asymmetricSubject } });
      const trigger = await listen({ parameters });
      lab.emulator.control.touch(seed.devices.fridge.id);
      lab.emulator.control.touch(seed.devices.pantry.id);
      await lab.emulator.control.idle();
      expect(trigger.answers()).toEqual([200, 200]);
      expect(trigger.items()).toHaveLength(2);
    },
  );

  test('is refused where the service does not send it', async () => {
    await lab.emulatorWith({ assume: { asymmetricSignature: false, firstRetryMs: 60_000 } });
    const trigger = await listen({ parameters });
    lab.emulator.control.touch(seed.devices.fridge.id);
    while (trigger.answers().length < 1) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(trigger.refusals()).toEqual([expect.stringContaining('dt-asymmetric-signature is missing')]);
  });

  test('no credential is decrypted for a delivery, and keys are fetched once', async () => {
    const trigger = await listenTo();
    lab.emulator.journal.requests.length = 0;
    for (let n = 0; n < 5; n++) {
      const body = push();
      expect((await trigger.deliver(body, issuer.header(body))).status).toBe(200);
    }
    expect(issuer.requests).toEqual(['/data-connector/.well-known/openid-configuration', '/keys']);
    expect(lab.emulator.journal.requests).toEqual([]);
  });

  test.each<[string, (body: string) => Record<string, string>, RegExp]>([
    ['no signature', () => ({}), /dt-asymmetric-signature is missing/],
    ['no token', () => ({ 'dt-asymmetric-signature': 'a.b' }), /not a signed token/],
    ['no key id', (body) => issuer.header(body, { header: { kid: undefined } }), /does not name the key/],
    [
      'an unknown key id',
      (body) => issuer.header(body, { header: { kid: 'c0ffee' } }),
      /names a key that .* does not publish/,
    ],
    [
      'the key id of an object',
      (body) => issuer.header(body, { header: { kid: '__proto__' } }),
      /names a key that/,
    ],
    [
      'another key under that id',
      (body) => ({
        'dt-asymmetric-signature': token(
          { alg: 'ES256', kid: issuer.kid },
          claimsFor(body, { iss: issuer.url, sub: organization.id }),
          es256(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
        ),
      }),
      /not signed with the key/,
    ],
    ['alg none', (body) => issuer.header(body, { header: { alg: 'none' } }), /names the algorithm "none"/],
    [
      'alg HS256 with the public key as the secret',
      (body) => ({
        'dt-asymmetric-signature': token(
          { alg: 'HS256', kid: issuer.kid },
          claimsFor(body, { iss: issuer.url, sub: organization.id }),
          hs256(issuer.publicPem),
        ),
      }),
      /names the algorithm "HS256"/,
    ],
    [
      'a signature in DER form',
      (body) => ({
        'dt-asymmetric-signature': token(
          { alg: 'ES256', kid: issuer.kid },
          claimsFor(body, { iss: issuer.url, sub: organization.id }),
          (signed) => sign('sha256', Buffer.from(signed), issuer.privateKey),
        ),
      }),
      /not signed with the key/,
    ],
    [
      'another issuer',
      (body) => issuer.header(body, { claims: { iss: `${issuer.url}/` } }),
      /another issuer/,
    ],
    ['no issuer', (body) => issuer.header(body, { claims: { iss: undefined } }), /another issuer/],
    [
      'another organization',
      (body) => issuer.header(body, { claims: { sub: 'c0b0e2a1k4qg00f5m999' } }),
      /another organization/,
    ],
    [
      'no organization',
      (body) => issuer.header(body, { claims: { sub: undefined } }),
      /another organization/,
    ],
    ['another body', () => issuer.header(push()), /body is not the one/],
    [
      'a SHA-1 checksum alone',
      (body) =>
        issuer.header(body, { claims: { checksum_sha256: undefined, checksum: digest('sha1', body) } }),
      /SHA-1 is not accepted/,
    ],
    [
      'a signature that has expired',
      (body) => issuer.header(body, { claims: { iat: inSeconds(-4_000), exp: inSeconds(-400) } }),
      /expired/,
    ],
    [
      'a signature from the future',
      (body) => issuer.header(body, { claims: { iat: inSeconds(400), exp: inSeconds(4_000) } }),
      /from the future/,
    ],
    [
      'a signature without an end',
      (body) => issuer.header(body, { claims: { exp: undefined } }),
      /no validity period/,
    ],
  ])('%s is refused', async (_title, headersFor, reason) => {
    const trigger = await listenTo();
    const body = push();
    expectRefused(trigger, await trigger.deliver(body, headersFor(body)), reason);
  });

  test('a good signature with the shared secret does not help', async () => {
    const trigger = await listenTo();
    const body = push();
    expect(trigger.secret).not.toBe('');
    const headers = sharedSecretHeader(body, trigger.secret);
    expectRefused(trigger, await trigger.deliver(body, headers), /dt-asymmetric-signature is missing/);
    // The one signature under the name of the other.
    expectRefused(
      trigger,
      await trigger.deliver(body, { 'dt-asymmetric-signature': headers['X-Dt-Signature']! }),
      /names the algorithm "HS256"/,
    );
  });

  test('the organization may be named by hand, in either form', async () => {
    const other = 'c0b0e2a1k4qg00f5m999';
    const trigger = await listenTo({ organizationId: ` organizations/${other} ` });
    const mine = push();
    expect((await trigger.deliver(mine, issuer.header(mine, { claims: { sub: other } }))).status).toBe(200);
    const body = push();
    expectRefused(trigger, await trigger.deliver(body, issuer.header(body)), /another organization/);
  });

  test('the asymmetric signature of any organization counts when the registration by hand names none', async () => {
    const trigger = await listenTo({ registration: 'manual' });
    const body = push();
    expect((await trigger.deliver(body, issuer.header(body, { claims: { sub: 'any' } }))).status).toBe(200);
    const later = push();
    expectRefused(trigger, await trigger.deliver(later), /missing/);
  });

  test('made-up key ids do not make n8n ask again and again; a key that is new meanwhile is not refused for ever', async () => {
    const trigger = await listenTo();
    const known = push();
    expect((await trigger.deliver(known, issuer.header(known))).status).toBe(200);
    for (let n = 0; n < 20; n++) {
      const body = push();
      const headers = issuer.header(body, { header: { kid: `made-up-${n}` } });
      const { status, body: answer } = await trigger.deliver(body, headers);
      // The keys are not fetched twice in half a minute, so it is unknown if this one is published.
      expect([status, answer]).toEqual([
        503,
        '{"error":"the sender cannot be verified now, send it again later"}',
      ]);
    }
    expect(issuer.requests).toHaveLength(2);

    issuer.rotate();
    const body = push();
    const headers = issuer.header(body);
    expect((await trigger.deliver(body, headers)).status).toBe(503);
    const now = Date.now();
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => now + 31_000);
    expect((await trigger.deliver(body, headers)).status).toBe(200);
    clock.mockRestore();
    expect(issuer.requests).toHaveLength(4);
    expect(trigger.items()).toHaveLength(2);
  });

  test.each<[string, (issuer: Issuer) => void, RegExp]>([
    [
      'answers with an error',
      (one) => void (one.discovery = { status: 503 }),
      /could not be fetched.*status 503/,
    ],
    [
      'redirects',
      (one) => void (one.discovery = { status: 302, headers: { location: '/keys' } }),
      /could not be fetched.*status 302/,
    ],
    ['gives no JSON', (one) => void (one.discovery = { raw: '<html>' }), /could not be fetched.*not JSON/],
    [
      'names no keys',
      (one) => void (one.discovery = { issuer: one.url }),
      /could not be fetched.*has no issuer or no keys/,
    ],
    [
      'names keys at another host',
      (one) => void (one.discovery = { issuer: one.url, jwks_uri: 'http://127.0.0.2/keys' }),
      /could not be fetched.*another host/,
    ],
    [
      'gives too much',
      (one) => void (one.jwks = { raw: `{"keys":[${' '.repeat(70_000)}]}` }),
      /could not be fetched.*64 KiB/,
    ],
    ['has no list of keys', (one) => void (one.jwks = { keys: 7 }), /could not be fetched.*no list/],
    [
      'has an RSA key under that id',
      (one) => void (one.jwks = { keys: [{ kty: 'RSA', kid: one.kid, n: 'AQAB', e: 'AQAB' }] }),
      /names a key that/,
    ],
    [
      'has a key for encryption',
      (one) => {
        const [key] = one.jwks.keys as object[];
        one.jwks = { keys: [{ ...key, use: 'enc' }] };
      },
      /names a key that/,
    ],
    [
      'has a broken key',
      (one) => void (one.jwks = { keys: [null, { kty: 'EC', crv: 'P-256', kid: one.kid, x: 'a', y: 'b' }] }),
      /names a key that/,
    ],
  ])('when the issuer %s, events are refused', async (_title, spoil, reason) => {
    spoil(issuer);
    const trigger = await listenTo();
    const body = push();
    const delivered = await trigger.deliver(body, issuer.header(body));
    if (reason.source.startsWith('names')) return expectRefused(trigger, delivered, reason);
    expect([delivered.status, delivered.workflowData]).toEqual([503, undefined]);
    expect(delivered.logs).toMatchObject([{ level: 'warn', message: expect.stringMatching(reason) }]);
  });
});

describe('an event without an id', () => {
  const anonymous = () => push({ eventId: undefined });

  test('is known by its signature when it is replayed, by X-Dt-Signature', async () => {
    const trigger = await listen();
    const body = anonymous();
    const headers = sharedSecretHeader(body, trigger.secret);
    expect((await trigger.deliver(body, headers)).status).toBe(200);
    for (let n = 0; n < 3; n++) {
      expect(JSON.parse((await trigger.deliver(body, headers)).body)).toEqual({
        accepted: true,
        duplicate: true,
      });
    }
    expect(trigger.items()).toHaveLength(1);
    // An event with another signature may be another event with the same content.
    await trigger.deliver(body, sharedSecretHeader(body, trigger.secret));
    expect(trigger.items()).toHaveLength(2);
  });

  test('is known by it after a restart as well', async () => {
    const before = await listen();
    const body = anonymous();
    const headers = sharedSecretHeader(body, before.secret);
    await before.deliver(body, headers);
    const after = await listen({ after: before });
    await after.deliver(body, headers);
    expect([before.items().length, after.items().length]).toEqual([1, 0]);
  });

  test('is known by what was signed, since an asymmetric signature can be changed and still match', async () => {
    const issuer = await startIssuer();
    open.push(issuer);
    const trigger = await listen({
      parameters: { verification: 'asymmetric' },
      credential: { issuerUrl: issuer.url },
    });
    const body = anonymous();
    const headers = issuer.header(body);
    const [head, claims, signature] = headers['DT-Asymmetric-Signature']!.split('.') as [
      string,
      string,
      string,
    ];
    const bytes = Buffer.from(signature, 'base64url');
    // Of (r, s), (r, n - s) is the twin.
    const n = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
    const s = n - BigInt(`0x${bytes.subarray(32).toString('hex')}`);
    const twin = Buffer.concat([
      bytes.subarray(0, 32),
      Buffer.from(s.toString(16).padStart(64, '0'), 'hex'),
    ]).toString('base64url');
    expect((await trigger.deliver(body, headers)).status).toBe(200);
    const replayed = await trigger.deliver(body, { 'DT-Asymmetric-Signature': `${head}.${claims}.${twin}` });
    expect(JSON.parse(replayed.body)).toEqual({ accepted: true, duplicate: true });
    expect(trigger.items()).toHaveLength(1);
  });
});

test('a byte order mark belongs to what is signed, and is read', async () => {
  const trigger = await listen();
  const body = `\uFEFF${push()}`;
  expect((await trigger.deliver(body, sharedSecretHeader(body, trigger.secret))).status).toBe(200);
  expectRefused(
    trigger,
    await trigger.deliver(body, sharedSecretHeader(body.slice(1), trigger.secret)),
    /not the one that was signed/,
  );
  expect(trigger.items()).toHaveLength(1);
});
