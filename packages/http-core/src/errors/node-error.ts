import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { INVALID_PARAMETER, errorCode } from './error-codes';
import type { Hints } from './hints';
import { InvalidParameterError } from './invalid-parameter-error';
import { plainText } from './plain-text';
import type { Redact } from './redact';
import { RequestError } from './request-error';
import type { RequestErrorDetails, ErrorKind } from './request-error';

/** Hints by kind of error, used if neither the operation nor the service has a better one. */
const HINTS: Readonly<Record<ErrorKind, string>> = {
  'rate-limited': 'Send less often, or split the items over several executions.',
  unavailable: 'This is a problem of the service. Try again later.',
  unreachable: 'Check the base URL of the credential, and whether n8n may reach that host.',
  'connection-lost':
    'Try again later. If it persists, look for a proxy or firewall between n8n and the service.',
  timeout: 'Try again later, or raise Timeout in the Options of the node.',
  unauthorized: 'Check the credential: the key may be wrong, expired or revoked.',
  forbidden: 'The credential is valid but has not the rights for this. Use one that has.',
  'not-found': 'Check the ID. It may have been deleted, or belong to another account.',
  conflict: 'It is not in a state that allows this. Look at its present state first.',
  rejected: 'Check the parameters of the node.',
  redirected:
    'Check the base URL of the credential. Redirects are not followed, so that the credential stays with its service.',
  unreadable:
    'Check the base URL of the credential. If it is right, the service or a proxy in front of it has a problem.',
  blocked: 'Check the credential and the network settings of n8n.',
};

const CAUSES: Readonly<Partial<Record<ErrorKind, string>>> = {
  'rate-limited': 'rate-limited',
  unavailable: 'temporarily-unavailable',
  unreachable: 'temporarily-unavailable',
  'connection-lost': 'temporarily-unavailable',
  timeout: 'temporarily-unavailable',
  unauthorized: 'credential-invalid',
  forbidden: 'configuration-invalid',
  'not-found': 'configuration-invalid',
};

export interface ErrorContext {
  service: { name: string; hints?: Hints };
  redact: Redact;
  itemIndex?: number;
  /** Advice of the operation, which comes before that of the service. */
  hints?: Hints;
  /** True if it matters that the request may have been applied. */
  changesSomething?: boolean;
}

/**
 * The error that the user gets: what happened and why as message, what to do as description, with the
 * service's request id. Built from scratch, redacted and free of markup; n8n's own errors keep the whole request, with its secrets, as `cause`.
 */
export function nodeError(
  node: INode,
  error: unknown,
  context: ErrorContext,
): NodeApiError | NodeOperationError {
  const { redact, itemIndex } = context;
  // n8n keeps the node with the error, and a parameter may hold a secret.
  const bare = { ...node, parameters: {} };
  if (error instanceof RequestError) return apiError(bare, error, context);
  const message = safe(redact, error instanceof Error ? error.message : 'An unknown error occurred');
  const hint = hintOf(error);
  const description = hint && safe(redact, hint);
  const code = error instanceof InvalidParameterError ? INVALID_PARAMETER : undefined;
  return saying(message, new NodeOperationError(bare, message, { itemIndex, description }), code);
}

/** Hint of the error itself, if it has one: errors of n8n, e.g. of an expression, have it as description. */
function hintOf(error: unknown): string | undefined {
  if (error instanceof InvalidParameterError) return error.hint;
  const { description } = Object(error) as { description?: unknown };
  return typeof description === 'string' ? description : undefined;
}

/** n8n treats an execution as stopped by the user if the message of its error contains "canceled". */
function safe(redact: Redact, text: string): string {
  return plainText(text, redact).replaceAll('canceled', 'cancelled');
}

/**
 * n8n's classes replace a message in which they find the name of a system error, be it as a part of a word of the
 * service ("preexisting" contains EEXIST). This restores our message.
 */
function saying<E extends NodeApiError | NodeOperationError>(message: string, error: E, code?: string): E {
  error.message = message;
  // n8n's editor shows these below the description, under "Error details".
  error.messages = code === undefined ? [] : [code];
  // Stored with the execution, where an error workflow can read it.
  if (code !== undefined) error.context.errorCode = code;
  return error;
}

function apiError(node: INode, failure: RequestError, context: ErrorContext): NodeApiError {
  const { service, redact, itemIndex } = context;
  const { details } = failure;
  const status = details.status ? ` (HTTP ${details.status})` : '';
  const message = safe(redact, `${service.name} ${details.summary}${status}`);
  const code = errorCode(details, context.changesSomething);
  const description = safe(redact, [...advice(failure, context)].join(' '));
  const cause = CAUSES[details.kind];
  const error = new NodeApiError(
    node,
    { message },
    {
      message,
      description,
      httpCode: details.status?.toString(),
      itemIndex,
      // Read by n8n's poll back-off since 2.38, ignored before.
      ...(cause && { failure: { cause, ...waitHint(details) } as never }),
    },
  );
  return saying(message, error, code);
}

function* advice(
  { details, attempts, stopReason }: RequestError,
  { service, hints, changesSomething }: ErrorContext,
) {
  const own: Hints = details.hint ? { [details.kind]: details.hint } : {};
  const sources: (Hints | undefined)[] = [own, hints, service.hints, HINTS];
  for (const source of sources) {
    const hint = (details.status !== undefined && source?.[details.status]) || source?.[details.kind];
    if (!hint) continue;
    yield hint;
    break;
  }
  if (changesSomething && details.applied === 'maybe') {
    yield 'The request may have been carried out all the same: check before you send it again.';
  }
  if (details.retryAfterMs !== undefined) {
    yield `The service asks to wait ${Math.ceil(details.retryAfterMs / 1000)} seconds.`;
  }
  if (attempts === 0) yield 'It was not sent, since an earlier request has been answered so.';
  if (attempts > 1) yield `Sent ${attempts} times.`;
  if (stopReason === 'budget') yield 'Not sent again: this execution has used up its retries.';
  if (stopReason === 'deadline')
    yield 'Not sent again: the deadline in the Options of the node would have passed.';
  if (details.requestId) yield `Request ID: ${details.requestId}`;
}

function waitHint({ kind, retryAfterMs }: RequestErrorDetails): { retryAfterMs?: number } {
  return kind === 'rate-limited' || kind === 'unavailable' ? { retryAfterMs } : {};
}
