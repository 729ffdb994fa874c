import { dateTime } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

/** Time in ISO 8601 and UTC, such as `2026-01-31T08:00:00Z`, which Rails parses reliably (dataworld-sentry.md §8). */
export const recordTime = () => z.pipe(dateTime(), z.transform(withoutZeros));

/** Drops milliseconds that are zero. */
export function withoutZeros(iso: string): string {
  return iso.replace('.000Z', 'Z');
}
