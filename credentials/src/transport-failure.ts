import { isUndecodable } from '@signalbox/http-core/errors';
import type { ErrorKind } from '@signalbox/http-core/errors';

import type { TokenRequest } from './token/fetch-token';
import { quote } from './token/quote';
import { AnswerTooLarge } from './token/read-answer';
import { TokenError } from './token/token-error';

type Meaning = readonly [ErrorKind, what: string, hint?: string];

const NETWORK = 'check the network of n8n';
const LATER = 'try again later';

/**
 * By system error. Spelled in words: n8n replaces a message that contains such a code by a general one.
 */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  ECONNREFUSED: ['unreachable', 'the connection was refused'],
  ENOTFOUND: ['unreachable', 'the host name is not known'],
  EAI_AGAIN: ['unreachable', 'the host name could not be looked up', NETWORK],
  EHOSTUNREACH: ['unreachable', 'the host cannot be reached', NETWORK],
  ENETUNREACH: ['unreachable', 'the network cannot be reached', NETWORK],
  ECONNRESET: ['connection-lost', 'the connection was closed without an answer', LATER],
  EPIPE: ['connection-lost', 'the connection was closed without an answer', LATER],
  ERR_BAD_RESPONSE: ['connection-lost', 'the connection was closed within the answer', LATER],
  ERR_STREAM_PREMATURE_CLOSE: ['connection-lost', 'the connection was closed within the answer', LATER],
  ETIMEDOUT: ['timeout', 'there was no answer in time', LATER],
  ECONNABORTED: ['timeout', 'there was no answer in time', LATER],
  ERR_CANCELED: ['timeout', 'there was no answer in time', LATER],
  ABORT_ERR: ['timeout', 'there was no answer in time', LATER],
};

/** TLS errors, by the beginning of their code. */
const UNTRUSTED = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH)/;

/** How deep errors are nested at most: AxiosError, system error, the attempts at several addresses. */
const MAX_DEPTH = 5;

/**
 * Explains in a user's words why n8n's request helper threw. Keeps nothing of the error itself but a code that is known here.
 *
 * The hint is to check the address, unless the code points to the network or to a passing fault.
 */
export function transportFailure(error: unknown, { url, urlLabel, secrets }: TokenRequest): TokenError {
  const subject = `The token service at ${new URL(url).origin}`;
  const checkUrl = `check "${urlLabel}"`;
  if (error instanceof AnswerTooLarge) {
    return new TokenError('unreadable', `${subject} gave an answer that is far too large: ${checkUrl}`);
  }
  const codes = codesOf(error);
  const known = codes.find((code) => Object.hasOwn(MEANINGS, code));
  if (known !== undefined) {
    const [kind, what, hint = checkUrl] = MEANINGS[known]!;
    return new TokenError(kind, `${subject} could not be reached: ${what}; ${hint}`);
  }
  if (codes.some((code) => UNTRUSTED.test(code))) {
    return new TokenError('blocked', `${subject} could not be reached: its certificate is not trusted`);
  }
  if (codes.some((code) => code.startsWith('HPE_'))) {
    return new TokenError('unreadable', `${subject} does not speak HTTP: ${checkUrl}`);
  }
  if (codes.some(isUndecodable)) {
    const what = 'answered in a compressed form that cannot be decoded';
    return new TokenError('unreadable', `${subject} ${what}: look for a proxy in front of it`);
  }
  // n8n refuses by itself: a domain that the credential does not allow, an address that is protected.
  const words = error instanceof Error ? quote(error.message, secrets) : '';
  return new TokenError('blocked', `${subject} could not be called${words && `: ${words}`}`);
}

/** Codes of an error and of all that caused it, innermost first: the outer ones of axios are the less precise. */
function codesOf(error: unknown, depth = 0): string[] {
  if (typeof error !== 'object' || error === null || depth > MAX_DEPTH) return [];
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown };
  const attempts = Array.isArray(errors) ? (errors as unknown[]).slice(0, MAX_DEPTH) : [];
  const inner = [cause, ...attempts].flatMap((next) => codesOf(next, depth + 1));
  return typeof code === 'string' ? [...inner, code] : inner;
}
