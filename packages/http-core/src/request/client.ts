import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type * as z from 'zod/v4-mini';

import { nodeError } from '../errors/node-error';
import { plainText } from '../errors/plain-text';
import { redactor } from '../errors/redact';
import type { Redact } from '../errors/redact';
import { RequestError } from '../errors/request-error';
import type { RequestErrorDetails } from '../errors/request-error';
import { cancelSignalOf } from '../platform/cancel-signal';
import type { Context } from '../platform/context';
import type { ServiceConfig, Service } from '../service';
import { Deadlines } from './deadlines';
import { rateLimiterFor } from './rate-limit/rate-limiter';
import type { RateLimiter } from './rate-limit/rate-limiter';
import { jsonOrUndefined, parseResponse, specialContent } from './parse';
import { prepareRequest } from './prepare';
import type { RequestSpec } from './request-spec';
import type { Semantics } from './retry/decide-retry';
import { retryAfterMs } from './retry/retry-after';
import { RetryBudget } from './retry/retry-budget';
import { sendOnce } from './send-once';
import type { Response } from './response';
import { logAttempt } from './retry/log-attempt';
import { sendWithRetry } from './retry/send-with-retry';
import type { RetriedResponse } from './retry/send-with-retry';
import { awaitTrace, checkOutcome, take } from './outcome-check';
import type { Look, OutcomeCheck } from './outcome-check';
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

/** 10 MiB: far above any response of a JSON API, far below what harms n8n. */
const MAX_RESPONSE_BYTES = 10 * 1024 * 1024;

/** 100 MiB: n8n holds a file in memory at least once, beside everything else. */
const MAX_FILE_BYTES = 100 * 1024 * 1024;

/** Longest piece of a service's text that is quoted in an error, in characters. */
const MAX_QUOTE = 500;

/** Longest request ID that is quoted, in characters; those known are UUIDs or a little longer. */
const MAX_REQUEST_ID = 100;

/** Response to a request, and whether an earlier attempt at it may have been applied already. */
export interface Result<T> {
  content: T;
  ambiguous: boolean;
}

/** Calls one service with one credential. Made once per execution. */
export interface Client {
  readonly config: ServiceConfig;
  /** Hides the secrets of the credential, those included that were renewed since the client was made. */
  redactor(): Promise<Redact>;
  /**
   * Sends a request, with the retries that its semantics allow, and checks the response.
   *
   * @param settlement how to settle an outcome that is unknown
   * @throws RequestError, InvalidParameterError; turn them into the user's error with `nodeError`
   */
  send<T>(
    spec: RequestSpec,
    semantics: Semantics,
    schema: z.ZodMiniType<T>,
    outcomeCheck?: OutcomeCheck<T>,
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
  let config: ServiceConfig;
  try {
    config = service.configure(credential);
  } catch (error) {
    throw nodeError(node, error, { service, redact: redactor([]) });
  }
  const { refreshesToken = service.refreshesToken } = config;
  const secrets = new Set(config.secrets);
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

  const rateLimiters = new Map<string | undefined, RateLimiter>();
  /** Looked up once for all items: the key takes longer to build than the limiter to let a request pass. */
  const rateLimiterOf = (bucket: string | undefined): RateLimiter => {
    let rateLimiter = rateLimiters.get(bucket);
    if (!rateLimiter) {
      const limits = config.rateLimits?.[bucket ?? 'default'] ?? [];
      // All hosts of a credential together: a service that counts them apart allows more than that, not less.
      const key = JSON.stringify([service.name, credentialId, config.baseUrl, bucket, limits]);
      rateLimiter = rateLimiterFor(key, limits);
      rateLimiters.set(bucket, rateLimiter);
    }
    return rateLimiter;
  };

  const explain = async (response: Response): Promise<Pick<RequestErrorDetails, 'summary' | 'requestId'>> => {
    const body = jsonOrUndefined(response);
    const redact = await currentRedactor();
    // Redacted before it is cut: the beginning of a secret would not be recognised later.
    const excerpt = (text: string | undefined, length: number) =>
      text && plainText(text, redact).slice(0, length);
    return {
      summary: says(response.status, excerpt(service.explain?.(body), MAX_QUOTE)),
      requestId: excerpt(service.requestId?.(body, response.headers), MAX_REQUEST_ID),
    };
  };

  const exchange = async <T>(
    spec: RequestSpec,
    semantics: Semantics,
    deadlineMs: number,
    outcomeCheck?: OutcomeCheck<T>,
  ) => {
    const baseUrl = hostOf(config, spec);
    const request = prepareRequest(spec, baseUrl);
    let startedMs = 0;
    const checkWithin =
      outcomeCheck &&
      (async (remainingMs: number) =>
        await checkOutcome(outcomeCheck, lookFor(outcomeCheck), { startedMs, remainingMs, signal }));
    const outcome = await sendWithRetry<T>(
      async (remainingMs) =>
        await paced(() => {
          startedMs ||= Date.now();
          return sendOnce(ctx, request, {
            credentialType: service.credentialType,
            timeoutMs: Math.min(settings.timeoutMs, remainingMs),
            maxBytes: spec.file ? (spec.file.maxBytes ?? MAX_FILE_BYTES) : MAX_RESPONSE_BYTES,
            deadlines,
          });
        }, signal),
      {
        semantics,
        maxRetries: settings.maxRetries,
        deadlineMs,
        rateLimiter: rateLimiterOf(spec.bucket),
        budget,
        retryAfter: (headers, nowMs) => retryAfterMs(headers, nowMs) ?? service.retryAfter?.(headers, nowMs),
        acceptsResponse: (response) => specialContent(response, spec) !== undefined,
        explain,
        checkOutcome: checkWithin,
        onFailedAttempt: (error, decision) => logAttempt(ctx, service.name, error, decision),
        signal,
      },
    );
    return { outcome, checkWithin: () => checkWithin?.(startedMs + deadlineMs - Date.now()) };
  };
  const lookFor =
    ({ look, schema }: OutcomeCheck<unknown>): Look =>
    async (deadlineMs) => {
      const { outcome } = await exchange<never>(look, 'safe', Math.min(deadlineMs, settings.deadlineMs));
      const { response } = outcome as RetriedResponse;
      return { content: parseResponse(response, schema, look), headers: response.headers };
    };

  return {
    config,
    redactor: currentRedactor,
    async send<T>(
      spec: RequestSpec,
      semantics: Semantics,
      schema: z.ZodMiniType<T>,
      outcomeCheck?: OutcomeCheck<T>,
    ) {
      const { outcome, checkWithin } = await exchange(spec, semantics, settings.deadlineMs, outcomeCheck);
      if ('found' in outcome) return { content: outcome.found, ambiguous: true };
      const { response, ambiguous } = outcome;
      let content: T;
      try {
        content = parseResponse(response, schema, spec);
      } catch (error) {
        const verdict = await checkWithin();
        if (typeof verdict === 'object') return { content: verdict.found, ambiguous: true };
        if (verdict === 'absent' && error instanceof RequestError) error.details.applied = 'no';
        throw error;
      }
      if (!outcomeCheck) return { content, ambiguous };
      take(outcomeCheck, content);
      return {
        content: await awaitTrace(outcomeCheck, lookFor(outcomeCheck), { response: content, signal }),
        ambiguous,
      };
    },
  };
}

/** @throws RequestError for a host that the credential does not have */
function hostOf({ baseUrl, hosts = {} }: ServiceConfig, { host }: RequestSpec): string {
  if (host === undefined) return baseUrl;
  const found = Object.hasOwn(hosts, host) ? hosts[host] : undefined;
  if (found !== undefined) return found;
  throw new RequestError({
    kind: 'blocked',
    applied: 'no',
    summary: `was not called: the credential has no address for "${host}"`,
  });
}

/** Current secrets of the credential: n8n may have renewed a token since the start. */
async function currentSecrets(ctx: Context, service: Service): Promise<readonly string[]> {
  try {
    const credential = await ctx.getCredentials<ICredentialDataDecryptedObject>(service.credentialType);
    return service.configure(credential).secrets;
  } catch {
    // The credential has just been deleted or broken: the secrets known from the start have to do.
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
