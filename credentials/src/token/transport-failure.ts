import type { FailureKind } from '@signalbox/http-core/errors';

import type { TokenRequest } from './fetch-token';
import { quote } from './quote';
import { AnswerTooLarge } from './read-answer';
import { TokenFailure } from './token-failure';

type Meaning = readonly [FailureKind, what: string];

/**
 * By system error. Spelled in words: n8n replaces a message that contains such a code by a general one.
 */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  ECONNREFUSED: ['unreachable', 'the connection was refused; check the token URL'],
  ENOTFOUND: ['unreachable', 'the host name is not known; check the token URL'],
  EAI_AGAIN: ['unreachable', 'the host name could not be looked up; check the network of n8n'],
  EHOSTUNREACH: ['unreachable', 'the host cannot be reached; check the network of n8n'],
  ENETUNREACH: ['unreachable', 'the network cannot be reached; check the network of n8n'],
  ECONNRESET: ['connection-lost', 'the connection was closed without an answer; try again later'],
  EPIPE: ['connection-lost', 'the connection was closed without an answer; try again later'],
  ERR_BAD_RESPONSE: ['connection-lost', 'the connection was closed within the answer; try again later'],
  ERR_STREAM_PREMATURE_CLOSE: [
    'connection-lost',
    'the connection was closed within the answer; try again later',
  ],
  ETIMEDOUT: ['timeout', 'there was no answer in time; try again later'],
  ECONNABORTED: ['timeout', 'there was no answer in time; try again later'],
  ERR_CANCELED: ['timeout', 'there was no answer in time; try again later'],
  ABORT_ERR: ['timeout', 'there was no answer in time; try again later'],
};

/** TLS errors, by the beginning of their code. */
const UNTRUSTED = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH)/;

/** How deep errors are nested at most: AxiosError, system error, the attempts at several addresses. */
const MAX_DEPTH = 5;

/** What n8n's request helper threw, in a user's words. Nothing of the error itself is kept but a code that is known here. */
export function transportFailure(request: TokenRequest, error: unknown): TokenFailure {
  const service = `The token service at ${new URL(request.url).origin}`;
  if (error instanceof AnswerTooLarge) {
    return new TokenFailure(
      'unreadable',
      `${service} gave an answer that is far too large: check the token URL`,
    );
  }
  const codes = codesOf(error);
  const known = codes.find((code) => Object.hasOwn(MEANINGS, code));
  if (known !== undefined) {
    const [kind, what] = MEANINGS[known]!;
    return new TokenFailure(kind, `${service} could not be reached: ${what}`);
  }
  if (codes.some((code) => UNTRUSTED.test(code))) {
    return new TokenFailure('blocked', `${service} could not be reached: its certificate is not trusted`);
  }
  if (codes.some((code) => code.startsWith('HPE_'))) {
    return new TokenFailure('unreadable', `${service} does not speak HTTP: check the token URL`);
  }
  // n8n refuses by itself: a domain that the credential does not allow, an address that is protected.
  const words = error instanceof Error ? quote(error.message, request.secrets) : '';
  return new TokenFailure('blocked', `${service} could not be called${words && `: ${words}`}`);
}

/** Codes of an error and of all that caused it, innermost first: the outer ones of axios are the less precise. */
function codesOf(error: unknown, depth = 0): string[] {
  if (typeof error !== 'object' || error === null || depth > MAX_DEPTH) return [];
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown };
  const attempts = Array.isArray(errors) ? (errors as unknown[]).slice(0, MAX_DEPTH) : [];
  const inner = [cause, ...attempts].flatMap((next) => codesOf(next, depth + 1));
  return typeof code === 'string' ? [...inner, code] : inner;
}
