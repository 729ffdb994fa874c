import { dateTime } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

/** A time as ISO 8601 in UTC, such as `2026-01-31T08:00:00Z`, which Rails reads reliably (dataworld-sentry.md §8). */
export const recordTime = () => z.pipe(dateTime(), z.transform(withoutZeros));

/** Leaves the milliseconds out where there are none. */
export function withoutZeros(iso: string): string {
  return iso.replace('.000Z', 'Z');
}
