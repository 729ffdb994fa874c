import { oneToATurn } from '../../../packages/http-core/src/request/one-to-a-turn';

/** Lets everything happen that needs no turn of the event loop. */
async function settle(): Promise<void> {
  for (let hop = 0; hop < 20; hop++) await Promise.resolve();
}

test('lets the first caller through at once, and the others only when the event loop comes round, in order', async () => {
  const itsTurn = oneToATurn();
  const passed: number[] = [];
  const all = Promise.all(
    [0, 1, 2, 3].map(async (caller) => {
      await itsTurn();
      passed.push(caller);
    }),
  );
  await settle();
  expect(passed).toEqual([0]);
  await all;
  expect(passed).toEqual([0, 1, 2, 3]);
});

test('gives up waiting when the execution is stopped', async () => {
  const itsTurn = oneToATurn();
  const { signal, abort } = stoppable();
  await itsTurn(signal);
  const waiting = [itsTurn(signal), itsTurn(signal)].map((one) => expect(one).rejects.toThrow('stopped'));
  abort();
  await Promise.all(waiting);
});

function stoppable(): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort(new Error('stopped')) };
}
