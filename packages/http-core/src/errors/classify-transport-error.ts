import type { Applied, ErrorKind } from './request-error';
import { isUndecodable } from './undecodable';

/** Causes of a missing or incomplete response. */
export type TransportCause =
  | 'connection-refused'
  | 'unknown-host'
  | 'lookup-failed'
  | 'host-unreachable'
  | 'host-down'
  | 'network-unreachable'
  | 'network-down'
  | 'connect-timeout'
  | 'untrusted-certificate'
  | 'no-tls'
  | 'not-http'
  | 'undecodable'
  | 'response-timeout'
  | 'closed'
  | 'closed-mid-response';

/** Classification of an error thrown by n8n's request helper. */
interface TransportClassification {
  cause: TransportCause;
  kind: ErrorKind;
  applied: Applied;
  /** Error code that gave the cause, unless only the message did. */
  code?: string;
}

/** System errors before there is a connection, so the request cannot have arrived. */
const NOT_CONNECTED: Readonly<Record<string, TransportCause>> = {
  ECONNREFUSED: 'connection-refused',
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'lookup-failed',
  EHOSTUNREACH: 'host-unreachable',
  EHOSTDOWN: 'host-down',
  ENETUNREACH: 'network-unreachable',
  ENETDOWN: 'network-down',
};

/** A certificate that is not trusted will not become better by a retry. */
const UNTRUSTED = /^(ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH)/;

/** Errors of the TLS handshake: the other side speaks no TLS, or none that Node accepts. */
const NO_TLS = /^(EPROTO$|ERR_SSL)/;

/** Errors of Node's HTTP parser. */
const NOT_HTTP = /^HPE_/;

/** The limit for a response, as axios, undici and AbortSignal.timeout report it. */
const RESPONSE_TIMEOUT = /^(ETIMEDOUT|ERR_CANCELED|ABORT_ERR)$/;

/** The connection ended during the exchange. */
const CLOSED = /^(ECONNRESET|ECONNABORTED|EPIPE)$/;
const CLOSED_MID_RESPONSE = /^(ERR_BAD_RESPONSE|ERR_STREAM_PREMATURE_CLOSE)$/;

/** Deepest nesting seen: NodeApiError, AxiosError, system error, the attempts at several addresses. */
const MAX_DEPTH = 6;

/** An error or one of its causes. Nothing about its type is certain. */
export interface ErrorLink {
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

/**
 * Classifies an error thrown by n8n's request helper. n8n wraps it (NodeApiError, AxiosError, system error), so the whole
 * cause chain is searched. Some versions lose what they wrap; they keep its code as `httpCode` and its message in `messages`.
 *
 * @returns `undefined` for anything that is no error of the network, such as a domain that n8n does not allow
 */
export function classifyTransportError(error: unknown): TransportClassification | undefined {
  const chain = causeChain(error);
  const codes = codesIn(chain);
  const messages = messagesIn(chain);
  const codeLike = (pattern: RegExp) => codes.find((code) => pattern.test(code));

  const undecodable = codes.find(isUndecodable);
  if (undecodable) return { cause: 'undecodable', kind: 'unreadable', applied: 'maybe', code: undecodable };

  const notConnected = codes.find((code) => Object.hasOwn(NOT_CONNECTED, code));
  if (notConnected) {
    const cause = NOT_CONNECTED[notConnected]!;
    return { cause, kind: 'unreachable', applied: 'no', code: notConnected };
  }
  const untrusted = codeLike(UNTRUSTED);
  if (untrusted) return { cause: 'untrusted-certificate', kind: 'blocked', applied: 'no', code: untrusted };

  const noTls = codeLike(NO_TLS);
  if (noTls) return { cause: 'no-tls', kind: 'blocked', applied: 'no', code: noTls };

  const isConnectTimeout =
    chain.some(({ code, syscall }) => code === 'ETIMEDOUT' && syscall === 'connect') ||
    messages.some((message) => message.includes('connect ETIMEDOUT'));
  if (isConnectTimeout) {
    return { cause: 'connect-timeout', kind: 'unreachable', applied: 'no', code: 'ETIMEDOUT' };
  }
  const timeout = codeLike(RESPONSE_TIMEOUT);
  if (timeout || messages.some((message) => /^timeout of \d+ms exceeded/.test(message))) {
    return { cause: 'response-timeout', kind: 'timeout', applied: 'maybe', code: timeout };
  }
  const notHttp = codeLike(NOT_HTTP);
  if (notHttp) return { cause: 'not-http', kind: 'unreadable', applied: 'maybe', code: notHttp };

  const cut = codeLike(CLOSED_MID_RESPONSE);
  if (cut) return { cause: 'closed-mid-response', kind: 'connection-lost', applied: 'maybe', code: cut };

  const closed = codeLike(CLOSED);
  if (closed || messages.some((message) => /socket hang up|aborted/i.test(message))) {
    return { cause: 'closed', kind: 'connection-lost', applied: 'maybe', code: closed };
  }
  return undefined;
}

/** The error and everything that caused it, outermost first. */
export function causeChain(error: unknown, depth = 0): ErrorLink[] {
  if (typeof error !== 'object' || error === null || depth > MAX_DEPTH) return [];
  const link = error as ErrorLink;
  const attempts = Array.isArray(link.errors) ? (link.errors as unknown[]).slice(0, MAX_DEPTH) : [];
  return [link, ...[link.cause, ...attempts].flatMap((inner) => causeChain(inner, depth + 1))];
}

/** Names of errors. An `httpCode` is usually a status. */
export function codesIn(chain: readonly ErrorLink[]): string[] {
  return chain
    .flatMap(({ code, httpCode }) => [code, httpCode])
    .filter((code): code is string => typeof code === 'string' && Number.isNaN(Number(code)));
}

export function messagesIn(chain: readonly ErrorLink[]): string[] {
  return chain
    .flatMap(({ message, messages }) => [
      message,
      ...(Array.isArray(messages) ? (messages as unknown[]) : []),
    ])
    .filter((message) => typeof message === 'string');
}
