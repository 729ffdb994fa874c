import { seed } from '@signalbox/emulators/trust-lighthouse';
import {
  api,
  bearer,
  FILES,
  form,
  request,
  start,
  startStill,
  stopAll,
  upload,
  uploadTagged,
  type Running,
  type Upload,
} from './running-trust';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const SEARCH = '/chronos/v1/companies/1/files';
const NO_FILE = { code: 404, resource: 'File Register', message: 'Not found' };
const BAD_TAGS = {
  code: 422,
  resource: 'File Register',
  message: 'Fail',
  errors: 'Tags must be formatted as a Map<String:String>',
};

afterEach(stopAll);

const names = (answer: { json: { data: { name: string }[] } }) => answer.json.data.map(({ name }) => name);
const search = (emulator: Running, parameters: Record<string, string> = {}) =>
  api(emulator, 'GET', `${SEARCH}?${new URLSearchParams(parameters).toString()}`);

describe('upload (trust-lighthouse.md §4)', () => {
  it('answers 201 as documented, with the size as a text in KB', async () => {
    const { emulator } = await startStill();
    const answer = await upload(emulator, {
      name: 'contrato ñ.pdf',
      content: new Uint8Array(211_157),
      fields: { tags: '{"foo":"bar"}', folder: 'Folder-7' },
    });
    expect(answer.status).toBe(201);
    const { uuid } = answer.json.data;
    expect(uuid).toMatch(UUID);
    expect(answer.text).toBe(
      JSON.stringify({
        code: 201,
        resource: 'File',
        data: {
          uuid,
          name: 'contrato ñ.pdf',
          size: '206.2080078125 KB',
          created_at: '2026-01-05T08:00:00.000Z',
          tags: { foo: 'bar' },
          path: 'Folder-7/contrato ñ.pdf',
        },
        message: 'Created',
      }),
    );
  });

  it('works with and without a slash at the end, without tags, folder and service', async () => {
    const emulator = await start();
    const headers = await bearer(emulator);
    const sample: Upload = { fields: { service_name: undefined } };
    for (const path of [FILES, FILES.slice(0, -1)]) {
      const answer = await request(emulator, 'POST', path, form(sample), headers);
      expect([answer.status, answer.json.data.tags, answer.json.data.path]).toEqual([201, {}, 'test.txt']);
    }
  });

  it.each<[string, Upload, number, Record<string, unknown>]>([
    [
      'an unknown storage service',
      { fields: { service_name: 'archive' } },
      404,
      { code: 404, resource: 'Service Config', message: 'Not found' },
    ],
    ['tags that are not JSON', { fields: { tags: 'foo=bar' } }, 422, BAD_TAGS],
    ['tags that are a list', { fields: { tags: '["foo"]' } }, 422, BAD_TAGS],
    ['tags that are no strings', { fields: { tags: '{"foo":1}' } }, 422, BAD_TAGS],
    [
      'no company',
      { fields: { company_id: undefined } },
      422,
      { ...BAD_TAGS, errors: 'Company id not present' },
    ],
    ['a foreign company', { fields: { company_id: '99' } }, 403, expect.objectContaining({ code: 403 })],
    [
      'a folder with a slash',
      { fields: { folder: 'a/b' } },
      422,
      { ...BAD_TAGS, errors: expect.stringContaining('Folder') },
    ],
  ])('refuses %s', async (_name, sample, status, body) => {
    const emulator = await start();
    const answer = await upload(emulator, sample);
    expect([answer.status, answer.json]).toEqual([status, body]);
    expect(emulator.control.files()).toEqual([]);
  });

  it('refuses a request without a file', async () => {
    const emulator = await start();
    const headers = await bearer(emulator);
    const missing = { code: 404, resource: 'File to upload', message: 'Not found' };
    const empty = form();
    empty.delete('file');
    const text = form();
    text.set('file', 'just a text');
    const elsewhere = form();
    elsewhere.delete('file');
    elsewhere.set('document', new Blob(['x']), 'x.txt');
    for (const body of [empty, text, elsewhere]) expect((await upload(emulator, body)).json).toEqual(missing);
    const json = await request(emulator, 'POST', FILES, '{"company_id":"1"}', {
      ...headers,
      'content-type': 'application/json',
    });
    expect([json.status, json.json]).toEqual([404, missing]);
    // A browser sends this if no file is chosen.
    const part = 'Content-Disposition: form-data; name="file"; filename=""';
    const unchosen = await request(emulator, 'POST', FILES, `--x\r\n${part}\r\n\r\n\r\n--x--\r\n`, {
      ...headers,
      'content-type': 'multipart/form-data; boundary=x',
    });
    expect([unchosen.status, unchosen.json]).toEqual([404, missing]);
    const broken = await request(emulator, 'POST', FILES, 'no part at all', {
      ...headers,
      'content-type': 'multipart/form-data; boundary=x',
    });
    expect(broken.status).toBe(400);
  });

  it('takes the first of several parts with one name', async () => {
    const emulator = await start();
    const body = form({ name: 'first.txt' });
    body.append('file', new Blob(['Second']), 'second.txt');
    body.append('company_id', '99');
    expect((await upload(emulator, body)).json.data.name).toBe('first.txt');
    expect(emulator.control.files('1')).toHaveLength(1);
  });

  it('takes the storage services of another company for its client', async () => {
    const emulator = await start();
    const fields = { company_id: '99', service_name: 'archive' };
    expect((await upload(emulator, { fields }, seed.clients.other)).status).toBe(201);
  });
});

describe('download', () => {
  it('gives back the same bytes', async () => {
    const emulator = await start();
    const content = Uint8Array.from({ length: 70_000 }, (_unused, index) => index % 256);
    const made = await upload(emulator, { name: 'señal "x" (1).bin', content, type: 'application/x-thing' });
    const answer = await api(emulator, 'GET', FILES + made.json.data.uuid);
    expect(answer.status).toBe(200);
    expect(answer.bytes.equals(Buffer.from(content))).toBe(true);
    expect(answer.headers.get('content-type')).toBe('application/x-thing');
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="se_al _x_ (1).bin"; filename*=UTF-8''se%C3%B1al%20%22x%22%20%281%29.bin`,
    );
  });

  it('knows no file that is unknown or deleted, and shows none to strangers', async () => {
    const emulator = await start();
    const uuid = await uploadTagged(emulator, {});
    const foreign = await api(emulator, 'GET', FILES + uuid, undefined, seed.clients.other);
    expect(foreign.status).toBe(403);
    emulator.control.deleteFile(uuid);
    for (const id of [uuid, 'x'])
      expect(await api(emulator, 'GET', FILES + id)).toMatchObject({ status: 404, json: NO_FILE });
  });
});

describe('new version', () => {
  const put = async (emulator: Running, uuid: string, sample: Upload) =>
    request(emulator, 'PUT', FILES + uuid, form(sample), await bearer(emulator));

  it('replaces content and name, and what else is given', async () => {
    const { emulator, clock } = await startStill();
    const uuid = await uploadTagged(emulator, { foo: 'bar' });
    clock.advance(5_000);
    const first = await put(emulator, uuid, { name: 'v2.txt', content: 'Two' });
    expect(first.status).toBe(200);
    expect(first.json).toEqual({
      code: 200,
      resource: 'File',
      data: {
        uuid,
        name: 'v2.txt',
        size: `${3 / 1024} KB`,
        created_at: '2026-01-05T08:00:00.000Z',
        tags: { foo: 'bar' },
        path: 'v2.txt',
      },
      message: 'Updated',
    });
    const second = await put(emulator, uuid, { fields: { tags: '{"new":"tag"}', folder: 'f-1' } });
    expect(second.json.data).toMatchObject({ tags: { new: 'tag' }, path: 'f-1/test.txt' });
    expect((await api(emulator, 'GET', FILES + uuid)).text).toBe('Hello');
    expect(emulator.control.files()).toHaveLength(1);
  });

  it('refuses what it cannot take, and changes nothing then', async () => {
    const emulator = await start();
    const uuid = await uploadTagged(emulator, { foo: 'bar' });
    const folder = await put(emulator, uuid, { content: 'Two', fields: { folder: 'a_b' } });
    expect([folder.status, folder.json.errors]).toEqual([
      422,
      'Folder must contain only letters, digits and hyphens',
    ]);
    expect((await put(emulator, uuid, { content: 'Two', fields: { tags: '{"a":1}' } })).json).toEqual(
      BAD_TAGS,
    );
    expect((await put(emulator, 'x', {})).json).toEqual(NO_FILE);
    expect((await api(emulator, 'GET', FILES + uuid)).text).toBe('Hello');
  });
});

describe('tags of a file', () => {
  const tags = (emulator: Running, uuid: string, method = 'GET', body?: unknown) =>
    api(emulator, method, `${FILES}${uuid}/tags/`, body);

  it('are read, or are not there', async () => {
    const emulator = await start();
    const tagged = await uploadTagged(emulator, { foo: 'bar' });
    const bare = await uploadTagged(emulator, {});
    expect((await tags(emulator, tagged)).text).toBe(
      '{"code":200,"resource":"Tags","data":{"foo":"bar"},"message":"Ok"}',
    );
    expect((await tags(emulator, bare)).text).toBe('{"code":404,"resource":"Tags","message":"Not found"}');
    expect((await tags(emulator, 'x')).json).toEqual(NO_FILE);
    expect((await api(emulator, 'GET', `${FILES}${tagged}/tags`)).status).toBe(200);
    expect(
      (await api(emulator, 'GET', `${FILES}${tagged}/tags/`, undefined, seed.clients.other)).status,
    ).toBe(403);
  });

  it('are added and replaced', async () => {
    const emulator = await start();
    const uuid = await uploadTagged(emulator, { a: '1', b: '2' });
    const patched = await tags(emulator, uuid, 'PATCH', { tags: { b: '3', c: '4' } });
    expect([patched.status, patched.json]).toEqual([
      200,
      {
        code: 200,
        resource: 'File',
        data: expect.objectContaining({ uuid, tags: { a: '1', b: '3', c: '4' } }),
        message: 'Updated',
      },
    ]);
    for (const same of [{ b: '3' }, {}]) {
      const again = await tags(emulator, uuid, 'PATCH', { tags: same });
      expect([again.status, again.json.message]).toEqual([200, 'No tags updated']);
    }
    for (const wrong of [{ a: 1 }, 'x', undefined])
      expect(await tags(emulator, uuid, 'PATCH', { tags: wrong })).toMatchObject({
        status: 422,
        json: BAD_TAGS,
      });
    expect((await tags(emulator, 'x', 'PATCH', { tags: {} })).json).toEqual(NO_FILE);
  });

  it('are removed', async () => {
    const emulator = await start();
    const uuid = await uploadTagged(emulator, { a: '1', b: '2' });
    const removed = await tags(emulator, uuid, 'DELETE', { tags_keys: ['a', 'x'] });
    expect([removed.status, removed.json.message, removed.json.data.tags]).toEqual([200, 'Ok', { b: '2' }]);
    const none = await tags(emulator, uuid, 'DELETE', { tags_keys: ['a'] });
    expect([none.status, none.json.message]).toEqual([200, 'No tags deleted']);
    for (const wrong of ['a', [1], undefined]) {
      const answer = await tags(emulator, uuid, 'DELETE', { tags_keys: wrong });
      expect([answer.status, typeof answer.json.errors]).toEqual([422, 'string']);
    }
    expect((await tags(emulator, 'x', 'DELETE', { tags_keys: [] })).json).toEqual(NO_FILE);
  });
});

describe('search', () => {
  it('lists files in pages', async () => {
    const emulator = await start();
    for (let index = 1; index <= 12; index++) emulator.control.upload({ name: `file ${index}` });
    emulator.control.upload({ companyId: '99', name: 'foreign' });
    const first = await search(emulator);
    expect(first.json).toMatchObject({ code: 200, message: 'Ok', page: 1, per_page: 10, total: 12 });
    expect(Object.keys(first.json)).toEqual([
      'code',
      'resource',
      'data',
      'message',
      'page',
      'per_page',
      'total',
    ]);
    expect(names(first)).toEqual(Array.from({ length: 10 }, (_unused, index) => `file ${index + 1}`));
    expect(names(await search(emulator, { page: '2' }))).toEqual(['file 11', 'file 12']);
    expect(names(await search(emulator, { page: '3', per_page: '5' }))).toEqual(['file 11', 'file 12']);
    expect(names(await search(emulator, { page: '4', per_page: '5' }))).toEqual([]);
    expect((await search(emulator, { per_page: '1000' })).json.per_page).toBe(100);
    for (const page of ['0', '-1', 'x', '1.5'])
      expect((await search(emulator, { page })).json).toMatchObject({
        code: 422,
        errors: expect.any(String),
      });
  });

  it('finds part of a name, tags, and deleted files', async () => {
    const emulator = await start();
    emulator.control.upload({ name: 'Contract A.pdf', tags: { rut: '1-9', kind: 'contract' } });
    emulator.control.upload({ name: 'contract b.pdf', tags: { rut: '2-7' } });
    const gone = emulator.control.upload({ name: 'Invoice.pdf', tags: { rut: '1-9' } });
    emulator.control.deleteFile(gone.uuid);
    expect(names(await search(emulator, { search: 'contract' }))).toEqual([
      'Contract A.pdf',
      'contract b.pdf',
    ]);
    expect(names(await search(emulator, { tags: '{"rut":"1-9"}' }))).toEqual(['Contract A.pdf']);
    expect(names(await search(emulator, { deleted: 'true' }))).toEqual(['Invoice.pdf']);
    expect(names(await search(emulator, { deleted: 'false', search: '.pdf' }))).toHaveLength(2);
    expect((await search(emulator, { tags: 'rut' })).json).toEqual(BAD_TAGS);
  });

  it('finds by time, both ends included', async () => {
    const { emulator, clock } = await startStill();
    for (const name of ['a', 'b', 'c']) {
      emulator.control.upload({ name });
      clock.advance(86_400_500);
    }
    const between = async (from_date: string, until_date: string) =>
      names(await search(emulator, { from_date, until_date }));
    expect(await between('2026-01-05 08:00:00', '2026-01-06 08:00:00')).toEqual(['a', 'b']);
    expect(await between('2026-01-05 08:00:01', '2026-01-07 08:00:00')).toEqual(['b']);
    expect(await between('2026-01-05', '2026-01-06')).toEqual(['a', 'b']);
    for (const date of [
      'yesterday',
      '2026-02-30',
      '2026-01-05T08:00:00Z',
      '2026-13-01',
      '2026-01-05 25:00:00',
    ]) {
      const answer = await search(emulator, { from_date: date });
      expect([date, answer.status]).toEqual([date, 422]);
    }
  });
});

describe('deletion by filters', () => {
  const PATH = '/chronos/v1/file_registers/1/filters';
  const all = { from_date: '2026-01-01 00:00:00', until_date: '2026-12-31 23:59:59' };

  it('lists what it would delete, and deletes it', async () => {
    const { emulator } = await startStill();
    emulator.control.upload({ name: 'a', folder: 'f', tags: { foo: 'bar' } });
    emulator.control.upload({ name: 'b', folder: 'f' });
    emulator.control.upload({ name: 'c', tags: { foo: 'bar' } });
    const call = (body: Record<string, unknown>) => api(emulator, 'DELETE', PATH, { ...all, ...body });
    expect(names(await call({ confirm_delete: false, folder: 'f' }))).toEqual(['a', 'b']);
    expect(names(await call({ confirm_delete: false, tags: { foo: 'bar' } }))).toEqual(['a', 'c']);
    expect(names(await search(emulator))).toEqual(['a', 'b', 'c']);
    const done = await call({ confirm_delete: true, folder: 'f', tags: { foo: 'bar' } });
    expect([done.status, done.json.message, names(done)]).toEqual([200, 'Deleted', ['a']]);
    expect(names(await search(emulator))).toEqual(['b', 'c']);
    const early = await call({ confirm_delete: true, until_date: '2026-01-05 07:59:59' });
    expect(names(early)).toEqual([]);
  });

  it('wants both dates and a clear word', async () => {
    const { emulator } = await startStill();
    emulator.control.upload();
    const good = { ...all, confirm_delete: true };
    for (const wrong of [
      { from_date: undefined },
      { until_date: 'now' },
      { confirm_delete: undefined },
      { confirm_delete: 'true' },
      { folder: 1 },
      { tags: 'foo' },
    ]) {
      const answer = await api(emulator, 'DELETE', PATH, { ...good, ...wrong });
      expect([wrong, answer.status, typeof answer.json.errors]).toEqual([wrong, 422, 'string']);
    }
    expect((await api(emulator, 'DELETE', PATH, good, seed.clients.other)).status).toBe(403);
    expect(names(await search(emulator))).toEqual(['test.txt']);
  });
});

describe('download links', () => {
  it('are created, listed, and open the file without a token', async () => {
    const { emulator } = await startStill();
    const uuid = await uploadTagged(emulator, {});
    const made = await api(emulator, 'POST', `/chronos/v1/links/${uuid}`, {});
    expect(made.status).toBe(201);
    expect(made.json).toEqual({
      code: 201,
      resource: 'Link',
      data: {
        uuid: expect.stringMatching(UUID),
        url: `${emulator.url}/chronos/v1/download/${made.json.data.uuid}`,
        file_uuid: uuid,
        max_download: null,
        downloads: 0,
        caducity: null,
        created_at: '2026-01-05T08:00:00.000Z',
      },
      message: 'Created',
    });
    expect(await request(emulator, 'GET', made.json.data.url)).toMatchObject({ status: 200, text: 'Hello' });
    for (let index = 0; index < 6; index++) emulator.control.createLink(uuid);
    emulator.control.createLink(emulator.control.upload().uuid);
    const list = await api(emulator, 'GET', `${FILES}${uuid}/links`);
    expect(list.json).toMatchObject({ page: 1, per_page: 5, total: 7 });
    expect(list.json.data[0]).toEqual({ ...made.json.data, downloads: 1 });
    const later = await api(emulator, 'GET', `${FILES}${uuid}/links?from_date=2026-01-06`);
    expect(later.json.total).toBe(0);
  });

  it('end when used up or too old, and may need a password', async () => {
    const { emulator, clock } = await startStill();
    const uuid = await uploadTagged(emulator, {});
    const link = async (body: unknown) =>
      (await api(emulator, 'POST', `/chronos/v1/links/${uuid}`, body)).json.data.url as string;
    const status = async (url: string) => (await request(emulator, 'GET', url)).status;
    const twice = await link({ max_download: 2 });
    expect([await status(twice), await status(twice), await status(twice)]).toEqual([200, 200, 410]);
    const locked = await link({ password: 'hidden' });
    expect([await status(locked), await status(`${locked}?password=x`)]).toEqual([401, 401]);
    expect(await status(`${locked}?password=hidden`)).toBe(200);
    const short = await link({ caducity: '2026-01-05 08:00:10' });
    clock.advance(9_999);
    expect(await status(short)).toBe(200);
    expect(emulator.control.links(uuid)).toHaveLength(2);
    clock.advance(1);
    expect(await status(short)).toBe(410);
    expect(emulator.control.links(uuid)).toHaveLength(1);
    emulator.control.deleteFile(uuid);
    expect(await status(locked)).toBe(404);
  });

  it.each([{ max_download: 0 }, { max_download: '2' }, { caducity: 'soon' }, { password: 1 }])(
    'are not created with %j',
    async (body) => {
      const emulator = await start();
      const answer = await api(
        emulator,
        'POST',
        `/chronos/v1/links/${await uploadTagged(emulator, {})}`,
        body,
      );
      expect([answer.status, answer.json.resource, typeof answer.json.errors]).toEqual([
        422,
        'Link',
        'string',
      ]);
    },
  );
});

describe('metrics', () => {
  const get = (emulator: Running, path: string, dates = 'from_date=2026-01-05&until_date=2026-01-05') =>
    api(emulator, 'GET', `/chronos/v1/metrics/companies/1${path}?${dates}`);

  it('count gigabytes and files of a time', async () => {
    // A token that outlives the day.
    const { emulator, clock } = await startStill({ assume: { tokenLifetimeSeconds: 200_000 } });
    const made = await upload(emulator, { content: new Uint8Array(1024 ** 2) });
    await api(emulator, 'GET', FILES + made.json.data.uuid);
    await api(emulator, 'GET', FILES + made.json.data.uuid);
    emulator.control.upload({ companyId: '99' });
    clock.advance(86_400_000);
    await upload(emulator);
    expect((await get(emulator, '')).json).toEqual({
      code: 200,
      resource: 'Metrics',
      data: { upload: 1 / 1024, download: 2 / 1024 },
      message: 'Ok',
    });
    const files = async (dates?: string) => (await get(emulator, '/files', dates)).json.data.total;
    expect(await files()).toBe(1);
    expect(await files('from_date=2026-01-05&until_date=2026-01-06')).toBe(2);
    emulator.control.deleteFile(made.json.data.uuid);
    expect(await files()).toBe(0);
    expect(await files('from_date=2026-01-05&until_date=2026-01-05&deleted=true')).toBe(1);
  });

  it('are not for strangers', async () => {
    const emulator = await start();
    const path = '/chronos/v1/metrics/companies/99?from_date=2026-01-05&until_date=2026-01-05';
    expect((await api(emulator, 'GET', path)).status).toBe(403);
    expect((await api(emulator, 'GET', path, undefined, seed.clients.other)).status).toBe(200);
  });

  it('want both dates', async () => {
    const emulator = await start();
    for (const path of ['', '/files'])
      for (const dates of ['', 'from_date=2026-01-05', 'from_date=x&until_date=2026-01-05'])
        expect((await get(emulator, path, dates)).status).toBe(422);
  });
});

it('says what is not emulated', async () => {
  const answer = await api(await start(), 'GET', '/chronos/v1/services');
  expect([answer.status, answer.headers.get('x-signalbox')]).toEqual([404, 'not-emulated']);
});
