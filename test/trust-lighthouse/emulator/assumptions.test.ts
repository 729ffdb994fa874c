import { assumptions as trustAssumptions, seed, type Options } from '@signalbox/emulators/trust-lighthouse';
import {
  api,
  askToken,
  bearer,
  EVENT_PATH,
  eventBody,
  FILES,
  form,
  register,
  request,
  start,
  stopAll,
  upload,
  uploadTagged,
  type Running,
} from './running-trust';

type Assume = NonNullable<Options['assume']>;
type Case = [
  assume: Assume,
  observe: (emulator: Running) => Promise<unknown>,
  byDefault: unknown,
  changed: unknown,
];

const { main, other } = seed.clients;
const SEARCH = '/chronos/v1/companies/1/files';
const NOBODY = 'http://127.0.0.1:9/nobody';

afterEach(stopAll);

/** Callbacks sent, from the journal: there need not be a receiver. */
const sent = async (emulator: Running) => {
  await emulator.control.idle();
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- taken apart field by field
  return emulator.journal.deliveries.map(({ event }) => event as any);
};
const created = (emulator: Running, changes: Record<string, unknown> = {}) =>
  api(emulator, 'POST', EVENT_PATH, eventBody(NOBODY, changes));
const validations = async (emulator: Running, changes: Record<string, unknown>) => {
  const { status, json } = await created(emulator, changes);
  return [status, Object.keys(json.errors?.validations ?? {})];
};
const posted = async (emulator: Running, body: string, type: string) =>
  (await request(emulator, 'POST', EVENT_PATH, body, { ...(await bearer(emulator)), 'content-type': type }))
    .status;
const searched = async (emulator: Running, query = '') =>
  (await api(emulator, 'GET', `${SEARCH}?${query}`)).json;
const foundNames = async (emulator: Running, query = ''): Promise<string[]> =>
  (await searched(emulator, query)).data.map(({ name }: { name: string }) => name);
const put = async (emulator: Running, uuid: string, fields: Record<string, string> = {}) =>
  request(emulator, 'PUT', FILES + uuid, form({ fields }), await bearer(emulator));
const location = { type: 'square', lat_point_1: 1, lng_point_1: 2, lat_point_2: 3, lng_point_2: 4 };

const cases: Case[] = [
  [
    { invalidClientStatus: 400 },
    async (emulator) => (await askToken(emulator, { ...main, secret: 'x' })).status,
    401,
    400,
  ],
  [{ tokenLifetimeSeconds: 60 }, async (emulator) => (await askToken(emulator)).json.expires_in, 7200, 60],
  [
    { revokePreviousToken: true },
    async (emulator) => {
      await bearer(emulator);
      await bearer(emulator, other);
      await askToken(emulator);
      const status = async (company: string, client: typeof main | typeof other) =>
        (await api(emulator, 'GET', `/chronos/v1/companies/${company}/files`, undefined, client)).status;
      return [await status('1', main), await status('99', other)];
    },
    [200, 200],
    [401, 200],
  ],
  [
    { unknownScope: 'refuse' },
    async (emulator) => (await askToken(emulator, main, { scope: 'all' })).json.error,
    undefined,
    'invalid_scope',
  ],
  [
    { unauthorizedBody: 'json' },
    async (emulator) => (await request(emulator, 'GET', SEARCH)).json?.code,
    undefined,
    401,
  ],
  [
    { unauthorizedBody: 'html' },
    async (emulator) => (await request(emulator, 'GET', SEARCH)).headers.get('content-type'),
    null,
    'text/html; charset=utf-8',
  ],
  [
    { callbackUrls: 'https' },
    async (emulator) => validations(emulator, {}),
    [201, []],
    [422, ['action.callback_url']],
  ],
  [
    { numericCompanyId: 'accept' },
    async (emulator) => validations(emulator, { company_id: 1 }),
    [422, ['company_id']],
    [201, []],
  ],
  [
    { emptyTags: 'accept' },
    async (emulator) => validations(emulator, { tags: {} }),
    [422, ['tags']],
    [201, []],
  ],
  [
    { validationsAtOnce: 'first' },
    async (emulator) => validations(emulator, { company_id: '', tags: null }),
    [422, ['company_id', 'tags']],
    [422, ['company_id']],
  ],
  [
    { missingActionFields: 'accept' },
    async (emulator) => {
      const statuses = [
        await validations(emulator, { action: {} }),
        await validations(emulator, { action: undefined }),
      ];
      emulator.control.upload({ tags: { foo: 'bar' } });
      return [statuses.map(([status]) => status), (await sent(emulator)).length];
    },
    [[422, 422], 0],
    [[201, 201], 0],
  ],
  [
    { deleteAfterActionDefault: true },
    async (emulator) => {
      await register(emulator, NOBODY, {}, { delete_after_action: undefined });
      return emulator.control.events()[0]!.deleteAfterAction;
    },
    false,
    true,
  ],
  [
    { duplicateEvents: 'same' },
    async (emulator) => {
      for (const tags of [{ a: '1', b: '2' }, { b: '2', a: '1' }, { a: '1' }])
        await register(emulator, NOBODY, { tags });
      await register(emulator, `${NOBODY}/else`, { tags: { a: '1' } });
      return emulator.control.events().length;
    },
    4,
    3,
  ],
  [
    { duplicateEvents: 'conflict' },
    async (emulator) => {
      await created(emulator);
      return (await created(emulator)).status;
    },
    201,
    409,
  ],
  [
    { foreignCompanyStatus: 404 },
    async (emulator) => {
      const { uuid } = emulator.control.upload({ companyId: '99' });
      return [
        (await created(emulator, { company_id: '99' })).status,
        (await api(emulator, 'GET', FILES + uuid)).status,
      ];
    },
    [403, 403],
    [404, 404],
  ],
  [{ malformedJsonStatus: 500 }, async (emulator) => posted(emulator, '{', 'application/json'), 400, 500],
  [
    { otherContentType: 'accept' },
    async (emulator) => posted(emulator, JSON.stringify(eventBody(NOBODY)), 'text/plain'),
    415,
    201,
  ],
  [
    { locationResponse: 'minimal' },
    async (emulator) =>
      Object.keys(
        (await created(emulator, { listener_type: 'app_location', app_id: 'a', location })).json.value,
      ),
    ['event_id', 'listener_type', 'company_id', 'app_id', 'location'],
    ['event_id', 'listener_type', 'company_id'],
  ],
  [
    { fireOnRetag: 'newly' },
    async (emulator) => {
      await register(emulator, NOBODY);
      const uuid = await uploadTagged(emulator, {});
      for (const tags of [{ foo: 'bar' }, { more: 'x' }])
        await api(emulator, 'PATCH', `${FILES}${uuid}/tags/`, { tags });
      return (await sent(emulator)).length;
    },
    0,
    1,
  ],
  [
    { fireOnRetag: 'always' },
    async (emulator) => {
      await register(emulator, NOBODY);
      const uuid = await uploadTagged(emulator, {});
      for (const tags of [{ foo: 'bar' }, { more: 'x' }, { more: 'x' }])
        await api(emulator, 'PATCH', `${FILES}${uuid}/tags/`, { tags });
      return (await sent(emulator)).length;
    },
    0,
    2,
  ],
  [
    { fireOnNewVersion: true },
    async (emulator) => {
      await register(emulator, NOBODY);
      await put(emulator, await uploadTagged(emulator, {}), { tags: '{"foo":"bar"}' });
      return (await sent(emulator)).length;
    },
    0,
    1,
  ],
  [
    { callbackTags: 'matched' },
    async (emulator) => {
      await register(emulator, NOBODY);
      emulator.control.upload({ tags: { foo: 'bar', more: 'x' } });
      return (await sent(emulator))[0].data.tags;
    },
    { foo: 'bar', more: 'x' },
    { foo: 'bar' },
  ],
  [
    { roomId: 'uuid' },
    async (emulator) => {
      emulator.control.fire(await register(emulator, NOBODY));
      return (await sent(emulator))[0].room_id;
    },
    '',
    expect.stringMatching(/^[\da-f-]{36}$/),
  ],
  [
    { callbackCopies: 3 },
    async (emulator) => {
      await emulator.reset();
      const fresh = { url: emulator.url };
      emulator.control.fire(await register(fresh, NOBODY));
      return (await sent(emulator)).length;
    },
    1,
    3,
  ],
  [
    { missingServiceName: 'refuse' },
    async (emulator) => (await upload(emulator, { fields: { service_name: undefined } })).status,
    201,
    404,
  ],
  [
    { folderOnUpload: 'accept' },
    async (emulator) => (await upload(emulator, { fields: { folder: 'a/b' } })).status,
    422,
    201,
  ],
  [
    { sizeUnit: 'scaled' },
    async (emulator) => (await upload(emulator, { content: new Uint8Array(1.5 * 1024 ** 2) })).json.data.size,
    '1536 KB',
    '1.5 MB',
  ],
  [
    { newVersionTags: 'merge' },
    async (emulator) =>
      (await put(emulator, await uploadTagged(emulator, { a: '1' }), { tags: '{"b":"2"}' })).json.data.tags,
    { b: '2' },
    { a: '1', b: '2' },
  ],
  [
    { downloadHeaders: 'bare' },
    async (emulator) => {
      const { headers } = await api(emulator, 'GET', FILES + (await uploadTagged(emulator, {})));
      return [headers.get('content-type'), headers.has('content-disposition')];
    },
    ['text/plain', true],
    ['application/octet-stream', false],
  ],
  [
    { untaggedDeleteStatus: 404 },
    async (emulator) => {
      const path = `${FILES}${await uploadTagged(emulator, {})}/tags/`;
      const { status, json } = await api(emulator, 'DELETE', path, { tags_keys: ['a'] });
      return [status, json.message];
    },
    [200, 'No tags deleted'],
    [404, 'Not found'],
  ],
  [
    { deletedTagsData: 'tags' },
    async (emulator) => {
      const path = `${FILES}${await uploadTagged(emulator, { a: '1', b: '2' })}/tags/`;
      const { json } = await api(emulator, 'DELETE', path, { tags_keys: ['a'] });
      return [json.resource, Object.keys(json.data)];
    },
    ['File', ['uuid', 'name', 'size', 'created_at', 'tags', 'path']],
    ['Tags', ['b']],
  ],
  [
    { searchEnvelope: 'plain' },
    async (emulator) => Object.keys(await searched(emulator)),
    ['code', 'resource', 'data', 'message', 'page', 'per_page', 'total'],
    ['code', 'resource', 'data', 'message'],
  ],
  [{ searchEnvelope: 'array' }, async (emulator) => Array.isArray(await searched(emulator)), false, true],
  [
    { searchOrder: 'newest' },
    async (emulator) => {
      for (const name of ['a', 'b']) emulator.control.upload({ name });
      return foundNames(emulator);
    },
    ['a', 'b'],
    ['b', 'a'],
  ],
  [{ defaultPerPage: 5 }, async (emulator) => (await searched(emulator)).per_page, 10, 5],
  [{ maxPerPage: 20 }, async (emulator) => (await searched(emulator, 'per_page=50')).per_page, 50, 20],
  [
    { deletedFilter: 'include' },
    async (emulator) => {
      emulator.control.upload({ name: 'a' });
      emulator.control.deleteFile(emulator.control.upload({ name: 'b' }).uuid);
      return foundNames(emulator, 'deleted=true');
    },
    ['b'],
    ['a', 'b'],
  ],
  [
    { searchIgnoresCase: false },
    async (emulator) => {
      emulator.control.upload({ name: 'ABC' });
      return foundNames(emulator, 'search=abc');
    },
    ['ABC'],
    [],
  ],
  [
    { searchDelayMs: 60_000 },
    async (emulator) => {
      emulator.control.upload({ name: 'a' });
      return foundNames(emulator);
    },
    ['a'],
    [],
  ],
  [
    { dateOffsetMinutes: -180 },
    async (emulator) => {
      const { createdAtMs } = emulator.control.upload({ name: 'a' });
      const date = new Date(createdAtMs - 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
      return foundNames(emulator, `from_date=${encodeURIComponent(date)}`);
    },
    ['a'],
    [],
  ],
  [
    { untilDate: 'excluded' },
    async (emulator) => {
      const { createdAtMs } = emulator.control.upload({ name: 'a' });
      const date = new Date(createdAtMs).toISOString().slice(0, 19).replace('T', ' ');
      return foundNames(emulator, `until_date=${encodeURIComponent(date)}`);
    },
    ['a'],
    [],
  ],
  [
    { invalidQuery: 'ignore' },
    async (emulator) => (await searched(emulator, 'page=x&from_date=y')).code,
    422,
    200,
  ],
  [
    { deleteByFilterResponse: 'count' },
    async (emulator) => {
      emulator.control.upload();
      const body = { from_date: '2000-01-01', until_date: '2100-01-01', confirm_delete: false };
      const { data } = (await api(emulator, 'DELETE', '/chronos/v1/file_registers/1/filters', body)).json;
      return Array.isArray(data) ? 'list' : data;
    },
    'list',
    1,
  ],
  [
    { maxFileBytes: 5 },
    async (emulator) => {
      const made = await upload(emulator, { content: '12345' });
      return [
        made.status,
        (await upload(emulator, { content: '123456' })).status,
        (await put(emulator, made.json.data.uuid, { folder: '' })).status,
        (
          await request(
            emulator,
            'PUT',
            FILES + made.json.data.uuid,
            form({ content: '123456' }),
            await bearer(emulator),
          )
        ).status,
      ];
    },
    [201, 201, 200, 200],
    [201, 413, 200, 413],
  ],
  ...([405, 200] as const).map((status): Case => [
    { deleteFileStatus: status },
    async (emulator) => {
      const uuid = await uploadTagged(emulator, {});
      const foreign = emulator.control.upload({ companyId: '99' }).uuid;
      const remove = async (id: string) => (await api(emulator, 'DELETE', FILES + id)).status;
      return [await remove(foreign), await remove(uuid), (await searched(emulator)).total];
    },
    [404, 404, 1],
    status === 200 ? [403, 200, 0] : [405, 405, 1],
  ]),
  [
    { trailingSlash: 'documented' },
    async (emulator) => {
      const uuid = await uploadTagged(emulator, { a: '1' });
      const paths = [
        `${FILES}${uuid}/tags/`,
        `${FILES}${uuid}/tags`,
        FILES + uuid,
        `${FILES}${uuid}/`,
        `${SEARCH}/?page=1`,
      ];
      const answers = await Promise.all(paths.map((path) => api(emulator, 'GET', path)));
      return answers.map(({ status }) => status);
    },
    [200, 200, 200, 200, 200],
    [200, 404, 200, 404, 404],
  ],
];

describe('assumptions', () => {
  it.each(cases.map((entry) => [Object.keys(entry[0])[0]!, ...entry] as const))(
    '%s',
    async (_name, assume, observe, byDefault, changed) => {
      expect(await observe(await start())).toEqual(byDefault);
      expect(await observe(await start({ assume }))).toEqual(changed);
    },
  );

  it('have ids of their own, in order, and say what is assumed', () => {
    const rows = Object.values(trustAssumptions);
    expect(rows.map(({ id }) => id)).toEqual(
      rows.map((_row, index) => `T${String(index + 1).padStart(2, '0')}`),
    );
    for (const { question, assumed } of rows)
      expect([question.length > 2, assumed.length > 2]).toEqual([true, true]);
  });
});
