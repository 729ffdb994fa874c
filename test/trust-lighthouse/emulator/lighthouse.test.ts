import { seed } from '@signalbox/emulators/trust-lighthouse';
import { api, bearer, EVENT_PATH, eventBody, request, start, startStill, stopAll } from './running-trust';

const URL = 'https://webhook.example/11111111-1111-1111-1111-111111111111';
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

afterEach(stopAll);

const create = (emulator: { url: string }, body: unknown) => api(emulator, 'POST', EVENT_PATH, body);

/** Body of a 422 with these validations. Trust's page "Create Tagged File Event". */
const validationFail = (validations: Record<string, string>, kind = 'tagged_file') => ({
  code: 422,
  message: 'Validation fail',
  errors: { text: `Problem with ${kind} event type`, data: null, data2: null, validations },
});

describe('Create Tagged File Event (trust-lighthouse.md §3.1)', () => {
  it('answers 201 exactly as documented', async () => {
    const { emulator, clock } = await startStill();
    const answer = await create(emulator, eventBody(URL));
    expect(answer.status).toBe(201);
    const id = answer.json.value.event_id as string;
    expect(id).toMatch(UUID);
    expect(answer.text).toBe(
      `{"status":"Created","value":{"event_id":"${id}","listener_type":"tagged_file","company_id":"1","tags":{"foo":"bar"}}}`,
    );
    expect(emulator.control.events()).toEqual([
      {
        id,
        companyId: '1',
        listener: { type: 'tagged_file', tags: { foo: 'bar' } },
        callbackUrl: URL,
        deleteAfterAction: false,
        createdAtMs: clock.now(),
      },
    ]);
  });

  it.each([undefined, null, 'tagged_files', '', 1])('refuses the listener_type %j', async (listenerType) => {
    const answer = await create(await start(), eventBody(URL, { listener_type: listenerType, tags: 1 }));
    expect(answer.status).toBe(422);
    expect(answer.text).toBe(
      '{"code":422,"message":"Invalid listener_type, check with the admin for the valid types"}',
    );
  });

  it.each<[string, Record<string, unknown>, Record<string, string>]>([
    ['no company', { company_id: undefined }, { company_id: 'company_id not present' }],
    ['an empty company', { company_id: '' }, { company_id: 'company_id not present' }],
    ['a number as company', { company_id: 1 }, { company_id: '1 is not formatted as a string' }],
    ['no tags', { tags: undefined }, { tags: 'tags not present' }],
    ['null as tags', { tags: null }, { tags: 'tags not present' }],
    ['empty tags', { tags: {} }, { tags: 'tags not present' }],
    ['a text as tags', { tags: 'foo=bar' }, { tags: 'tags must be formatted as a Map<String:String>' }],
    ['a list as tags', { tags: ['foo'] }, { tags: 'tags must be formatted as a Map<String:String>' }],
    [
      'a boolean as value',
      { tags: { foo: true } },
      {
        tags: 'tags must be formatted as a Map<String:String>',
        'tags.foo': 'true is not formatted as a string',
      },
    ],
    [
      'several bad values beside a good one',
      { tags: { a: 1, b: 'x', c: null, d: { e: 'f' } } },
      {
        tags: 'tags must be formatted as a Map<String:String>',
        'tags.a': '1 is not formatted as a string',
        'tags.c': 'null is not formatted as a string',
        'tags.d': '{"e":"f"} is not formatted as a string',
      },
    ],
    [
      'several things at once',
      { company_id: undefined, tags: undefined },
      { company_id: 'company_id not present', tags: 'tags not present' },
    ],
    ['no action', { action: undefined }, { action: 'action not present' }],
    ['a text as action', { action: 'webhook' }, { action: 'action must be formatted as a Map' }],
    [
      'an empty action',
      { action: {} },
      {
        'action.external_action': 'external_action not present',
        'action.callback_type': 'callback_type not present',
        'action.callback_url': 'callback_url not present',
      },
    ],
    [
      'an action of another kind',
      {
        action: {
          external_action: false,
          callback_type: 'email',
          callback_url: 'ftp://x.example',
          delete_after_action: 'no',
        },
      },
      {
        'action.external_action': 'external_action must be true',
        'action.callback_type': 'callback_type must be webhook',
        'action.callback_url': 'callback_url must be a valid URL',
        'action.delete_after_action': '"no" is not formatted as a boolean',
      },
    ],
  ])('refuses %s', async (_name, changes, validations) => {
    const emulator = await start();
    const answer = await create(emulator, eventBody(URL, changes));
    expect(answer.status).toBe(422);
    expect(answer.text).toBe(JSON.stringify(validationFail(validations)));
    expect(emulator.control.events()).toEqual([]);
  });

  it('takes delete_after_action or leaves it at false', async () => {
    const emulator = await start();
    const { action } = eventBody(URL);
    for (const deleteAfter of [undefined, null, false, true]) {
      const body = eventBody(URL, { action: { ...action, delete_after_action: deleteAfter } });
      expect((await create(emulator, body)).status).toBe(201);
    }
    expect(emulator.control.events().map((event) => event.deleteAfterAction)).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  it('creates the same event as often as it is asked to', async () => {
    const emulator = await start();
    const ids = [];
    for (let index = 0; index < 2; index++)
      ids.push((await create(emulator, eventBody(URL))).json.value.event_id);
    expect(new Set(ids).size).toBe(2);
    expect(emulator.control.events().map(({ id }) => id)).toEqual(ids);
  });

  it('refuses a foreign company', async () => {
    const emulator = await start();
    const body = eventBody(URL, { company_id: '99' });
    const answer = await create(emulator, body);
    expect(answer).toMatchObject({ status: 403, json: { code: 403, message: 'Forbidden' } });
    expect(emulator.control.events()).toEqual([]);
    expect((await api(emulator, 'POST', EVENT_PATH, body, seed.clients.other)).status).toBe(201);
    expect(emulator.control.events('99')).toHaveLength(1);
    expect(emulator.control.events('1')).toEqual([]);
  });

  it('wants JSON', async () => {
    const emulator = await start();
    const post = async (body: string, type: string) =>
      (
        await request(emulator, 'POST', EVENT_PATH, body, {
          ...(await bearer(emulator)),
          'content-type': type,
        })
      ).status;
    const good = JSON.stringify(eventBody(URL));
    expect(await post('{', 'application/json')).toBe(400);
    expect(await post('"x"', 'application/json')).toBe(400);
    expect(await post(good, 'text/plain')).toBe(415);
    expect(await post(good, 'application/json;charset=UTF-8')).toBe(201);
  });

  it('keeps keys that mean something to JavaScript', async () => {
    const emulator = await start();
    const tags = '{"__proto__":"a","constructor":"b"}';
    const body = JSON.stringify(eventBody(URL)).replace('{"foo":"bar"}', tags);
    const headers = { ...(await bearer(emulator)), 'content-type': 'application/json' };
    const answer = await request(emulator, 'POST', EVENT_PATH, body, headers);
    expect(answer.text).toContain(`"tags":${tags}`);
  });
});

describe('Create App Location Event (trust-lighthouse.md §3.2)', () => {
  const location = {
    type: 'square',
    lat_point_1: -33.4,
    lng_point_1: -70.6,
    lat_point_2: -33.5,
    lng_point_2: -70.7,
  };
  const body = (changes: Record<string, unknown> = {}) =>
    eventBody(URL, { listener_type: 'app_location', tags: undefined, app_id: 'app-1', location, ...changes });

  it('creates one', async () => {
    const emulator = await start();
    const answer = await create(emulator, body({ location: { ...location, inner_space: true } }));
    expect(answer.status).toBe(201);
    expect(answer.json).toStrictEqual({
      status: 'Created',
      value: {
        event_id: expect.stringMatching(UUID),
        listener_type: 'app_location',
        company_id: '1',
        app_id: 'app-1',
        location: { ...location, inner_space: true },
      },
    });
  });

  it('says what is wrong', async () => {
    const emulator = await start();
    const nothing = await create(emulator, body({ app_id: undefined, location: undefined }));
    expect(nothing.json).toEqual(
      validationFail({ app_id: 'app_id not present', location: 'location not present' }, 'app_location'),
    );
    const wrong = await create(
      emulator,
      body({
        app_id: 1,
        location: { ...location, type: 'circle', lat_point_1: 'x', lng_point_2: undefined },
      }),
    );
    expect(wrong.json.errors.validations).toEqual({
      app_id: '1 is not formatted as a string',
      'location.type': 'location.type must be square',
      'location.lat_point_1': '"x" is not formatted as a number',
      'location.lng_point_2': 'lng_point_2 not present',
    });
  });
});

describe('deleting events (trust-lighthouse.md §3.3)', () => {
  const remove = (emulator: { url: string }, id: string, client = undefined as never) =>
    api(emulator, 'DELETE', `${EVENT_PATH}/${id}`, undefined, client);

  it.each([404, 405] as const)(
    'is not there by default, or answers %i: the event lives on',
    async (status) => {
      const emulator = await start({ assume: { deleteEventStatus: status } });
      const { event_id: id } = (await create(emulator, eventBody(URL))).json.value;
      expect((await remove(emulator, id)).status).toBe(status);
      expect(emulator.control.events()).toHaveLength(1);
    },
  );

  it.each([200, 202, 204] as const)('can be switched on, with %i', async (status) => {
    const emulator = await start({ assume: { deleteEventStatus: status } });
    const { event_id: id } = (await create(emulator, eventBody(URL))).json.value;
    expect((await remove(emulator, id, seed.clients.other as never)).status).toBe(403);
    const answer = await remove(emulator, id);
    expect([answer.status, answer.text === '']).toEqual([status, status === 204]);
    expect(emulator.control.events()).toEqual([]);
    expect((await remove(emulator, id)).status).toBe(404);
  });

  it('has nothing else under the URL', async () => {
    const answer = await api(await start(), 'GET', EVENT_PATH);
    expect([answer.status, answer.headers.get('x-signalbox')]).toEqual([404, 'not-emulated']);
  });
});
