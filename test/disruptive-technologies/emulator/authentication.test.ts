import { seed } from '@signalbox/emulators/disruptive-technologies';
import {
  api,
  askToken,
  basic,
  bearer,
  errorBody,
  jwt,
  request,
  start,
  startStill,
  stopAll,
} from './running-emulator';

const { full, readOnly, noBasicAuth } = seed.serviceAccounts;
const { building, annex } = seed.projects;
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

afterEach(stopAll);

describe('basic auth (disruptive-technologies.md §1a)', () => {
  it('takes key id and secret, on both hosts', async () => {
    const emulator = await start();
    expect((await api(emulator, 'GET', '/projects?pageSize=1')).status).toBe(200);
    expect((await api(emulator, 'GET', `/emulator/v2/projects/${building.id}/devices`)).status).toBe(200);
  });

  it.each([
    ['no credential', {}],
    ['a wrong secret', basic({ keyId: full.keyId, secret: 'x' })],
    ['an unknown key', basic({ keyId: 'x', secret: full.secret })],
    ['the secret of another key', basic({ keyId: full.keyId, secret: readOnly.secret })],
    ['another scheme', { authorization: `Digest ${full.secret}` }],
  ])('answers 401 to %s', async (_name, headers) => {
    const emulator = await start();
    const answer = await api(emulator, 'GET', '/projects', undefined, headers);
    expect(answer).toMatchObject({
      status: 401,
      json: errorBody(401, expect.stringContaining('unauthenticated')),
    });
  });

  it('answers 401 to an account that has it switched off, until it is switched on', async () => {
    const emulator = await start();
    const own = `/projects/${building.id}`;
    expect(await api(emulator, 'GET', own, undefined, basic(noBasicAuth))).toMatchObject({
      status: 401,
      json: { error: expect.stringContaining('not enabled') },
    });
    const path = `${own}/serviceaccounts/${noBasicAuth.id}`;
    expect((await api(emulator, 'PATCH', path, { enableBasicAuth: true })).json.enableBasicAuth).toBe(true);
    expect((await api(emulator, 'GET', own, undefined, basic(noBasicAuth))).status).toBe(200);
  });
});

describe('OAuth2 with a signed assertion (disruptive-technologies.md §1b)', () => {
  it('gives an access token for an hour', async () => {
    const { emulator, clock } = await startStill();
    const { status, json } = await askToken(emulator, noBasicAuth);
    expect(status).toBe(200);
    expect(json).toStrictEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 3600,
    });
    const headers = { authorization: `Bearer ${json.access_token}` };
    const call = () => api(emulator, 'GET', `/projects/${building.id}`, undefined, headers);
    expect((await call()).status).toBe(200);
    clock.advance(3_599_000);
    expect((await call()).status).toBe(200);
    clock.advance(1_000);
    expect((await call()).status).toBe(401);
  });

  it('takes an audience as a list, as Go writes it, and under another name of this machine', async () => {
    const emulator = await start();
    const { url, port } = emulator;
    expect((await askToken(emulator, full, { aud: [`${url}/oauth2/token`] })).status).toBe(200);
    const local = { ...emulator, clock: emulator.clock, url: `http://localhost:${port}` };
    expect((await askToken(local, full)).status).toBe(200);
  });

  it.each<[string, (now: number) => Record<string, unknown>]>([
    ['another audience', () => ({ aud: 'https://identity.example.com/oauth2/token' })],
    ['another issuer', () => ({ iss: readOnly.email })],
    ['an assertion that has expired', (now) => ({ iat: now - 7200, exp: now - 3600 })],
    ['one from the future', (now) => ({ iat: now + 600, exp: now + 4200 })],
    ['one that lives longer than an hour', (now) => ({ exp: now + 7200 })],
    ['one without exp', () => ({ exp: undefined })],
  ])('answers 400 to %s', async (_name, claims) => {
    const emulator = await start();
    const answer = await askToken(emulator, full, claims(Math.floor(Date.now() / 1000)));
    expect(answer).toMatchObject({
      status: 400,
      json: { error: 'invalid_grant', error_description: expect.any(String) },
    });
  });

  it('answers 400 to a wrong secret, an unknown key, another algorithm and a text that is no token', async () => {
    const emulator = await start();
    expect((await askToken(emulator, full, {}, readOnly.secret)).json.error).toBe('invalid_grant');
    expect((await askToken(emulator, { ...full, keyId: 'unknown' } as never)).json.error).toBe(
      'invalid_grant',
    );
    const now = Math.floor(Date.now() / 1000);
    const claims = { iat: now, exp: now + 60, aud: `${emulator.url}/oauth2/token`, iss: full.email };
    const post = (assertion: string) =>
      request(
        emulator,
        'POST',
        '/oauth2/token',
        new URLSearchParams({ assertion, grant_type: GRANT }).toString(),
        FORM,
      );
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const unsigned = `${part({ alg: 'none', kid: full.keyId })}.${part(claims)}.`;
    for (const assertion of [unsigned, jwt({ alg: 'HS512', kid: full.keyId }, claims, full.secret), 'abc']) {
      expect(await post(assertion)).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
    }
    expect((await post(jwt({ alg: 'HS256', kid: full.keyId }, claims, full.secret))).status).toBe(200);
  });

  it('wants a form with the right grant type', async () => {
    const emulator = await start();
    const post = (body: string, headers = FORM) => request(emulator, 'POST', '/oauth2/token', body, headers);
    expect((await post('assertion=x&grant_type=client_credentials')).json.error).toBe(
      'unsupported_grant_type',
    );
    expect((await post(`grant_type=${encodeURIComponent(GRANT)}`)).json.error).toBe('invalid_request');
    const inQuery = await request(
      emulator,
      'POST',
      `/oauth2/token?grant_type=${encodeURIComponent(GRANT)}&assertion=x`,
    );
    expect(inQuery).toMatchObject({ status: 400, json: { error: 'invalid_request' } });
    const json = await post(JSON.stringify({ assertion: 'x', grant_type: GRANT }), {
      'content-type': 'application/json',
    });
    expect(json).toMatchObject({ status: 400, json: { error: 'invalid_request' } });
  });

  it('forgets tokens when told to, and with their key', async () => {
    const emulator = await start();
    const headers = await bearer(emulator, noBasicAuth);
    const status = async () =>
      (await api(emulator, 'GET', `/projects/${building.id}`, undefined, headers)).status;
    expect(await status()).toBe(200);
    emulator.control.revokeTokens();
    expect(await status()).toBe(401);
    const fresh = await bearer(emulator, noBasicAuth);
    const key = `/projects/${building.id}/serviceaccounts/${noBasicAuth.id}/keys/${noBasicAuth.keyId}`;
    expect(await api(emulator, 'DELETE', key)).toMatchObject({ status: 200, json: {} });
    expect((await api(emulator, 'GET', `/projects/${building.id}`, undefined, fresh)).status).toBe(401);
  });
});

describe('roles (disruptive-technologies.md §1c)', () => {
  const connectors = `/projects/${building.id}/dataconnectors`;

  it('lets a project user read and nothing else', async () => {
    const emulator = await start();
    const made = await api(emulator, 'POST', connectors, {
      type: 'HTTP_PUSH',
      httpConfig: { url: 'https://example.com' },
    });
    const one = `/${made.json.name}`;
    const as = (method: string, path: string, body?: unknown) =>
      api(emulator, method, path, body, basic(readOnly)).then(({ status }) => status);
    for (const path of [connectors, one, `${one}:metrics`, `/projects/${building.id}/devices`]) {
      expect([path, await as('GET', path)]).toEqual([path, 200]);
    }
    const device = `/emulator/v2/projects/${building.id}/devices/${seed.devices.virtual.id}`;
    for (const [method, path] of [
      ['POST', connectors],
      ['PATCH', one],
      ['DELETE', one],
      ['POST', `${one}:sync`],
      ['POST', `/projects/${building.id}/devices:batchUpdate`],
      ['POST', `${device}:publish`],
      ['DELETE', device],
      ['POST', `/projects/${building.id}/serviceaccounts`],
      ['PATCH', `/projects/${building.id}`],
    ] as const) {
      expect([method, path, await as(method, path, {})]).toEqual([method, path, 403]);
    }
    expect(emulator.control.connectors()).toHaveLength(1);
  });

  it('lets a developer manage connectors, but not members', async () => {
    const emulator = await start();
    const headers = await bearer(emulator, noBasicAuth);
    const body = { type: 'HTTP_PUSH', httpConfig: { url: 'https://example.com' } };
    expect((await api(emulator, 'POST', connectors, body, headers)).status).toBe(200);
    const invite = await api(
      emulator,
      'POST',
      `/projects/${building.id}/members`,
      { email: 'x@example.com', roles: ['roles/project.user'] },
      headers,
    );
    expect(invite).toMatchObject({
      status: 403,
      json: errorBody(403, expect.stringContaining('membership.create')),
    });
  });

  it('keeps projects apart: 403 without a role there, 404 where there is nothing', async () => {
    const emulator = await start();
    const status = async (path: string) =>
      (await api(emulator, 'GET', path, undefined, basic(readOnly))).status;
    expect(await status(`/projects/${annex.id}`)).toBe(403);
    expect(await status(`/projects/${annex.id}/devices`)).toBe(403);
    expect(await status(`/projects/-/devices/${seed.devices.window.id}`)).toBe(403);
    expect(await status('/projects/c0b0e2i1k4qg00f5m3vg')).toBe(404);
    const strict = await start({ assume: { unknownProjectStatus: 403 } });
    expect((await api(strict, 'GET', '/projects/c0b0e2i1k4qg00f5m3vg')).status).toBe(403);
  });

  it('gives a new service account nothing, until it is made a member', async () => {
    const emulator = await start();
    const accounts = `/projects/${building.id}/serviceaccounts`;
    const account = (await api(emulator, 'POST', accounts, { enableBasicAuth: true })).json;
    const { key, secret } = (await api(emulator, 'POST', `/${account.name}/keys`)).json;
    const status = async () =>
      (await api(emulator, 'GET', `/projects/${building.id}`, undefined, basic({ keyId: key.id, secret })))
        .status;
    expect(await status()).toBe(403);
    await api(emulator, 'POST', `/projects/${building.id}/members`, {
      email: account.email,
      roles: ['roles/project.user'],
    });
    expect(await status()).toBe(200);
  });
});

describe('rate limit (disruptive-technologies.md §2f)', () => {
  it('lets 25 requests of a key through in 5 s and says how long to wait', async () => {
    const { emulator, clock } = await startStill({ rateLimits: true });
    const call = (account: { keyId: string; secret: string } = full) =>
      api(emulator, 'GET', '/projects', undefined, basic(account));
    for (let index = 0; index < 25; index++) {
      expect((await call()).status).toBe(200);
      clock.advance(40);
    }
    const refused = await call();
    expect(refused).toMatchObject({ status: 429, json: errorBody(429, 'too many requests') });
    // The first of them was a second ago.
    expect(refused.headers.get('retry-after')).toBe('4');
    expect((await call(readOnly)).status).toBe(200);
    clock.advance(4_000);
    expect((await call()).status).toBe(200);
  });

  it('is off unless it is switched on, and can be narrower', async () => {
    const off = await start();
    for (let index = 0; index < 30; index++) expect((await api(off, 'GET', '/projects')).status).toBe(200);
    const { emulator } = await startStill({ rateLimits: true, assume: { rateLimitRequests: 1 } });
    expect((await api(emulator, 'GET', '/projects')).status).toBe(200);
    const refused = await api(emulator, 'GET', '/projects');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5']);
  });
});
