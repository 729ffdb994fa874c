import { createHash } from 'node:crypto';
import type { IWebhookFunctions } from 'n8n-workflow';

import { processMemory } from './process-memory';
import { processKey } from './subscription-memory';

/** Deliveries remembered for each node, unless the receiver says otherwise: 6.5 KB of static data. */
export const DEFAULT_SEEN_LIMIT = 500;

/** Key in the node's static data: one string of fixed-width entries, which is cheap to read and to save. */
const STATIC_DATA_KEY = 'seenDeliveries';

/**
 * 48 bits of the SHA-256 of an id, in 8 characters. Only verified deliveries get this far, so nobody searches for
 * collisions; by chance, one delivery in 5 * 10^11 would be taken for one of the last 500.
 */
const FINGERPRINT_CHARACTERS = 8;

/** Minutes since 1970 in base 36; five digits last until 2084. */
const MINUTE_CHARACTERS = 5;
const ENTRY_CHARACTERS = FINGERPRINT_CHARACTERS + MINUTE_CHARACTERS;

/** The right to handle one delivery. One of its methods must be called, whatever happens. */
export interface DeliveryClaim {
  /** The delivery has been turned into items: never again. May be called again, to write it down once more. */
  accept(): void;
  /** It has not, also after `accept` when n8n could not start the execution: it may come again. */
  release(): void;
}

/**
 * Claims the delivery with this id for the caller, or returns `undefined` when it was accepted before.
 *
 * A second delivery with the same id waits for the first one to be decided: answered "repeated" too early,
 * a service that gave up waiting for the first would count the event as delivered even if the first then fails.
 *
 * Exact in one process. Between processes (several webhook processes in queue mode) the window travels through
 * static data: each delivery reads what others have saved and writes the union, but two of them at the same
 * instant do not see each other. `limit` is the horizon in number of deliveries, newest kept.
 */
export async function claimDelivery(
  ctx: IWebhookFunctions,
  id: string,
  limit = DEFAULT_SEEN_LIMIT,
): Promise<DeliveryClaim | undefined> {
  const memory = processMemory(processKey(ctx, 'production'));
  const { seen, pending } = memory;
  const staticData = ctx.getWorkflowStaticData('node');
  const fingerprint = createHash('sha256').update(id).digest('base64url').slice(0, FINGERPRINT_CHARACTERS);

  for (let first = pending.get(fingerprint); first; first = pending.get(fingerprint)) await first;

  // From here to `pending.set` nothing awaits, so no other delivery can come between.
  const saved = staticData[STATIC_DATA_KEY];
  if (typeof saved === 'string' && saved !== memory.savedSeen) {
    addSaved(seen, saved);
    memory.savedSeen = saved;
  }
  if (seen.has(fingerprint)) return undefined;

  let decided = (): void => {};
  pending.set(fingerprint, new Promise((resolve) => (decided = resolve)));
  const settle = (): void => {
    pending.delete(fingerprint);
    decided();
  };
  return {
    accept() {
      seen.set(fingerprint, Math.floor(Date.now() / 60_000));
      for (const oldest of seen.keys()) {
        if (seen.size <= limit) break;
        seen.delete(oldest);
      }
      memory.savedSeen = encode(seen);
      staticData[STATIC_DATA_KEY] = memory.savedSeen;
      settle();
    },
    release() {
      seen.delete(fingerprint);
      settle();
    },
  };
}

/** Adds what is saved to what is known here, in the order of time. A malformed rest is ignored. */
function addSaved(seen: Map<string, number>, saved: string): void {
  let added = false;
  for (let at = 0; at + ENTRY_CHARACTERS <= saved.length; at += ENTRY_CHARACTERS) {
    const fingerprint = saved.slice(at, at + FINGERPRINT_CHARACTERS);
    if (seen.has(fingerprint)) continue;
    seen.set(
      fingerprint,
      Number.parseInt(saved.slice(at + FINGERPRINT_CHARACTERS, at + ENTRY_CHARACTERS), 36) || 0,
    );
    added = true;
  }
  if (!added) return;
  // Entries of other processes may be older than ours; in order of time the oldest go first.
  const ordered = [...seen].sort(([, a], [, b]) => a - b);
  seen.clear();
  for (const [fingerprint, minute] of ordered) seen.set(fingerprint, minute);
}

function encode(seen: Map<string, number>): string {
  let text = '';
  for (const [fingerprint, minute] of seen)
    text += fingerprint + minute.toString(36).padStart(MINUTE_CHARACTERS, '0');
  return text;
}
