import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type * as z from 'zod/v4-mini';

import { nodeError } from '../errors/node-error';
import { plainText } from '../errors/plain-text';
import { redactor } from '../errors/redact';
import type { Redact } from '../errors/redact';
import { RequestFailure } from '../errors/request-failure';
import type { FailureDetails } from '../errors/request-failure';
import { cancelSignalOf } from '../platform/cancel-signal';
import type { Context } from '../platform/context';
import type { Connection, Service } from '../service';
import { Deadlines } from './deadlines';
import { pacerFor } from './pace';
import { jsonOrUndefined, parseResponse, specialContent } from './parse';
import { prepareRequest } from './prepare';
import type { Effect, RequestSpec } from './request-spec';
import { retryAfterMs } from './retry-after';
import { RetryBudget } from './retry-budget';
import { sendOnce } from './send-once';
import type { Response } from './send-once';
import { sendReliably } from './send-reliably';
import type { ReliableResponse } from './send-reliably';
import { awaitTrace, settle, take } from './settle';
import type { Look, Settlement } from './settle';
import { paceRequests } from '../n8n-workarounds/pace-requests';

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

/** 100 MiB: n8n holds a file in memory at least once, beside everything else. */
const MAX_FILE_BYTES = 100 * 1024 * 1024;

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
  /** Hides the secrets of the credential, those included that were renewed since the client was made. */
  redactor(): Promise<Redact>;
  /**
   * Sends a request, as reliably as its effect allows, and checks the answer.
   *
   * @param settlement how to settle an outcome that is unknown
   * @throws RequestFailure, InputProblem; turn them into the user's error with `nodeError`
   */
  send<T>(
    spec: RequestSpec,
    effect: Effect,
    schema: z.ZodMiniType<T>,
    settlement?: Settlement<T>,
  ): Promise<Result<T>>;
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
  const { refreshesToken = service.refreshesToken } = connection;
  const secrets = new Set(connection.secrets);
  let redact = redactor([...secrets]);
  const currentRedactor = async (): Promise<Redact> => {
    const known = secrets.size;
    if (refreshesToken) for (const secret of await currentSecrets(ctx, service)) secrets.add(secret);
    // Kept for all items: its search is made once.
    if (secrets.size > known) redact = redactor([...secrets]);
    return redact;
  };
  const budget = new RetryBudget();
  const paced = paceRequests();
  const deadlines = new Deadlines();
  const signal = cancelSignalOf(ctx);
  const credentialId = node.credentials?.[service.credentialType]?.id ?? '';

  const explain = async (response: Response): Promise<Pick<FailureDetails, 'what' | 'requestId'>> => {
    const body = jsonOrUndefined(response);
    const redact = await currentRedactor();
    // Redacted before it is cut: the beginning of a secret would not be recognised later.
    const quote = (text: string | undefined, length: number) =>
      text && plainText(text, redact).slice(0, length);
    return {
      what: says(response.status, quote(service.explain?.(body), MAX_QUOTE)),
      requestId: quote(service.requestId?.(body, response.headers), MAX_REQUEST_ID),
    };
  };

  const exchange = async <T>(
    spec: RequestSpec,
    effect: Effect,
    deadlineMs: number,
    settlement?: Settlement<T>,
  ) => {
    const baseUrl = hostOf(connection, spec);
    const request = prepareRequest(spec, baseUrl);
    const limits = connection.rateLimits?.[spec.lane ?? 'default'] ?? [];
    // All hosts of a credential together: a service that counts them apart allows more than that, not less.
    const key = JSON.stringify([service.name, credentialId, connection.baseUrl, spec.lane, limits]);
    let startedMs = 0;
    const settleWithin =
      settlement &&
      (async (remainingMs: number) =>
        await settle(settlement, lookFor(settlement), { startedMs, remainingMs, signal }));
    const outcome = await sendReliably<T>(
      async (remainingMs) =>
        await paced(() => {
          startedMs ||= Date.now();
          return sendOnce(ctx, request, {
            credentialType: service.credentialType,
            timeoutMs: Math.min(settings.timeoutMs, remainingMs),
            maxBytes: spec.file ? (spec.file.maxBytes ?? MAX_FILE_BYTES) : MAX_ANSWER_BYTES,
            deadlines,
          });
        }, signal),
      {
        effect,
        maxRetries: settings.maxRetries,
        deadlineMs,
        pacer: pacerFor(key, limits),
        budget,
        retryAfter: (headers, nowMs) => retryAfterMs(headers, nowMs) ?? service.retryAfter?.(headers, nowMs),
        isAnswer: (response) => specialContent(response, spec) !== undefined,
        explain,
        settle: settleWithin,
        signal,
      },
    );
    return { outcome, settleWithin: () => settleWithin?.(startedMs + deadlineMs - Date.now()) };
  };
  const lookFor =
    ({ look, schema }: Settlement<unknown>): Look =>
    async (deadlineMs) => {
      const { outcome } = await exchange<never>(look, 'read', Math.min(deadlineMs, settings.deadlineMs));
      const { response } = outcome as ReliableResponse;
      return { content: parseResponse(response, schema, look), headers: response.headers };
    };

  return {
    connection,
    redactor: currentRedactor,
    async send<T>(spec: RequestSpec, effect: Effect, schema: z.ZodMiniType<T>, settlement?: Settlement<T>) {
      const { outcome, settleWithin } = await exchange(spec, effect, settings.deadlineMs, settlement);
      if ('found' in outcome) return { content: outcome.found, ambiguous: true };
      const { response, ambiguous } = outcome;
      let content: T;
      try {
        content = parseResponse(response, schema, spec);
      } catch (error) {
        const verdict = await settleWithin();
        if (typeof verdict === 'object') return { content: verdict.found, ambiguous: true };
        if (verdict === 'absent' && error instanceof RequestFailure) error.details.delivery = 'no';
        throw error;
      }
      if (!settlement) return { content, ambiguous };
      take(settlement, content);
      return {
        content: await awaitTrace(settlement, lookFor(settlement), { answer: content, signal }),
        ambiguous,
      };
    },
  };
}

/** @throws RequestFailure for a host that the credential does not have */
function hostOf({ baseUrl, hosts = {} }: Connection, { host }: RequestSpec): string {
  if (host === undefined) return baseUrl;
  const found = Object.hasOwn(hosts, host) ? hosts[host] : undefined;
  if (found !== undefined) return found;
  throw new RequestFailure({
    kind: 'blocked',
    delivery: 'no',
    what: `was not called: the credential has no address for "${host}"`,
  });
}

/** The secrets of the credential as it is now: a token that n8n has renewed is another than at the start. */
async function currentSecrets(ctx: Context, service: Service): Promise<readonly string[]> {
  try {
    const credential = await ctx.getCredentials<ICredentialDataDecryptedObject>(service.credentialType);
    return service.connect(credential).secrets;
  } catch {
    // Deleted or broken meanwhile: then those known from the start have to do.
    return [];
  }
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
