import type { IN8nHttpFullResponse } from 'n8n-workflow';

import { RequestError } from '../errors/request-error';
import { isUndecodable } from '../errors/undecodable';
import { cancelSignalOf } from '../platform/cancel-signal';
import type { Context } from '../platform/context';
import { log } from '../platform/log';
import { classifyStatus } from './retry/classify-status';
import type { Deadlines } from './deadlines';
import type { PreparedRequest } from './prepare';
import { readBody } from './read-body';
import type { Response } from './response';
import type { NotedOptions, TokenNote } from './token-note';
import { toRequestError } from './transport-error';

/** Stands for the content of a refusal that cannot be decompressed: neither JSON nor nothing. */
const UNDECODABLE_BODY = Buffer.from('(compressed)');

export interface SendOptions {
  credentialType: string;
  /** For the whole of one attempt, the body of the response included. */
  timeoutMs: number;
  /** Largest response taken, in bytes. */
  maxBytes: number;
  /** Keeps the time limit of the body. The requests of an execution share one. */
  deadlines?: Deadlines;
}

/**
 * Sends a request once, through n8n's authenticated helper and nothing else: proxies, SSRF protection, allowed
 * domains and token refresh are n8n's. No redirect is followed, since n8n would take custom auth headers along.
 *
 * When the service refuses a token that can be renewed, the request is sent a second time with a new one. A 401 says that nothing
 * was carried out, so this holds for every request.
 *
 * The body is read as a stream: n8n's helper knows no size limit, and its timeout restarts with every byte.
 *
 * @throws RequestError when there is no complete response; the cancel signal's reason when the user stops
 */
export async function sendOnce(
  ctx: Context,
  request: PreparedRequest,
  options: SendOptions,
): Promise<Response> {
  const deadline = Date.now() + options.timeoutMs;
  const note: TokenNote = {};
  const response = await sendSigned(ctx, request, { ...options, deadline, note });
  if (response.status !== 401 || note.taken === undefined) return response;
  log(ctx, 'info', 'The service refused the access token (HTTP 401); sending again with a new one');
  return await sendSigned(ctx, request, { ...options, deadline, note: { refused: note.taken } });
}

async function sendSigned(
  ctx: Context,
  request: PreparedRequest,
  {
    credentialType,
    maxBytes,
    deadlines,
    deadline,
    note,
  }: SendOptions & { deadline: number; note: TokenNote },
): Promise<Response> {
  const signal = cancelSignalOf(ctx);
  const requestOptions: NotedOptions = {
    // A copy for each attempt: the helper and the credential change what they get.
    ...request,
    headers: { ...request.headers },
    encoding: 'stream',
    returnFullResponse: true,
    disableFollowRedirect: true,
    // For n8n, 0 is no limit.
    timeout: Math.max(1, deadline - Date.now()),
    ignoreHttpStatusErrors: true,
    tokenNote: note,
  };
  let response: IN8nHttpFullResponse;
  try {
    response = (await ctx.helpers.httpRequestWithAuthentication.call(
      ctx,
      credentialType,
      requestOptions,
    )) as IN8nHttpFullResponse;
  } catch (error) {
    signal?.throwIfAborted();
    throw toRequestError(error);
  }
  const { statusCode: status, headers } = response;
  try {
    const body = await readBody(response.body, { deadline, maxBytes, signal, deadlines });
    return { status, headers, body };
  } catch (error) {
    signal?.throwIfAborted();
    // Of a refusal the status says enough.
    const isRefusal = classifyStatus(status) !== undefined;
    const { code } = Object(error) as { code?: unknown };
    if (isRefusal && isUndecodable(code)) return { status, headers, body: UNDECODABLE_BODY };
    throw error instanceof RequestError ? error : toRequestError(error);
  }
}
