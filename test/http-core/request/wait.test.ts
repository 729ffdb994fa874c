import type * as Workflow from 'n8n-workflow';

import type * as Wait from '@signalbox/http-core/internal/platform/wait';

/** The functions for waiting of several years of n8n-workflow, on real timers. */
const GENERATIONS: Record<string, (real: typeof Workflow) => object> = {
  'of today': (real) => real,
  'of 1.100, with a sleep that nothing interrupts': () => ({
    sleep: async (ms: number) => await new Promise<void>((resolve) => setTimeout(resolve, ms)),
  }),
  'after it and up to 2.30, with sleepWithAbort': (real) => ({
    sleep: async (ms: number) => await real.sleep(ms),
    sleepWithAbort: async (ms: number, signal?: AbortSignal) => await real.sleep(ms, signal),
  }),
};

describe.each(Object.keys(GENERATIONS))('with an n8n %s', (generation) => {
  let wait: typeof Wait.wait;

  beforeEach(() => {
    jest.resetModules();
    jest.doMock('n8n-workflow', () => GENERATIONS[generation]!(jest.requireActual('n8n-workflow')));
    ({ wait } = jest.requireActual<typeof Wait>('@signalbox/http-core/internal/platform/wait'));
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.dontMock('n8n-workflow');
  });

  const nextTurn = async () => await new Promise((resolve) => setImmediate(resolve));

  test('it waits as long as told', async () => {
    for (const signal of [undefined, new AbortController().signal]) {
      let done = false;
      const waiting = wait(1000, signal).then(() => (done = true));
      await jest.advanceTimersByTimeAsync(999);
      expect(done).toBe(false);
      await jest.advanceTimersByTimeAsync(1);
      await waiting;
      expect(done).toBe(true);
    }
  });

  test.each([[new Error('stopped')], ['a reason that is no error'], [undefined]])(
    'an abort ends it at once, with the reason (%p)',
    async (reason) => {
      const controller = new AbortController();
      const outcomes: unknown[] = [];
      void wait(1000, controller.signal).catch((error: unknown) => outcomes.push(error));
      await nextTurn();
      expect(outcomes).toEqual([]);
      controller.abort(reason);
      await nextTurn();
      expect(outcomes).toEqual([controller.signal.reason]);
      // The end of the uninterruptible sleep has no effect.
      await jest.runAllTimersAsync();
      await expect(wait(1000, controller.signal)).rejects.toBe(controller.signal.reason);
    },
  );

  test('it leaves no listener behind', async () => {
    const { signal } = new AbortController();
    const added = jest.spyOn(signal, 'addEventListener');
    const removed = jest.spyOn(signal, 'removeEventListener');
    const waiting = wait(10, signal);
    await jest.runAllTimersAsync();
    await waiting;
    expect(added).toHaveBeenCalled();
    expect(removed.mock.calls.length).toBe(added.mock.calls.length);
  });
});
