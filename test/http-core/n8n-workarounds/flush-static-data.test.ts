import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';

import { flushStaticData } from '@signalbox/http-core/internal/n8n-workarounds/flush-static-data';
import type { PendingResponses } from '@signalbox/http-core/internal/n8n-workarounds/flush-static-data';

/** As many pending deliveries as make a burst. */
const BURST = 8;

let pending: PendingResponses;
beforeEach(() => {
  pending = { count: 0 };
});

/** An accepted delivery, and how often it has written since it was last asked. */
function accepted() {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  let saves = 0;
  const log: ('save' | 'taken over' | 'failed' | 'answered')[] = [];
  const save = () => {
    saves++;
    log.push('save');
  };
  const end = response.end.bind(response) as () => ServerResponse;
  response.end = (() => {
    log.push('answered');
    return end();
  }) as typeof response.end;
  const done = flushStaticData(
    pending,
    response,
    save,
    (isSuccess) => void log.push(isSuccess ? 'taken over' : 'failed'),
  );
  return {
    response,
    log,
    saves() {
      const since = saves;
      saves = 0;
      return since;
    },
    async answer(status = 200) {
      response.statusCode = status;
      response.end();
      // There is no socket that could close it.
      response.emit('close');
      await done;
    },
  };
}

test('a single delivery writes immediately and rewrites until its response', async () => {
  const one = accepted();
  expect(one.saves()).toBe(1);
  let further = 0;
  while (further < 4) {
    await sleep(10);
    further += one.saves();
  }
  await one.answer();
  one.saves();
  await sleep(150);
  expect(one.saves()).toBe(0);
  expect(pending).toEqual({ count: 0 });
});

test('in a burst the first delivery rewrites until its response and the latest writes at its own', async () => {
  const first = accepted();
  const others = Array.from({ length: 30 }, accepted);
  const burst = others.slice(BURST);
  const newest = others.at(-1)!;
  expect(burst.map((one) => one.saves())).toEqual(burst.map(() => 0));
  first.saves();
  await sleep(300);
  expect(first.saves()).toBeGreaterThanOrEqual(2);
  expect(burst.map((one) => one.saves())).toEqual(burst.map(() => 0));

  await first.answer();
  for (const one of others.slice(0, -1)) await one.answer();
  expect(burst.map((one) => one.saves())).toEqual(burst.map(() => 0));
  await newest.answer();
  expect(newest.saves()).toBe(1);
  expect(pending).toEqual({ count: 0 });
});

test('the next delivery takes over after the response to the writer', async () => {
  const first = accepted();
  const others = Array.from({ length: 20 }, accepted);
  await first.answer();
  const next = accepted();
  const afterIt = accepted();
  expect(next.saves()).toBe(1);
  expect(afterIt.saves()).toBe(0);
  for (const one of [...others, next, afterIt]) await one.answer();
});

test('the latest delivery writes nothing if n8n could not start its execution', async () => {
  const others = Array.from({ length: 20 }, accepted);
  const newest = accepted();
  await newest.answer(500);
  expect(newest.saves()).toBe(0);
  for (const one of others) await one.answer();
});

test('a delivery whose sender has hung up stops writing', async () => {
  const one = accepted();
  one.response.destroy();
  await sleep(300);
  one.saves();
  await sleep(250);
  expect(one.saves()).toBe(0);
});

test('for any order of responses, each delivery is decided, then written if successful, then answered', async () => {
  const step = fc.record({ at: fc.nat({ max: 20 }), status: fc.constantFrom(200, 204, 302, 404, 500) });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(step), { maxLength: 40 }), async (steps) => {
      pending = { count: 0 };
      const open: ReturnType<typeof accepted>[] = [];
      let newest: ReturnType<typeof accepted> | undefined;
      for (const given of [...steps, ...steps.map(() => ({ at: 0, status: 200 }))]) {
        if (!given || open.length === 0) {
          newest = accepted();
          open.push(newest);
          continue;
        }
        const [one] = open.splice(given.at % open.length, 1);
        one!.log.splice(0);
        await one!.answer(given.status);
        const isTakenOver = given.status < 300;
        expect(one!.log).toEqual([
          isTakenOver ? 'taken over' : 'failed',
          ...(isTakenOver && one === newest ? ['save'] : []),
          'answered',
        ]);
      }
      for (const one of open) await one.answer();
      expect(pending).toEqual({ count: 0 });
    }),
    { numRuns: 300 },
  );
});
