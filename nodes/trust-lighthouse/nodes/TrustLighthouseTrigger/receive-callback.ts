import { call, log, once, path, slots } from '@signalbox/http-core';
import {
  clearFiredTest,
  knownOrphans,
  receive,
  recognizeToken,
  recordMatch,
  matchSubscription,
} from '@signalbox/http-core/webhook';
import type { Receiver } from '@signalbox/http-core/webhook';
import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { fetchFile } from '../api/fetch-file';
import { trust } from '../api/trust';
import { containsTags, watchedTags } from '../api/watch';
import { tagMap } from '../api/wire';
import { callbackSchema, eventIdIn } from './callback';
import type { Callback } from './callback';
import { taggedFileEvents } from './tagged-file-events';

/** Room for some thousands of tags; how many a file may have is not documented (trust-lighthouse.md §3.1). */
const MAX_BYTES = 1024 * 1024;

/** Milliseconds in which Chronos must confirm: until then the answer to Trust has to wait. */
const CONFIRM = { timeoutMs: 5_000, deadlineMs: 8_000, maxRetries: 1 };

const DOWNLOAD_DEADLINE_MS = 120_000;

/**
 * "Modest" (trust-lighthouse.md §6), for a burst of notices; those for confirmation must not wait behind large files.
 */
const downloads = slots(5);
const confirmations = slots(5);

/** The tags of a file (trust-lighthouse.md §4). */
const tagsAnswer = once(() => z.looseObject({ data: z.nullish(tagMap()) }));

type Tags = Readonly<Record<string, unknown>>;

/** The whole of the trigger's `webhook()`. */
export async function receiveCallback(ctx: IWebhookFunctions): Promise<IWebhookResponseData> {
  const { token } = ctx.getQueryData() as IDataObject;
  let isTransient = false;
  try {
    await recognizeToken(ctx, taggedFileEvents, token);
  } catch (error) {
    // Without the credential it cannot be told whether a token that is not remembered is ours.
    isTransient = true;
    log(ctx, 'warn', `The sender of a notice could not be checked: ${messageOf(error)}`);
  }
  return await receive(ctx, receiverOf(token, isTransient));
}

/** Takes one notice. Lighthouse signs nothing: the token in the URL and the ID of the event are what prove its origin. */
function receiverOf(token: unknown, isTransient: boolean): Receiver<Callback> {
  let confirmed: Tags | undefined;
  return {
    maxBytes: MAX_BYTES,
    schema: callbackSchema,
    // There is no ID of a delivery: the event is the same each time (trust-lighthouse.md §3.4).
    deliveryId: ({ event_id: eventId, data }) => JSON.stringify([eventId, data.file_register_uuid]),
    // A file may take minutes, and Trust is not known to wait, nor to call a second time.
    responseMode: (ctx) => (wantsFile(ctx) ? 'immediately' : 'onReceived'),

    // The token by itself first: what a stranger sends is not parsed.
    verify: ({ parsed }, memory) =>
      matchSubscription(memory, token, undefined) && matchSubscription(memory, token, eventIdIn(parsed()))
        ? { ok: true }
        : {
            ok: false,
            isTransient,
            reason: 'the URL token, or the ID of the event, is missing or unknown',
          },

    accepts:
      (ctx, { isTest }) =>
      async ({ event_id: id, data }) => {
        if (recordMatch(ctx, taggedFileEvents, { token, id }) !== 'current') {
          log(ctx, 'debug', `A notice of event ${id}, which was left behind, is dropped`);
          return false;
        }
        const watched = watchedTags(ctx);
        if (!containsTags(data.tags, watched)) return false;
        if (ctx.getNodeParameter('options.confirm', false)) {
          confirmed = await tagsInChronos(ctx, data.file_register_uuid);
          if (!containsTags(confirmed, watched)) {
            log(
              ctx,
              'warn',
              `A notice is dropped: Chronos knows no file ${JSON.stringify(data.file_register_uuid)} with the watched tags`,
            );
            return false;
          }
        }
        // Registered for one action, it has ended with this one.
        if (isTest) clearFiredTest(ctx);
        return true;
      },

    async toItems(callback, ctx) {
      const { event_id: eventId, data } = callback;
      const file = { uuid: data.file_register_uuid, name: data.filename };
      const left = knownOrphans(ctx, 'production').map(({ id }) => id);
      const fetched = wantsFile(ctx)
        ? await downloads(() =>
            fetchFile(ctx, file, {
              binaryField: ctx.getNodeParameter('binaryField', 'data') as string,
              deadlineMs: DOWNLOAD_DEADLINE_MS,
            }),
          )
        : {};
      const { downloadError, binary } = fetched;
      const json = {
        uuid: file.uuid,
        ...(file.name && { name: file.name }),
        tags: confirmed ?? data.tags,
        eventId,
        ...(confirmed && { confirmed: true }),
        ...(downloadError !== undefined && { downloadError }),
        ...(left.length > 0 && { leftoverEvents: left }),
        raw: withoutUrl(callback),
      };
      return [{ json, ...(binary && { binary }) }];
    },
  };
}

function wantsFile(ctx: IWebhookFunctions): boolean {
  return ctx.getNodeParameter('download', false) as boolean;
}

/** The tags of a file as Chronos has them; none for a file that it does not know. @throws NodeApiError */
async function tagsInChronos(ctx: IWebhookFunctions, uuid: string): Promise<Tags> {
  const { data } = await confirmations(() =>
    call(
      ctx,
      trust,
      { method: 'GET', path: path`/chronos/v1/file_registers/${uuid}/tags/` },
      { effect: 'read', answer: tagsAnswer(), whenNotFound: {}, settings: CONFIRM },
    ),
  );
  return data ?? {};
}

/** The URL in a callback holds the token. */
function withoutUrl(callback: Callback): object {
  const rest: Callback & { callback_url?: unknown } = { ...callback };
  delete rest.callback_url;
  return rest;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'an error of unknown kind';
}
