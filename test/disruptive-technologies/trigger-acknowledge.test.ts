import type { INodeExecutionData } from 'n8n-workflow';
import { seed, useLab } from './lab';
import { listeningTrigger, type ListeningOptions, type ListeningTrigger } from './listening-trigger';
import { push, sharedSecretHeader } from './signed-push';

const lab = useLab();
const { fridge, pantry } = seed.devices;

const open: ListeningTrigger[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

/** Retries come without delay, to keep the tests short. */
beforeEach(async () => {
  await lab.emulatorWith({ assume: { firstRetryMs: 5, longestRetryMs: 5, parallelPushes: 8 } });
});

async function listen(
  workflow: ListeningOptions['workflow'],
  acknowledge: string = 'lastNode',
  options: ListeningOptions = {},
): Promise<ListeningTrigger> {
  const parameters = { acknowledge, ...options.parameters };
  const trigger = await listeningTrigger(lab, { ...options, parameters, workflow });
  open.push(trigger);
  return trigger;
}

const eventIdOf = (data: INodeExecutionData[][]) => data[0]![0]!.json.eventId as string;

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}

/** A workflow whose executions end when the test says so. */
function controlled() {
  const running: { id: string; succeed(): void; fail(): void }[] = [];
  return {
    running,
    workflow: (data: INodeExecutionData[][]) =>
      new Promise<void>((resolve, reject) => {
        running.push({
          id: eventIdOf(data),
          succeed: () => resolve(),
          fail: () => reject(new Error('the workflow fails')),
        });
      }),
  };
}

test('on receipt, the service forgets the event whatever becomes of the workflow', async () => {
  const trigger = await listen(() => Promise.reject(new Error('the workflow fails')), 'onReceived');
  lab.emulator.control.touch(fridge.id);
  await lab.emulator.control.idle();
  expect(trigger.answers()).toEqual([200]);
  expect(trigger.items()).toHaveLength(1);
});

describe('after the workflow has finished', () => {
  test('the service hears of it then, and nothing of what the workflow did', async () => {
    const { running, workflow } = controlled();
    const trigger = await listen(workflow);
    const event = lab.emulator.control.touch(fridge.id);
    await until(() => running.length === 1);
    expect(trigger.answers()).toEqual([]);
    const [connector] = lab.emulator.control.connectors();
    expect(lab.emulator.control.queue(connector!.id)).toMatchObject([{ event: { eventId: event.eventId } }]);
    running[0]!.succeed();
    await lab.emulator.control.idle();
    expect(trigger.answers()).toEqual([200]);
    expect(lab.emulator.control.queue(connector!.id)).toEqual([]);

    const body = push();
    const sent = trigger.deliver(body, sharedSecretHeader(body, trigger.secret));
    await until(() => running.length === 2);
    running[1]!.succeed();
    expect([(await sent).status, (await sent).body]).toEqual([200, '']);
  });

  test('a workflow that fails is run again until it succeeds, and then no more', async () => {
    let failures = 3;
    const runs: string[] = [];
    const trigger = await listen(async (data) => {
      runs.push(eventIdOf(data));
      if (failures-- > 0) throw new Error('the workflow fails');
    });
    const { eventId } = lab.emulator.control.touch(fridge.id);
    await lab.emulator.control.idle();
    expect(runs).toEqual([eventId, eventId, eventId, eventId]);
    expect(trigger.answers()).toEqual([500, 500, 500, 200]);

    lab.emulator.control.switchDeliveries({ duplicates: 2 });
    const second = lab.emulator.control.touch(fridge.id);
    await lab.emulator.control.idle();
    expect(runs.slice(4)).toEqual([second.eventId]);
    expect(trigger.answers().slice(4)).toEqual([200, 200, 200]);
  });

  test('simultaneous copies of one event give one execution', async () => {
    const { running, workflow } = controlled();
    const trigger = await listen(workflow);
    lab.emulator.control.switchDeliveries({ duplicates: 5 });
    lab.emulator.control.touch(fridge.id);
    await until(() => trigger.server.received.length === 6 && running.length > 0);
    running[0]!.succeed();
    await lab.emulator.control.idle();
    expect(running).toHaveLength(1);
    expect(trigger.answers()).toEqual([200, 200, 200, 200, 200, 200]);
  });

  test('when the first of two copies fails, the other one runs', async () => {
    const { running, workflow } = controlled();
    const trigger = await listen(workflow);
    const body = push();
    const headers = sharedSecretHeader(body, trigger.secret);
    const both = [trigger.deliver(body, headers), trigger.deliver(body, headers)];
    await until(() => trigger.server.received.length === 2 && running.length === 1);
    running[0]!.fail();
    await until(() => running.length === 2);
    running[1]!.succeed();
    expect((await Promise.all(both)).map(({ status }) => status).sort()).toEqual([200, 500]);
    expect((await trigger.deliver(body, headers)).body).toContain('duplicate');
    expect(running).toHaveLength(2);
  });

  test('a crash in the middle loses nothing: what had not finished runs again in the new process', async () => {
    const { running, workflow } = controlled();
    const before = await listen(workflow);
    const finished = push();
    const unfinished = [push(), push()];
    const headersOf = (body: string) => sharedSecretHeader(body, before.secret);
    const first = before.deliver(finished, headersOf(finished));
    await until(() => running.length === 1);
    running[0]!.succeed();
    await first;
    // Its id is written down with the next delivery that is answered.
    const second = push();
    const next = before.deliver(second, headersOf(second));
    await until(() => running.length === 2);
    // n8n needs longer to start an execution than the node to write.
    await new Promise((resolve) => setTimeout(resolve, 100));
    running[1]!.succeed();
    await next;

    const lost = unfinished.map((body) => before.deliver(body, headersOf(body)).catch(() => undefined));
    await until(() => running.length === 4);
    const after = await listen(() => {}, 'lastNode', { after: before, packages: await lab.reload() });
    await before.close();
    open.splice(open.indexOf(before), 1);
    await Promise.all(lost);
    for (const body of [finished, ...unfinished]) {
      expect((await after.deliver(body, headersOf(body))).status).toBe(200);
    }
    const idIn = (body: string) => (JSON.parse(body) as { event: { eventId: string } }).event.eventId;
    expect(after.items().map(({ eventId }) => eventId)).toEqual(unfinished.map(idIn));
  });

  test('Only Newer: an event that failed is not outdated by itself', async () => {
    let failures = 1;
    const values: unknown[] = [];
    await listen(
      async ([items]) => {
        values.push(items![0]!.json.temperatureCelsius);
        if (failures-- > 0) throw new Error('the workflow fails');
      },
      'lastNode',
      { parameters: { options: { onlyNewer: true } } },
    );
    lab.emulator.control.publish(fridge.id, 'temperature', { value: 4 });
    await lab.emulator.control.idle();
    expect(values).toEqual([4, 4]);
  });
});

describe('a thousand events in a burst, with copies, failures and in disorder', () => {
  test.each(['onReceived', 'lastNode'])(
    'run each exactly once (%s)',
    async (acknowledge) => {
      const done: string[] = [];
      let attempts = 0;
      const trigger = await listen(async (data) => {
        const id = eventIdOf(data);
        await new Promise((resolve) => setImmediate(resolve));
        // In the mode that waits for the workflow, the service repeats what has failed.
        if (acknowledge === 'lastNode' && ++attempts % 7 === 0) throw new Error('the workflow fails');
        done.push(id);
      }, acknowledge);
      lab.emulator.control.switchDeliveries({ reorder: true });
      const sent: string[] = [];
      for (let n = 0; n < 1_000; n++) {
        const { id } = n % 2 === 0 ? fridge : pantry;
        lab.emulator.control.switchDeliveries({ duplicates: n % 3 });
        sent.push(lab.emulator.control.touch(id).eventId);
      }
      await lab.emulator.control.idle();
      await until(() => done.length >= sent.length);
      expect(done).toHaveLength(1_000);
      expect([...done].sort()).toEqual([...sent].sort());
      expect(done).not.toEqual(sent);
      const statuses = trigger.answers();
      expect(statuses.length).toBeGreaterThanOrEqual(1_999);
      expect(new Set(statuses)).toEqual(new Set(acknowledge === 'lastNode' ? [200, 500] : [200]));
      expect(lab.emulator.control.queue(lab.emulator.control.connectors()[0]!.id)).toEqual([]);
    },
    180_000,
  );
});
