import { createHash, randomBytes } from 'node:crypto';
import type { IBinaryData, INodeParameters } from 'n8n-workflow';
import { byId, itemsOf, refusalOf, seed, tagFields, tagsJson, useLab } from './lab';

const lab = useLab();
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface Sample {
  content: Buffer | string;
  fileName?: string;
  mimeType?: string;
}

/** An item with a file, as n8n keeps it in memory. */
function itemWith({ content, fileName = 'contract.pdf', mimeType = 'application/pdf' }: Sample) {
  const data: IBinaryData = { data: Buffer.from(content).toString('base64'), mimeType, fileName };
  return [{ json: {}, binary: { data } }];
}

const upload = async (sample: Sample, parameters: INodeParameters = {}) =>
  await lab.run('file.upload', { binaryField: 'data', ...parameters }, { items: itemWith(sample) });

const digest = (content: Buffer) => createHash('sha256').update(content).digest('hex');

describe('a file goes to Chronos, is found and comes back byte for byte:', () => {
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['one byte', Buffer.from([0])],
    ['every byte', Buffer.from(Array.from({ length: 256 }, (_, index) => index))],
    ['line breaks and what looks like a boundary', Buffer.from('\r\n--signalbox-\r\n\r\n--\r\n')],
    ['a text that is not UTF-8', Buffer.from('ñandú €', 'latin1')],
    ['JSON', Buffer.from('{"data":{"uuid":1}}')],
    ['a web page', Buffer.from('<!doctype html><html></html>')],
    ['12 MiB, more than any other answer may have', randomBytes(12 * 1024 * 1024)],
  ])('%s', async (_, content) => {
    const tags = { workspace: 'contracts', year: 2026 };
    const [file] = itemsOf(await upload({ content }, tagFields(tags)));
    expect(file).toEqual({
      uuid: expect.stringMatching(UUID),
      name: 'contract.pdf',
      size: `${content.length / 1024} KB`,
      sizeBytes: content.length,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      path: 'contract.pdf',
      tags: { workspace: 'contracts', year: '2026' },
    });
    expect(lab.emulator.control.files()[0]!.content.equals(content)).toBe(true);

    expect(itemsOf(await lab.run('file.search', tagsJson({ year: '2026' })))).toEqual([file]);

    const parameters = { fileUuid: byId(String(file!.uuid)), binaryField: 'copy' };
    const run = await lab.run('file.download', parameters);
    expect(itemsOf(run)).toEqual([
      { uuid: file!.uuid, name: 'contract.pdf', mimeType: 'application/pdf', sizeBytes: content.length },
    ]);
    const [{ binary, pairedItem } = {}] = run.outputs[0]!;
    expect(pairedItem).toEqual({ item: 0 });
    expect(binary!.copy).toMatchObject({ fileName: 'contract.pdf', mimeType: 'application/pdf' });
    expect(digest(Buffer.from(binary!.copy!.data, 'base64'))).toBe(digest(content));
  });
});

describe('Upload', () => {
  test('sends the parts that the documentation names', async () => {
    const credential = {
      clientId: seed.clients.other.id,
      clientSecret: seed.clients.other.secret,
      companyId: '99',
    };
    const options = { folder: 'Contracts-2026', serviceName: 'archive', fileName: 'señal "1".pdf' };
    const run = await lab.run(
      'file.upload',
      { binaryField: 'data', ...tagsJson({ a: 'b' }), options },
      { items: itemWith({ content: 'x' }), credential },
    );
    expect(itemsOf(run)).toMatchObject([{ path: 'Contracts-2026/señal "1".pdf' }]);
    const [{ path, headers, body }] = lab.requests() as [(typeof lab)['emulator']['journal']['requests'][0]];
    expect(path).toBe('/chronos/v1/file_registers/');
    expect(headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    const names = [...body.matchAll(/form-data; name="([^"]*)"/g)].map(([, name]) => name);
    expect(names.sort()).toEqual(['company_id', 'file', 'folder', 'service_name', 'tags']);
    expect(body).toContain('{"a":"b"}');
    expect(lab.emulator.control.files()).toMatchObject([
      { companyId: '99', serviceName: 'archive', folder: 'Contracts-2026', tags: { a: 'b' } },
    ]);
  });

  test('sends no part for what is not given', async () => {
    itemsOf(await upload({ content: 'x' }));
    const names = [...lab.requests()[0]!.body.matchAll(/form-data; name="([^"]*)"/g)].map(([, name]) => name);
    expect(names.sort()).toEqual(['company_id', 'file']);
  });

  test.each(['a b', 'a/b', '../a', 'ñ', 'a_b'])('refuses the folder %s', async (folder) => {
    const { message } = refusalOf(await upload({ content: 'x' }, { options: { folder } }));
    expect(message).toBe(`"Folder" may contain only letters, digits and hyphens (it is "${folder}")`);
    expect(lab.emulator.journal.requests).toEqual([]);
  });

  test('says which binary field is not there', async () => {
    const run = await lab.run('file.upload', { binaryField: 'photo' }, { items: itemWith({ content: 'x' }) });
    expect(refusalOf(run)).toEqual({
      message: 'The item has no binary field "photo"',
      description: 'It has: data.',
    });
  });

  test('says that there is no such storage service', async () => {
    expect(refusalOf(await upload({ content: 'x' }, { options: { serviceName: 'nowhere' } }))).toMatchObject({
      message: 'Trust says: Service Config: Not found (HTTP 404)',
      description: expect.stringMatching(/^The company has no such storage service\./),
    });
  });

  test('is not sent again when it may have arrived', async () => {
    lab.emulator.faults.inject({ match: { path: '/chronos' }, fault: { kind: 'resetAfter' } });
    expect(refusalOf(await upload({ content: 'x' })).description).toMatch(/may have been carried out/);
    expect(lab.emulator.control.files()).toHaveLength(1);
  });

  test('sends the whole file again with a new token', async () => {
    const contents = [randomBytes(100), randomBytes(100_000)];
    const stop = lab.emulator.journal.listen(() => {
      if (lab.requests().length === 1) lab.emulator.control.revokeTokens();
    });
    const run = await lab.run(
      'file.upload',
      { binaryField: 'data', options: { concurrency: 1 } },
      { items: contents.flatMap((content) => itemWith({ content })) },
    );
    stop();
    expect(itemsOf(run)).toMatchObject([{ sizeBytes: 100 }, { sizeBytes: 100_000 }]);
    expect(lab.requests().map(({ status }) => status)).toEqual([201, 401, 201]);
    expect(lab.emulator.control.files().map(({ content }) => content)).toEqual(contents);
  });
});

describe('Upload New Version', () => {
  test.each([
    ['replaces the content, and leaves the tags alone', {}, { old: 'yes' }],
    ['gives new tags', tagsJson({ b: 1 }), { b: '1' }],
  ])('%s', async (_, tags, wanted) => {
    const { uuid } = lab.emulator.control.upload({ tags: { old: 'yes' } });
    const run = await lab.run(
      'file.uploadVersion',
      { fileUuid: byId(uuid), binaryField: 'data', ...tags },
      { items: itemWith({ content: 'second' }) },
    );
    expect(itemsOf(run)).toMatchObject([{ uuid, sizeBytes: 6, tags: wanted, message: 'Updated' }]);
    expect(lab.requests()).toMatchObject([{ method: 'PUT', path: `/chronos/v1/file_registers/${uuid}` }]);
    expect(lab.emulator.control.files()[0]!.content.toString()).toBe('second');
  });

  test('takes any answer, since none is documented', async () => {
    for (const [code, body, wanted] of [
      [204, undefined, {}],
      [200, { message: 'Ok', data: { version: 2 } }, { message: 'Ok', answer: { version: 2 } }],
    ] as const) {
      lab.emulator.faults.inject({ match: { method: 'PUT' }, fault: { kind: 'status', code, body } });
      const run = await lab.run(
        'file.uploadVersion',
        { fileUuid: byId('some-file'), binaryField: 'data' },
        { items: itemWith({ content: 'x' }) },
      );
      expect(itemsOf(run)).toEqual([{ uuid: 'some-file', ...wanted }]);
    }
  });
});

describe('Download', () => {
  test('Download of a file that is not there: says so', async () => {
    expect(
      refusalOf(await lab.run('file.download', { fileUuid: byId('nothing'), binaryField: 'data' })),
    ).toEqual({
      message: 'Trust says: File Register: Not found (HTTP 404)',
      description: expect.stringMatching(/^Chronos has no such file\./),
      httpCode: '404',
    });
  });

  test('Download without headers gives the file a name and a type anyway', async () => {
    await lab.emulatorWith({ assume: { downloadHeaders: 'bare' } });
    const { uuid } = lab.emulator.control.upload({ content: 'x' });
    const download = async (fileName = '') =>
      (await lab.run('file.download', { fileUuid: byId(uuid), binaryField: 'data', fileName }))
        .outputs[0]![0]!.binary!.data;
    expect(await download()).toMatchObject({ fileName: uuid, mimeType: 'application/octet-stream' });
    expect(await download('a.txt')).toMatchObject({ fileName: 'a.txt' });
  });

  test('keeps the UUID one part of the path', async () => {
    refusalOf(await lab.run('file.download', { fileUuid: byId('../../events?x=1'), binaryField: 'data' }));
    expect(lab.requests()).toMatchObject([{ path: '/chronos/v1/file_registers/..%2F..%2Fevents%3Fx%3D1' }]);
  });
});

describe('Search', () => {
  const store = (count: number) =>
    Array.from(
      { length: count },
      (_, index) => lab.emulator.control.upload({ name: `file-${index}.txt` }).uuid,
    );
  const found = async (parameters: INodeParameters) =>
    itemsOf(await lab.run('file.search', parameters)).map(({ uuid }) => uuid);

  test.each(['paged', 'plain', 'array'] as const)(
    'reads to the end, whatever is around a page: %s',
    async (searchEnvelope) => {
      await lab.emulatorWith({ assume: { searchEnvelope } });
      const all = store(120);
      expect((await found({ returnAll: true })).sort()).toEqual([...all].sort());
    },
  );

  test.each(['paged', 'plain', 'array'] as const)(
    'misses none if pages are smaller than asked for: %s',
    async (searchEnvelope) => {
      await lab.emulatorWith({ assume: { searchEnvelope, maxPerPage: 7 } });
      const all = store(23);
      expect((await found({ returnAll: true })).sort()).toEqual([...all].sort());
    },
  );

  test('stops at the limit', async () => {
    store(60);
    expect(await found({ limit: 55 })).toHaveLength(55);
    expect(await found({ limit: 3 })).toHaveLength(3);
    expect(lab.requests().map(({ query }) => `${query.get('page')}/${query.get('per_page')}`)).toEqual([
      '1/50',
      '2/50',
      '1/3',
    ]);
  });

  test('gives nothing where nothing is', async () => {
    expect(await found({ returnAll: true })).toEqual([]);
  });

  test('sends what Chronos filters by', async () => {
    await found({
      ...tagsJson({ 'a&b': 'c d' }),
      filters: {
        search: 'contract',
        deleted: true,
        fromDate: '2026-03-31T19:21:00+02:00',
        untilDate: '={{ DateTime.fromISO("2026-04-01T00:00:00.999Z") }}',
      },
    });
    expect(Object.fromEntries(lab.requests()[0]!.query)).toEqual({
      page: '1',
      per_page: '50',
      search: 'contract',
      deleted: 'true',
      from_date: '2026-03-31 17:21:00',
      until_date: '2026-04-01 00:00:00',
      tags: '{"a&b":"c d"}',
    });
  });

  test('finds by tags, name and state', async () => {
    const { control } = lab.emulator;
    const a = control.upload({ name: 'Contract A.pdf', tags: { kind: 'a', more: 'x' } }).uuid;
    const b = control.upload({ name: 'contract b.pdf', tags: { kind: 'b' } }).uuid;
    const gone = control.upload({ name: 'gone.pdf' }).uuid;
    control.deleteFile(gone);
    expect(await found(tagsJson({ kind: 'a' }))).toEqual([a]);
    expect(await found({ filters: { search: 'contract' } })).toEqual([a, b]);
    expect(await found({ filters: { deleted: true } })).toEqual([gone]);
  });

  test('refuses half of a character, by the name of the field', async () => {
    const refusal = refusalOf(await lab.run('file.search', { filters: { search: 'cut \ud83d' } }));
    expect(refusal).toEqual({
      message: '"Name Contains" contains half of a character',
      description: expect.stringMatching(/^It was probably cut in the middle of an emoji\./),
    });
    expect(lab.emulator.journal.requests).toEqual([]);
  });

  test.each([
    '1',
    '01.07.2026 10:00',
    '31/03/2026',
    'yesterday',
    '2026-02-30',
    '2026-13-01',
    '2026-03-31T25:00',
    '={{ true }}',
    '={{ [2026] }}',
    '={{ -1 }}',
  ])('refuses the date %s', async (fromDate) => {
    const run = await lab.run('file.search', { filters: { fromDate } });
    expect(refusalOf(run).message).toMatch(/^"Uploaded After" is not a date and time that exists \(it is /);
    expect(lab.emulator.journal.requests).toEqual([]);
  });

  test.each([
    ['2026-03-31', '2026-03-30 15:00:00'],
    ['2026-03-31 17:21', '2026-03-31 08:21:00'],
    ['2026-03-31T17:21:09.5', '2026-03-31 08:21:09'],
    ['2026-03-31T17:21:09-0330', '2026-03-31 20:51:09'],
    ['={{ 1774977660000 }}', '2026-03-31 17:21:00'],
    ['={{ new Date(1774977660000) }}', '2026-03-31 17:21:00'],
  ])('takes the date %s', async (fromDate, wanted) => {
    itemsOf(await lab.run('file.search', { filters: { fromDate } }, { timezone: 'Asia/Tokyo' }));
    expect(lab.requests()[0]!.query.get('from_date')).toBe(wanted);
  });
});

describe('tags of a file', () => {
  const tagged = (tags: Record<string, string>) => byId(lab.emulator.control.upload({ tags }).uuid);

  test('none are an empty object, and no file is an error', async () => {
    expect(itemsOf(await lab.run('file.getTags', { fileUuid: tagged({}) }))).toMatchObject([{ tags: {} }]);
    expect(refusalOf(await lab.run('file.getTags', { fileUuid: byId('nothing') }))).toMatchObject({
      message: 'Trust says: File Register: Not found (HTTP 404)',
      description: expect.stringMatching(/^Chronos has no such file\./),
    });
  });

  test('are set beside those that are there', async () => {
    const fileUuid = tagged({ a: '1', b: '2' });
    const set = async () =>
      itemsOf(await lab.run('file.setTags', { fileUuid, ...tagsJson({ b: 3, c: true }) }));
    expect(await set()).toMatchObject([{ tags: { a: '1', b: '3', c: 'true' }, message: 'Updated' }]);
    expect(await set()).toMatchObject([{ tags: { a: '1', b: '3', c: 'true' }, message: 'No tags updated' }]);
    expect(itemsOf(await lab.run('file.getTags', { fileUuid }))).toMatchObject([
      { tags: { a: '1', b: '3', c: 'true' } },
    ]);
    expect(refusalOf(await lab.run('file.setTags', { fileUuid, ...tagsJson({}) })).message).toBe(
      'There are no tags',
    );
  });

  test.each([
    ['a, b', ['a', 'b']],
    ['={{ ["a, b", "c"] }}', ['a, b', 'c']],
    ['a,,a , ', ['a']],
  ])('are removed by %s', async (tagNames, keys) => {
    const fileUuid = tagged({ a: '1', 'a, b': '2', stay: 'x' });
    const [item] = itemsOf(await lab.run('file.removeTags', { fileUuid, tagNames }));
    expect(JSON.parse(lab.requests()[0]!.body)).toEqual({ tags_keys: keys });
    expect(item).toMatchObject({ message: 'Ok', tags: { stay: 'x' } });
  });

  test.each(['={{ [] }}', ' , ', '={{ ({ a: 1 }) }}'])('are not removed by %s', async (tagNames) => {
    const { message } = refusalOf(await lab.run('file.removeTags', { fileUuid: tagged({}), tagNames }));
    expect(message).toMatch(/^"Names of Tags" must be /);
    expect(lab.emulator.journal.requests).toEqual([]);
  });

  test.each([
    [{ untaggedDeleteStatus: 404 } as const, { message: 'No tags deleted' }],
    [{ deletedTagsData: 'tags' } as const, { message: 'No tags deleted', tags: {} }],
  ])('tags of a file that are not there are no error, with %j', async (assume, wanted) => {
    await lab.emulatorWith({ assume });
    const { uuid } = lab.emulator.control.upload();
    const run = await lab.run('file.removeTags', { fileUuid: byId(uuid), tagNames: 'a' });
    expect(itemsOf(run)).toEqual([{ uuid, ...wanted }]);
  });
});

describe('download links', () => {
  test('are created with their terms, and listed without the password', async () => {
    const { uuid } = lab.emulator.control.upload({ content: 'shared' });
    const options = { password: 'zebra-4711', maxDownload: 2, caducity: '2099-09-06T17:21:00Z' };
    const [link] = itemsOf(await lab.run('file.createLink', { fileUuid: byId(uuid), options }));
    expect(JSON.parse(lab.requests()[0]!.body)).toEqual({
      password: 'zebra-4711',
      max_download: 2,
      caducity: '2099-09-06 17:21:00',
    });
    expect(link).toMatchObject({ fileUuid: uuid, maxDownload: 2, caducity: '2099-09-06 17:21:00' });
    const list = itemsOf(await lab.run('file.getLinks', { fileUuid: byId(uuid), returnAll: true }));
    expect(list).toEqual([link]);
    expect(JSON.stringify([link, list])).not.toContain('zebra-4711');
    const shared = await fetch(`${String(link!.url)}?password=zebra-4711`);
    expect(await shared.text()).toBe('shared');
  });

  test('do not show a password that Trust repeats', async () => {
    const data = { url: 'https://x.example/1', password: 'zebra-4711' };
    lab.emulator.faults.inject({
      match: { path: '/chronos/v1/links' },
      fault: { kind: 'status', code: 201, body: { data } },
    });
    const run = await lab.run('file.createLink', {
      fileUuid: byId('f'),
      options: { password: 'zebra-4711' },
    });
    expect(itemsOf(run)).toEqual([{ fileUuid: 'f', url: 'https://x.example/1' }]);
  });

  test('need no terms, but whole numbers', async () => {
    const fileUuid = byId(lab.emulator.control.upload().uuid);
    itemsOf(await lab.run('file.createLink', { fileUuid }));
    expect(lab.requests()[0]!.body).toBe('{}');
    const run = await lab.run('file.createLink', { fileUuid, options: { maxDownload: 0 } });
    expect(refusalOf(run).message).toBe('"Max Downloads" must be at least 1 (it is 0)');
  });
});

describe('Delete by Filter', () => {
  const span = { fromDate: '2020-01-01T00:00:00Z', untilDate: '2099-12-31T00:00:00Z' };
  const dated = (parameters: INodeParameters = {}) =>
    lab.run('file.deleteByFilter', { ...span, ...parameters });

  test('is a dry run until told otherwise, and says so', async () => {
    const { uuid } = lab.emulator.control.upload({ tags: { a: 'b' }, folder: 'old' });
    lab.emulator.control.upload();
    const [item] = itemsOf(await dated({ ...tagsJson({ a: 'b' }), folder: 'old' }));
    expect(item).toMatchObject({ dryRun: true, companyId: '1', count: 1, files: [{ uuid }] });
    expect(lab.requests()).toMatchObject([
      { method: 'DELETE', path: '/chronos/v1/file_registers/1/filters' },
    ]);
    expect(JSON.parse(lab.requests()[0]!.body)).toEqual({
      from_date: '2020-01-01 00:00:00',
      until_date: '2099-12-31 00:00:00',
      confirm_delete: false,
      folder: 'old',
      tags: { a: 'b' },
    });
    expect(lab.emulator.control.files().filter(({ deletedAtMs }) => deletedAtMs !== null)).toEqual([]);
  });

  test('deletes when that is switched on', async () => {
    lab.emulator.control.upload();
    expect(itemsOf(await dated({ confirmDelete: true }))).toMatchObject([{ dryRun: false, count: 1 }]);
    expect(lab.emulator.control.files()[0]!.deletedAtMs).not.toBeNull();
  });

  test.each(['={{ "true" }}', '={{ 1 }}', '={{ "yes" }}'])(
    'does nothing where the switch is %s, which is not a boolean',
    async (confirmDelete) => {
      expect(refusalOf(await dated({ confirmDelete })).message).toMatch(/^"Really Delete" must be a boolean/);
      expect(lab.emulator.journal.requests).toEqual([]);
    },
  );

  test.each(['fromDate', 'untilDate'])('does nothing without %s', async (name) => {
    expect(refusalOf(await dated({ [name]: '={{ "" }}' })).message).toMatch(
      /^"Uploaded (After|Before)" is missing/,
    );
    expect(lab.emulator.journal.requests).toEqual([]);
  });

  test('passes another answer on as it is', async () => {
    await lab.emulatorWith({ assume: { deleteByFilterResponse: 'count' } });
    lab.emulator.control.upload();
    expect(itemsOf(await dated())).toMatchObject([{ dryRun: true, answer: 1 }]);
  });
});

describe('Usage: Get', () => {
  const span = { fromDate: '2020-01-01', untilDate: '2099-12-31T23:59:59Z' };

  test('reads what was transferred', async () => {
    lab.emulator.control.upload();
    const [item] = itemsOf(await lab.run('usage.get', span));
    expect(item).toMatchObject({
      companyId: '1',
      report: 'transfer',
      fromDate: '2020-01-01',
      untilDate: '2099-12-31',
    });
    expect(item).toHaveProperty('upload');
    const [{ path, query }] = lab.requests() as [(typeof lab)['emulator']['journal']['requests'][0]];
    expect(path).toBe('/chronos/v1/metrics/companies/1');
    expect(Object.fromEntries(query)).toEqual({ from_date: '2020-01-01', until_date: '2099-12-31' });
  });

  test('sends the days of the calendar that the user looks at', async () => {
    const days = { fromDate: '2026-07-01T00:00:00', untilDate: '2026-07-30T15:00:00Z' };
    itemsOf(await lab.run('usage.get', days, { timezone: 'Asia/Tokyo' }));
    expect(Object.fromEntries(lab.requests()[0]!.query)).toEqual({
      from_date: '2026-07-01',
      until_date: '2026-07-31',
    });
  });

  test('counts files, deleted ones apart', async () => {
    lab.emulator.control.upload();
    const count = async (deleted: boolean) =>
      itemsOf(await lab.run('usage.get', { ...span, report: 'files', deleted }))[0];
    expect(await count(false)).toMatchObject({ report: 'files', total: 1 });
    expect(await count(true)).toMatchObject({ report: 'files', total: 0 });
    expect(lab.requests().map(({ path }) => path)).toEqual(
      Array(2).fill('/chronos/v1/metrics/companies/1/files'),
    );
    expect(lab.requests().map(({ query }) => query.get('deleted'))).toEqual([null, 'true']);
  });
});

test('sizes in other units are numbers as well, and unknown ones stay texts', async () => {
  const sizes = ['1 MB', '2.5 kB', '3 bytes', '7', 'large', null, 12];
  const data = sizes.map((size, index) => ({ uuid: `f${index}`, size }));
  lab.emulator.faults.inject({
    match: { path: '/chronos' },
    fault: { kind: 'status', code: 200, body: { data, per_page: 50 } },
  });
  const items = itemsOf(await lab.run('file.search', { returnAll: true }));
  expect(items.map(({ sizeBytes }) => sizeBytes)).toEqual([1_048_576, 2_560, 3, ...Array<undefined>(4)]);
  expect(items.map(({ size }) => size)).toEqual(sizes);
});

test('a file without a UUID, which Trust promises, is an error', async () => {
  const body = { code: 201, resource: 'File', data: { name: 'a' }, message: 'Created' };
  lab.emulator.faults.inject({ match: { path: '/chronos' }, fault: { kind: 'status', code: 201, body } });
  expect(refusalOf(await upload({ content: 'x' })).message).toBe(
    'Trust answered in an unexpected form: "data.uuid" is missing or of another type',
  );
});

test('five items at a time, unless told otherwise', async () => {
  let running = 0;
  let most = 0;
  lab.emulator.faults.inject({
    match: { path: '/chronos' },
    times: 'always',
    fault: { kind: 'delay', ms: 60 },
  });
  const stop = lab.emulator.journal.listen(() => (running -= 1));
  const received = lab.emulator.journal.received.bind(lab.emulator.journal);
  lab.emulator.journal.received = (request) => {
    running += 1;
    most = Math.max(most, running);
    return received(request);
  };
  const items = Array.from({ length: 20 }, () => ({ json: {} }));
  itemsOf(await lab.run('file.search', {}, { items }));
  stop();
  expect(most).toBe(5);
});
