import type { FailureKind } from '../errors/request-failure';
import type { Delivery, FailureDetails } from '../errors/request-failure';
import type { Effect } from './request-spec';

interface Meaning {
  kind: FailureKind;
  delivery: Delivery;
}

/**
 * What the status of an answer means. A 4xx says that the service refused, so nothing was carried out, except 408, after which
 * that is open. After a 5xx it is always open: it may come from a proxy in front of a service that has done its work.
 */
const STATUSES: Readonly<Record<number, Meaning>> = {
  401: { kind: 'unauthorized', delivery: 'no' },
  403: { kind: 'forbidden', delivery: 'no' },
  404: { kind: 'not-found', delivery: 'no' },
  408: { kind: 'timeout', delivery: 'unknown' },
  409: { kind: 'conflict', delivery: 'no' },
  410: { kind: 'not-found', delivery: 'no' },
  425: { kind: 'unavailable', delivery: 'no' },
  429: { kind: 'rate-limited', delivery: 'no' },
  500: { kind: 'unavailable', delivery: 'unknown' },
  501: { kind: 'rejected', delivery: 'no' },
  502: { kind: 'unavailable', delivery: 'unknown' },
  503: { kind: 'unavailable', delivery: 'unknown' },
  504: { kind: 'unavailable', delivery: 'unknown' },
  505: { kind: 'rejected', delivery: 'no' },
};

/** The meaning of an HTTP status, or `undefined` for success. */
export function meaningOf(status: number): Meaning | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status >= 300 && status < 400) return { kind: 'redirected', delivery: 'no' };
  return (
    STATUSES[status] ??
    (status >= 500 ? { kind: 'unavailable', delivery: 'unknown' } : { kind: 'rejected', delivery: 'no' })
  );
}

/** Failures that may be gone at the next attempt. */
const TEMPORARY: ReadonlySet<FailureKind> = new Set([
  'rate-limited',
  'unavailable',
  'unreachable',
  'connection-lost',
  'timeout',
]);

/** Whether a request with this effect may be sent again after this failure. */
export function mayRetry({ kind, delivery }: FailureDetails, effect: Effect): boolean {
  return TEMPORARY.has(kind) && (delivery === 'no' || effect !== 'once');
}
