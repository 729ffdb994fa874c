import { paceRequests } from '@signalbox/http-core/internal/n8n-workarounds/pace-requests';

type Send = ReturnType<typeof paceRequests>;

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** Sends `count` concurrent requests, each answered after `ms`. @returns when each was sent, from now */
async function sendAtOnce(inItsTurn: Send, count: number, ms: number, fails = false): Promise<number[]> {
  // So that none of them still keeps its distance from those before.
  await jest.advanceTimersByTimeAsync(10);
  const begunMs = performance.now();
  const sentMs: number[] = [];
  const all = Array.from({ length: count }, async () => {
    const answer = inItsTurn(async () => {
      sentMs.push(performance.now() - begunMs);
      await new Promise((resolve) => setTimeout(resolve, ms));
      if (fails) throw new Error('connection lost');
    });
    await answer.catch(() => undefined);
  });
  await jest.runAllTimersAsync();
  await Promise.all(all);
  return sentMs;
}

/** Lets everything happen that needs no turn of the event loop. */
async function settle(): Promise<void> {
  for (let hop = 0; hop < 20; hop++) await Promise.resolve();
}

test('sends one request per turn of the event loop until the first response, in order', async () => {
  jest.useRealTimers();
  const inItsTurn = paceRequests();
  const sent: number[] = [];
  const all = Promise.all([0, 1, 2, 3].map((caller) => inItsTurn(() => Promise.resolve(sent.push(caller)))));
  await settle();
  expect(sent).toEqual([0]);
  await all;
  expect(sent).toEqual([0, 1, 2, 3]);
});

test('takes no noticeable time until the first response', async () => {
  expect(await sendAtOnce(paceRequests(), 4, 40)).toEqual([0, 0, 0, 0]);
});

test('staggers concurrent requests over half of the fastest response time', async () => {
  const inItsTurn = paceRequests();
  await sendAtOnce(inItsTurn, 1, 64);
  await sendAtOnce(inItsTurn, 1, 40);
  await sendAtOnce(inItsTurn, 1, 60);
  // The first one knows of no other yet: 40 / 2, of which 10 are the most.
  expect(await sendAtOnce(inItsTurn, 4, 40)).toEqual([0, 10, 20, 26]);
});

test('never staggers by more than n8n takes to build a request', async () => {
  const inItsTurn = paceRequests();
  await sendAtOnce(inItsTurn, 1, 5000);
  expect(await sendAtOnce(inItsTurn, 5, 5000)).toEqual([0, 10, 20, 30, 40]);
});

test('does not count a failure as a fast response', async () => {
  const inItsTurn = paceRequests();
  await sendAtOnce(inItsTurn, 1, 5000);
  await sendAtOnce(inItsTurn, 1, 1, true);
  expect(await sendAtOnce(inItsTurn, 2, 5000)).toEqual([0, 10]);
});

test('uses no timer if responses are quick or the previous request is far enough away', async () => {
  const inItsTurn = paceRequests();
  const send = jest.fn(() => Promise.resolve());
  await sendAtOnce(inItsTurn, 1, 40);
  void inItsTurn(send);
  await settle();
  await jest.advanceTimersByTimeAsync(20);
  void inItsTurn(send);
  await settle();
  expect(send).toHaveBeenCalledTimes(2);

  const quick = paceRequests();
  await sendAtOnce(quick, 1, 3);
  for (let times = 0; times < 5; times++) void quick(send);
  await settle();
  expect(send).toHaveBeenCalledTimes(7);
  expect(jest.getTimerCount()).toBe(0);
});

test('does not count finished and failed requests', async () => {
  const inItsTurn = paceRequests();
  await sendAtOnce(inItsTurn, 1, 16);
  await sendAtOnce(inItsTurn, 50, 16, true);
  expect(await sendAtOnce(inItsTurn, 2, 16)).toEqual([0, 8]);
});

test('does not delay a lone request', async () => {
  const inItsTurn = paceRequests();
  for (let times = 0; times < 3; times++) expect(await sendAtOnce(inItsTurn, 1, 40)).toEqual([0]);
});

test('settles as the request does', async () => {
  const inItsTurn = paceRequests();
  await expect(inItsTurn(() => Promise.resolve('answer'))).resolves.toBe('answer');
  await jest.runAllTimersAsync();
  await expect(inItsTurn(() => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
});

test('stops waiting and sends nothing more when the execution is stopped', async () => {
  const inItsTurn = paceRequests();
  const controller = new AbortController();
  const send = jest.fn(() => new Promise<void>(() => {}));
  void inItsTurn(send, controller.signal);
  const waiting = [inItsTurn(send, controller.signal), inItsTurn(send, controller.signal)].map((one) =>
    expect(one).rejects.toThrow('stopped'),
  );
  await settle();
  controller.abort(new Error('stopped'));
  await Promise.all(waiting);
  await jest.runAllTimersAsync();
  expect(send).toHaveBeenCalledTimes(1);
});

test('sets no timers for due requests behind a waiting one', async () => {
  const inItsTurn = paceRequests();
  let timers = 0;
  const worker = async () => {
    for (let request = 0; request < 50; request++) await inItsTurn(async () => {});
  };
  let working = true;
  const all = Promise.all(Array.from({ length: 10 }, worker)).finally(() => (working = false));
  for (await settle(); working; await settle()) {
    await jest.advanceTimersToNextTimerAsync();
    timers += 1;
  }
  await all;
  // One for each that came before the first answer.
  expect(timers).toBeLessThanOrEqual(10);
});
