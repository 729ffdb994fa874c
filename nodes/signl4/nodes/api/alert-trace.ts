import { lazy, path } from '@signalbox/http-core';
import type { RequestSpec } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

import { text } from './wire';

/** Flags of AlertStatusCodes (signl4.md §2.5): open, and acknowledged. */
const UNRESOLVED = 1 | 2;

/** Page size limit of SIGNL4 (signl4.md §2.3). */
const PAGE_SIZE = 100;

/** Alerts with one external ID, newest first, reduced to the fields that distinguish them. */
export const alertTraces = lazy(() =>
  z.looseObject({
    results: z.nullish(
      z.array(
        z.looseObject({
          id: z.string(),
          eventId: text(),
          externalId: text(),
          status: z.looseObject({ statusCode: z.int() }),
          history: z.looseObject({ created: z.string() }),
        }),
      ),
    ),
  }),
);
type AlertTraces = z.infer<ReturnType<typeof alertTraces>>;
type AlertTrace = NonNullable<AlertTraces['results']>[number];

/** Looks for the newest alerts with an external ID, including closed ones. */
export function alertsWith(externalId: string): RequestSpec {
  return traces({ externalId, alertStatusCodes: 0 });
}

/** Looks for the newest alerts with an external ID that are open or acknowledged. */
export function unresolvedAlertsWith(externalId: string): RequestSpec {
  return traces({ externalId, alertStatusCodes: UNRESOLVED });
}

function traces(filter: { externalId: string; alertStatusCodes: number }): RequestSpec {
  return {
    method: 'POST',
    path: path`/api/v2/alerts/paged`,
    query: { maxResults: PAGE_SIZE },
    body: filter,
    whenEmpty: { results: [] },
  };
}

/** The alerts of the page that have the external ID: a filter that SIGNL4 does not know is ignored (signl4.md §2.3). */
export function tracesOf({ results }: AlertTraces, externalId: string): AlertTrace[] {
  return (results ?? []).filter((alert) => alert.externalId === externalId);
}

export function isUnresolved({ status }: AlertTrace): boolean {
  return (status.statusCode & UNRESOLVED) !== 0;
}
