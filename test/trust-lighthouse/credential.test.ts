import { manualClock } from '@signalbox/emulators';
import { CredentialStore, InstalledTypes, testCredential } from '@signalbox/node-harness';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { storedToken } from '../n8n/stored-token';
import { describeNotTheService } from '../n8n/not-the-service';
import { byId, expectNoSecret, itemsOf, refusalOf, rejectionOf, seed, tagsJson, useLab } from './lab';

const lab = useLab();
const { main, other } = seed.clients;

async function check(given: ICredentialDataDecryptedObject) {
  const data = lab.credentials(given).trustApi!;
  const result = await testCredential({ packages: lab.packages, type: 'trustApi', data });
  expectNoSecret(result);
  return result;
}
const sent = () => lab.requests().map(({ method, path, status }) => [method, path, status]);

describe('the test of a credential', () => {
  test('fetches a token and looks for one file of the company', async () => {
    expect(await check({})).toMatchObject({ status: 'OK' });
    expect(sent()).toEqual([['GET', '/chronos/v1/companies/1/files', 200]]);
    expect(Object.fromEntries(lab.requests()[0]!.query)).toEqual({ page: '1', per_page: '1' });
    const [asked, ...more] = lab.tokenRequests();
    expect(more).toEqual([]);
    expect(asked).toMatchObject({ method: 'POST', path: '/oauth/token/' });
    expect(asked!.headers['content-type']).toBe('application/json');
    expect(JSON.parse(asked!.body)).toEqual({
      client_id: main.id,
      client_secret: main.secret,
      grant_type: 'client_credentials',
    });
  });

  test.each([
    ['an unknown client', { clientId: 'nobody' }],
    ['a wrong secret', { clientSecret: 'Not-the-secret-4711' }],
  ])('finds out %s, in the words of Atenea', async (_, given) => {
    const { status, message } = await check(given);
    expect(status).toBe('Error');
    expect(message).toMatch(
      /^The token service at http:\/\/127\.0\.0\.1:\d+ does not accept "Client ID" and "Client Secret": check them in the credential \(HTTP 401\)/,
    );
    expect(message).toContain('invalid_client');
    expectNoSecret(message, ['Not-the-secret-4711']);
    expect(sent()).toEqual([]);
  });

  test('finds out a company of somebody else', async () => {
    expect(await check({ companyId: seed.companies.other.id })).toMatchObject({
      status: 'Error',
      message:
        'Trust does not allow this client to read the files of the company. Check "Company ID" in the credential.',
    });
    expect(sent()).toEqual([['GET', '/chronos/v1/companies/99/files', 403]]);
  });

  test('keeps the ID of the company one part of the path', async () => {
    expect(await check({ companyId: '../1?x=/' })).toMatchObject({ status: 'Error' });
    expect(sent()).toEqual([['GET', '/chronos/v1/companies/..%2F1%3Fx%3D%2F/files', 403]]);
  });

  test('says that nobody answers', async () => {
    await lab.emulator.stopListening();
    const { status, message } = await check({});
    expect(status).toBe('Error');
    expect(message).toMatch(/^The token service at .* could not be reached: the connection was refused/);
  });

  test.each([
    [401, /^Trust rejected the token .* Check "Environment"/],
    [404, /^Trust does not know the company, .* Check "Company ID"/],
  ])('explains a %d', async (code, words) => {
    lab.emulator.faults.inject({ match: { path: /\/files/ }, fault: { kind: 'status', code }, times: 2 });
    expect((await check({})).message).toMatch(words);
  });
});

describeNotTheService({
  name: 'Trust',
  address: '"Base URL"',
  check: async (baseUrl) => await check({ baseUrl }),
});

describe('an address', () => {
  test.each([
    [{ baseUrl: 'http://trust.example.test' }, /^Base URL .* would send the credential unencrypted/],
    [{ ateneaUrl: 'http://trust.example.test' }, /Atenea URL .* would send the credential unencrypted/],
    [{ ateneaUrl: '' }, /Atenea URL is empty: enter the address of the service/],
    [{ baseUrl: 'https://someone:pass4711@127.0.0.1' }, /^Base URL .* contains a user name or password/],
    [
      { environment: 'staging' },
      /^The environment of the credential is none of "production", "test", "custom"/,
    ],
  ])('%j is refused before anything is sent', async (credential, words) => {
    const { message, description } = refusalOf(await lab.run('file.search', {}, { credential }));
    expect(message).toMatch(words);
    expect(message).not.toContain('pass4711');
    expect(description).not.toBe('');
    expect(lab.emulator.journal.requests).toEqual([]);
  });

  test('may end in a slash', async () => {
    const credential = { baseUrl: `${lab.emulator.url}/`, ateneaUrl: `${lab.emulator.url}/` };
    expect(itemsOf(await lab.run('file.search', {}, { credential }))).toEqual([]);
  });

  test.each(['https://attacker.example.test/', 'http://127.0.0.1:1/'])(
    'in the hands of the HTTP Request node, no token goes to %s',
    async (url) => {
      const store = new CredentialStore(new InstalledTypes(lab.packages), lab.credentials());
      const data = { ...lab.credentials().trustApi!, accessToken: '' };
      data.accessToken = storedToken('never tok3n-4711', data);
      const request = store.authenticate(data, 'trustApi', { url });
      expect((await rejectionOf(request)).message).toMatch(
        /was stopped: this credential is for http:\/\/127\.0\.0\.1:\d+ alone/,
      );
    },
  );
});

describe('a token', () => {
  const items = Array.from({ length: 6 }, () => ({ json: {} }));
  const search = (options: Partial<Parameters<typeof lab.run>[2]> = {}) =>
    lab.run('file.search', { options: { concurrency: 1 } }, { items, ...options });

  test('is fetched once for all items', async () => {
    itemsOf(await search());
    expect(lab.emulator.control.tokensIssued()).toBe(1);
    expect(sent().map(([, , status]) => status)).toEqual(Array(6).fill(200));
    const used = new Set(lab.requests().map(({ headers }) => headers.authorization));
    expect(used.size).toBe(1);
    expect([...used][0]).toMatch(/^Bearer \S+$/);
  });

  test('a token that ends in the middle of a run is renewed once, and no item notices', async () => {
    lab.emulator.control.upload();
    const stop = lab.emulator.journal.listen(() => {
      if (lab.requests().length === 3) lab.emulator.control.revokeTokens();
    });
    const run = await search();
    stop();
    expect(itemsOf(run)).toHaveLength(6);
    expect(lab.emulator.control.tokensIssued()).toBe(2);
    expect(sent().map(([, , status]) => status)).toEqual([200, 200, 200, 401, 200, 200, 200]);
  });

  test('a token that ends under many items at once is renewed once', async () => {
    const stop = lab.emulator.journal.listen(() => {
      if (lab.requests().length === 3) lab.emulator.control.revokeTokens();
    });
    const many = Array.from({ length: 40 }, () => ({ json: {} }));
    const run = await lab.run('file.search', {}, { items: many });
    stop();
    expect(run.error).toBeUndefined();
    // The one that was refused while the new one was under way may have asked once more.
    expect(lab.emulator.control.tokensIssued()).toBeLessThanOrEqual(3);
  });

  test('is renewed a minute before its end, without a refusal', async () => {
    const clock = manualClock(Date.now() - 7_150_000);
    const emulator = await lab.emulatorWith({ clock });
    const response = await fetch(`${emulator.url}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        client_id: main.id,
        client_secret: main.secret,
        grant_type: 'client_credentials',
      }),
    });
    const { access_token: old, created_at: createdAt } = (await response.json()) as {
      access_token: string;
      created_at: number;
    };
    clock.advance(7_150_000);
    // Valid for 50 seconds more, by the clock of Atenea.
    const known = `${(createdAt + 7_200 - 60) * 1000} ${old}`;
    const accessToken = storedToken(known, lab.credentials().trustApi!);
    itemsOf(await lab.run('file.search', {}, { credential: { accessToken } }));
    expect(emulator.control.tokensIssued()).toBe(2);
    expect(lab.requests().map(({ status }) => status)).toEqual([200]);
  });

  test('a token that Trust refuses again and again: says what to check, after one renewal', async () => {
    lab.emulator.faults.inject({
      match: { path: '/chronos' },
      times: 'always',
      fault: { kind: 'status', code: 401 },
    });
    const refusal = refusalOf(await lab.run('file.search'));
    expect(refusal).toEqual({
      message: 'Trust does not accept the credential (HTTP 401)',
      description: expect.stringMatching(/^Check the client ID, client secret and environment/),
      httpCode: '401',
    });
    expect(lab.requests()).toHaveLength(2);
    expect(lab.tokenRequests()).toHaveLength(2);
  });

  test('a token that Atenea does not give: says why, and sends nothing to Trust', async () => {
    const credential = { clientSecret: 'Not-the-secret-4711' };
    const { message } = refusalOf(await lab.run('taggedFileEvent.create', tagged(), { credential }));
    expect(message).toMatch(
      /^Trust could not be called: The token service at .* does not accept "Client ID"/,
    );
    expectNoSecret(message, ['Not-the-secret-4711']);
    expect(sent()).toEqual([]);
    expect(lab.emulator.control.events()).toEqual([]);
  });

  test.each([
    ['a page of HTML', { kind: 'html' as const }, /web page in place of a token/],
    ['a text', { kind: 'status' as const, code: 200, body: 'nonsense' }, /an answer that is not JSON/],
    ['nothing', { kind: 'status' as const, code: 200, body: {} }, /without an access token/],
    ['503', { kind: 'status' as const, code: 503 }, /has a problem of its own: try again later/],
  ])('in whose place comes %s: says so', async (_, fault, words) => {
    lab.emulator.faults.inject({ match: { path: '/oauth' }, times: 'always', fault });
    expect(refusalOf(await lab.run('file.getTags', { fileUuid: byId('x') })).message).toMatch(words);
    expect(sent()).toEqual([]);
  });
});

describe('the company', () => {
  test('the company of the credential is the one to work for, unless the node names another', async () => {
    const credential = { clientId: other.id, clientSecret: other.secret, companyId: '1' };
    const run = async (companyId?: string) =>
      await lab.run(
        'taggedFileEvent.create',
        { ...tagged(), ...(companyId && { companyId }) },
        { credential },
      );
    expect(refusalOf(await run())).toMatchObject({
      message: 'Trust says: Company: Forbidden (HTTP 403)',
      description: expect.stringMatching(
        /^Check the company ID: the client in the credential may not be allowed/,
      ),
    });
    expect(itemsOf(await run('99'))).toMatchObject([{ companyId: '99' }]);
  });

  test('is a text, even where an expression gives a number', async () => {
    itemsOf(await lab.run('taggedFileEvent.create', { ...tagged(), companyId: '={{ 1 }}' }));
    expect(JSON.parse(lab.requests()[0]!.body)).toMatchObject({ company_id: '1' });
  });

  test('a company that is named nowhere is asked for', async () => {
    const run = await lab.run('taggedFileEvent.create', tagged(), { credential: { companyId: '' } });
    expect(refusalOf(run)).toEqual({
      message: '"Company ID" is missing',
      description: 'Fill in the field, or "Company ID" of the credential.',
    });
    expect(lab.emulator.journal.requests).toEqual([]);
  });
});

function tagged() {
  return { ...tagsJson({ foo: 'bar' }), callbackUrl: 'https://n8n.example.com/webhook/4711' };
}
