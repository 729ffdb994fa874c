import { CredentialStore, InstalledTypes, testCredential } from '@signalbox/node-harness';
import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { describeNotTheService } from '../n8n/not-the-service';
import { expectNoSecret, rejectionOf, seed, useLab } from './lab';

const lab = useLab();

async function check(given: ICredentialDataDecryptedObject) {
  const data = lab.credentials(given).signl4AlertingApi!;
  const result = await testCredential({ packages: lab.packages, type: 'signl4AlertingApi', data });
  expectNoSecret(result);
  await lab.emulator.control.idle();
  return result;
}
const sent = () => lab.requests().map(({ method, path, status }) => [method, path, status]);

describe('the test of a credential', () => {
  test.each([seed.apiKey, seed.readOnlyApiKey])('reads the teams with an API key', async (apiKey) => {
    expect(await check({ apiKey })).toMatchObject({ status: 'OK' });
    expect(sent()).toEqual([['GET', '/api/v2/teams', 200]]);
    expect(lab.requests()[0]!.headers).toMatchObject({ 'x-s4-api-key': apiKey });
  });

  test.each([
    ['wrong', 'no-such-key'],
    ['expired', seed.expiredApiKey],
  ])('finds out a %s API key', async (_, apiKey) => {
    expect(await check({ apiKey })).toMatchObject({
      status: 'Error',
      message: expect.stringMatching(/^SIGNL4 does not accept the API key: .* enter it as "API Key"/),
    });
    // Twice: n8n authenticates again after every 401, whether or not there is a token to renew.
    expect(sent()).toEqual(Array(2).fill(['GET', '/api/v2/teams', 401]));
  });

  test.each([seed.teams.operations.secret, seed.integrationSecret])(
    'takes a team secret alone, and alerts nobody',
    async (teamSecret) => {
      expect(await check({ apiKey: '', teamSecret })).toMatchObject({ status: 'OK' });
      expect(sent()).toEqual([['POST', `/webhook/${teamSecret}`, 201]]);
      expect(lab.emulator.control.alerts()).toEqual([]);
      // 5: discarded
      expect(lab.emulator.control.events()).toMatchObject([{ eventStatus: 5 }]);
    },
  );

  test('finds out a wrong team secret', async () => {
    expect(await check({ apiKey: '', teamSecret: 'no-such-team' })).toMatchObject({
      status: 'Error',
      message: expect.stringContaining('Without an API key: copy "Team Secret" again'),
    });
  });

  test('finds out an address that is not that of SIGNL4', async () => {
    expect(await check({ baseUrl: `${lab.emulator.url}/somewhere` })).toMatchObject({
      status: 'Error',
      message: expect.stringContaining('check "Base URL", which has no path'),
    });
  });

  test.each([
    [403, /^The API key may not read the teams/],
    [429, /^SIGNL4 received too many requests .* Try again in a minute/],
  ])('explains a %d', async (code, words) => {
    lab.emulator.faults.inject({ match: { path: '/api/v2/teams' }, fault: { kind: 'status', code } });
    expect(await check({})).toMatchObject({ status: 'Error', message: expect.stringMatching(words) });
  });

  test('says what is missing when nothing is filled in', async () => {
    expect(await check({ apiKey: '', teamSecret: '' })).toEqual({
      status: 'Error',
      message: 'The credential has no Team Secret, which is needed to send alerts',
    });
    expect(sent()).toEqual([]);
  });

  test('says that nobody answers', async () => {
    await lab.emulator.stopListening();
    // All that n8n shows of a connection that fails.
    expect(await check({})).toEqual({ status: 'Error', message: 'ECONNREFUSED' });
  });
});

describeNotTheService({
  name: 'SIGNL4',
  address: '"Base URL"',
  check: async (baseUrl) => await check({ baseUrl }),
});

describe('a base URL', () => {
  test.each([
    ['http://signl4.example.test', /would send the credential unencrypted: use https:\/\//],
    ['http://127.0.0.1.example.test', /would send the credential unencrypted/],
    ['http://someone:pass4711@127.0.0.1', /contains a user name or password/],
    ['ftp://127.0.0.1', /is no web address: begin it with https:\/\//],
    ['127.0.0.1:4310', /is no web address/],
    ['https://127.0.0.1/?a=1', /contains a query/],
    ['https://127.0.0.1/#a', /contains a fragment/],
    ['', /Base URL is empty: enter the address of the service/],
    ['https://', /is no web address|is no valid address/],
  ])('%s is refused before anything is sent', async (baseUrl, words) => {
    const tested = await check({ baseUrl });
    expect(tested.status).toBe('Error');
    expect(tested.message).toMatch(words);
    expectNoSecret(tested, ['pass4711']);

    const run = await lab.run('send', { title: 'T' }, { credential: { baseUrl } });
    expect(run.error!.message).toMatch(words);
    expect((run.error as { description?: string }).description).toMatch(/"Base URL"/);
    expectNoSecret(run.error, ['pass4711']);
    expect(sent()).toEqual([]);
  });

  test('may end in a slash', async () => {
    expect(await check({ baseUrl: `${lab.emulator.url}/` })).toMatchObject({ status: 'OK' });
    expect(sent()).toEqual([['GET', '/api/v2/teams', 200]]);
  });

  test('a base URL with a path keeps it, which an emulator or SIGNL4 then does not know', async () => {
    expect(await check({ baseUrl: `${lab.emulator.url}/api/v2` })).toMatchObject({ status: 'Error' });
    expect(sent()).toEqual([['GET', '/api/v2/api/v2/teams', 404]]);
  });

  test('a base URL of an unknown environment is refused', async () => {
    const run = await lab.run('send', { title: 'T' }, { credential: { environment: 'constructor' } });
    expect(run.error).toMatchObject({
      message: 'The environment of the credential is none of "cloud", "custom"',
      description: 'Choose the environment in the credential again.',
    });
  });
});

describe('in the hands of the HTTP Request node', () => {
  const authenticate = async (options: Partial<IHttpRequestOptions> & { uri?: string }) => {
    const types = new InstalledTypes(lab.packages);
    const store = new CredentialStore(types, lab.credentials());
    const data = lab.credentials().signl4AlertingApi!;
    return await store.authenticate(data, 'signl4AlertingApi', options as IHttpRequestOptions);
  };

  test('its key goes to SIGNL4, in either form of the address', async () => {
    for (const name of ['url', 'uri']) {
      const options = await authenticate({ [name]: `${lab.emulator.url}/api/v2/users`, method: 'GET' });
      expect(options).toMatchObject({
        url: `${lab.emulator.url}/api/v2/users`,
        headers: { 'X-S4-Api-Key': seed.apiKey },
      });
    }
  });

  test('its team secret takes the place that is marked', async () => {
    for (const name of ['url', 'uri']) {
      const options = await authenticate({ [name]: `${lab.emulator.url}/webhook/~secret~`, method: 'POST' });
      expect(options.url).toBe(`${lab.emulator.url}/webhook/${seed.teams.operations.secret}`);
      expect(JSON.stringify(options)).not.toContain(seed.apiKey);
    }
  });

  test.each(['https://attacker.example.test/', 'http://127.0.0.1:1/', 'not an address'])(
    'nothing goes to %s',
    async (url) => {
      for (const path of ['', '/webhook/~secret~']) {
        const { message } = await rejectionOf(authenticate({ url: url + path }));
        expect(message).toMatch(/was stopped: .*his credential is for http:\/\/127\.0\.0\.1:\d+ alone/);
      }
    },
  );
});
