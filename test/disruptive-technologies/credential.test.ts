import { CredentialStore, InstalledTypes, testCredential } from '@signalbox/node-harness';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { describeNotTheService } from '../n8n/not-the-service';
import {
  CREDENTIAL,
  building,
  expectNoSecret,
  itemsOf,
  keyOf,
  refusalOf,
  rejectionOf,
  seed,
  useLab,
} from './lab';

const lab = useLab();

async function check(given: ICredentialDataDecryptedObject = {}) {
  const data = lab.credentials(given)[CREDENTIAL]!;
  const result = await testCredential({ packages: lab.packages, type: CREDENTIAL, data });
  expectNoSecret(result);
  return result;
}
const sent = () => lab.requests().map(({ method, path, status }) => [method, path, status]);

describe('the test of a credential', () => {
  test.each(['full', 'readOnly', 'noBasicAuth'] as const)(
    'reads a project with a token: %s',
    async (account) => {
      expect(await check(keyOf(account))).toMatchObject({ status: 'OK' });
      expect(sent()).toEqual([['GET', '/v2/projects', 200]]);
      expect(lab.requests()[0]!.query.get('pageSize')).toBe('1');
      expect(lab.requests()[0]!.headers.authorization).toMatch(/^Bearer [\da-f]{64}$/);
      expect(lab.tokenRequests()).toHaveLength(1);
    },
  );

  test('asks for a token as the service wants it', async () => {
    await check();
    const [request] = lab.tokenRequests();
    const form = new URLSearchParams(request!.body);
    const [header, claims] = form
      .get('assertion')!
      .split('.')
      .map((part) => (part.length > 0 ? Buffer.from(part, 'base64url').toString() : ''))
      .slice(0, 2)
      .map((json) => JSON.parse(json) as Record<string, unknown>);
    const { keyId, email } = seed.serviceAccounts.full;
    expect(request!.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    expect(header).toEqual({ alg: 'HS256', typ: 'JWT', kid: keyId });
    expect(claims).toMatchObject({ iss: email, aud: `${lab.emulator.url}/oauth2/token` });
  });

  test('reads a project with key and secret', async () => {
    expect(await check({ authentication: 'basic' })).toMatchObject({ status: 'OK' });
    expect(lab.tokenRequests()).toEqual([]);
    expect(lab.requests()[0]!.headers.authorization).toMatch(/^Basic /);
  });

  test('says that nobody gives tokens', async () => {
    expect((await check({ tokenUrl: 'http://127.0.0.1:1/oauth2/token' })).message).toBe(
      'The token service at http://127.0.0.1:1 could not be reached: the connection was refused; check "Token URL"',
    );
  });

  test('explains a service account without a role', async () => {
    lab.emulator.faults.inject({ match: { path: '/v2/projects' }, fault: { kind: 'status', code: 403 } });
    expect((await check()).message).toMatch(
      /^The service account cannot read projects\. In DT Studio, give it a role/,
    );
  });

  test('says that basic authentication has to be switched on', async () => {
    const { status, message } = await check({ ...keyOf('noBasicAuth'), authentication: 'basic' });
    expect(status).toBe('Error');
    expect(message).toMatch(/with Basic Auth, "Enable Basic Auth" must be on for the service account/);
  });

  test('says that the address is not that of the API', async () => {
    expect((await check({ baseUrl: lab.emulator.url })).message).toMatch(
      /must end with the version, such as \/v2/,
    );
  });
});

describeNotTheService({
  name: 'Disruptive Technologies',
  address: '"REST API URL"',
  check: async (url) => await check({ baseUrl: `${url}/v2` }),
});

describe('a token', () => {
  test('is fetched once for many items, and used for both hosts', async () => {
    const items = Array.from({ length: 12 }, () => ({ json: {} }));
    itemsOf(await lab.run('project.get', { projectId: building }, { items }));
    itemsOf(await lab.run('emulatedDevice.getAll', { projectId: building }, { items }));
    expect(lab.requests()).toHaveLength(24);
    expect(new Set(lab.requests().map(({ headers }) => headers.authorization)).size).toBeLessThanOrEqual(2);
  });

  test('a revoked token is replaced once', async () => {
    lab.emulator.faults.inject({ match: { path: /^\/v2\// }, fault: { kind: 'status', code: 401 } });
    expect(itemsOf(await lab.run('project.get', { projectId: building }))).toHaveLength(1);
    expect(sent().map(([, , status]) => status)).toEqual([401, 200]);
    expect(lab.tokenRequests()).toHaveLength(2);
  });

  test('a token that was renewed within a run is hidden when the service quotes it', async () => {
    const tokens = ['first-token-zebra', 'second-token-kettle'];
    for (const access_token of tokens) {
      const body = { access_token, token_type: 'Bearer', expires_in: 3600 };
      lab.emulator.faults.inject({
        match: { path: '/oauth2/token' },
        fault: { kind: 'status', code: 200, body },
      });
    }
    for (const [code, error] of [
      [401, 'expired'],
      [400, `the token ${tokens[1]} is odd`],
    ] as const) {
      lab.emulator.faults.inject({
        match: { path: /^\/v2\// },
        fault: { kind: 'status', code, body: { error } },
      });
    }
    const run = await lab.run('project.get', { projectId: building });
    expectNoSecret(run, tokens);
    expect(refusalOf(run).message).toBe('Disruptive Technologies says: the token [hidden] is odd (HTTP 400)');
    expect(lab.requests().map(({ headers }) => headers.authorization)).toEqual(
      tokens.map((token) => `Bearer ${token}`),
    );
  });
});

describe('an address of a custom environment', () => {
  test.each([
    ['baseUrl', 'REST API URL'],
    ['emulatorUrl', 'Sensor Emulator URL'],
    ['tokenUrl', 'Token URL'],
  ])('%s is checked before anything is sent', async (field, label) => {
    for (const [value, words] of [
      ['http://api.example.test/v2', 'would send the credential unencrypted'],
      ['https://someone:pass4711@127.0.0.1/', 'contains a user name or password'],
      ['', 'is empty'],
    ] as const) {
      const run = await lab.run('project.getAll', {}, { credential: { [field]: value } });
      const { message } = refusalOf(run);
      expectNoSecret(run, ['pass4711']);
      expect(message).toContain(label);
      expect(message).toContain(words);
    }
    expect(lab.emulator.journal.requests).toEqual([]);
  });

  test('an address of an unknown environment is refused', async () => {
    const run = await lab.run('project.getAll', {}, { credential: { environment: 'constructor' } });
    expect(refusalOf(run).message).toBe('The environment of the credential is none of "cloud", "custom"');
  });
});

describe('in the hands of the HTTP Request node', () => {
  const authenticate = async (url: string) => {
    const types = new InstalledTypes(lab.packages);
    const data = lab.credentials({ authentication: 'basic' });
    const store = new CredentialStore(types, data);
    return await store.authenticate(data[CREDENTIAL]!, CREDENTIAL, {
      url,
      method: 'GET',
    });
  };

  test('it goes to the REST API and to the sensor emulator', async () => {
    for (const base of ['/v2', '/emulator/v2']) {
      const options = await authenticate(`${lab.emulator.url}${base}/projects`);
      expect(options.headers).toMatchObject({ Authorization: expect.stringMatching(/^Basic /) });
    }
  });

  test.each(['https://attacker.example.test/v2/', 'http://127.0.0.1:1/v2/', 'not an address'])(
    'the HTTP Request node does not send the credential to %s',
    async (url) => {
      const { message } = await rejectionOf(authenticate(url));
      expect(message).toMatch(/was stopped: /);
    },
  );
});
