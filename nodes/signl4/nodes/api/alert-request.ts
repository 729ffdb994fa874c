import { path } from '@signalbox/http-core';
import type { RequestSpec } from '@signalbox/http-core';

/** Reads one alert. Its state decides whether a change with an unknown outcome was applied. */
export function getAlert(alertId: string): RequestSpec {
  return { method: 'GET', path: path`/api/v2/alerts/${alertId}` };
}
