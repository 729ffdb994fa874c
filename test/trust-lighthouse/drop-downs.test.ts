import { listSearch } from '@signalbox/node-harness';
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { ACTION, rejectionOf, seed, useLab } from './lab';

const lab = useLab();

const files = (
  filter?: string,
  credential?: ICredentialDataDecryptedObject,
  parameters: INodeParameters = {},
) =>
  listSearch({
    packages: lab.packages,
    nodeType: ACTION,
    credentials: lab.credentials(credential),
    method: 'listFiles',
    filter,
    parameters: { resource: 'file', operation: 'uploadVersion', ...parameters },
  });

test('files are listed by name with their time, and Chronos looks for what is typed', async () => {
  const zebra = lab.emulator.control.upload({ name: 'zebra.pdf' });
  const apple = lab.emulator.control.upload({ name: 'apple.pdf' });
  const minute = (ms: number) => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
  expect(await files()).toEqual({
    results: [
      { name: `apple.pdf (${minute(apple.createdAtMs)})`, value: apple.uuid },
      { name: `zebra.pdf (${minute(zebra.createdAtMs)})`, value: zebra.uuid },
    ],
  });
  expect((await files('ZEB')).results.map(({ value }) => value)).toEqual([zebra.uuid]);
  expect(lab.requests().at(-1)!.query.get('search')).toBe('ZEB');
  expect(await files('nothing like it')).toEqual({ results: [] });
});

test('a file may have no name and no time', async () => {
  lab.emulator.faults.inject({
    match: { path: '/chronos' },
    fault: { kind: 'status', code: 200, body: [{ uuid: 'f-1' }] },
  });
  expect((await files()).results).toEqual([{ name: 'Unnamed file', value: 'f-1' }]);
});

test('says that the company is of somebody else', async () => {
  expect(await rejectionOf(files('', { companyId: seed.companies.other.id }))).toMatchObject({
    message: 'Trust says: Company: Forbidden (HTTP 403)',
    description: expect.stringMatching(/^Check the company/),
  });
});
