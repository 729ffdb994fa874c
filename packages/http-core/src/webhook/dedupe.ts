import type { IWebhookFunctions } from 'n8n-workflow';

import type { DeliveryClaim } from './delivery-claim';
import { fingerprint, FINGERPRINT_CHARACTERS } from './fingerprint';
import { processMemory } from './process-memory';
import { processKey } from './subscription-memory';
import { takeTurn } from './take-turn';

/** Deliveries remembered for each node, unless the receiver says otherwise: 6.5 KB of static data. */
export const DEFAULT_SEEN_LIMIT = 500;

/** Key in the node's static data: one string of fixed-width entries, which is cheap to read and to save. */
const STATIC_DATA_KEY = 'seenDeliveries';

/** Minutes since 1970 in base 36; five digits last until 2084. */
const MINUTE_CHARACTERS = 5;
const ENTRY_CHARACTERS = FINGERPRINT_CHARACTERS + MINUTE_CHARACTERS;

export interface DeliveryIdentity {
  /** The service's id of the delivery. */
  id: string;
  /** The horizon in number of deliveries, newest kept. */
  limit?: number;
  /** How long to wait for the outcome of another delivery with this id, in Unix milliseconds. */
  until: number;
}

/**
 * Claims the delivery with this id for the caller. `repeated` when it was accepted before; `undecided` when another one
 * with this id is still being handled at `until`.
 *
 * A second delivery with the same id waits for the first one to be decided: answered "repeated" too early,
 * a service that gave up waiting for the first would count the event as delivered even if the first then fails.
 *
 * Exact in one process. Between processes (several webhook processes in queue mode) the window travels through
 * static data: each delivery reads what others have saved and writes the union, but two of them at the same
 * instant do not see each other.
 */
export async function claimDelivery(
  ctx: IWebhookFunctions,
  { id, limit = DEFAULT_SEEN_LIMIT, until }: DeliveryIdentity,
): Promise<DeliveryClaim | 'repeated' | 'undecided'> {
  const memory = processMemory(processKey(ctx, 'production'));
  const { seen, pending } = memory;
  const staticData = ctx.getWorkflowStaticData('node');
  const entry = fingerprint(id);

  const giveBack = await takeTurn(pending, entry, until);
  if (!giveBack) return 'undecided';
  const saved = staticData[STATIC_DATA_KEY];
  if (typeof saved === 'string' && saved !== memory.savedSeen) {
    addSaved(seen, saved);
    memory.savedSeen = saved;
  }
  if (seen.has(entry)) {
    giveBack();
    return 'repeated';
  }
  const save = (): void => {
    memory.savedSeen = encode(seen);
    staticData[STATIC_DATA_KEY] = memory.savedSeen;
  };
  return {
    save,
    accept() {
      seen.set(entry, Math.floor(Date.now() / 60_000));
      for (const oldest of seen.keys()) {
        if (seen.size <= limit) break;
        seen.delete(oldest);
      }
      save();
      giveBack();
    },
    release() {
      seen.delete(entry);
      giveBack();
    },
  };
}

/** Adds what is saved to what is known here, in the order of time. A malformed rest is ignored. */
function addSaved(seen: Map<string, number>, saved: string): void {
  let added = false;
  for (let at = 0; at + ENTRY_CHARACTERS <= saved.length; at += ENTRY_CHARACTERS) {
    const entry = saved.slice(at, at + FINGERPRINT_CHARACTERS);
    if (seen.has(entry)) continue;
    seen.set(
      entry,
      Number.parseInt(saved.slice(at + FINGERPRINT_CHARACTERS, at + ENTRY_CHARACTERS), 36) || 0,
    );
    added = true;
  }
  if (!added) return;
  // Entries of other processes may be older than ours; in order of time the oldest go first.
  const ordered = [...seen].sort(([, a], [, b]) => a - b);
  seen.clear();
  for (const [entry, minute] of ordered) seen.set(entry, minute);
}

function encode(seen: Map<string, number>): string {
  let text = '';
  for (const [entry, minute] of seen) text += entry + minute.toString(36).padStart(MINUTE_CHARACTERS, '0');
  return text;
}
