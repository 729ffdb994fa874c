import { seed } from '@signalbox/emulators/trust-lighthouse';
import { api, askToken, request, start, startStill, stopAll } from './running-trust';

const { main, other } = seed.clients;
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const JSON_TYPE = { 'content-type': 'application/json' };
const SEARCH = '/chronos/v1/companies/1/files';

afterEach(stopAll);

describe('Atenea (trust-lighthouse.md §2)', () => {
  it('gives a token in exactly the documented shape, under both spellings of its URL', async () => {
    const { emulator, clock } = await startStill();
    clock.advance(999);
    const answer = await askToken(emulator);
    expect(answer.status).toBe(200);
    expect(answer.json).toStrictEqual({
      access_token: expect.stringMatching(/^[\w-]{43}$/),
      token_type: 'Bearer',
      expires_in: 7200,
      created_at: Date.UTC(2026, 0, 5, 8) / 1000,
    });
    expect(Object.keys(answer.json)).toEqual(['access_token', 'token_type', 'expires_in', 'created_at']);
    expect([answer.headers.get('cache-control'), answer.headers.get('pragma')]).toEqual([
      'no-store',
      'no-cache',
    ]);
    const body = JSON.stringify({
      client_id: main.id,
      client_secret: main.secret,
      grant_type: 'client_credentials',
    });
    const short = await request(emulator, 'POST', '/oauth/token', body, JSON_TYPE);
    expect(short.status).toBe(200);
    expect(short.json.access_token).not.toBe(answer.json.access_token);
    expect(emulator.control.tokensIssued()).toBe(2);
  });

  it('takes a form, and HTTP Basic, unless told to take JSON alone', async () => {
    const ask = async (emulator: { url: string }) => {
      const parameters = {
        client_id: main.id,
        client_secret: main.secret,
        grant_type: 'client_credentials',
      };
      const basic = `Basic ${Buffer.from(`${main.id}:${main.secret}`).toString('base64')}`;
      const answers = await Promise.all([
        request(emulator, 'POST', '/oauth/token', new URLSearchParams(parameters).toString(), FORM),
        request(emulator, 'POST', '/oauth/token', 'grant_type=client_credentials', {
          ...FORM,
          authorization: basic,
        }),
        request(emulator, 'POST', '/oauth/token', '{"grant_type":"client_credentials"}', {
          ...JSON_TYPE,
          authorization: basic,
        }),
        request(emulator, 'POST', '/oauth/token', JSON.stringify(parameters), JSON_TYPE),
      ]);
      return answers.map(({ status }) => status);
    };
    expect(await ask(await start())).toEqual([200, 200, 200, 200]);
    expect(await ask(await start({ assume: { tokenInputs: 'json' } }))).toEqual([400, 400, 401, 200]);
  });

  it.each<[string, Record<string, unknown>, number, string]>([
    ['a wrong secret', { client_secret: other.secret }, 401, 'invalid_client'],
    ['an unknown client', { client_id: 'nobody' }, 401, 'invalid_client'],
    ['no client', { client_id: undefined, client_secret: undefined }, 401, 'invalid_client'],
    ['a secret that is no string', { client_secret: 1 }, 401, 'invalid_client'],
    ['no grant type', { grant_type: undefined }, 400, 'invalid_request'],
    ['another grant type', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
  ])('refuses %s', async (_name, changes, status, error) => {
    const emulator = await start();
    const answer = await askToken(emulator, main, changes);
    expect(answer.status).toBe(status);
    expect(answer.json).toStrictEqual({ error, error_description: expect.any(String) });
    expect(answer.headers.has('www-authenticate')).toBe(status === 401);
    expect(answer.text).not.toContain(main.secret);
    expect(emulator.control.tokensIssued()).toBe(0);
  });

  it.each([
    ['a body that is not JSON', '{', JSON_TYPE],
    ['a body that is no object', '[]', JSON_TYPE],
    ['no body', undefined, JSON_TYPE],
    ['JSON that says it is text', '{}', { 'content-type': 'text/plain' }],
  ])('refuses %s', async (_name, body, headers) => {
    const answer = await request(await start(), 'POST', '/oauth/token/', body, headers);
    expect(answer).toMatchObject({ status: 400, json: { error: 'invalid_request' } });
  });
});

describe('access tokens', () => {
  const call = async (emulator: { url: string }, token: string) =>
    request(emulator, 'GET', SEARCH, undefined, { authorization: `Bearer ${token}` });

  it('end after 7200 s, counted from created_at, for every service', async () => {
    const { emulator, clock } = await startStill();
    clock.advance(400);
    const { json } = await askToken(emulator);
    const statuses = async () => {
      const headers = { authorization: `Bearer ${json.access_token}` };
      const calls = [
        ['GET', SEARCH],
        ['POST', '/lighthouse/api/v1/event'],
        ['DELETE', '/lighthouse/api/v1/event/1'],
        ['POST', '/chronos/v1/file_registers/'],
        ['GET', '/chronos/v1/file_registers/1'],
        ['PATCH', '/chronos/v1/file_registers/1/tags/'],
        ['POST', '/chronos/v1/links/1'],
        ['GET', '/chronos/v1/metrics/companies/1'],
      ] as const;
      const answers = await Promise.all(
        calls.map(([method, path]) => request(emulator, method, path, undefined, headers)),
      );
      return answers.map(({ status }) => status);
    };
    clock.advance(7_200_000 - 401);
    expect(await statuses()).toEqual([200, 422, 404, 404, 404, 404, 404, 422]);
    clock.advance(1);
    expect(await statuses()).toEqual(Array(8).fill(401));
  });

  it('are wanted as Bearer', async () => {
    const emulator = await start();
    const { access_token: token } = (await askToken(emulator)).json;
    for (const authorization of ['', token, `Basic ${token}`, 'Bearer', 'Bearer x', `Bearer ${token}x`]) {
      const answer = await request(emulator, 'GET', SEARCH, undefined, { authorization });
      expect([authorization, answer.status, answer.text]).toEqual([authorization, 401, '']);
    }
    expect((await request(emulator, 'GET', SEARCH)).status).toBe(401);
    expect((await call(emulator, token)).status).toBe(200);
  });

  it('can be revoked; a new one works', async () => {
    const emulator = await start();
    const first = (await askToken(emulator)).json.access_token;
    const second = (await askToken(emulator)).json.access_token;
    expect((await call(emulator, first)).status).toBe(200);
    emulator.control.revokeTokens();
    expect((await call(emulator, first)).status).toBe(401);
    expect((await call(emulator, second)).status).toBe(401);
    expect((await call(emulator, (await askToken(emulator)).json.access_token)).status).toBe(200);
    expect(emulator.control.tokensIssued()).toBe(3);
  });

  it('open the companies of their client and no other', async () => {
    const emulator = await start();
    const status = async (company: string, client: typeof main | typeof other) =>
      (await api(emulator, 'GET', `/chronos/v1/companies/${company}/files`, undefined, client)).status;
    expect(await status('1', main)).toBe(200);
    expect(await status('99', main)).toBe(403);
    expect(await status('1', other)).toBe(403);
    expect(await status('99', other)).toBe(200);
    expect(await status('7', main)).toBe(403);
  });

  it('are gone after a reset, like everything else', async () => {
    const emulator = await start();
    await api(emulator, 'GET', SEARCH);
    emulator.control.upload();
    await emulator.reset();
    expect((await api(emulator, 'GET', SEARCH)).status).toBe(401);
    expect(emulator.control.tokensIssued()).toBe(0);
    expect(emulator.control.files()).toEqual([]);
  });
});
