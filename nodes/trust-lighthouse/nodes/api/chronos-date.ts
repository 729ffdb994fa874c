import { lazy } from '@signalbox/http-core';
import { dateTime } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

/** Date in Chronos format, `YYYY-MM-DD HH:MM:SS`. Assumed to be UTC (trust-lighthouse.md §4). */
export const chronosDate = lazy(() =>
  z.pipe(
    dateTime(),
    z.transform((iso) => iso.slice(0, 19).replace('T', ' ')),
  ),
);
