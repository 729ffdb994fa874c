import { CredentialStore, InstalledTypes, testCredential } from '@signalbox/node-harness';
import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { describeNotTheService } from '../n8n/not-the-service';
import { expectNoSecret, itemsOf, refusalOf, seed, useLab } from './lab';

const lab = useLab();
const { orders, finance } = seed.sentries;
const base = () => `${lab.emulator.url}/h/api/v1`;

async function check(given: ICredentialDataDecryptedObject = {}) {
  const data = lab.credentials(given).dataWorldSentryApi!;
  const result = await testCredential({ packages: lab.packages, type: 'dataWorldSentryApi', data });
  expectNoSecret(result);
  return result;
}
const sent = () => lab.requests().map(({ method, path, status }) => [method, path, status]);

describe('the test of a credential', () => {
  test.each([
    ['the API URL of a Sentry', () => ({}), orders],
    [
      'one with a slash and a blank behind it',
      () => ({ apiUrl: ` ${base()}/sentries/${orders.uid}/ ` }),
      orders,
    ],
    ['a base URL and a Sentry', () => ({ apiUrl: base(), sentryUid: finance.uid }), finance],
    ['a base URL with /sentries', () => ({ apiUrl: `${base()}/sentries/`, sentryUid: finance.uid }), finance],
    ['the same Sentry twice', () => ({ sentryUid: orders.uid }), orders],
  ])('reads its Sentry: %s', async (_, given, { uid }) => {
    expect(await check(given())).toMatchObject({ status: 'OK' });
    expect(sent()).toEqual([['GET', `/h/api/v1/sentries/${uid}`, 200]]);
    expect(lab.requests()[0]!.headers.authorization).toBe(`Bearer ${seed.accounts.administrator.token}`);
  });

  test('is fine with a Sentry that has never reported', async () => {
    const given = { apiUrl: base(), sentryUid: seed.sentries.unused.uid };
    expect(await check(given)).toMatchObject({ status: 'OK' });
  });

  test.each([
    [{ apiToken: 'not-the-token-4711' }, /rejected the API token.* enter it as "API Token"/],
    [{ apiToken: seed.accounts.member.token }, /is not allowed to use this Sentry.* as "API Token"/],
    [{ sentryUid: 'gone' }, /has no such Sentry\. Compare "API URL" and "Default Sentry"/],
  ])('finds out %j', async (given, words) => {
    const result = await check({ apiUrl: base(), sentryUid: orders.uid, ...given });
    expect(result).toMatchObject({ status: 'Error', message: expect.stringMatching(words) });
  });

  test.each(['redirect', 'page'] as const)('finds out a login page (%s)', async (unauthenticated) => {
    await lab.emulatorWith({ assume: { unauthenticated } });
    expect(await check({ apiToken: 'not-the-token-4711' })).toMatchObject({
      status: 'Error',
      message: expect.stringContaining('The response is a web page, not a Sentry'),
    });
  });

  test.each([
    ['nothing to test with', () => ({ apiUrl: base() }), /has no Sentry to test with/],
    ['two Sentries', () => ({ sentryUid: finance.uid }), /The credential names two Sentries/],
    ['no address', () => ({ apiUrl: '' }), /API URL is empty/],
    ['a token with its scheme', () => ({ apiToken: 'Bearer abcdef' }), /API Token contains a space/],
    ['no token', () => ({ apiToken: '' }), /API Token is empty/],
    [
      'http',
      () => ({ apiUrl: 'http://data.world/h/api/v1/sentries/x' }),
      /would send the credential unencrypted/,
    ],
    ['a query', () => ({ apiUrl: `${base()}/sentries/x?state=happy` }), /contains a query/],
    [
      'a password',
      () => ({ apiUrl: 'https://me:secret@data.world/h/api/v1' }),
      /contains a user name or password/,
    ],
    ['another scheme', () => ({ apiUrl: 'ftp://data.world/h/api/v1' }), /is no web address/],
    [
      'a uid with a path',
      () => ({ apiUrl: base(), sentryUid: '../x' }),
      /"Default Sentry" is neither the UID/,
    ],
    [
      'the token in the address',
      () => ({ apiUrl: `${base()}/sentries/${seed.accounts.administrator.token}` }),
      /Another field of the credential contains the API token/,
    ],
  ])('says what is wrong before anything is sent: %s', async (_, given, words) => {
    expect(await check(given())).toMatchObject({ status: 'Error', message: expect.stringMatching(words) });
    expect(sent()).toEqual([]);
    if (Object.keys(given()).join() === 'apiUrl' && /test with/.test(String(words))) return;
    expect(refusalOf(await lab.run('get', {}, { credential: given() })).message).toMatch(words);
    expect(sent()).toEqual([]);
  });

  test('works for a base URL of its own', async () => {
    await lab.emulatorWith({ prefix: '/acme/hoots/api/v1' });
    expect(await check()).toMatchObject({ status: 'OK' });
    expect(itemsOf(await lab.run('get'))).toMatchObject([{ uid: orders.uid }]);
  });
});

describeNotTheService({
  name: 'data.world',
  address: '"API Token"',
  ownRules: true,
  check: async (url) => await check({ apiUrl: `${url}/h/api/v1`, sentryUid: 'abc' }),
});

describe('in the hands of the HTTP Request node', () => {
  const authenticate = async (options: Partial<IHttpRequestOptions> & { uri?: string }) => {
    const types = new InstalledTypes(lab.packages);
    const store = new CredentialStore(types, lab.credentials());
    const data = lab.credentials().dataWorldSentryApi!;
    return await store.authenticate(data, 'dataWorldSentryApi', options as IHttpRequestOptions);
  };

  test('its token goes to its base URL', async () => {
    for (const name of ['url', 'uri']) {
      const options = await authenticate({ [name]: `${base()}/sentries`, method: 'GET' });
      expect(options.headers).toEqual({ Authorization: `Bearer ${seed.accounts.administrator.token}` });
    }
  });

  test.each([
    'https://attacker.example.test/h/api/v1/sentries/x',
    'https://data.world/h/api/v1/sentries/x',
    '{origin}/api/v0/user',
    '{origin}/h/api/v1/../../x',
  ])('not to %s', async (url) => {
    const request = authenticate({ url: url.replace('{origin}', lab.emulator.url), method: 'GET' });
    await expect(request).rejects.toThrow(/was stopped: /);
  });
});
