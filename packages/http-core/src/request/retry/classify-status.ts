import type { ErrorKind } from '../../errors/request-error';
import type { Applied, RequestErrorDetails } from '../../errors/request-error';
import type { Semantics } from '../request-spec';

interface Meaning {
  kind: ErrorKind;
  applied: Applied;
}

/**
 * What the status of an answer means. A 4xx says that the service refused, so nothing was carried out, except 408, after which
 * that is open. After a 5xx it is always open: it may come from a proxy in front of a service that has done its work.
 */
const STATUSES: Readonly<Record<number, Meaning>> = {
  401: { kind: 'unauthorized', applied: 'no' },
  403: { kind: 'forbidden', applied: 'no' },
  404: { kind: 'not-found', applied: 'no' },
  408: { kind: 'timeout', applied: 'maybe' },
  409: { kind: 'conflict', applied: 'no' },
  410: { kind: 'not-found', applied: 'no' },
  425: { kind: 'unavailable', applied: 'no' },
  429: { kind: 'rate-limited', applied: 'no' },
  500: { kind: 'unavailable', applied: 'maybe' },
  501: { kind: 'rejected', applied: 'no' },
  502: { kind: 'unavailable', applied: 'maybe' },
  503: { kind: 'unavailable', applied: 'maybe' },
  504: { kind: 'unavailable', applied: 'maybe' },
  505: { kind: 'rejected', applied: 'no' },
};

/** The meaning of an HTTP status, or `undefined` for success. */
export function classifyStatus(status: number): Meaning | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status >= 300 && status < 400) return { kind: 'redirected', applied: 'no' };
  return (
    STATUSES[status] ??
    (status >= 500 ? { kind: 'unavailable', applied: 'maybe' } : { kind: 'rejected', applied: 'no' })
  );
}

/** Failures that may be gone at the next attempt. */
const TEMPORARY: ReadonlySet<ErrorKind> = new Set([
  'rate-limited',
  'unavailable',
  'unreachable',
  'connection-lost',
  'timeout',
]);

/** Whether a request with this effect may be sent again after this failure. */
export function mayRetry({ kind, applied }: RequestErrorDetails, semantics: Semantics): boolean {
  return TEMPORARY.has(kind) && (applied === 'no' || semantics !== 'non-idempotent');
}
