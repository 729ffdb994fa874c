import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import type * as z from 'zod/v4-mini';

import { nodeError } from '../errors/node-error';
import { log } from '../platform/log';
import { unlessAborted } from '../platform/wait';
import { createClient } from '../request/client';
import type { RequestSettings } from '../request/client';
import type { RequestSpec } from '../request/request-spec';
import type { ServiceConfig, Service } from '../service';
import { pollBudgetMs } from './poll-budget';
import { openProgress } from './progress';
import { readWatch, storedWatch } from './watch-state';

/** Things of one kind to watch, each with its own request. `Seen` is the stored state of one, as plain JSON. */
interface WatchOptions<ResponseBody, Seen extends object> {
  service: Service;
  /**
   * Name of one thing, for messages.
   * @example 'Sentry'
   */
  noun: string;
  /**
   * Ids of the things to watch. Duplicates are read once.
   *
   * @throws InvalidParameterError if one is not an id
   */
  ids(connection: ServiceConfig): readonly string[];
  request(id: string): RequestSpec;
  responseSchema: z.ZodMiniType<ResponseBody>;
  /**
   * Compares a response with the stored state and returns the new state and the items of all changes. Without `before`
   * it is the baseline, which has no items.
   */
  compare(response: ResponseBody, before: Seen | undefined, id: string): { seen: Seen; items: object[] };
  /** Current state of one thing, for the editor. */
  sample(response: ResponseBody, id: string): object;
  /** A thing that cannot be read, for the editor. */
  unreadable(id: string, message: string): object;
}

/** Concurrent reads. */
const CONCURRENCY = 5;

/**
 * Short, and with a single retry: the next poll tries again anyway, and a hanging request must leave time for the
 * others.
 */
const SETTINGS: RequestSettings = { timeoutMs: 10_000, deadlineMs: 15_000, maxRetries: 1 };

/**
 * Milliseconds. n8n's older scheduler allows five minutes but starts a poll every minute: two concurrent polls would
 * compare with the same state and report the same change twice.
 */
const LONGEST_POLL_MS = 45_000;

/**
 * Implements a trigger's `poll()` for things that cannot be asked for their changes: reads each of them and emits the
 * differences to the stored state. Returns `null` if there are none.
 *
 * The first read of each thing is its baseline and emits nothing. The state is in static data, by id, so changes made
 * while n8n was down or the node was renamed are found; the state of things that are no longer watched is deleted. A
 * thing that cannot be read is logged and does not stop the others; it is an error only if all were tried and none
 * could be read. If the time is up, the next poll starts with the remaining ones. A manual run shows the current state
 * and stores nothing.
 */
export async function pollForChanges<ResponseBody, Seen extends object>(
  ctx: IPollFunctions,
  options: WatchOptions<ResponseBody, Seen>,
): Promise<INodeExecutionData[][] | null> {
  const endsAt = performance.now() + Math.min(pollBudgetMs(ctx), LONGEST_POLL_MS);
  const { service, compare } = options;
  const client = await createClient(ctx, service, SETTINGS);
  const read = async (id: string): Promise<ResponseBody> =>
    (await client.send(options.request(id), 'safe', options.responseSchema)).content;
  const errorOf = async (error: unknown): Promise<Error> =>
    nodeError(ctx.getNode(), error, { service, redact: await client.redactor() });
  let ids: string[];
  try {
    ids = [...new Set(options.ids(client.config))];
  } catch (error) {
    throw await errorOf(error);
  }

  if (ctx.getMode() === 'manual') {
    const looks = await lookAt(ids, read, endsAt);
    throwIfNoneIsReadable(ids, looks, await firstError(looks, errorOf));
    const shown = ids.map(async (id) => {
      const look = looks.get(id);
      if (!look) return [];
      if ('response' in look) return [options.sample(look.response, id)];
      return [options.unreadable(id, (await errorOf(look.error)).message)];
    });
    return output((await Promise.all(shown)).flat());
  }

  const progress = openProgress(ctx, 'watched');
  const { seen: before, next } = readWatch<Seen>(progress.stored, client.config.baseUrl);
  const order = beginningWith(ids, next);
  const looks = await lookAt(order, read, endsAt);

  const seen = new Map<string, Seen>();
  const items: object[] = [];
  for (const id of ids) {
    const known = before.get(id);
    const look = looks.get(id);
    if (look && 'response' in look) {
      const compared = compare(look.response, known, id);
      seen.set(id, compared.seen);
      items.push(...compared.items);
      continue;
    }
    if (known) seen.set(id, known);
    if (look) {
      const { message } = await errorOf(look.error);
      log(ctx, 'warn', `${options.noun} ${id} could not be read; the next poll tries again: ${message}`);
    }
  }
  throwIfNoneIsReadable(ids, looks, await firstError(looks, errorOf));
  const left = order.filter((id) => !looks.has(id));
  if (left.length > 0) {
    log(ctx, 'info', `No time was left for ${left.length} of ${ids.length}; the next poll begins with them`);
  }
  progress.store(storedWatch({ scope: client.config.baseUrl, seen, next: left[0] }));
  return output(items);
}

/** Result of an attempt to read one thing. */
type Look<ResponseBody> = { response: ResponseBody } | { error: unknown };

/**
 * Reads things in this order, several at a time, until the time is up. The result has only the things that were read.
 */
async function lookAt<ResponseBody>(
  ids: readonly string[],
  read: (id: string) => Promise<ResponseBody>,
  endsAt: number,
): Promise<Map<string, Look<ResponseBody>>> {
  const looks = new Map<string, Look<ResponseBody>>();
  const remainingMs = (): number => endsAt - performance.now();
  let slowestMs = 0;
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < ids.length && remainingMs() > slowestMs) {
      const id = ids[next++]!;
      const startedAt = performance.now();
      const timeIsUp = AbortSignal.timeout(Math.floor(remainingMs()));
      try {
        looks.set(id, { response: await unlessAborted(() => read(id), timeIsUp) });
      } catch (error) {
        if (timeIsUp.aborted) return;
        looks.set(id, { error });
      }
      slowestMs = Math.max(slowestMs, performance.now() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return looks;
}

/** Rotates the ids so that `first` comes first. */
function beginningWith(ids: readonly string[], first: string | undefined): string[] {
  const at = first === undefined ? 0 : Math.max(0, ids.indexOf(first));
  return [...ids.slice(at), ...ids.slice(0, at)];
}

async function firstError(
  looks: ReadonlyMap<string, Look<unknown>>,
  errorOf: (error: unknown) => Promise<Error>,
): Promise<Error | undefined> {
  for (const look of looks.values()) if ('error' in look) return await errorOf(look.error);
  return undefined;
}

/**
 * Does not throw if some were not read in time: n8n discards the state of a poll that throws, so they would never come
 * first.
 */
function throwIfNoneIsReadable(
  ids: readonly string[],
  looks: ReadonlyMap<string, Look<unknown>>,
  error: Error | undefined,
): void {
  const isHopeless = looks.size === ids.length && [...looks.values()].every((look) => 'error' in look);
  if (error && isHopeless) throw error;
}

function output(items: object[]): INodeExecutionData[][] | null {
  return items.length === 0 ? null : [items.map((json) => ({ json: { ...json } }))];
}
