import { byId, itemsOf, refusalOf, seed, tagFields, tagsJson, useLab } from './lab';

const lab = useLab();
const callbackUrl = 'https://n8n.example.com/webhook/4711';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const sentBody = () => JSON.parse(lab.requests()[0]!.body) as Record<string, unknown>;

describe('Tagged File Event: Create', () => {
  test('sends what the documentation of Trust shows', async () => {
    const [item] = itemsOf(
      await lab.run('taggedFileEvent.create', {
        ...tagFields({ foo: 'bar' }),
        callbackUrl,
        deleteAfterAction: false,
      }),
    );
    expect(item).toEqual({
      eventId: expect.stringMatching(UUID),
      listenerType: 'tagged_file',
      companyId: '1',
      tags: { foo: 'bar' },
      deleteAfterAction: false,
    });
    expect(lab.requests()).toMatchObject([{ method: 'POST', path: '/lighthouse/api/v1/event', status: 201 }]);
    expect(sentBody()).toEqual({
      listener_type: 'tagged_file',
      company_id: '1',
      tags: { foo: 'bar' },
      action: {
        external_action: true,
        callback_type: 'webhook',
        callback_url: callbackUrl,
        delete_after_action: false,
      },
    });
    expect(lab.emulator.control.events()).toMatchObject([{ id: item!.eventId, callbackUrl }]);
  });

  test('ends the event after its first notice unless told otherwise, and always says which', async () => {
    itemsOf(await lab.run('taggedFileEvent.create', { ...tagsJson({ a: 'b' }), callbackUrl }));
    expect(sentBody()).toMatchObject({ action: { delete_after_action: true } });
  });

  test('is told once: an upload with the tag reaches the callback URL', async () => {
    const receiver = await lab.emulatorWith({});
    const url = `${receiver.url}/hook`;
    const emulator = await lab.emulatorWith({});
    const options = { allowLocalCallbackUrl: true };
    const [event] = itemsOf(
      await lab.run('taggedFileEvent.create', { ...tagsJson({ kind: 'a' }), callbackUrl: url, options }),
    );
    const file = { data: Buffer.from('x').toString('base64'), mimeType: 'text/plain', fileName: 'x.txt' };
    const upload = async (kind: string) =>
      itemsOf(
        await lab.run(
          'file.upload',
          { binaryField: 'data', ...tagFields({ kind, more: 1 }) },
          { items: [{ json: {}, binary: { data: file } }] },
        ),
      )[0]!;
    await upload('b');
    const { uuid } = await upload('a');
    await emulator.control.idle();
    const notices = receiver.journal.requests.filter(({ path }) => path === '/hook');
    expect(notices.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      {
        event_id: event!.eventId,
        room_id: '',
        callback_url: url,
        callback_type: 'webhook',
        data: { file_register_uuid: uuid, filename: 'x.txt', tags: { kind: 'a', more: '1' } },
      },
    ]);
    expect(emulator.control.events()).toEqual([]);
  });

  test('a callback URL where nobody answers is registered all the same, and costs the upload nothing', async () => {
    const options = { allowLocalCallbackUrl: true };
    itemsOf(
      await lab.run('taggedFileEvent.create', {
        ...tagsJson({ a: 'b' }),
        callbackUrl: 'http://127.0.0.1:1/nobody',
        options,
      }),
    );
    lab.emulator.control.upload({ tags: { a: 'b' } });
    await lab.emulator.control.idle();
    expect(lab.emulator.journal.deliveries).toMatchObject([{ status: null }]);
  });

  test.each([
    [
      'http://n8n.example.com/webhook/s3cret?token=s3cret',
      'The callback URL is not encrypted (http://n8n.example.com)',
    ],
    [
      'http://localhost:5678/webhook/s3cret',
      'Trust cannot reach the callback URL: localhost is not on the internet',
    ],
    ...['127.0.0.1', '192.168.1.20', '[fd00::1]', 'n8n.internal'].map((host) => [
      `https://${host}/webhook/s3cret`,
      `Trust cannot reach the callback URL: ${host} is not on the internet`,
    ]),
    ['n8n.example.com/webhook/s3cret', 'The callback URL is not a valid web address'],
    ['ftp://n8n.example.com/s3cret', 'The callback URL is not a valid web address'],
    ['https://me:s3cret@n8n.example.com/', 'The callback URL contains a user name or password'],
  ])('refuses the callback URL %s, and shows no more than its host', async (url, message) => {
    const run = await lab.run('taggedFileEvent.create', { ...tagsJson({ a: 'b' }), callbackUrl: url });
    const refusal = refusalOf(run);
    expect(refusal.message).toBe(message);
    expect(refusal.description).not.toBe('');
    expect(refusal.message + refusal.description).not.toContain('s3cret');
    expect(lab.emulator.journal.requests).toEqual([]);
  });

  test.each(['https://8.8.8.8/hook', 'https://172.32.0.1/hook', 'https://[2001:db8::1]/hook'])(
    'takes %s',
    async (url) => {
      itemsOf(await lab.run('taggedFileEvent.create', { ...tagsJson({ a: 'b' }), callbackUrl: url }));
      expect(sentBody()).toMatchObject({ action: { callback_url: url } });
    },
  );

  test('a refusal by Trust is one error that names each field', async () => {
    const validations = {
      tags: 'tags must be formatted as a Map<String:String>',
      'tags.foo': 'true is not formatted as a string',
    };
    const body = {
      code: 422,
      message: 'Validation fail',
      errors: { text: 'Problem with tagged_file event type', data: null, data2: null, validations },
    };
    lab.emulator.faults.inject({
      match: { path: '/lighthouse' },
      fault: { kind: 'status', code: 422, body },
    });
    const run = await lab.run('taggedFileEvent.create', { ...tagsJson({ foo: 'x' }), callbackUrl });
    expect(refusalOf(run)).toEqual({
      message:
        'Trust says: Validation fail; tags: tags must be formatted as a Map< String:String>; tags.foo: true is not formatted as a string (HTTP 422)',
      description: expect.stringMatching(/^Correct the fields named by Trust\./),
      httpCode: '422',
    });
  });

  /** The refusals on Trust's page, and the other forms that `errors` is known to have. */
  test.each([
    [
      { message: 'Invalid listener_type, check with the admin for the valid types' },
      'Invalid listener_type, check with the admin for the valid types',
    ],
    [
      { message: 'Validation fail', errors: { validations: { company_id: 'company_id not present' } } },
      'Validation fail; company_id: company_id not present',
    ],
    [
      { message: 'Validation fail', errors: { validations: { tags: 'tags not present' } } },
      'Validation fail; tags: tags not present',
    ],
    [
      { resource: 'File Register', message: 'Fail', errors: 'Tags must be formatted as a Map' },
      'File Register: Fail; Tags must be formatted as a Map',
    ],
    [{ message: 'Fail', errors: ['one', 'two'] }, 'Fail; one; two'],
    [{ message: 'Fail', errors: { name: ['is missing', 'is odd'] } }, 'Fail; name: is missing; name: is odd'],
    [{ message: 'Fail', errors: { text: 'Problem' } }, 'Fail; Problem'],
    [{ message: 'Fail', errors: null }, 'Fail'],
    [{ error: 'invalid_scope', error_description: 'No.' }, 'invalid_scope; No.'],
  ])('reads %j', async (body, words) => {
    lab.emulator.faults.inject({
      match: { path: '/lighthouse' },
      fault: { kind: 'status', code: 422, body: { code: 422, ...body } },
    });
    const run = await lab.run('taggedFileEvent.create', { ...tagsJson({ foo: 'x' }), callbackUrl });
    expect(refusalOf(run).message).toBe(`Trust says: ${words} (HTTP 422)`);
  });

  test('a refusal in no form at all still says what happened', async () => {
    lab.emulator.faults.inject({
      match: { path: '/lighthouse' },
      fault: { kind: 'status', code: 422, body: '?' },
    });
    const run = await lab.run('taggedFileEvent.create', { ...tagsJson({ foo: 'x' }), callbackUrl });
    expect(refusalOf(run).message).toBe('Trust refused the request (HTTP 422)');
  });

  test('is not sent again when it may have been carried out, and says so', async () => {
    lab.emulator.faults.inject({ match: { path: '/lighthouse' }, fault: { kind: 'resetAfter' } });
    const run = await lab.run('taggedFileEvent.create', { ...tagsJson({ foo: 'x' }), callbackUrl });
    expect(refusalOf(run).description).toMatch(/may have been carried out all the same: check before/);
    expect(lab.emulator.control.events()).toHaveLength(1);
  });
});

describe('Location Event: Create', () => {
  const area = { appId: 'app-1', latPoint1: -33.45, lngPoint1: -70.67, latPoint2: -33.44, lngPoint2: -70.66 };

  test('sends a square', async () => {
    const [item] = itemsOf(
      await lab.run('locationEvent.create', { ...area, callbackUrl, innerSpace: false }),
    );
    expect(item).toMatchObject({
      eventId: expect.stringMatching(UUID),
      listenerType: 'app_location',
      companyId: '1',
    });
    expect(sentBody()).toMatchObject({
      listener_type: 'app_location',
      app_id: 'app-1',
      company_id: '1',
      location: {
        type: 'square',
        lat_point_1: -33.45,
        lng_point_1: -70.67,
        lat_point_2: -33.44,
        lng_point_2: -70.66,
        inner_space: false,
      },
      action: { external_action: true, callback_url: callbackUrl, delete_after_action: true },
    });
  });

  test.each([
    [{ latPoint2: -33.45 }, 'The area is empty: its corners have the same latitude or longitude'],
    [{ latPoint1: 91 }, '"Latitude of Corner 1" must be at most 90 (it is 91)'],
    [{ lngPoint2: -181 }, '"Longitude of Corner 2" must be at least -180 (it is -181)'],
    [{ latPoint1: '={{ "north" }}' }, '"Latitude of Corner 1" must be a number (it is "north")'],
  ])('refuses %j', async (given, message) => {
    const run = await lab.run('locationEvent.create', { ...area, callbackUrl, ...given });
    expect(refusalOf(run).message).toBe(message);
    expect(lab.emulator.journal.requests).toEqual([]);
  });
});

describe('Event: Delete (Undocumented)', () => {
  const register = async () =>
    String(
      itemsOf(await lab.run('taggedFileEvent.create', { ...tagsJson({ a: 'b' }), callbackUrl }))[0]!.eventId,
    );
  const remove = (eventId: string, more = {}) =>
    lab.run('event.delete', { eventId, undocumented: true, ...more });

  test('sends nothing until that is asked for', async () => {
    const run = await lab.run('event.delete', { eventId: 'x' });
    expect(refusalOf(run)).toEqual({
      message: 'Trust documents no endpoint to delete an event',
      description: expect.stringMatching(/^Turn on "Use an Undocumented Endpoint"/),
    });
    expect(lab.emulator.journal.requests).toEqual([]);
  });

  test.each([200, 202, 204] as const)('%i is an accepted request, and no more', async (status) => {
    await lab.emulatorWith({ assume: { deleteEventStatus: status } });
    const eventId = await register();
    expect(itemsOf(await remove(eventId))).toEqual([
      { eventId, deletion: 'accepted', status, note: expect.stringMatching(/^Trust accepted the request\./) },
    ]);
    expect(lab.emulator.control.events()).toEqual([]);
  });

  test('404 is not found, which may be the event or the endpoint', async () => {
    const eventId = await register();
    expect(itemsOf(await remove(eventId))).toEqual([
      {
        eventId,
        deletion: 'notFound',
        status: 404,
        note: expect.stringContaining('or no such endpoint'),
      },
    ]);
    expect(lab.emulator.control.events()).toHaveLength(1);
  });

  test.each([405, 400, 500])('%i: says to keep the ID and to ask Trust', async (code) => {
    lab.emulator.faults.inject({
      match: { method: 'DELETE' },
      times: 'always',
      fault: { kind: 'status', code },
    });
    const refusal = refusalOf(await remove('x', { options: { maxRetries: 0 } }));
    expect(refusal.httpCode).toBe(String(code));
    expect(refusal.description).toMatch(/^The event may still exist\. Keep its ID, and ask Trust/);
  });

  test('the page of a proxy is no success', async () => {
    lab.emulator.faults.inject({ match: { method: 'DELETE' }, fault: { kind: 'html' } });
    expect(refusalOf(await remove('x')).message).toMatch(/a web page instead of data/);
  });

  test('takes another path, and keeps the ID one part of it', async () => {
    await remove('a/../b?c', { pathTemplate: '/lighthouse/api/v2/events/{event_id}/' });
    expect(lab.requests()).toMatchObject([
      { method: 'DELETE', path: '/lighthouse/api/v2/events/a%2F..%2Fb%3Fc/' },
    ]);
  });

  test.each([
    'event/{event_id}',
    '/event',
    '/event/{event_id}?x',
    '/event/x{event_id}',
    '/{event_id}/{event_id}',
    '//host/{event_id}',
    '/a\\b/{event_id}',
  ])('refuses the path %s', async (pathTemplate) => {
    const { message } = refusalOf(await remove('x', { pathTemplate }));
    expect(message).toBe('"Path" must contain {event_id} as one of its segments');
    expect(lab.emulator.journal.requests).toEqual([]);
  });

  test.each(['/a/../{event_id}', '/./{event_id}'])('does not climb with %s', async (pathTemplate) => {
    expect(refusalOf(await remove('x', { pathTemplate })).message).toMatch(/cannot be used as an ID/);
    expect(lab.emulator.journal.requests).toEqual([]);
  });
});

test('a company of somebody else: says which company is meant', async () => {
  const { uuid } = lab.emulator.control.upload({ companyId: seed.companies.other.id });
  expect(refusalOf(await lab.run('file.getTags', { fileUuid: byId(uuid) }))).toMatchObject({
    httpCode: '403',
    description: expect.stringMatching(/^Check the company/),
  });
});
