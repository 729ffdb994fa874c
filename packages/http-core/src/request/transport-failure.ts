import { RequestError, isErrorKind, kindOfCredentialError } from '../errors/request-error';
import type { RequestErrorDetails } from '../errors/request-error';
import { isUndecodable } from '../errors/undecodable';
import { classifyStatus } from './retry/classify-status';

/** System errors that occur before a connection stands, so that the request surely did not arrive. */
const NOT_ARRIVED: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name could not be looked up',
  EHOSTUNREACH: 'the host cannot be reached',
  EHOSTDOWN: 'the host is down',
  ENETUNREACH: 'the network cannot be reached',
  ENETDOWN: 'the network is down',
};

/** The connection ended while the request was under way. */
const LOST = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ERR_BAD_RESPONSE',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

/** Errors of the TLS handshake: the other side speaks no TLS, or none that Node accepts. */
const NO_TLS = /^(EPROTO$|ERR_SSL)/;

/** Names of TLS errors: a certificate that cannot be trusted will not become better by a retry. */
const UNTRUSTED = /^(ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH)/;

/** How deep errors are nested at most: NodeApiError, AxiosError, system error, the attempts at several addresses. */
const MAX_DEPTH = 6;

/**
 * What an error thrown by n8n's request helper means. n8n wraps it (NodeApiError, AxiosError, system error), so the
 * innermost system error is looked for. Some versions lose what they wrap; then there is its code as `httpCode`, and its message
 * among the `messages`.
 */
export function transportFailure(error: unknown): RequestError {
  return new RequestError(detailsOf(error));
}

function detailsOf(error: unknown): RequestErrorDetails {
  const chain = chainOf(error);
  const codes = chain.flatMap(({ code, httpCode }) => [code, httpCode]).filter(isErrorCode);
  const messages = chain
    .flatMap(({ message, messages }) => [
      message,
      ...(Array.isArray(messages) ? (messages as unknown[]) : []),
    ])
    .filter((message) => typeof message === 'string');

  // What the credential itself throws while it authenticates the request, which is then not sent.
  const own = chain.find(({ name }) => name === 'TokenError' || name === 'InvalidParameterError');
  if (own) {
    return {
      kind: isErrorKind(own.kind) ? own.kind : 'blocked',
      applied: 'no',
      summary: `could not be called: ${String(own.message)}`,
      hint: typeof own.hint === 'string' ? own.hint : undefined,
    };
  }
  for (const { httpCode, description } of chain) {
    const kind = kindOfCredentialError(httpCode);
    if (!kind) continue;
    const hint = typeof description === 'string' ? description : undefined;
    return { kind, applied: 'no', summary: `could not be called: ${messages[0]}`, hint };
  }

  if (codes.some(isUndecodable)) {
    return {
      kind: 'unreadable',
      applied: 'maybe',
      summary: 'answered in a compressed form that cannot be decoded',
    };
  }
  const notArrived = codes.find((code) => code in NOT_ARRIVED);
  if (notArrived) {
    return {
      kind: 'unreachable',
      applied: 'no',
      summary: `could not be reached: ${NOT_ARRIVED[notArrived]}`,
    };
  }
  if (codes.some((code) => UNTRUSTED.test(code))) {
    return {
      kind: 'blocked',
      applied: 'no',
      summary: 'could not be reached: its certificate is not trusted',
    };
  }
  if (codes.some((code) => NO_TLS.test(code))) {
    return {
      kind: 'blocked',
      applied: 'no',
      summary: 'could not be reached: no secure connection came about',
    };
  }
  const timedOut = ({ code, syscall }: Link) => code === 'ETIMEDOUT' && syscall === 'connect';
  if (chain.some(timedOut) || messages.some((message) => message.includes('connect ETIMEDOUT'))) {
    return { kind: 'unreachable', applied: 'no', summary: 'could not be reached: no connection in time' };
  }
  if (codes.includes('ETIMEDOUT') || messages.some((message) => /^timeout of \d+ms exceeded/.test(message))) {
    return { kind: 'timeout', applied: 'maybe', summary: 'did not answer in time' };
  }
  const status = chain
    .map(({ httpCode, response }) => Number(response?.status ?? httpCode))
    .find((code) => code >= 400);
  // Every answer to the request itself is a response. This 401 is the credential's, which has no token that n8n could renew.
  if (status === 401) {
    return { kind: 'unauthorized', applied: 'no', status, summary: 'does not accept the credential' };
  }
  // Any other status is that of the request for a token, before which nothing is sent.
  if (status !== undefined) {
    const summary = `could not be called: the request for a token was answered with HTTP ${status}`;
    return { kind: classifyStatus(status)?.kind ?? 'blocked', applied: 'no', summary };
  }
  if (codes.some((code) => LOST.has(code)) || messages.some((text) => /socket hang up|aborted/i.test(text))) {
    return {
      kind: 'connection-lost',
      applied: 'maybe',
      summary: 'closed the connection before it had answered',
    };
  }
  // Whatever else n8n refuses by itself (a domain that is not allowed, an address that is protected) has its own words,
  // and no code of the network.
  return {
    kind: 'blocked',
    applied: codes.length === 0 ? 'no' : 'maybe',
    summary: `could not be called: ${messages[0] ?? 'an unknown error'}`,
  };
}

interface Link {
  name?: unknown;
  kind?: unknown;
  hint?: unknown;
  code?: unknown;
  syscall?: unknown;
  message?: unknown;
  messages?: unknown;
  description?: unknown;
  httpCode?: unknown;
  response?: { status?: unknown };
  cause?: unknown;
  errors?: unknown;
}

/** Names of errors. An `httpCode` is most often a status. */
function isErrorCode(code: unknown): code is string {
  return typeof code === 'string' && Number.isNaN(Number(code));
}

/** The error and all that caused it, outermost first. */
function chainOf(error: unknown, depth = 0): Link[] {
  if (typeof error !== 'object' || error === null || depth > MAX_DEPTH) return [];
  const link = error as Link;
  const attempts = Array.isArray(link.errors) ? (link.errors as unknown[]).slice(0, MAX_DEPTH) : [];
  return [link, ...[link.cause, ...attempts].flatMap((inner) => chainOf(inner, depth + 1))];
}
