import { readBody } from '@signalbox/http-core/read-body';
import type { IHttpRequestHelper, IN8nHttpFullResponse } from 'n8n-workflow';

import { toExpirable } from './expirable-token';
import type { ExpirableToken } from './expirable-token';
import { remainingLife } from './remaining-life';
import { TokenError } from './token-error';
import type { TokenRequest, TokenResponse } from './token-request';
import { tokenResponseError } from './token-response-error';
import { toTokenError } from './token-transport-error';

/** Milliseconds for the whole exchange. n8n cannot interrupt it, and it stands in front of the user's own request. */
const TIMEOUT_MS = 20_000;

/** A token response has some hundred bytes, a page of a proxy some ten thousand. */
const MAX_BYTES = 256 * 1024;

/**
 * Fetches an access token through n8n's own helper, so that its proxy, SSRF protection and allowed domains apply.
 *
 * @throws TokenError with the reason in a user's words
 */
export async function fetchToken(helper: IHttpRequestHelper, request: TokenRequest): Promise<ExpirableToken> {
  const sentAt = Date.now();
  const response = await send(helper, request, sentAt);
  const { status, content } = response;
  const token = content?.access_token;
  const usable = typeof token === 'string' && /^[\x21-\x7e]+$/.test(token);
  const type = content?.token_type;
  const isBearer = type === undefined || (typeof type === 'string' && type.toLowerCase() === 'bearer');
  if (status < 200 || status > 299 || !content || !usable || !isBearer)
    throw tokenResponseError(request, response);

  // The token may have been made as early as the request was sent.
  const remainingMs = remainingLife(content, sentAt + (response.clockOffsetMs ?? 0));
  if (remainingMs !== undefined && remainingMs < 1000) {
    // Not "renew and try again": this service would be asked indefinitely.
    throw new TokenError(
      'unauthorized',
      `The token service at ${new URL(request.url).origin} gave an access token that has already expired: the clocks of its parts may differ; try again later, or tell its operator`,
    );
  }
  return toExpirable(token, remainingMs, sentAt);
}

async function send(
  helper: IHttpRequestHelper,
  request: TokenRequest,
  sentAt: number,
): Promise<TokenResponse> {
  const { url, contentType, body } = request;
  try {
    const response = (await helper.helpers.httpRequest({
      method: 'POST',
      url,
      body,
      headers: { accept: 'application/json', 'content-type': contentType },
      // Every status is ours to explain, and n8n's error for it would hold the request.
      ignoreHttpStatusErrors: true,
      returnFullResponse: true,
      encoding: 'stream',
      disableFollowRedirect: true,
      maxRedirects: 0,
      timeout: TIMEOUT_MS,
      // n8n's timeout restarts with every byte.
      abortSignal: AbortSignal.timeout(TIMEOUT_MS),
    })) as IN8nHttpFullResponse;
    const text = (await readBody(response.body, { maxBytes: MAX_BYTES })).toString('utf8');
    const date = Date.parse(String(response.headers.date ?? ''));
    return {
      status: response.statusCode,
      content: parseObject(text),
      text,
      clockOffsetMs: Number.isFinite(date) ? offset(date, sentAt) : undefined,
    };
  } catch (error) {
    throw toTokenError(error, request);
  }
}

/** Zero if both clocks may agree: the Date header has whole seconds, and was written some time after the request was sent. */
function offset(dateMs: number, sentAt: number): number {
  if (dateMs + 999 < sentAt) return dateMs + 999 - sentAt;
  return Math.max(0, dateMs - Date.now());
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const parsed = JSON.parse(text) as unknown;
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    return isObject ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
