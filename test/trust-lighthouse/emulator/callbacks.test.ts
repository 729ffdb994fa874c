import {
  api,
  EVENT_PATH,
  form,
  register,
  request,
  bearer,
  start,
  startStill,
  stopAll,
  upload,
  uploadTagged,
  FILES,
} from './running-trust';
import { callbackReceiver, closeReceivers } from './callback-receiver';
import { seed } from '@signalbox/emulators/trust-lighthouse';

afterEach(async () => {
  await stopAll();
  await closeReceivers();
});

describe('a callback (trust-lighthouse.md §3.4)', () => {
  it('comes on the upload of a file with the watched tags, word for word as documented', async () => {
    const emulator = await start();
    const hook = await callbackReceiver();
    const url = `${hook.url}/x?token=1`;
    const eventId = await register(emulator, url);
    const fileId = await uploadTagged(emulator, { foo: 'bar', more: 'than that' });
    await emulator.control.idle();
    expect(hook.callbacks).toHaveLength(1);
    const { method, path, headers, text } = hook.callbacks[0]!;
    expect([method, path]).toEqual(['POST', '/webhook/1111/x?token=1']);
    expect(headers['content-type']).toBe('application/json');
    expect(headers.authorization).toBeUndefined();
    expect(text).toBe(
      `{"event_id":"${eventId}","room_id":"","callback_url":"${url}","callback_type":"webhook",` +
        `"data":{"file_register_uuid":"${fileId}","filename":"test.txt","tags":{"foo":"bar","more":"than that"}}}`,
    );
    expect(emulator.journal.deliveries).toMatchObject([{ subscriberId: eventId, status: 200, attempt: 1 }]);
  });

  it('needs all tags, with exactly those values, and the same company', async () => {
    const emulator = await start();
    const hook = await callbackReceiver();
    await register(emulator, hook.url, { tags: { a: '1', b: '2' } });
    for (const [name, tags] of Object.entries({
      'one tag': { a: '1' },
      'another value': { a: '1', b: '3' },
      'another case': { a: '1', B: '2' },
      'a blank more': { a: '1', b: '2 ' },
      'no tags': {},
      both: { a: '1', b: '2' },
      more: { c: '3', b: '2', a: '1' },
    }))
      await uploadTagged(emulator, tags as Record<string, string>, name);
    emulator.control.upload({ companyId: '99', tags: { a: '1', b: '2' }, name: 'foreign' });
    await emulator.control.idle();
    expect(hook.filenames().sort()).toEqual(['both', 'more']);
  });

  it('goes to every event that matches, at once', async () => {
    const emulator = await start();
    const hook = await callbackReceiver({ together: 40 });
    const ids = [];
    for (let index = 0; index < 20; index++) ids.push(await register(emulator, hook.url));
    // No callback gets a response before all forty are here: sequential callbacks would wait indefinitely.
    await Promise.all([uploadTagged(emulator, { foo: 'bar' }), uploadTagged(emulator, { foo: 'bar' })]);
    await emulator.control.idle();
    expect(hook.callbacks.map(({ body }) => body.event_id).sort()).toEqual([...ids, ...ids].sort());
  });

  it('does not come for changed tags or a new version', async () => {
    const emulator = await start();
    const hook = await callbackReceiver();
    const id = await uploadTagged(emulator, {});
    await register(emulator, hook.url);
    await api(emulator, 'PATCH', `${FILES}${id}/tags/`, { tags: { foo: 'bar' } });
    await request(emulator, 'PUT', FILES + id, form(), await bearer(emulator));
    await emulator.control.idle();
    expect(hook.callbacks).toEqual([]);
  });

  it('does not come for a file that is refused', async () => {
    const emulator = await start();
    const hook = await callbackReceiver();
    await register(emulator, hook.url);
    const answer = await upload(emulator, { fields: { tags: '{"foo":"bar"}', service_name: 'nix' } });
    expect(answer.status).toBe(404);
    await emulator.control.idle();
    expect(hook.callbacks).toEqual([]);
  });

  it('is tried once, whatever becomes of it', async () => {
    const { emulator, clock } = await startStill();
    const gone = await callbackReceiver();
    await gone.close();
    const failing = await callbackReceiver({ status: () => 500 });
    await register(emulator, gone.url);
    await register(emulator, failing.url);
    await uploadTagged(emulator, { foo: 'bar' });
    await emulator.control.idle();
    clock.advance(86_400_000);
    await emulator.control.idle();
    expect(
      emulator.journal.deliveries
        .map(({ url, attempt, status, error }) => [url, attempt, status, error])
        .sort(),
    ).toEqual(
      [
        [gone.url, 1, null, 'ECONNREFUSED'],
        [failing.url, 1, 500, null],
      ].sort(),
    );
  });

  it('is tried again if the assumptions have it so', async () => {
    const { emulator, clock } = await startStill({ assume: { callbackTries: 3 } });
    const hook = await callbackReceiver({ status: (index) => (index < 2 ? 503 : 200) });
    await register(emulator, hook.url);
    await uploadTagged(emulator, { foo: 'bar' });
    for (const [ms, count] of [
      [0, 1],
      [999, 1],
      [1, 2],
      [1_999, 2],
      [1, 3],
      [9_000, 3],
    ] as const) {
      clock.advance(ms);
      await emulator.control.idle();
      expect(hook.callbacks).toHaveLength(count);
    }
    expect(new Set(hook.callbacks.map(({ text }) => text)).size).toBe(1);
  });

  it('is not tried again for an event that was deleted, by API or by hand', async () => {
    const { emulator, clock } = await startStill({ assume: { callbackTries: 9, deleteEventStatus: 204 } });
    const hook = await callbackReceiver({ status: () => 500 });
    const ids = [await register(emulator, hook.url), await register(emulator, hook.url)] as const;
    await uploadTagged(emulator, { foo: 'bar' });
    await emulator.control.idle();
    expect((await api(emulator, 'DELETE', `${EVENT_PATH}/${ids[0]}`)).status).toBe(204);
    clock.advance(1_000);
    await emulator.control.idle();
    expect(hook.callbacks).toHaveLength(3);
    emulator.control.removeEvent(ids[1]);
    clock.advance(60_000);
    await emulator.control.idle();
    expect(hook.callbacks).toHaveLength(3);
  });

  it('can be doubled, lost and late', async () => {
    const { emulator, clock } = await startStill();
    const hook = await callbackReceiver();
    await register(emulator, hook.url);
    emulator.control.switchDeliveries({ duplicates: 1, drop: 1, delayMs: 50 });
    emulator.control.upload({ name: 'lost', tags: { foo: 'bar' } });
    emulator.control.upload({ name: 'twice', tags: { foo: 'bar' } });
    await emulator.control.idle();
    expect(hook.callbacks).toEqual([]);
    clock.advance(50);
    await emulator.control.idle();
    expect(hook.filenames()).toEqual(['twice', 'twice']);
    expect(emulator.journal.deliveries.filter(({ error }) => error === 'DROPPED')).toHaveLength(1);
  });

  it('can be late, and wait for its turn and not for ever', async () => {
    const { emulator, clock } = await startStill({
      assume: { callbackDelayMs: 5_000, parallelCallbacks: 1, callbackTimeoutMs: 100 },
    });
    // No callback gets a response before two are here, which never happens to sequential ones.
    const hook = await callbackReceiver({ together: 2 });
    emulator.control.burst(await register(emulator, hook.url), 2);
    clock.advance(4_999);
    await emulator.control.idle();
    expect(emulator.journal.deliveries).toEqual([]);
    clock.advance(1);
    await emulator.control.idle();
    expect(emulator.journal.deliveries.map(({ status, error }) => [status, error])).toEqual([
      [null, 'TIMEOUT'],
      [200, null],
    ]);
  });
});

describe('delete_after_action', () => {
  const once = { delete_after_action: true };

  it('ends an event after its callback, and no other', async () => {
    const emulator = await start();
    const hook = await callbackReceiver();
    await register(emulator, hook.url, {}, once);
    const stays = await register(emulator, hook.url);
    const waits = await register(emulator, hook.url, { tags: { other: 'tag' } }, once);
    await uploadTagged(emulator, { foo: 'bar' });
    await emulator.control.idle();
    expect(emulator.control.events().map(({ id }) => id)).toEqual([stays, waits]);
    await uploadTagged(emulator, { foo: 'bar' });
    await emulator.control.idle();
    expect(hook.callbacks).toHaveLength(3);
  });

  it('lets uploads at the same moment all fire', async () => {
    const emulator = await start();
    const hook = await callbackReceiver({ together: 3 });
    await register(emulator, hook.url, {}, once);
    for (const name of ['a', 'b', 'c']) emulator.control.upload({ name, tags: { foo: 'bar' } });
    await emulator.control.idle();
    expect(hook.filenames().sort()).toEqual(['a', 'b', 'c']);
    expect(emulator.control.events()).toEqual([]);
  });

  it.each([
    ['responded', 1, 0],
    ['accepted', 2, 1],
    ['fired', 1, 0],
  ] as const)('%s: %i callbacks to a receiver that fails', async (removeAfterAction, callbacks, left) => {
    const emulator = await start({ assume: { removeAfterAction } });
    const hook = await callbackReceiver({ status: () => 500 });
    await register(emulator, hook.url, {}, once);
    for (let index = 0; index < 2; index++) {
      await uploadTagged(emulator, { foo: 'bar' });
      await emulator.control.idle();
    }
    expect([hook.callbacks.length, emulator.control.events().length]).toEqual([callbacks, left]);
  });

  it('can end an event the moment it fires', async () => {
    const emulator = await start({ assume: { removeAfterAction: 'fired' } });
    const hook = await callbackReceiver();
    await register(emulator, hook.url, {}, once);
    for (const name of ['a', 'b']) emulator.control.upload({ name, tags: { foo: 'bar' } });
    await emulator.control.idle();
    expect(hook.filenames()).toEqual(['a']);
  });

  it('waits for the last try', async () => {
    const { emulator, clock } = await startStill({ assume: { callbackTries: 2 } });
    const hook = await callbackReceiver({ status: () => 500 });
    await register(emulator, hook.url, {}, once);
    await uploadTagged(emulator, { foo: 'bar' });
    await emulator.control.idle();
    expect(emulator.control.events()).toHaveLength(1);
    clock.advance(1_000);
    await emulator.control.idle();
    expect(emulator.control.events()).toEqual([]);
  });
});

describe('the control', () => {
  it('fires one event alone, for a file that really is there', async () => {
    const emulator = await start();
    const hook = await callbackReceiver();
    const first = await register(emulator, hook.url);
    await register(emulator, hook.url);
    const file = emulator.control.fire(first, { name: 'by hand.pdf', tags: { more: 'tags' } })!;
    await emulator.control.idle();
    expect(hook.callbacks.map(({ body }) => body)).toEqual([
      expect.objectContaining({
        event_id: first,
        data: { file_register_uuid: file.uuid, filename: 'by hand.pdf', tags: { foo: 'bar', more: 'tags' } },
      }),
    ]);
    expect((await api(emulator, 'GET', `${FILES}${file.uuid}/tags/`)).json.data).toEqual(file.tags);
  });

  it('fires an event that is over, and an app_location event', async () => {
    const emulator = await start();
    const hook = await callbackReceiver();
    const over = await register(emulator, hook.url);
    emulator.control.removeEvent(over);
    emulator.control.upload({ tags: { foo: 'bar' } });
    await emulator.control.idle();
    expect(hook.callbacks).toEqual([]);
    emulator.control.fire(over);
    const location = { type: 'square', lat_point_1: 1, lng_point_1: 2, lat_point_2: 3, lng_point_2: 4 };
    const place = await register(emulator, hook.url, {
      listener_type: 'app_location',
      app_id: 'a',
      location,
    });
    expect(emulator.control.fire(place)).toBeUndefined();
    await emulator.control.idle();
    const sent = hook.callbacks.map(({ body }) => [body.event_id, body.data.app_id]);
    expect(sent.sort()).toEqual(
      [
        [over, undefined],
        [place, 'a'],
      ].sort(),
    );
  });

  it('fires many at the same moment, and one again', async () => {
    const emulator = await start();
    const hook = await callbackReceiver({ together: 200 });
    const id = await register(emulator, hook.url);
    const files = emulator.control.burst(id, 200);
    await emulator.control.idle();
    const uuids = () => hook.callbacks.map(({ body }) => body.data.file_register_uuid as string);
    expect(new Set(uuids())).toEqual(new Set(files.map(({ uuid }) => uuid)));
    emulator.control.resend(id, files[7]!.uuid);
    await emulator.control.idle();
    expect(uuids().at(-1)).toBe(files[7]!.uuid);
    expect(hook.callbacks).toHaveLength(201);
  });

  it('forges callbacks, which end no event', async () => {
    const emulator = await start();
    const hook = await callbackReceiver();
    const id = await register(emulator, hook.url, {}, { delete_after_action: true });
    const wrongId = emulator.control.forge(id, { event_id: 'x' });
    const bare = emulator.control.forge(id, { data: undefined });
    const plain = emulator.control.forge(id);
    await emulator.control.idle();
    const bodies = hook.callbacks.map(({ body }) => body);
    expect(bodies).toHaveLength(3);
    expect(bodies).toEqual(expect.arrayContaining([wrongId, plain]));
    expect(wrongId.event_id).toBe('x');
    expect(plain).toMatchObject({ event_id: id, data: { tags: { foo: 'bar' } } });
    expect(bodies.find((body) => !('data' in body))).toEqual({ ...bare, data: undefined });
    expect(emulator.control.files()).toEqual([]);
    expect(emulator.control.events()).toHaveLength(1);
  });

  it('says what does not exist', async () => {
    const { control } = await start();
    expect(() => control.fire('x')).toThrow('There is no such event.');
    expect(() => control.deleteFile('x')).toThrow('There is no such file.');
  });
});

it('keeps companies apart', async () => {
  const emulator = await start();
  const hook = await callbackReceiver();
  await api(
    emulator,
    'POST',
    EVENT_PATH,
    {
      listener_type: 'tagged_file',
      company_id: '99',
      tags: { foo: 'bar' },
      action: { external_action: true, callback_type: 'webhook', callback_url: hook.url },
    },
    seed.clients.other,
  );
  await uploadTagged(emulator, { foo: 'bar' });
  await emulator.control.idle();
  expect(hook.callbacks).toEqual([]);
  await upload(emulator, { fields: { company_id: '99', tags: '{"foo":"bar"}' } }, seed.clients.other);
  await emulator.control.idle();
  expect(hook.callbacks).toHaveLength(1);
});
