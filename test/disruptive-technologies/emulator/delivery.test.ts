import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { seed } from '@signalbox/emulators/disruptive-technologies';
import { closeReceivers, pushReceiver } from './push-receiver';
import { api, start, startStill, stopAll, type Running } from './running-emulator';

const project = seed.projects.building.id;
const list = `/projects/${project}/dataconnectors`;
const { fridge, pantry, backDoor, window } = seed.devices;
const HOUR = 3_600_000;

afterEach(async () => {
  await stopAll();
  await closeReceivers();
});

async function connect(emulator: Running, url: string, more: Record<string, unknown> = {}) {
  const { status, json } = await api(emulator, 'POST', list, {
    type: 'HTTP_PUSH',
    httpConfig: { url },
    ...more,
  });
  expect(status).toBe(200);
  const name = json.name as string;
  return {
    id: name.split('/').at(-1)!,
    get: async () => (await api(emulator, 'GET', `/${name}`)).json,
    patch: async (body: unknown) => (await api(emulator, 'PATCH', `/${name}`, body)).status,
    metrics: async () => (await api(emulator, 'GET', `/${name}:metrics`)).json.metrics,
    sync: () => api(emulator, 'POST', `/${name}:sync`),
    remove: () => api(emulator, 'DELETE', `/${name}`),
  };
}

/** An emulator whose time stands still, with one connector. */
async function still(answers?: Parameters<typeof pushReceiver>[0], assume = {}) {
  const { emulator, clock } = await startStill({ assume });
  const hook = await pushReceiver(answers);
  const connector = await connect(emulator, hook.url);
  const pass = async (ms: number) => {
    clock.advance(ms);
    await emulator.control.idle();
  };
  return { emulator, clock, hook, connector, pass };
}

describe('a push (disruptive-technologies.md §3a)', () => {
  it('is one event as compact JSON, with the labels that were asked for', async () => {
    const emulator = await start();
    const hook = await pushReceiver();
    await connect(emulator, hook.url, { labels: ['name', 'absent'] });
    const event = emulator.control.publish(fridge.id, 'temperature', { value: 5.5 });
    await emulator.control.idle();
    const { raw, body } = hook.pushes[0]!;
    expect(raw.toString()).toBe(JSON.stringify(body));
    expect(body).toStrictEqual({
      event: {
        eventId: event.eventId,
        targetName: `projects/${project}/devices/${fridge.id}`,
        eventType: 'temperature',
        data: {
          temperature: {
            value: 5.5,
            updateTime: event.timestamp,
            samples: [{ value: 5.5, sampleTime: event.timestamp }],
            isBackfilled: false,
          },
        },
        timestamp: event.timestamp,
      },
      labels: { name: 'Fridge 1' },
      metadata: {
        deviceId: fridge.id,
        projectId: project,
        deviceType: 'temperature',
        productNumber: fridge.productNumber,
      },
    });
    expect(event.eventId).toMatch(/^[0-9a-v]{20}$/);
    expect(event.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  });

  it('goes to every active connector of the project whose filter lets it through', async () => {
    const emulator = await start();
    const hooks = await Promise.all([pushReceiver(), pushReceiver(), pushReceiver(), pushReceiver()]);
    await connect(emulator, hooks[0].url);
    await connect(emulator, hooks[1].url, { events: ['temperature', 'objectPresent'] });
    await connect(emulator, hooks[2].url, { events: ['touch'], status: 'USER_DISABLED' });
    const other = `/projects/${seed.projects.annex.id}/dataconnectors`;
    await api(emulator, 'POST', other, { type: 'HTTP_PUSH', httpConfig: { url: hooks[3].url } });
    emulator.control.touch(fridge.id);
    emulator.control.publish(backDoor.id, 'objectPresent', { state: 'NOT_PRESENT' });
    emulator.control.publish(window.id, 'contact', { state: 'OPEN' });
    await emulator.control.idle();
    expect(hooks.map(({ pushes }) => pushes.map(({ body }) => body.event.eventType))).toEqual([
      ['touch', 'objectPresent'],
      ['objectPresent'],
      [],
      ['contact'],
    ]);
  });
});

describe('at least once (disruptive-technologies.md §3d)', () => {
  it.each([[301], [400], [404], [410], [500]])('tries again after %i', async (status) => {
    const { emulator, hook, pass, connector } = await still((index) => (index < 2 ? status : 204));
    const { eventId } = emulator.control.touch(fridge.id);
    await emulator.control.idle();
    expect(emulator.control.queue(connector.id).map(({ event }) => event.eventId)).toEqual([eventId]);
    await pass(999);
    expect(hook.pushes).toHaveLength(1);
    await pass(1);
    expect(hook.pushes).toHaveLength(2);
    await pass(1_999);
    expect(hook.pushes).toHaveLength(2);
    await pass(1);
    expect(hook.eventIds()).toEqual([eventId, eventId, eventId]);
    expect(hook.pushes.every(({ path }) => path === '/push')).toBe(true);
    expect(emulator.control.queue(connector.id)).toEqual([]);
    await pass(HOUR);
    expect(hook.pushes).toHaveLength(3);
  });

  it('pushes one at a time, also those that were refused together', async () => {
    let open = 0;
    let most = 0;
    let answered = 0;
    const server = createServer((_request, response) => {
      most = Math.max(most, ++open);
      // Time for others to come, if they may.
      setTimeout(() => {
        open -= 1;
        response.writeHead(answered++ < 8 ? 503 : 200).end();
      }, 20);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { emulator, clock } = await startStill();
    await connect(emulator, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    for (let n = 0; n < 8; n++) emulator.control.touch(fridge.id);
    await emulator.control.idle();
    clock.advance(1_000);
    await emulator.control.idle();
    expect([answered, most]).toEqual([16, 1]);
    server.close();
  });

  it('tries again when no response arrives in time or nothing listens', async () => {
    const { emulator, hook, pass } = await still((index) => (index === 0 ? 'hang' : 200), {
      pushTimeoutMs: 50,
    });
    emulator.control.touch(fridge.id);
    await emulator.control.idle();
    await pass(1_000);
    expect(emulator.journal.deliveries.map(({ status, error }) => status ?? error)).toEqual(['TIMEOUT', 200]);
    await hook.close();
    emulator.control.touch(fridge.id);
    await emulator.control.idle();
    expect(emulator.journal.deliveries.at(-1)!.error).toBe('ECONNREFUSED');
  });

  it('does not hold up other events behind one that fails', async () => {
    const { emulator, hook, pass } = await still((index) => (index === 0 ? 500 : 200));
    const first = emulator.control.touch(fridge.id).eventId;
    const second = emulator.control.touch(pantry.id).eventId;
    await emulator.control.idle();
    await pass(1_000);
    expect(hook.eventIds()).toEqual([first, second, first]);
  });

  it('waits twice as long each time, an hour at most, and gives up after twelve hours', async () => {
    const { emulator, hook, pass, connector } = await still(() => 500);
    emulator.control.touch(fridge.id);
    await emulator.control.idle();
    const seconds = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 2_048, ...Array<number>(10).fill(3_600)];
    for (const [index, wait] of seconds.entries()) {
      await pass(wait * 1_000 - 1);
      expect(hook.pushes).toHaveLength(index + 1);
      await pass(1);
      expect(hook.pushes).toHaveLength(index + 2);
    }
    const left = 12 * HOUR - 1_000 * seconds.reduce((sum, wait) => sum + wait, 0);
    await pass(left - 1);
    expect(emulator.control.queue(connector.id)).toHaveLength(1);
    await pass(1);
    expect(emulator.control.queue(connector.id)).toEqual([]);
    await pass(24 * HOUR);
    expect(hook.pushes).toHaveLength(seconds.length + 1);
  });

  it('follows the numbers of the assumptions', async () => {
    const { emulator, hook, pass } = await still(() => 500, {
      firstRetryMs: 10,
      longestRetryMs: 20,
      expiryMs: 100,
    });
    emulator.control.touch(fridge.id);
    await emulator.control.idle();
    for (let ms = 0; ms < 200; ms++) await pass(1);
    // 0, 10, then every 20 up to 90; 100 is too late.
    expect(hook.pushes).toHaveLength(6);
  });

  it('the real clock waits for an event no longer than the event lives', async () => {
    const emulator = await start({ assume: { firstRetryMs: HOUR, expiryMs: 50 } });
    const hook = await pushReceiver(() => 500);
    const connector = await connect(emulator, hook.url);
    emulator.control.touch(fridge.id);
    await emulator.control.idle();
    expect([hook.pushes.length, emulator.control.queue(connector.id)]).toEqual([1, []]);
  });

  it('sends what waits to where the connector points by then', async () => {
    const { emulator, hook, pass, connector } = await still(() => 500);
    const elsewhere = await pushReceiver();
    const { eventId } = emulator.control.touch(fridge.id);
    await emulator.control.idle();
    await connector.patch({ httpConfig: { url: elsewhere.url } });
    await pass(1_000);
    expect([hook.pushes.length, elsewhere.eventIds()]).toEqual([1, [eventId]]);
  });

  it('goes out in order one by one, or several at once if so assumed', async () => {
    for (const [parallelPushes, most] of [
      [1, 1],
      [3, 3],
    ] as const) {
      const { emulator, hook } = await still(() => 'hang', { parallelPushes, pushTimeoutMs: 300 });
      for (let index = 0; index < 5; index++) emulator.control.touch(fridge.id);
      while (hook.pushes.length < most) await new Promise((resolve) => setTimeout(resolve, 5));
      await new Promise((resolve) => setTimeout(resolve, 60));
      expect(hook.pushes).toHaveLength(most);
      await hook.close();
      await emulator.control.idle();
    }
  });

  it('repeats, reorders and loses events on demand', async () => {
    const emulator = await start();
    const hook = await pushReceiver();
    await connect(emulator, hook.url);
    const touch = () => emulator.control.touch(fridge.id).eventId;
    emulator.control.switchDeliveries({ duplicates: 1 });
    const twice = touch();
    await emulator.control.idle();
    emulator.control.switchDeliveries({ duplicates: 0, reorder: true });
    const [early, late] = [touch(), touch()];
    await emulator.control.idle();
    emulator.control.switchDeliveries({ reorder: false, drop: 1 });
    touch();
    const last = touch();
    await emulator.control.idle();
    expect(hook.eventIds()).toEqual([twice, twice, late, early, last]);
    expect(emulator.journal.deliveries.filter(({ deliveryId }) => deliveryId === twice)).toHaveLength(2);
  });
});

describe('a disabled connector (disruptive-technologies.md §3d)', () => {
  it.each([
    [
      'a user',
      (connector: Awaited<ReturnType<typeof connect>>) => connector.patch({ status: 'USER_DISABLED' }),
    ],
    [
      'the system',
      (connector: { id: string }, emulator: Running) => emulator.control.disableConnector(connector.id),
    ],
    ['deletion', (connector: Awaited<ReturnType<typeof connect>>) => connector.remove()],
  ])('by %s drops what waits and what comes', async (_by, disable) => {
    const { emulator, hook, pass, connector } = await still((index) => (index === 0 ? 500 : 200));
    emulator.control.touch(fridge.id);
    await emulator.control.idle();
    await disable(connector, emulator);
    emulator.control.touch(fridge.id);
    await pass(HOUR);
    expect(hook.pushes).toHaveLength(1);
    if (_by === 'deletion') return;
    expect(emulator.control.queue(connector.id)).toEqual([]);
    expect(await connector.patch({ status: 'ACTIVE' })).toBe(200);
    await pass(HOUR);
    expect(hook.pushes).toHaveLength(1);
    const { eventId } = emulator.control.touch(fridge.id);
    await emulator.control.idle();
    expect(hook.eventIds().at(-1)).toBe(eventId);
  });

  it('a disabled connector leaves nothing to wait for with the real clock', async () => {
    const emulator = await start({ assume: { firstRetryMs: HOUR } });
    const hook = await pushReceiver(() => 500);
    const connector = await connect(emulator, hook.url);
    emulator.control.touch(fridge.id);
    while (emulator.journal.deliveries.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    emulator.control.disableConnector(connector.id);
    await emulator.control.idle();
    expect(hook.pushes.length).toBe(1);
  });

  it('is what becomes of one that fails for five days', async () => {
    const { emulator, pass, connector } = await still(() => 500, {
      longestRetryMs: 6 * HOUR,
      firstRetryMs: 6 * HOUR,
    });
    for (let day = 0; day < 5; day++) {
      emulator.control.touch(fridge.id);
      await emulator.control.idle();
      for (let quarter = 0; quarter < 4; quarter++) await pass(6 * HOUR);
      expect((await connector.get()).status).toBe('ACTIVE');
    }
    emulator.control.touch(fridge.id);
    await emulator.control.idle();
    expect((await connector.get()).status).toBe('SYSTEM_DISABLED');
    expect(emulator.control.queue(connector.id)).toEqual([]);
  });

  it('is not what becomes of one that succeeds in between, or was set active', async () => {
    const answers = [500, 200, 500, 500, 500];
    const { emulator, pass, connector } = await still((index) => answers[index] ?? 200, {
      longestRetryMs: 100 * 24 * HOUR,
      firstRetryMs: 100 * 24 * HOUR,
    });
    const touch = async () => {
      emulator.control.touch(fridge.id);
      await emulator.control.idle();
      return (await connector.get()).status;
    };
    expect(await touch()).toBe('ACTIVE');
    await pass(3 * 24 * HOUR);
    expect(await touch()).toBe('ACTIVE');
    expect(await touch()).toBe('ACTIVE');
    await pass(4 * 24 * HOUR);
    expect(await touch()).toBe('ACTIVE');
    await connector.patch({ status: 'USER_DISABLED' });
    await connector.patch({ status: 'ACTIVE' });
    await pass(2 * 24 * HOUR);
    expect(await touch()).toBe('ACTIVE');
  });

  it('comes sooner if so assumed', async () => {
    const { emulator, pass, connector } = await still(() => 500, { disableAfterMs: 1_000 });
    emulator.control.touch(fridge.id);
    await emulator.control.idle();
    expect((await connector.get()).status).toBe('ACTIVE');
    await pass(1_000);
    expect((await connector.get()).status).toBe('SYSTEM_DISABLED');
  });
});

describe('metrics (disruptive-technologies.md §2d)', () => {
  it('count every push of the last three hours', async () => {
    const { emulator, pass, connector } = await still((index) => [500, 200, 200, 404][index] ?? 200);
    expect(await connector.metrics()).toStrictEqual({ successCount: 0, errorCount: 0, latency99p: '0s' });
    emulator.control.touch(fridge.id);
    await emulator.control.idle();
    expect(await connector.metrics()).toMatchObject({ successCount: 0, errorCount: 1 });
    await pass(1_000);
    emulator.control.touch(fridge.id);
    emulator.control.touch(fridge.id);
    await emulator.control.idle();
    const metrics = await connector.metrics();
    expect(metrics).toStrictEqual({
      successCount: 2,
      errorCount: 2,
      latency99p: expect.stringMatching(/^\d+(\.\d{1,3})?s$/),
    });
    expect(emulator.control.metrics(connector.id)).toEqual(metrics);
    await pass(3 * HOUR - 1_000);
    // The first failure is out; the retry of the last one is in.
    expect(await connector.metrics()).toMatchObject({ successCount: 3, errorCount: 1 });
    await pass(3 * HOUR);
    expect(await connector.metrics()).toMatchObject({ successCount: 0, errorCount: 0 });
  });

  it('tell the latency that 99 of 100 pushes stay within', async () => {
    const { ConnectorMetrics } =
      await import('@signalbox/emulators/internal/disruptive-technologies/connector-metrics');
    const metrics = new ConnectorMetrics();
    for (let latencyMs = 1; latencyMs <= 200; latencyMs++)
      metrics.add({ atMs: 0, accepted: true, latencyMs });
    expect(metrics.read(0)).toEqual({ successCount: 200, errorCount: 0, latency99p: '0.198s' });
  });
});

describe('sync (disruptive-technologies.md §2e)', () => {
  it('pushes the last event of each type of every device, with its own id, to this connector alone', async () => {
    const emulator = await start();
    const [hook, other] = await Promise.all([pushReceiver(), pushReceiver()]);
    const connector = await connect(emulator, hook.url);
    await connect(emulator, other.url, { status: 'USER_DISABLED' });
    const reported = emulator.control.devices(project).flatMap(({ latest }) => [...latest.values()]);
    expect(await connector.sync()).toMatchObject({ status: 200, text: '{}' });
    await emulator.control.idle();
    expect(reported.length).toBeGreaterThan(10);
    expect(hook.eventIds().sort()).toEqual(reported.map(({ eventId }) => eventId).sort());
    expect(other.pushes).toEqual([]);
  });

  it('keeps to the filter, and does nothing for a disabled connector', async () => {
    const emulator = await start();
    const hook = await pushReceiver();
    const connector = await connect(emulator, hook.url, { events: ['temperature'] });
    emulator.control.publish(fridge.id, 'temperature', { value: 1 });
    const { eventId } = emulator.control.publish(fridge.id, 'temperature', { value: 2 });
    await emulator.control.idle();
    await connector.sync();
    await emulator.control.idle();
    expect(hook.eventIds().slice(2)).toEqual([eventId]);
    await connector.patch({ status: 'USER_DISABLED' });
    expect((await connector.sync()).status).toBe(200);
    await emulator.control.idle();
    expect(hook.pushes).toHaveLength(3);
  });
});

it('delivers a thousand events in a burst, each at least once, through failures', async () => {
  const emulator = await start({ assume: { firstRetryMs: 5, parallelPushes: 8 } });
  const hook = await pushReceiver((index) => (index % 7 === 0 ? 503 : 200));
  await connect(emulator, hook.url);
  emulator.control.switchDeliveries({ duplicates: 1, reorder: true });
  const ids = Array.from({ length: 1_000 }, () => emulator.control.touch(fridge.id).eventId);
  await emulator.control.idle();
  expect(new Set(ids).size).toBe(1_000);
  expect(new Set(hook.eventIds())).toEqual(new Set(ids));
  expect(hook.pushes.length).toBeGreaterThan(2_000);
}, 60_000);
