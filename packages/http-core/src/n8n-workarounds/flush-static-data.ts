/*
 * n8n saves changed static data right before it responds to a delivery, but loses the change on the way: preparing the
 * execution builds a second Workflow around the same data, which resets the "changed" flag.
 *
 * Seen in: n8n 2.41. Figure: a single write is lost whenever the execution is prepared after it. If every delivery of a
 * burst rewrote until its response, callbacks would be answered a quarter slower, so at most two of them do. No longer
 * needed when: test/http-core/n8n-workarounds/still-needed.test.ts says so. See docs/n8n-workarounds.md.
 */
import type { ServerResponse } from 'node:http';

import { wait } from '../platform/wait';
import { onBeforeEnd } from './on-before-end';

/** Milliseconds before each rewrite: n8n takes a few to a few dozen to store the execution. */
const REWRITE_AFTER_MS = [0, 10, 50];
/** Milliseconds before each further rewrite, and their number: a minute, for an n8n that is busy. */
const FURTHER_AFTER_MS = 100;
const MAX_REWRITES = 600;

/** With this many pending responses, n8n needs longer for each of them than the first rewrites take. */
const BURST = 8;

/** Responses to accepted deliveries of one node that n8n has not ended yet. */
export interface PendingResponses {
  count: number;
  latest?: ServerResponse;
  /** The response whose delivery rewrites for those that came after it. */
  writer?: ServerResponse;
}

/**
 * Persists accepted delivery ids before n8n ends its response.
 *
 * A single write can be lost, so we rewrite until the response ends. In a burst only the first and the latest delivery
 * write; each write contains all accepted ids.
 *
 * Guarantee: at least once. After a crash the last few deliveries of a burst may start a second execution. With
 * `lastNode` the current delivery is persisted with the next one, because n8n saves before it knows the outcome.
 *
 * @param persist writes into static data what may be saved by now
 * @param onOutcome called right before the response ends, and before the last write: with `true` if the status is 2xx
 */
export async function flushStaticData(
  pending: PendingResponses,
  response: ServerResponse,
  persist: () => void,
  onOutcome: (isSuccess: boolean) => void,
): Promise<void> {
  pending.count++;
  pending.latest = response;
  pending.writer ??= response;
  onBeforeEnd(response, () => {
    const { statusCode } = response;
    const isSuccess = statusCode >= 200 && statusCode < 300;
    onOutcome(isSuccess);
    // The sender repeats a failed delivery, so it must not be persisted as seen.
    if (isSuccess && pending.latest === response) persist();
  });
  response.once('close', () => {
    pending.count--;
    if (pending.latest === response) delete pending.latest;
    if (pending.writer === response) delete pending.writer;
  });

  if (pending.count >= BURST && pending.writer !== response) return;
  for (let rewrite = 0; rewrite < MAX_REWRITES && !response.writableEnded; rewrite++) {
    persist();
    await wait(REWRITE_AFTER_MS[rewrite] ?? FURTHER_AFTER_MS);
    // The sender has hung up; n8n may need a little longer to end the response.
    if (response.destroyed && rewrite >= REWRITE_AFTER_MS.length) return;
  }
}
