import { call, log, lazy, path, limitConcurrency } from '@signalbox/http-core';
import { messageOf } from '@signalbox/http-core/errors';
import type { WebhookReceiver } from '@signalbox/http-core/webhook';
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { fetchFile } from '../api/fetch-file';
import { trust } from '../api/trust';
import { containsTags, watchedTags } from '../api/watch';
import { tagMap } from '../api/wire';
import {
  clearFiredTest,
  matchSubscription,
  recordMatch,
} from '../write-only-subscription/match-subscription';
import { recognizeToken } from '../write-only-subscription/recognize-token';
import { knownOrphans, withOrphans } from '../write-only-subscription/state';
import { callbackSchema, eventIdIn } from './callback';
import type { Callback } from './callback';
import { taggedFileEvents } from './tagged-file-events';

/** Enough for thousands of tags. Trust documents no maximum (trust-lighthouse.md §3.1). */
const MAX_BYTES = 1024 * 1024;

/** Limits for the confirmation by Chronos: the response to Trust waits for it. */
const CONFIRM = { timeoutMs: 5_000, deadlineMs: 8_000, maxRetries: 1 };

const DOWNLOAD_DEADLINE_MS = 120_000;

/**
 * Concurrency during a burst of callbacks (trust-lighthouse.md §6). Separate limits, so that confirmations never wait
 * behind large files.
 */
const downloads = limitConcurrency(5);
const confirmations = limitConcurrency(5);

/** Tags of a file (trust-lighthouse.md §4). */
const tagsAnswer = lazy(() => z.looseObject({ data: z.nullish(tagMap()) }));

type Tags = Readonly<Record<string, unknown>>;

/** Receiver for one callback. Lighthouse signs nothing, so the token in the URL and the event ID authenticate it. */
export async function receiverFor(ctx: IWebhookFunctions): Promise<WebhookReceiver<Callback>> {
  const { token } = ctx.getQueryData() as IDataObject;
  let isTransient = false;
  try {
    await recognizeToken(ctx, taggedFileEvents, token);
  } catch (error) {
    // Without the credential, a token that we have not stored cannot be checked.
    isTransient = true;
    log(ctx, 'warn', `The sender of a callback could not be verified: ${messageOf(error)}`);
  }
  return receiverOf(token, isTransient);
}

function receiverOf(token: unknown, isTransient: boolean): WebhookReceiver<Callback> {
  let confirmed: Tags | undefined;
  return {
    maxBytes: MAX_BYTES,
    schema: callbackSchema,
    // A callback has no delivery ID, and its event ID is always the same (trust-lighthouse.md §3.4).
    deliveryId: ({ event_id: eventId, data }) => JSON.stringify([eventId, data.file_register_uuid]),
    // A download can take minutes, and Trust may neither wait that long nor call again.
    responseMode: (ctx) => (wantsFile(ctx) ? 'immediately' : 'onReceived'),

    // Orphans are recognized by their own tokens.
    needsSecret: (state) => withOrphans(state).orphans.length === 0,

    // The token is checked before the body is parsed: input from strangers stays unparsed.
    verify: ({ parsed }, state) =>
      matchSubscription(state, token, undefined) && matchSubscription(state, token, eventIdIn(parsed()))
        ? { ok: true }
        : {
            ok: false,
            isTransient,
            reason: 'the URL token or the event ID is missing or unknown',
          },

    accepts:
      (ctx, { isTest }) =>
      async ({ event_id: id, data }) => {
        if (recordMatch(ctx, taggedFileEvents, { token, id }) !== 'current') {
          log(ctx, 'debug', `Dropped a callback of the orphaned event ${id}`);
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
              `Dropped a callback: Chronos has no file ${JSON.stringify(data.file_register_uuid)} with the watched tags`,
            );
            return false;
          }
        }
        // A test event fires once; Trust has already deleted it.
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

/** Reads the tags of a file from Chronos; none if it has no such file. @throws NodeApiError */
async function tagsInChronos(ctx: IWebhookFunctions, uuid: string): Promise<Tags> {
  const { data } = await confirmations(() =>
    call(
      ctx,
      trust,
      { method: 'GET', path: path`/chronos/v1/file_registers/${uuid}/tags/` },
      { semantics: 'safe', responseSchema: tagsAnswer(), whenNotFound: {}, settings: CONFIRM },
    ),
  );
  return data ?? {};
}

/** Drops the callback URL, which contains the token. */
function withoutUrl(callback: Callback): object {
  const rest: Callback & { callback_url?: unknown } = { ...callback };
  delete rest.callback_url;
  return rest;
}
