import { path } from '@signalbox/http-core';
import type { RequestSpec } from '@signalbox/http-core';

/** Reads one alert; what it is now decides whether an uncertain change was made. */
export function getAlert(alertId: string): RequestSpec {
  return { method: 'GET', path: path`/api/v2/alerts/${alertId}` };
}
