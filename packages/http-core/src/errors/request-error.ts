/** Kinds of failed requests, from which the core decides what to do next. */
const ERROR_KINDS = [
  'rate-limited',
  'unavailable',
  'unreachable',
  'connection-lost',
  'timeout',
  'unauthorized',
  'forbidden',
  'not-found',
  'conflict',
  'rejected',
  'redirected',
  'unreadable',
  'blocked',
] as const;
export type ErrorKind = (typeof ERROR_KINDS)[number];

export function isErrorKind(value: unknown): value is ErrorKind {
  return (ERROR_KINDS as readonly unknown[]).includes(value);
}

const CREDENTIAL_ERROR = 'credential:';

/**
 * The `errorCode` of a credential's error, by which it is recognised inside the error that n8n makes of it: some
 * versions (1.123 and 2.0 among them) lose the error that they wrap, and keep its message, its description and, as `httpCode`, this.
 */
export function credentialErrorCode(kind: ErrorKind): string {
  return CREDENTIAL_ERROR + kind;
}

/** Kind of failure of a credential's error code; undefined for any other code. */
export function kindOfCredentialError(httpCode: unknown): ErrorKind | undefined {
  const isOurs = typeof httpCode === 'string' && httpCode.startsWith(CREDENTIAL_ERROR);
  const kind = isOurs ? httpCode.slice(CREDENTIAL_ERROR.length) : undefined;
  return isErrorKind(kind) ? kind : undefined;
}

/** `no` if the service certainly did not apply the request, `maybe` otherwise. */
export type Applied = 'no' | 'maybe';

export interface RequestErrorDetails {
  kind: ErrorKind;
  applied: Applied;
  /** Summary for the user, without trailing period; may contain text of the service. Not yet redacted. */
  summary: string;
  /** Advice for the user, if more is known than the kind of failure tells. Not yet redacted. */
  hint?: string;
  /** HTTP status, if there was a response. */
  status?: number;
  /** Name of the network error, such as `ECONNRESET`, if there was no complete response. */
  networkCode?: string;
  /** The wait the service asked for, in milliseconds. */
  retryAfterMs?: number;
  /** The service's id of the request, to be quoted to its support. */
  requestId?: string;
}

/** Why a request was not sent again. */
export type StopReason =
  'not-retryable' | 'may-have-been-applied' | 'attempts' | 'wait-too-long' | 'deadline' | 'budget';

/** One failed request. Internal: it is turned into a NodeApiError before it leaves the core. Holds no headers and no body. */
export class RequestError extends Error {
  readonly details: RequestErrorDetails;
  /** Number of times that the request was sent; 0 if another request has shown that there is no point. */
  attempts = 1;
  stopReason: StopReason | undefined;

  constructor(details: RequestErrorDetails) {
    super(details.summary);
    this.name = 'RequestError';
    this.details = details;
  }
}
