import type * as z from 'zod/v4-mini';

import { RequestError } from '../errors/request-error';
import { wait } from '../platform/wait';
import type { RequestSpec } from './request-spec';
import { httpDateMs } from './retry/retry-after';
import type { Verdict } from './retry/send-with-retry';
import type { Headers } from './response';

/** How to find out whether a request was carried out, by what it leaves at the service. */
export interface OutcomeCheck<Answer> {
  /** Asks for the trace. Sent as `safe`. */
  look: RequestSpec;
  schema: z.ZodMiniType<unknown>;
  /**
   * The answer that the request has got or would have got; `undefined` when it is not there.
   *
   * @param seen what the service has answered
   * @param isOurs whether something with this id, made at this time of the service, is of this request and no other
   */
  found(seen: unknown, isOurs: IsOurs): Answer | undefined;
  /** Names what an answer is about. */
  idOf?(answer: Answer): string;
  /** Milliseconds that a trace may take to appear. Without it nothing is taken for surely absent. */
  appearsWithinMs?: number;
  /** Milliseconds that the trace of a request that succeeded is waited for, so that the next one sees it. */
  awaitMs?: number;
}

export type IsOurs = (id: string, madeAtMs: number) => boolean;

/** One look, retries included, in so many milliseconds; throws what `Client.send` throws. */
export type Look = (deadlineMs: number) => Promise<{ content: unknown; headers: Headers }>;

/** The wait before the first look, in milliseconds; each further one is twice as long. */
const FIRST_WAIT_MS = 100;

/** How many ids are remembered. What matters are those of the last seconds. */
const MAX_TAKEN = 1_000;

/** Ids that answers of this process have named, oldest first: none of them is of another request. */
const taken = new Set<string>();

/** Remembers that an answer is that of a request of ours. */
export function take<Answer>({ idOf }: OutcomeCheck<Answer>, answer: Answer): void {
  if (!idOf) return;
  taken.add(idOf(answer));
  if (taken.size > MAX_TAKEN) taken.delete(taken.values().next().value!);
}

/**
 * Looks for the trace of a request whose outcome is unknown, until it is there or would be there.
 *
 * @param startedMs when the request was first sent, by the clock of n8n
 * @param remainingMs how long this may take
 * @throws the signal's reason
 */
export async function checkOutcome<Answer>(
  outcomeCheck: OutcomeCheck<Answer>,
  look: Look,
  { startedMs, remainingMs, signal }: { startedMs: number; remainingMs: number; signal?: AbortSignal },
): Promise<Verdict<Answer>> {
  const { appearsWithinMs = 0, found } = outcomeCheck;
  const deadline = Date.now() + remainingMs;
  const withinDeadline = () => look(Math.max(1, deadline - Date.now()));
  const waitMs = Math.min(appearsWithinMs, remainingMs);
  const answer = await lookUntil(withinDeadline, waitMs, signal, (seen, headers) => {
    // The service's own clock, to the second: what is older than the request by it, is of another one.
    const sinceMs = startedMs - Date.now() + serverTimeMs(headers);
    return found(seen, (id, madeAtMs) => madeAtMs >= sinceMs && !taken.has(id));
  });
  if (answer === 'failed') return 'open';
  if (answer !== undefined) {
    take(outcomeCheck, answer);
    return { found: answer };
  }
  return appearsWithinMs > 0 && remainingMs >= appearsWithinMs ? 'absent' : 'open';
}

/** Waits until the trace of a request that succeeded can be seen, if that is wanted; then it is the better answer. */
export async function awaitTrace<Answer>(
  { idOf, awaitMs, found }: OutcomeCheck<Answer>,
  look: Look,
  { answer, signal }: { answer: Answer; signal?: AbortSignal },
): Promise<Answer> {
  if (!idOf || !awaitMs) return answer;
  const own = idOf(answer);
  const shown = await lookUntil(
    () => look(awaitMs),
    awaitMs,
    signal,
    (seen) => found(seen, (id) => id === own),
  );
  return shown === undefined || shown === 'failed' ? answer : shown;
}

/** Looks again and again for so many milliseconds; once if it is none. */
async function lookUntil<T>(
  look: () => ReturnType<Look>,
  ms: number,
  signal: AbortSignal | undefined,
  find: (seen: unknown, headers: Headers) => T | undefined,
): Promise<T | 'failed' | undefined> {
  const until = Date.now() + ms;
  for (let waitMs = FIRST_WAIT_MS; ; waitMs *= 2) {
    const leftMs = until - Date.now();
    if (ms > 0) await wait(Math.max(0, Math.min(waitMs, leftMs)), signal);
    try {
      const { content, headers } = await look();
      const result = find(content, headers);
      if (result !== undefined) return result;
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof RequestError) return 'failed';
      throw error;
    }
    if (waitMs >= leftMs) return undefined;
  }
}

/** When the service answered, by its own clock; by that of n8n where it does not say. */
function serverTimeMs({ date }: Headers): number {
  const ms = typeof date === 'string' ? httpDateMs(date) : NaN;
  return Number.isNaN(ms) ? Date.now() : ms;
}
