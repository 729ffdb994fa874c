import { credentialErrorCode } from '@signalbox/http-core/errors';
import type { ErrorKind } from '@signalbox/http-core/errors';

/**
 * There is no access token to send a request with; the request itself was not sent.
 *
 * Contains only fixed texts and checked values. The error of the HTTP client holds the whole request, secret included, and n8n
 * stores what an error refers to (n8n advisory GHSA-vrv8-j27g-g7cr): so no `cause`, no options, no headers, no body.
 */
export class TokenError extends Error {
  /** Kind of failure, in the terms of the core. */
  readonly kind: ErrorKind;
  /** The same, for what n8n makes of this error. */
  readonly errorCode: string;

  constructor(kind: ErrorKind, message: string) {
    super(message);
    this.name = 'TokenError';
    this.kind = kind;
    this.errorCode = credentialErrorCode(kind);
  }
}
