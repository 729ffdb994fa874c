import { seed } from '@signalbox/emulators/disruptive-technologies';
import { basic, start, startStill, stopAll, type Running } from './running-emulator';

const project = seed.projects.building.id;
const { fridge, pantry, window } = seed.devices;
const path = `/v2/projects/${project}/devices`;

const open: AbortController[] = [];

afterEach(async () => {
  for (const controller of open.splice(0)) controller.abort();
  await stopAll();
});

/** Opens a stream; `next` gives what comes, piece by piece. */
async function listen(emulator: Running, rest: string, accept?: string) {
  const controller = new AbortController();
  open.push(controller);
  const response = await fetch(emulator.url + path + rest, {
    headers: { ...basic(seed.serviceAccounts.full), ...(accept ? { accept } : {}) },
    signal: controller.signal,
  });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    response,
    leave: () => controller.abort(),
    /** The text up to a mark, or `undefined` at the end. */
    async next(mark: string): Promise<string | undefined> {
      while (!text.includes(mark)) {
        const { value, done } = await reader.read();
        if (done) return undefined;
        text += value;
      }
      const [first = '', ...others] = text.split(mark);
      text = others.join(mark);
      return first;
    },
  };
}

describe('stream (disruptive-technologies.md §6)', () => {
  it('sends each event of the project as a line of JSON', async () => {
    const emulator = await start();
    const stream = await listen(emulator, ':stream');
    expect(stream.response.status).toBe(200);
    expect(stream.response.headers.has('x-signalbox-stream')).toBe(false);
    expect(stream.response.headers.get('content-type')).toMatch(/^application\/json/);
    emulator.control.touch(window.id);
    const touch = emulator.control.touch(fridge.id);
    expect(JSON.parse((await stream.next('\n'))!)).toStrictEqual({ result: { event: touch } });
    const other = emulator.control.touch(pantry.id);
    expect(JSON.parse((await stream.next('\n'))!)).toStrictEqual({ result: { event: other } });
    expect(emulator.journal.requests).toMatchObject([{ method: 'GET', status: 200 }]);
  });

  it('sends server-sent events to who accepts them', async () => {
    const emulator = await start();
    const stream = await listen(emulator, ':stream', 'text/event-stream');
    expect(stream.response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const event = emulator.control.touch(fridge.id);
    const block = (await stream.next('\n\n'))!;
    expect(block.slice(0, 6)).toBe('data: ');
    expect(JSON.parse(block.slice(6))).toStrictEqual({ result: { event } });
  });

  it.each([
    [':stream?event_types=temperature', 'fridge', 'temperature'],
    [':stream?deviceIds=' + pantry.id, 'pantry', 'touch'],
    [':stream?device_types=humidity', 'pantry', 'touch'],
    [':stream?label_filters=name%3DPantry', 'pantry', 'touch'],
    [`/${pantry.id}:stream`, 'pantry', 'touch'],
  ] as const)('keeps to %s', async (rest, device, type) => {
    const emulator = await start();
    const stream = await listen(emulator, rest);
    emulator.control.touch(fridge.id);
    emulator.control.publish(fridge.id, 'temperature', { value: 1 });
    emulator.control.touch(pantry.id);
    const { event } = JSON.parse((await stream.next('\n'))!).result;
    expect([event.targetName.split('/').at(-1), event.eventType]).toEqual([seed.devices[device].id, type]);
  });

  it('pings as often as it is asked to', async () => {
    const { emulator, clock } = await startStill();
    const silent = await listen(emulator, ':stream');
    const stream = await listen(emulator, ':stream?ping_interval=10s');
    clock.advance(20_000);
    for (const second of ['10', '20']) {
      expect(JSON.parse((await stream.next('\n'))!).result.event).toMatchObject({
        eventType: 'ping',
        targetName: `projects/${project}`,
        data: null,
        timestamp: expect.stringContaining(`:${second}.`),
      });
    }
    const event = emulator.control.touch(fridge.id);
    expect(JSON.parse((await silent.next('\n'))!).result.event).toEqual(event);
    expect((await listen(emulator, ':stream?ping_interval=soon')).response.status).toBe(400);
  });

  it('is forgotten when its listener leaves, ended when it is dropped, and cut when the emulator closes', async () => {
    const emulator = await start();
    const [leaving, dropped] = [await listen(emulator, ':stream'), await listen(emulator, ':stream')];
    expect(emulator.control.streams()).toBe(2);
    leaving.leave();
    while (emulator.control.streams() > 1) await new Promise((resolve) => setTimeout(resolve, 5));
    emulator.control.dropStreams();
    expect(await dropped.next('\n')).toBeUndefined();
    expect(emulator.control.streams()).toBe(0);
    const last = await listen(emulator, ':stream');
    await emulator.stopListening();
    await expect(last.next('\n')).rejects.toThrow();
    while (emulator.control.streams() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await emulator.resumeListening();
    await listen(emulator, ':stream');
    await emulator.close();
  });

  it('can be broken like any other answer', async () => {
    const emulator = await start();
    for (const kind of ['truncate', 'drip'] as const) {
      emulator.faults.inject({ fault: kind === 'drip' ? { kind, bytesPerSecond: 100 } : { kind } });
      const stream = await listen(emulator, ':stream');
      await stream.next('\n').catch(() => undefined);
      while (emulator.control.streams() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    emulator.faults.inject({ fault: { kind: 'resetAfter' } });
    await expect(listen(emulator, ':stream')).rejects.toThrow();
    while (emulator.control.streams() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it('needs a role', async () => {
    const emulator = await start();
    const headers = basic(seed.serviceAccounts.readOnly);
    const annex = `${emulator.url}/v2/projects/${seed.projects.annex.id}/devices:stream`;
    expect((await fetch(annex, { headers })).status).toBe(403);
    expect((await fetch(annex)).status).toBe(401);
  });
});
