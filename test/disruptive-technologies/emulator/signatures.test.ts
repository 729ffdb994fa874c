import { seed } from '@signalbox/emulators/disruptive-technologies';
import { symmetricSignature } from '@signalbox/emulators/internal/disruptive-technologies/symmetric-signature';
import { closeReceivers, pushReceiver } from './push-receiver';
import { api, request, start, startStill, stopAll, type Running } from './running-emulator';
import { checkedAsymmetric, checkedSymmetric, hex, parts } from './verify-signature';

const list = `/projects/${seed.projects.building.id}/dataconnectors`;
const SECRET = 'a secret ünd more';

afterEach(async () => {
  await stopAll();
  await closeReceivers();
});

/** Golden: a delivery of the real service, published with its secret. disruptive-technologies.md appendix A. */
const golden = {
  secret: 'test-secret',
  iat: 1644496933,
  jti: 'c82gg99hga35jc2afkeg',
  body: '{"event":{"eventId":"c82gg9catj3vmh4248og","targetName":"projects/c14u9p094l47cdv1o3pg/devices/emuc17m6d7lq0bgk44smcqg","eventType":"touch","data":{"touch":{"updateTime":"2022-02-10T12:42:13.313949Z"}},"timestamp":"2022-02-10T12:42:13.313949Z"},"labels":{"name":"touch"},"metadata":{"deviceId":"emuc17m6d7lq0bgk44smcqg","projectId":"c14u9p094l47cdv1o3pg","deviceType":"touch","productNumber":""}}',
  token:
    'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJjaGVja3N1bSI6ImYyYjVkYzA0OTY0MzcyMDFkM2NlZTE1NmMyMzNhMTMzNTYwM2Q0NjUiLCJjaGVja3N1bV9zaGEyNTYiOiJhZmQ4MWExNmJiOWMwNzZlNTdmOTI3MjhmMjg0ZmY1NTgzMWJmZGYxZDNjMmMxMGI4MzM1NjdmNTIxZDc4MmRlIiwiZXhwIjoxNjQ0NTAwNTMzLCJpYXQiOjE2NDQ0OTY5MzMsImp0aSI6ImM4MmdnOTloZ2EzNWpjMmFma2VnIn0.gm8m_HrhlOnAyS08CfR_RNYdZQIpGV6E8bk3UiAR3uo',
};

describe('the golden delivery', () => {
  it('is signed byte for byte as the real service did', () => {
    expect(symmetricSignature(golden.body, golden.secret, golden)).toBe(golden.token);
  });

  it('passes the check of this test, and fails it for a changed body, secret or time', () => {
    const raw = Buffer.from(golden.body);
    const check = (secret: string, body: Buffer, now: number) => () =>
      checkedSymmetric(golden.token, secret, body, now);
    expect(check(golden.secret, raw, golden.iat)()).toMatchObject({
      checksum: 'f2b5dc0496437201d3cee156c233a1335603d465',
      checksum_sha256: 'afd81a16bb9c076e57f92728f284ff55831bfdf1d3c2c10b833567f521d782de',
      jti: golden.jti,
    });
    expect(check('test-secreT', raw, golden.iat)).toThrow('signature');
    expect(check(golden.secret, Buffer.from(`${golden.body} `), golden.iat)).toThrow('checksum');
    expect(check(golden.secret, raw, golden.iat + 3600)).toThrow('time');
  });

  it('has the shape that pushes have here', async () => {
    const { emulator, hook } = await connected({ labels: ['name'] });
    const { virtual } = seed.devices;
    await api(
      emulator,
      'POST',
      `/emulator/v2/projects/${seed.projects.building.id}/devices/${virtual.id}:publish`,
      {
        touch: {},
      },
    );
    await emulator.control.idle();
    const shape = (text: string) =>
      text.replace(
        /"(eventId|targetName|updateTime|timestamp|name|deviceId|projectId|deviceType)":"[^"]*"/g,
        '"$1":""',
      );
    expect(shape(hook.pushes[0]!.raw.toString())).toBe(shape(golden.body));
  });
});

async function connected(body: Record<string, unknown> = {}, assume = {}, signatureSecret = SECRET) {
  const { emulator, clock } = await startStill({ assume });
  const hook = await pushReceiver();
  const answer = await api(emulator, 'POST', list, {
    type: 'HTTP_PUSH',
    httpConfig: { url: hook.url, signatureSecret, headers: { 'X-Building': 'north' } },
    ...body,
  });
  expect(answer.status).toBe(200);
  const now = () => Math.floor(clock.now() / 1000);
  return { emulator, clock, hook, now, name: answer.json.name as string };
}

async function touched(emulator: Running) {
  emulator.control.touch(seed.devices.fridge.id);
  await emulator.control.idle();
}

describe('X-Dt-Signature (disruptive-technologies.md §3b)', () => {
  it('signs the bytes of the body, for an hour, with a new id each time', async () => {
    const { emulator, hook, now } = await connected();
    await touched(emulator);
    await touched(emulator);
    const claims = hook.pushes.map(({ headers, raw }) =>
      checkedSymmetric(headers['x-dt-signature'] as string, SECRET, raw, now()),
    );
    const { header, claimsText } = parts(hook.pushes[0]!.headers['x-dt-signature'] as string);
    expect(header).toStrictEqual({ alg: 'HS256', typ: 'JWT' });
    expect(Object.keys(JSON.parse(claimsText))).toEqual(['checksum', 'checksum_sha256', 'exp', 'iat', 'jti']);
    expect(claims[0]).toMatchObject({
      iat: now(),
      exp: now() + 3600,
      jti: expect.stringMatching(/^[0-9a-v]{20}$/),
    });
    expect(claims[1]!.jti).not.toBe(claims[0]!.jti);
    expect(claims[0]!.jti).not.toBe(hook.eventIds()[0]);
    expect(hook.pushes[0]!.headers['x-building']).toBe('north');
  });

  it('is absent without a secret, and follows a change of it', async () => {
    const { emulator, hook, now, name } = await connected({}, {}, '');
    await touched(emulator);
    expect(hook.pushes[0]!.headers['x-dt-signature']).toBeUndefined();
    await api(emulator, 'PATCH', `/${name}`, { httpConfig: { signatureSecret: 'another' } });
    await touched(emulator);
    const { headers, raw } = hook.pushes[1]!;
    checkedSymmetric(headers['x-dt-signature'] as string, 'another', raw, now());
  });

  it('has only SHA-1 as before 2022, if so assumed', async () => {
    const { emulator, hook } = await connected({}, { checksums: 'sha1' });
    await touched(emulator);
    const { claims } = parts(hook.pushes[0]!.headers['x-dt-signature'] as string);
    expect(Object.keys(claims)).toEqual(['checksum', 'exp', 'iat', 'jti']);
    expect(claims.checksum).toBe(hex('sha1', hook.pushes[0]!.raw));
  });

  it('cannot be overridden by a header of the connector', async () => {
    const { emulator, hook, now, name } = await connected();
    await api(emulator, 'PATCH', `/${name}`, {
      httpConfig: {
        headers: {
          'x-dt-signature': 'mine',
          'Content-Length': '3',
          Host: 'x',
          'Transfer-Encoding': 'chunked',
          'Content-Type': 'text/html',
        },
      },
    });
    await touched(emulator);
    const { headers, raw } = hook.pushes[0]!;
    checkedSymmetric(headers['x-dt-signature'] as string, SECRET, raw, now());
    expect(headers.host).toMatch(/^127/);
    expect(headers['content-type']).toMatch(/^application\/json/);
  });
});

describe('DT-Asymmetric-Signature (disruptive-technologies.md §3c)', () => {
  const discovered = async (emulator: Running) => {
    const config = (await request(emulator, 'GET', '/data-connector/.well-known/openid-configuration')).json;
    const jwks = (await fetch(config.jwks_uri).then((answer) => answer.json())) as {
      keys: Record<string, string>[];
    };
    return { config, jwks };
  };

  it('is on every push, and verifies with what discovery leads to', async () => {
    const { emulator, hook, now } = await connected({}, {}, '');
    await touched(emulator);
    const { config, jwks } = await discovered(emulator);
    expect(config).toMatchObject({
      issuer: `${emulator.url}/data-connector`,
      id_token_signing_alg_values_supported: ['ES256'],
    });
    expect(jwks.keys).toStrictEqual([
      expect.objectContaining({ kty: 'EC', crv: 'P-256', use: 'sig', alg: 'ES256', kid: expect.any(String) }),
    ]);
    expect(jwks.keys[0]).not.toHaveProperty('d');
    const { headers, raw } = hook.pushes[0]!;
    const token = headers['dt-asymmetric-signature'] as string;
    expect(checkedAsymmetric(token, jwks, raw, now())).toMatchObject({
      iss: config.issuer,
      sub: seed.organization.id,
      iat: now(),
      exp: now() + 3600,
    });
    expect(() => checkedAsymmetric(token, jwks, Buffer.concat([raw, raw]), now())).toThrow('checksum');
    const forged = `${token.slice(0, -8)}${token.at(-8) === 'A' ? 'B' : 'A'}${token.slice(-7)}`;
    expect(() => checkedAsymmetric(forged, jwks, raw, now())).toThrow('signature');
  });

  it('changes keys on demand: the old key is gone, the new one is published', async () => {
    const { emulator, hook, now } = await connected();
    const { jwks: before } = await discovered(emulator);
    emulator.control.rotateSigningKey();
    await touched(emulator);
    const { jwks: after } = await discovered(emulator);
    const { headers, raw } = hook.pushes[0]!;
    const token = headers['dt-asymmetric-signature'] as string;
    expect(() => checkedAsymmetric(token, before, raw, now())).toThrow('key');
    checkedAsymmetric(token, after, raw, now());
    expect(after.keys[0]!.kid).not.toBe(before.keys[0]!.kid);
  });

  it('can be left out, or name the organization in full', async () => {
    const without = await connected({}, { asymmetricSignature: false });
    await touched(without.emulator);
    expect(without.hook.pushes[0]!.headers).not.toHaveProperty('dt-asymmetric-signature');
    const named = await connected({}, { asymmetricSubject: 'name' });
    await touched(named.emulator);
    const { claims } = parts(named.hook.pushes[0]!.headers['dt-asymmetric-signature'] as string);
    expect(claims.sub).toBe(`organizations/${seed.organization.id}`);
  });
});

describe('a signature on a retry', () => {
  it('is made anew, since retries go on for longer than it lives', async () => {
    const emulator = await start({ assume: { firstRetryMs: 1 } });
    const hook = await pushReceiver((index) => (index === 0 ? 500 : 200));
    await api(emulator, 'POST', list, {
      type: 'HTTP_PUSH',
      httpConfig: { url: hook.url, signatureSecret: SECRET },
    });
    await touched(emulator);
    const [first, second] = hook.pushes.map(({ headers, raw }) =>
      checkedSymmetric(headers['x-dt-signature'] as string, SECRET, raw, Math.floor(Date.now() / 1000)),
    );
    expect(second!.jti).not.toBe(first!.jti);
    expect(new Set(hook.eventIds()).size).toBe(1);
  });
});
