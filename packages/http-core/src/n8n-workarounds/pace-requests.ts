import { unlessAborted, wait } from '../platform/wait';

/** The part of an even distance that is kept. The whole of it would let a late answer hold up those behind it. */
const SHARE = 0.5;

/** More than n8n takes to build a request; further apart they do not get in each other's way. */
const MAX_GAP_MS = 10;

/** Where answers come faster, n8n has no time to spare while they are under way, and nothing is gained by waiting. */
const QUICK_MS = 5;

/** No timer is more exact. */
const TIMER_MS = 1;

/**
 * Sends requests in the order of their calls, each a little after the one before, so that they do not all keep n8n busy
 * at the same time.
 *
 * n8n builds and reads them on one thread. What is sent together is answered together and built together again: while n8n
 * builds five requests the API has nothing to do, and while the API answers them n8n has not. Spread over the time
 * that an answer takes, they are under way while others are built. Until the first answer that time is not known, and
 * they go one to a turn of the event loop; n8n opens a connection for each, which happens only when it comes round.
 *
 * It costs at most half of the quickest answer, once. A request that comes alone or late enough by itself does not wait.
 *
 * @returns a function that calls `send` when it is its turn and gives what that gives; it throws what that throws, or
 * the signal's reason when that aborts before
 */
export function paceRequests(): <T>(send: () => Promise<T>, signal?: AbortSignal) => Promise<T> {
  let turn: Promise<void> = Promise.resolve();
  let waiting = 0;
  let underWay = 0;
  let quickestMs = Infinity;
  /** When the next one may be sent. */
  let nextMs = -Infinity;
  const gapMs = () => (quickestMs < QUICK_MS ? 0 : Math.min((SHARE * quickestMs) / underWay, MAX_GAP_MS));

  const itsTurn = async (signal: AbortSignal | undefined): Promise<void> => {
    signal?.throwIfAborted();
    if (quickestMs < Infinity) {
      const now = performance.now();
      const mineMs = Math.max(now, nextMs);
      nextMs = mineMs + gapMs();
      const isDue = mineMs - now < TIMER_MS;
      if (isDue && waiting === 0) return;
      // One that is due goes right behind those that wait: a timer of its own would make the next one wait as well, and so on.
      if (!isDue) turn = turn.then(async () => await wait(Math.max(0, mineMs - performance.now())));
    } else {
      if (underWay === 1) return;
      turn = turn.then(async () => await wait(0));
    }
    waiting += 1;
    try {
      const mine = turn;
      await unlessAborted(() => mine, signal);
    } finally {
      waiting -= 1;
    }
  };

  return async (send, signal) => {
    underWay += 1;
    try {
      await itsTurn(signal);
      const startedMs = performance.now();
      const result = await send();
      quickestMs = Math.min(quickestMs, performance.now() - startedMs);
      return result;
    } finally {
      underWay -= 1;
    }
  };
}
