import { poll } from '@signalbox/node-harness';
import type { IDataObject } from 'n8n-workflow';
import { POLLING_TRIGGER, byId, itemsOf, tagFields, tagsJson, useLab } from './lab';
import { n8nNode, started, watching } from './n8n-node';
import { describeRenewal, expectComplete, tested } from '../versions/on-this-n8n';

const lab = useLab();
const callbackUrl = 'https://n8n.example.com/webhook/1';

test('the package is loaded with all its parts', () => expectComplete(lab));

test('the credential is tested', async () => {
  expect(await tested(lab)).toMatchObject({ status: 'OK' });
  expect((await tested(lab, { clientSecret: 'wrong' })).message).toMatch(
    /does not accept "Client ID" and "Client Secret"/,
  );
});

test('a file is uploaded, found, and comes back byte for byte', async () => {
  const content = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
  const data = { data: content.toString('base64'), mimeType: 'application/pdf', fileName: 'contract.pdf' };
  const upload = await lab.run(
    'file.upload',
    { binaryField: 'data', ...tagFields({ workspace: 'contracts' }) },
    { items: [{ json: {}, binary: { data } }] },
  );
  const [file] = itemsOf(upload);
  expect(itemsOf(await lab.run('file.search', tagsJson({ workspace: 'contracts' })))).toEqual([file]);
  const parameters = { fileUuid: byId(String(file!.uuid)), binaryField: 'copy' };
  const [item] = (await lab.run('file.download', parameters)).outputs[0]!;
  expect(Buffer.from(item!.binary!.copy!.data, 'base64').equals(content)).toBe(true);
});

test('a trigger registers its event, and gets a tagged file with its token alone', async () => {
  const node = await n8nNode(lab, { parameters: watching({ foo: 'bar' }) });
  try {
    expect(await node.publish()).toBe('created');
    const received = await node.whileUp(async (server) => {
      lab.emulator.control.upload({ name: 'a.pdf', tags: { foo: 'bar' } });
      await lab.emulator.control.idle();
      const headers = { 'content-type': 'application/json' };
      expect(await server.deliver({ rawBody: '{}', headers })).toMatchObject({ status: 401 });
    });
    expect(started(received)).toMatchObject([{ name: 'a.pdf', tags: { foo: 'bar' } }]);
    await node.unpublish();
  } finally {
    await node.close();
  }
});

test('a poll gives what is new, once', async () => {
  let staticData: IDataObject = {};
  const names = async () => {
    const result = await poll({
      packages: lab.packages,
      nodeType: POLLING_TRIGGER,
      parameters: tagFields({ foo: 'bar' }),
      credentials: lab.credentials(),
      staticData,
    });
    if (result.error) throw result.error as Error;
    staticData = result.staticData;
    return (result.items?.[0] ?? []).map(({ json }) => json.name);
  };
  expect(await names()).toEqual([]);
  lab.emulator.control.upload({ name: 'new', tags: { foo: 'bar' } });
  expect(await names()).toEqual(['new']);
  expect(await names()).toEqual([]);
});

describeRenewal({
  lab,
  tokenPath: '/oauth/token',
  change: async (credentials) =>
    await lab.run(
      'taggedFileEvent.create',
      { ...tagsJson({ a: 'b' }), callbackUrl },
      { credentials, items: Array.from({ length: 10 }, () => ({ json: {} })) },
    ),
  changes: () => lab.emulator.control.events().length,
  wrongSecret: { clientSecret: 'wrong' },
  refusal: /could not be called: The token service .* does not accept "Client ID" and "Client Secret"/,
});
