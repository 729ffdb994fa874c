import type { IWebhookFunctions } from 'n8n-workflow';

import { evictOldest } from '../../platform/evict-oldest';
import { fingerprint, FINGERPRINT_CHARACTERS } from '../../platform/fingerprint';
import type { Claim } from './claim';
import { processCache } from '../state/process-cache';
import { cacheKey } from '../state/subscription-state';

/** Events remembered by the process for each node, unless the receiver says otherwise: some 100 KB. */
export const DEFAULT_SEEN_LIMIT = 1_000;

/**
 * The newest of them that are saved, unless the receiver says otherwise: 2 KB. n8n stores the static data of a workflow again with
 * each of its executions, so every byte of it makes each delivery slower, and the database larger.
 */
export const DEFAULT_SAVED_LIMIT = 250;

/** Key in the node's static data: one string of fixed-width entries, which is cheap to read and to save. */
const STATIC_DATA_KEY = 'seenDeliveries';

export interface SeenLimits {
  /** The horizon in number of events, newest kept. */
  limit?: number;
  /** How many of them survive a restart, and reach other processes; those of the newest delivery always do. */
  savedLimit?: number;
}

/** What a delivery is recognised by when it comes again: the ids of its events. */
export interface SeenEvents {
  /**
   * Claims the event with this id for the delivery. `repeated` when it was accepted before; `undecided` when another
   * delivery with this id is still being handled at `until`, in Unix milliseconds.
   */
  claim(id: string, until: number): Promise<Claim | 'duplicate' | 'in-progress'>;
  /** See `DeliveryClaim.save`. */
  persist(): void;
}

/**
 * The events that were accepted before, for one delivery that claims its own.
 *
 * A second delivery with the same id waits for the first one to be decided: answered "repeated" too early,
 * a service that gave up waiting for the first would count the event as delivered even if the first then fails.
 *
 * Exact in one process. Between processes (several webhook processes in queue mode), and from one before a restart to the one
 * after it, the newest `savedLimit` travel through static data: each delivery reads what others have saved and writes the
 * union, but two of them at the same instant do not see each other.
 */
export function seenEvents(
  ctx: IWebhookFunctions,
  { limit = DEFAULT_SEEN_LIMIT, savedLimit = DEFAULT_SAVED_LIMIT }: SeenLimits = {},
): SeenEvents {
  const memory = processCache(cacheKey(ctx, 'production'));
  const { seen, uncommitted: unconfirmed, locks } = memory;
  const staticData = ctx.getWorkflowStaticData('node');
  /** Accepted by this delivery. */
  const own = new Set<string>();
  return {
    async claim(id, until) {
      const entry = fingerprint(id);
      const unlock = await locks.acquireBefore(entry, until);
      if (!unlock) return 'in-progress';
      const saved = staticData[STATIC_DATA_KEY];
      if (typeof saved === 'string' && saved !== memory.persistedSeen) {
        mergePersisted(seen, saved);
        memory.persistedSeen = saved;
      }
      if (seen.has(entry)) {
        unlock();
        return 'duplicate';
      }
      let released = false;
      return {
        markSeen() {
          if (released) return;
          seen.add(entry);
          unconfirmed.add(entry);
          own.add(entry);
          for (const oldest of evictOldest(seen, limit)) unconfirmed.delete(oldest);
          unlock();
        },
        commit() {
          if (!released) unconfirmed.delete(entry);
        },
        rollback() {
          if (released) return;
          released = true;
          if (own.delete(entry)) {
            seen.delete(entry);
            unconfirmed.delete(entry);
          }
          unlock();
        },
      };
    },
    persist() {
      const sure = [...seen].filter((one) => own.has(one) || !unconfirmed.has(one));
      memory.persistedSeen = sure.slice(-Math.max(savedLimit, own.size)).join('');
      staticData[STATIC_DATA_KEY] = memory.persistedSeen;
    },
  };
}

/** Adds what is saved to what is known here, as newer: another process has accepted it lately. A malformed rest is ignored. */
function mergePersisted(seen: Set<string>, saved: string): void {
  for (let at = 0; at + FINGERPRINT_CHARACTERS <= saved.length; at += FINGERPRINT_CHARACTERS) {
    seen.add(saved.slice(at, at + FINGERPRINT_CHARACTERS));
  }
}
