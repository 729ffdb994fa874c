/** What went wrong with a request, in the terms in which the core decides what to do next. */
const FAILURE_KINDS = [
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
export type FailureKind = (typeof FAILURE_KINDS)[number];

export function isFailureKind(value: unknown): value is FailureKind {
  return (FAILURE_KINDS as readonly unknown[]).includes(value);
}

/** Whether the service carried out the request: surely not, or it may have. */
export type Delivery = 'no' | 'unknown';

export interface FailureDetails {
  kind: FailureKind;
  delivery: Delivery;
  /** What happened, in a user's words, without trailing period; may hold text of the service. Not yet redacted. */
  what: string;
  /** What to do about it, where that is known better here than by the kind of failure. Not yet redacted. */
  remedy?: string;
  /** HTTP status, where there was an answer. */
  status?: number;
  /** The wait the service asked for, in milliseconds. */
  retryAfterMs?: number;
  /** The service's id of the request, to be quoted to its support. */
  requestId?: string;
}

/** One failed request. Internal: it is turned into a NodeApiError before it leaves the core. Holds no headers and no body. */
export class RequestFailure extends Error {
  readonly details: FailureDetails;
  /** How many times the request was sent, this time included; 0 where another request has shown that there is no point. */
  attempts = 1;

  constructor(details: FailureDetails) {
    super(details.what);
    this.name = 'RequestFailure';
    this.details = details;
  }
}
