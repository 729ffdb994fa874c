import fc from 'fast-check';

import { KeyedMutex } from '@signalbox/http-core/internal/platform/keyed-mutex';

/** Runs everything that needs no timer. */
const settle = async () => await new Promise((resolve) => setImmediate(resolve));

test('gives the lock of a key to one caller at a time, in the order of the calls', async () => {
  const mutex = new KeyedMutex();
  const order: string[] = [];
  const acquire = async (name: string) => {
    const release = await mutex.acquire('a');
    order.push(name);
    return release;
  };
  const [first, second, third] = [acquire('first'), acquire('second'), acquire('third')];
  await settle();
  expect(order).toEqual(['first']);
  (await first)();
  await settle();
  expect(order).toEqual(['first', 'second']);
  (await second)();
  (await third)();
  expect(order).toEqual(['first', 'second', 'third']);
  expect(mutex.isIdle).toBe(true);
});

test('a locked key does not delay callers with another key', async () => {
  const mutex = new KeyedMutex();
  await mutex.acquire('a');
  await expect(mutex.acquire('b')).resolves.toBeInstanceOf(Function);
});

test('a second release does not free a lock that another caller holds by now', async () => {
  const mutex = new KeyedMutex();
  const release = await mutex.acquire('a');
  release();
  await mutex.acquire('a');
  release();
  expect(await mutex.acquireBefore('a', Date.now())).toBeUndefined();
});

test('acquireBefore returns undefined when the key is still locked at the deadline', async () => {
  const mutex = new KeyedMutex();
  const release = await mutex.acquire('a');
  const startedAt = Date.now();
  expect(await mutex.acquireBefore('a', Date.now() + 40)).toBeUndefined();
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(35);
  release();
  expect(mutex.isIdle).toBe(true);
});

test('acquireBefore takes a free lock even when the deadline has passed', async () => {
  const mutex = new KeyedMutex();
  expect(await mutex.acquireBefore('a', Date.now() - 1_000)).toBeInstanceOf(Function);
});

test('an aborted caller leaves the queue and the next one gets the lock', async () => {
  const mutex = new KeyedMutex();
  const release = await mutex.acquire('a');
  const controller = new AbortController();
  const aborted = mutex.acquire('a', controller.signal);
  const next = mutex.acquire('a');
  controller.abort(new Error('stopped'));
  await expect(aborted).rejects.toThrow('stopped');
  release();
  (await next)();
  expect(mutex.isIdle).toBe(true);
});

test('a caller that is aborted in the moment it gets the lock passes it on', async () => {
  const mutex = new KeyedMutex();
  const release = await mutex.acquire('a');
  const controller = new AbortController();
  const aborted = mutex.acquire('a', controller.signal);
  const next = mutex.acquire('a');
  await settle();
  controller.abort(new Error('stopped'));
  release();
  await expect(aborted).rejects.toThrow('stopped');
  (await next)();
  expect(mutex.isIdle).toBe(true);
});

test('a failed task releases its lock and throws its own error', async () => {
  const mutex = new KeyedMutex();
  await expect(mutex.runExclusive('a', () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  await expect(mutex.runExclusive('a', () => Promise.resolve('done'))).resolves.toBe('done');
  expect(mutex.isIdle).toBe(true);
});

test('never runs two tasks of a key at the same time, whatever fails or is aborted', async () => {
  const task = fc.record({
    key: fc.constantFrom('a', 'b'),
    turns: fc.nat({ max: 4 }),
    fails: fc.boolean(),
    abortAfter: fc.option(fc.nat({ max: 6 })),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(task, { maxLength: 12 }), async (tasks) => {
      const mutex = new KeyedMutex();
      const running = new Set<string>();
      let overlaps = 0;
      const runs = tasks.map(async ({ key, turns, fails, abortAfter }) => {
        const controller = new AbortController();
        const work = async () => {
          if (running.has(key)) overlaps++;
          running.add(key);
          for (let turn = 0; turn < turns; turn++) await Promise.resolve();
          running.delete(key);
          if (fails) throw new Error('failed');
        };
        const run = mutex.runExclusive(key, work, controller.signal).catch(() => undefined);
        if (abortAfter !== null) {
          for (let turn = 0; turn < abortAfter; turn++) await Promise.resolve();
          controller.abort(new Error('stopped'));
        }
        await run;
      });
      await Promise.all(runs);
      expect(overlaps).toBe(0);
      expect(mutex.isIdle).toBe(true);
    }),
    { numRuns: 300 },
  );
});
