import { testCredential } from '@signalbox/node-harness';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { describeNotTheService } from '../n8n/not-the-service';
import { expectNoSecret, itemsOf, refusalOf, seed, useLab } from './lab';

const lab = useLab();
const {{noun.key}}Id = seed.{{noun.keys}}[0].id;

async function check(given: ICredentialDataDecryptedObject = {}) {
  const data = lab.credentials(given).{{key}}Api!;
  const result = await testCredential({ packages: lab.packages, type: '{{key}}Api', data });
  expectNoSecret(result);
  return result;
}

describe('the test of a credential', () => {
  test('reads one entry of the list', async () => {
    expect(await check()).toMatchObject({ status: 'OK' });
    expect(lab.requests()).toMatchObject([{ method: 'GET', path: '{{prefix}}/{{noun.path}}', status: 200 }]);
  });

  test('finds out a wrong secret, and says which field to check', async () => {
    expect(await check({ {{mainSecret.name}}: 'not-the-secret-4711' })).toMatchObject({
      status: 'Error',
      message: expect.stringContaining('{{mainSecret.label}}'),
    });
  });
});

describeNotTheService({
  name: '{{name}}',
  address: '"Base URL"',
  check: (url) => check({ baseUrl: url }),
});

test('a secret is sent as {{authWords}}', async () => {
  itemsOf(await lab.run('get', { {{noun.key}}Id }));
  const [request] = lab.requests();
  expect(request!.headers).toMatchObject({{{expectedHeader}}});
});

test('a request that is refused names the field of the credential', async () => {
  const credential = { {{mainSecret.name}}: 'not-the-secret-4711' };
  const { message, description } = refusalOf(await lab.run('get', { {{noun.key}}Id }, { credential }));
  expect(`${message} ${description}`).toContain('{{mainSecret.label}}');
});

test.each([
  ['http://{{host}}{{prefix}}', /https/i],
  ['not an address', /Base URL/],
])('the base URL %s is refused before anything is sent', async (baseUrl, message) => {
  expect(refusalOf(await lab.run('get', { {{noun.key}}Id }, { credential: { baseUrl } })).message).toMatch(message);
  expect(lab.requests()).toEqual([]);
});
