import * as z from 'zod/v4-mini';

import type { Yield } from '../../platform/yield-regularly';
import type { ParsedJson } from './parse-json';
import type { Receiver } from './receiver';

/** Each event becomes an item, and each is remembered. */
const MAX_EVENTS = 1_000;

/** Splits a body into its events and validates them, up to the first invalid one. */
export async function readEvents<Event>(
  { split, schema }: Receiver<Event>,
  parsed: ParsedJson,
  yieldNow: Yield,
): Promise<{ ok: true; events: readonly Event[] } | Exclude<ParsedJson, { ok: true }>> {
  if (!parsed.ok) return parsed;
  const events = split?.(parsed.value) ?? [parsed.value];
  if (events.length > MAX_EVENTS)
    return { ok: false, tooLarge: true, reason: `the body has more than ${MAX_EVENTS} events` };
  const shape = schema();
  for (const [at, event] of events.entries()) {
    await yieldNow();
    const { error } = z.safeParse(shape, event);
    if (!error) continue;
    const paths = error.issues.slice(0, 5).map(({ path }) => path.map(String).join('.') || '(root)');
    const place = events.length > 1 ? ` in event ${at + 1}` : '';
    return { ok: false, reason: `the body does not have the expected shape at ${paths.join(', ')}${place}` };
  }
  return { ok: true, events: events as readonly Event[] };
}
