/*
 * n8n builds requests and reads responses on its only thread. Requests sent together are answered together and then
 * built together again: the API idles while n8n builds, and n8n idles while the API works.
 *
 * Seen in: n8n 2.41. Its request helper takes about four times the CPU time of node:http. Figure: 200 items, 5 at a
 * time, API latency 50 ms: 1.14-1.20 of the ideal time without pacing, 1.10-1.13 with it. No longer needed when:
 * test/http-core/n8n-workarounds/still-needed.test.ts says so. See docs/n8n-workarounds.md.
 */
import { KeyedMutex } from '../platform/keyed-mutex';
import { wait } from '../platform/wait';

/** Share of an even distance between requests. With all of it, one late response would delay everything behind it. */
const SHARE = 0.5;

/** More than n8n takes to build a request; a larger distance gains nothing. */
const MAX_GAP_MS = 10;

/** With faster responses n8n has no time to build anything in between, so waiting gains nothing. */
const QUICK_MS = 5;

/** Timers are not more precise than this. */
const TIMER_MS = 1;

const LOCK = 'next request';

/**
 * Staggers concurrent requests by half an even share of the fastest response time, in the order of the calls. Costs at
 * most half of the fastest response, once; a lone request never waits.
 *
 * Until the first response, the time is unknown, and one request is sent per turn of the event loop, since n8n opens a
 * connection for each.
 *
 * @returns a function that calls `send` at its time and settles as it does, or rejects with the signal's reason
 */
export function paceRequests(): <T>(send: () => Promise<T>, signal?: AbortSignal) => Promise<T> {
  const lock = new KeyedMutex();
  let inFlight = 0;
  let fastestMs = Infinity;
  /** Earliest time for the next request. */
  let nextMs = -Infinity;
  const gapMs = () => (fastestMs < QUICK_MS ? 0 : Math.min((SHARE * fastestMs) / inFlight, MAX_GAP_MS));

  const waitForTurn = async (signal: AbortSignal | undefined): Promise<void> => {
    signal?.throwIfAborted();
    if (fastestMs === Infinity) {
      if (inFlight > 1) await lock.runExclusive(LOCK, async () => await wait(0, signal), signal);
      return;
    }
    const now = performance.now();
    const dueMs = Math.max(now, nextMs);
    nextMs = dueMs + gapMs();
    const isDue = dueMs - now < TIMER_MS;
    if (isDue && lock.isIdle) return;
    // A due request goes right behind the waiting ones: with a timer, it would make the next one wait as well, and so
    // on.
    const pause = async () => {
      if (!isDue) await wait(Math.max(0, dueMs - performance.now()), signal);
    };
    await lock.runExclusive(LOCK, pause, signal);
  };

  return async (send, signal) => {
    inFlight += 1;
    try {
      await waitForTurn(signal);
      const startedMs = performance.now();
      const result = await send();
      fastestMs = Math.min(fastestMs, performance.now() - startedMs);
      return result;
    } finally {
      inFlight -= 1;
    }
  };
}
