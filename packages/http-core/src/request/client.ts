import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type * as z from 'zod/v4-mini';

import { nodeError } from '../errors/node-error';
import { redactor } from '../errors/redact';
import type { Redact } from '../errors/redact';
import type { FailureDetails } from '../errors/request-failure';
import { cancelSignalOf } from '../platform/cancel-signal';
import type { Context } from '../platform/context';
import type { Connection, Service } from '../service';
import { oneToATurn } from './one-to-a-turn';
import { pacerFor } from './pace';
import { parseResponse } from './parse';
import { prepareRequest } from './prepare';
import type { Effect, RequestSpec } from './request-spec';
import { retryAfterMs } from './retry-after';
import { RetryBudget } from './retry-budget';
import { sendOnce } from './send-once';
import type { Response } from './send-once';
import { sendReliably } from './send-reliably';

/** The user's wishes for the requests of a node, all durations in milliseconds. */
export interface RequestSettings {
  /** For one attempt. */
  timeoutMs: number;
  /** For all attempts at one request and the waits between them. */
  deadlineMs: number;
  maxRetries: number;
}

export const DEFAULT_SETTINGS: RequestSettings = { timeoutMs: 30_000, deadlineMs: 300_000, maxRetries: 4 };

/** 10 MiB: far above any answer of a JSON API, far below what harms n8n. */
const MAX_ANSWER_BYTES = 10 * 1024 * 1024;

/** Longest piece of a service's text that is quoted in an error, in characters. */
const MAX_QUOTE = 500;

/** Longest request ID that is quoted, in characters; those known are UUIDs or a little longer. */
const MAX_REQUEST_ID = 100;

/** What a request answered, and whether an earlier attempt at it may have been carried out already. */
export interface Result<T> {
  content: T;
  ambiguous: boolean;
}

/** Calls one service with one credential. Made once per execution. */
export interface Client {
  readonly connection: Connection;
  readonly redact: Redact;
  /**
   * Sends a request, as reliably as its effect allows, and checks the answer.
   *
   * @throws RequestFailure, InputProblem; turn them into the user's error with `nodeError`
   */
  send<T>(spec: RequestSpec, effect: Effect, schema: z.ZodMiniType<T>): Promise<Result<T>>;
}

/** @throws NodeOperationError when the credential cannot work */
export async function createClient(
  ctx: Context,
  service: Service,
  settings: RequestSettings = DEFAULT_SETTINGS,
): Promise<Client> {
  const node = ctx.getNode();
  const credential = await ctx.getCredentials<ICredentialDataDecryptedObject>(service.credentialType);
  let connection: Connection;
  try {
    connection = service.connect(credential);
  } catch (error) {
    throw nodeError(node, error, { service, redact: redactor([]) });
  }
  const redact = redactor(connection.secrets);
  const budget = new RetryBudget();
  const itsTurn = oneToATurn();
  const signal = cancelSignalOf(ctx);
  const credentialId = node.credentials?.[service.credentialType]?.id ?? '';

  const explain = (response: Response): Pick<FailureDetails, 'what' | 'requestId'> => {
    const body = jsonOrUndefined(response.body);
    // Redacted before it is cut: the beginning of a secret would not be recognised later.
    const quote = (text: string | undefined, length: number) => text && redact(text).slice(0, length);
    return {
      what: says(response.status, quote(service.explain?.(body), MAX_QUOTE)),
      requestId: quote(service.requestId?.(body, response.headers), MAX_REQUEST_ID),
    };
  };

  return {
    connection,
    redact,
    async send(spec, effect, schema) {
      const request = prepareRequest(spec, connection.baseUrl);
      const limits = connection.rateLimits?.[spec.lane ?? 'default'] ?? [];
      const key = JSON.stringify([service.name, credentialId, connection.baseUrl, spec.lane, limits]);
      const { response, ambiguous } = await sendReliably(
        async (remainingMs) => {
          await itsTurn(signal);
          return await sendOnce(ctx, request, {
            credentialType: service.credentialType,
            refreshesToken: service.refreshesToken,
            timeoutMs: Math.min(settings.timeoutMs, remainingMs),
            maxBytes: MAX_ANSWER_BYTES,
          });
        },
        {
          effect,
          maxRetries: settings.maxRetries,
          deadlineMs: settings.deadlineMs,
          pacer: pacerFor(key, limits),
          budget,
          retryAfter: (headers, nowMs) =>
            retryAfterMs(headers, nowMs) ?? service.retryAfter?.(headers, nowMs),
          explain,
          signal,
        },
      );
      return { content: parseResponse(response, schema, spec), ambiguous };
    },
  };
}

function says(status: number, words: string | undefined): string {
  if (words) return `says: ${words}`;
  if (status >= 300 && status < 400) return 'redirects to another address';
  if (status === 401) return 'does not accept the credential';
  if (status === 403) return 'does not allow this with the credential';
  if (status === 404) return 'does not know this';
  if (status === 429) return 'receives too many requests';
  return status >= 500 ? 'has a problem of its own' : 'refused the request';
}

function jsonOrUndefined(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body)) as unknown;
  } catch {
    return undefined;
  }
}
