import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import { RequestFailure } from '../errors/request-failure';
import { cancelSignalOf } from '../platform/cancel-signal';
import type { Context } from '../platform/context';
import type { PreparedRequest } from './prepare';
import { readBody } from './read-body';
import type { Headers } from './retry-after';
import { transportFailure } from './transport-failure';

/** An answer of the service, whatever its status. */
export interface Response {
  status: number;
  headers: Headers;
  body: Buffer;
}

export interface SendOptions {
  credentialType: string;
  /** Whether the credential can fetch a new token: then n8n does so once on a 401 and sends again. */
  refreshesToken: boolean;
  /** For the whole of one attempt, the body of the answer included. */
  timeoutMs: number;
  /** Bytes of the largest answer taken. */
  maxBytes: number;
}

/**
 * Sends a request once, through n8n's authenticated helper and nothing else: proxies, SSRF protection, allowed
 * domains and token refresh are n8n's. No redirect is followed, since n8n would take custom auth headers along.
 *
 * The body is read as a stream: n8n's helper knows no size limit, and its timeout restarts with every byte.
 *
 * @throws RequestFailure when there is no complete answer; the cancel signal's reason when the user stops
 */
export async function sendOnce(
  ctx: Context,
  request: PreparedRequest,
  options: SendOptions,
): Promise<Response> {
  const deadline = Date.now() + options.timeoutMs;
  const signal = cancelSignalOf(ctx);
  const requestOptions: IHttpRequestOptions = {
    // A copy for each attempt: the helper and the credential change what they get.
    ...request,
    headers: { ...request.headers },
    encoding: 'stream',
    returnFullResponse: true,
    disableFollowRedirect: true,
    timeout: options.timeoutMs,
    // n8n reacts to a thrown 401 by renewing the token and sending again, also where there is no token to renew.
    ignoreHttpStatusErrors: options.refreshesToken ? { ignore: true, except: [401] } : true,
  };
  let response: IN8nHttpFullResponse;
  try {
    response = (await ctx.helpers.httpRequestWithAuthentication.call(
      ctx,
      options.credentialType,
      requestOptions,
    )) as IN8nHttpFullResponse;
  } catch (error) {
    signal?.throwIfAborted();
    throw transportFailure(error);
  }
  const { statusCode: status, headers } = response;
  try {
    const body = await readBody(response.body, { deadline, maxBytes: options.maxBytes, signal });
    return { status, headers: headers, body };
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof RequestFailure ? error : transportFailure(error);
  }
}
