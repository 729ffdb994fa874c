import type { Applied, ErrorKind } from '../../errors/request-error';

interface StatusMeaning {
  kind: ErrorKind;
  applied: Applied;
}

/**
 * A 4xx refuses the request, so nothing was applied; 408 is the exception. A 5xx leaves it open: it may come from a proxy
 * in front of a service that did its work.
 */
const STATUSES: Readonly<Record<number, StatusMeaning>> = {
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

/** Meaning of an HTTP status, or `undefined` for success. */
export function classifyStatus(status: number): StatusMeaning | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status >= 300 && status < 400) return { kind: 'redirected', applied: 'no' };
  return (
    STATUSES[status] ??
    (status >= 500 ? { kind: 'unavailable', applied: 'maybe' } : { kind: 'rejected', applied: 'no' })
  );
}
