import { setImmediate as nextTurn } from 'node:timers/promises';
import { oneToATurn } from '../../../packages/http-core/src/request/one-to-a-turn';

/** Lets everything happen that needs no turn of the event loop. */
async function settle(): Promise<void> {
  for (let hop = 0; hop < 20; hop++) await Promise.resolve();
}

test('lets the first caller through at once, and every other one in a later turn, in order', async () => {
  const itsTurn = oneToATurn();
  let turn = 0;
  let counting = true;
  const counter = (async () => {
    while (counting) {
      await nextTurn();
      turn += 1;
    }
  })();
  const passed: { caller: number; turn: number }[] = [];
  const all = Promise.all(
    [0, 1, 2, 3].map(async (caller) => {
      await itsTurn();
      passed.push({ caller, turn });
    }),
  );
  await settle();
  expect(passed).toEqual([{ caller: 0, turn: 0 }]);
  await all;
  counting = false;
  await counter;
  expect(passed.map(({ caller }) => caller)).toEqual([0, 1, 2, 3]);
  expect(new Set(passed.map((one) => one.turn)).size).toBe(4);
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
