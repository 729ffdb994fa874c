import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventFile, type Options } from '@signalbox/emulators/trust-lighthouse';
import { callbackReceiver, closeReceivers } from './callback-receiver';
import { register, start, stopAll, uploadTagged } from './running-trust';

afterEach(async () => {
  await stopAll();
  await closeReceivers();
});

type Store = NonNullable<Options['eventStore']>;

/** Keeps events as text, as a file would. */
function memoryStore(): Store & { text: string } {
  return {
    text: '[]',
    load() {
      return JSON.parse(this.text) as ReturnType<Store['load']>;
    },
    save(events) {
      this.text = JSON.stringify(events);
    },
  };
}

describe('a store of events', () => {
  it('has an event at once, and a later emulator fires it', async () => {
    const receiver = await callbackReceiver();
    const store = memoryStore();
    const first = await start({ eventStore: store });
    const id = await register(first, receiver.url);
    expect(store.load()).toEqual(first.control.events());
    await first.close();

    const second = await start({ eventStore: store });
    expect(second.control.events().map((event) => event.id)).toEqual([id]);
    const uuid = await uploadTagged(second, { foo: 'bar' });
    await second.control.idle();
    expect(receiver.callbacks.map(({ body }) => [body.event_id, body.data.file_register_uuid])).toEqual([
      [id, uuid],
    ]);
    // Known to everything that looks an event up, too.
    second.control.fire(id);
    await second.control.idle();
    expect(receiver.callbacks).toHaveLength(2);
  });

  it('loses an event that has ended: by hand, or by its own action', async () => {
    const receiver = await callbackReceiver();
    const store = memoryStore();
    const emulator = await start({ eventStore: store });
    const byHand = await register(emulator, receiver.url, { tags: { foo: 'hand' } });
    const once = await register(emulator, receiver.url, {}, { delete_after_action: true });
    const stays = await register(emulator, receiver.url, { tags: { foo: 'other' } });
    emulator.control.removeEvent(byHand);
    await uploadTagged(emulator, { foo: 'bar' });
    await emulator.control.idle();
    expect(store.load().map(({ id }) => id)).toEqual([stays]);
    expect(receiver.callbacks.map(({ body }) => body.event_id)).toEqual([once]);
  });

  it('is empty after a reset', async () => {
    const store = memoryStore();
    const emulator = await start({ eventStore: store });
    await register(emulator, 'https://webhook.example/1');
    await emulator.reset();
    expect(store.load()).toEqual([]);
  });
});

describe('a file of events', () => {
  let folder: string;
  const umask = process.umask();
  beforeEach(() => {
    // Most machines let others read new files.
    process.umask(0o022);
    folder = mkdtempSync(join(tmpdir(), 'signalbox-events-'));
  });
  afterEach(() => {
    process.umask(umask);
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps the callback URLs, which contain tokens, from other users of the machine', () => {
    eventFile(join(folder, 'events.json')).save([]);
    expect(readdirSync(folder)).toEqual(['events.json']);
    expect(statSync(join(folder, 'events.json')).mode & 0o077).toBe(0);
  });
});
