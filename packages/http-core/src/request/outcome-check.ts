import type * as z from 'zod/v4-mini';

import { RequestError } from '../errors/request-error';
import { wait } from '../platform/wait';
import type { RequestSpec } from './request-spec';
import { httpDateMs } from './retry/retry-after';
import type { Verdict } from './retry/send-with-retry';
import type { Headers } from './response';

/** Way to find out whether a request was applied: by what it leaves at the service. */
export interface OutcomeCheck<ResponseBody> {
  /** Asks for the trace of the request. Sent as `safe`. */
  look: RequestSpec;
  schema: z.ZodMiniType<unknown>;
  /**
   * The response that the request got or would have got; `undefined` if there is no trace.
   *
   * @param seen response to `look`
   * @param isOurs whether something with this id, created at this time by the service's clock, comes from this request only
   */
  found(seen: unknown, isOurs: IsOurs): ResponseBody | undefined;
  /**
   * Id of the thing that a response is about.
   * @default responses cannot be told apart
   */
  idOf?(response: ResponseBody): string;
  /**
   * Time within which a trace appears. Only after it can the request be taken for not applied.
   * @default never taken for not applied
   */
  appearsWithinMs?: number;
  /**
   * Time to wait for the trace after a success, so that the next call sees it.
   * @default no wait
   */
  awaitMs?: number;
}

export type IsOurs = (id: string, madeAtMs: number) => boolean;

/** One look, including retries, limited to `deadlineMs`. Throws like `Client.send`. */
export type Look = (deadlineMs: number) => Promise<{ content: unknown; headers: Headers }>;

/** The wait before the first look, in milliseconds; each further one is twice as long. */
const FIRST_WAIT_MS = 100;

/** Only the ids of the last seconds matter. */
const MAX_TAKEN = 1_000;

/** Ids in responses of this process, oldest first. They belong to other requests. */
const taken = new Set<string>();

/** Remembers the id of a response, so that no other request takes it for its own. */
export function take<ResponseBody>({ idOf }: OutcomeCheck<ResponseBody>, response: ResponseBody): void {
  if (!idOf) return;
  taken.add(idOf(response));
  if (taken.size > MAX_TAKEN) taken.delete(taken.values().next().value!);
}

/**
 * Looks for the trace of a request with an unknown outcome, until it is there or must have appeared.
 *
 * @param startedMs when the request was first sent, by the clock of n8n
 * @param remainingMs time limit
 * @throws the signal's reason
 */
export async function checkOutcome<ResponseBody>(
  outcomeCheck: OutcomeCheck<ResponseBody>,
  look: Look,
  { startedMs, remainingMs, signal }: { startedMs: number; remainingMs: number; signal?: AbortSignal },
): Promise<Verdict<ResponseBody>> {
  const { appearsWithinMs = 0, found } = outcomeCheck;
  const deadline = Date.now() + remainingMs;
  const withinDeadline = () => look(Math.max(1, deadline - Date.now()));
  const waitMs = Math.min(appearsWithinMs, remainingMs);
  const response = await lookUntil(withinDeadline, waitMs, signal, (seen, headers) => {
    // By the service's clock, to the second. Anything older than the request comes from another one.
    const sinceMs = startedMs - Date.now() + serverTimeMs(headers);
    return found(seen, (id, madeAtMs) => madeAtMs >= sinceMs && !taken.has(id));
  });
  if (response === 'failed') return 'open';
  if (response !== undefined) {
    take(outcomeCheck, response);
    return { found: response };
  }
  return appearsWithinMs > 0 && remainingMs >= appearsWithinMs ? 'absent' : 'open';
}

/** Waits until the trace of a successful request can be seen, if `awaitMs` asks for it. It then replaces the response. */
export async function awaitTrace<ResponseBody>(
  { idOf, awaitMs, found }: OutcomeCheck<ResponseBody>,
  look: Look,
  { response, signal }: { response: ResponseBody; signal?: AbortSignal },
): Promise<ResponseBody> {
  if (!idOf || !awaitMs) return response;
  const own = idOf(response);
  const shown = await lookUntil(
    () => look(awaitMs),
    awaitMs,
    signal,
    (seen) => found(seen, (id) => id === own),
  );
  return shown === undefined || shown === 'failed' ? response : shown;
}

/** Looks repeatedly for `ms` milliseconds; once if it is 0. */
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

/** Time of the response by the service's clock, or by that of n8n if there is no Date header. */
function serverTimeMs({ date }: Headers): number {
  const ms = typeof date === 'string' ? httpDateMs(date) : NaN;
  return Number.isNaN(ms) ? Date.now() : ms;
}
