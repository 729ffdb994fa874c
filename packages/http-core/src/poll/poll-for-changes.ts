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

/** Things of one kind that are watched, each read by a request of its own. `Seen` is what is remembered of one; plain JSON. */
export interface WatchOptions<Answer, Seen extends object> {
  service: Service;
  /** What one of the things is called, for messages: "Sentry". */
  noun: string;
  /** Which ones, by their ids. One that is named twice is looked at once. Throws InvalidParameterError for what is no id. */
  ids(connection: ServiceConfig): readonly string[];
  request(id: string): RequestSpec;
  responseSchema: z.ZodMiniType<Answer>;
  /**
   * What an answer tells beside what is remembered: what to remember from now on, and the items of what has changed.
   * Without `before` it is the baseline, of which there are none.
   */
  compare(answer: Answer, before: Seen | undefined, id: string): { seen: Seen; items: object[] };
  /** The present state of one, for the editor. */
  sample(answer: Answer, id: string): object;
  /** One that cannot be read, for the editor. */
  unreadable(id: string, message: string): object;
}

/** Looks under way at once. */
const CONCURRENCY = 5;

/**
 * Milliseconds. Short, and with one retry alone: the next poll is the better one, and a thing that hangs must leave time
 * for the others.
 */
const SETTINGS: RequestSettings = { timeoutMs: 10_000, deadlineMs: 15_000, maxRetries: 1 };

/**
 * Milliseconds. n8n's older scheduler grants five minutes but begins a poll every minute: two at once would
 * compare with the same memory and report the same change twice.
 */
const LONGEST_POLL_MS = 45_000;

/**
 * The whole of a trigger's `poll()` that watches things which cannot be asked what has changed: reads each of them, and
 * emits what is other than what it remembers. `null` when nothing is.
 *
 * The first look at each is its baseline and emits nothing. What is remembered lives in static data, by id, so
 * a change made while n8n was down or the node was renamed is found; what is not watched any more is forgotten. One that
 * cannot be read does not stop the others and is logged; only when every one was tried and none could be read is that an error.
 * When the time is up, the next poll begins with those that were not looked at. A manual run shows the present
 * state and remembers nothing.
 */
export async function pollForChanges<Answer, Seen extends object>(
  ctx: IPollFunctions,
  options: WatchOptions<Answer, Seen>,
): Promise<INodeExecutionData[][] | null> {
  const endsAt = performance.now() + Math.min(pollBudgetMs(ctx), LONGEST_POLL_MS);
  const { service, compare } = options;
  const client = await createClient(ctx, service, SETTINGS);
  const read = async (id: string): Promise<Answer> =>
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
      if ('answer' in look) return [options.sample(look.answer, id)];
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
    if (look && 'answer' in look) {
      const compared = compare(look.answer, known, id);
      seen.set(id, compared.seen);
      items.push(...compared.items);
      continue;
    }
    if (known) seen.set(id, known);
    if (look) {
      const { message } = await errorOf(look.error);
      log(
        ctx,
        'warn',
        `${options.noun} ${id} could not be read, and is tried again with the next poll: ${message}`,
      );
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

/** What came of the attempt to read one. */
type Look<Answer> = { answer: Answer } | { error: unknown };

/** Reads as many as there is time for, in this order, some at once. Those for which there was none are not in the result. */
async function lookAt<Answer>(
  ids: readonly string[],
  read: (id: string) => Promise<Answer>,
  endsAt: number,
): Promise<Map<string, Look<Answer>>> {
  const looks = new Map<string, Look<Answer>>();
  const remainingMs = (): number => endsAt - performance.now();
  let slowestMs = 0;
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < ids.length && remainingMs() > slowestMs) {
      const id = ids[next++]!;
      const startedAt = performance.now();
      const timeIsUp = AbortSignal.timeout(Math.floor(remainingMs()));
      try {
        looks.set(id, { answer: await unlessAborted(() => read(id), timeIsUp) });
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

/** The ids in the same order, but beginning with this one and going round. */
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

/** Not when there was no time for some of them: n8n discards the memory of a poll that throws, so they would never come first. */
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
