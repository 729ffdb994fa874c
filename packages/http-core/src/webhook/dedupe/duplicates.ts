import type { IWebhookFunctions } from 'n8n-workflow';

import { evictOldest } from '../../platform/evict-oldest';
import { fingerprint, FINGERPRINT_CHARACTERS } from '../../platform/fingerprint';
import { cacheKey } from '../state/node-identity';
import { processCache } from '../state/process-cache';
import type { Claim } from './claim';

/** Events remembered by the process per node: some 100 KB. */
const DEFAULT_SEEN_LIMIT = 1_000;

/**
 * The newest of them that are saved: 2 KB. n8n stores the static data of a workflow with each of its executions, so
 * every byte makes each delivery slower and the database larger.
 */
const DEFAULT_SAVED_LIMIT = 250;

/** Key in the node's static data: one string of fixed-width entries, which is cheap to read and to save. */
const STATIC_DATA_KEY = 'seenDeliveries';

export interface SeenLimits {
  /**
   * Events remembered by the process.
   * @default 1000
   */
  limit?: number;
  /**
   * The newest of them that survive a restart and reach other processes, at least all of the current delivery.
   * @default 250
   */
  savedLimit?: number;
}

/** The events accepted so far, as one delivery sees them. */
interface SeenEvents {
  /**
   * Claims the event with this id for the delivery.
   *
   * @param until Unix milliseconds; how long to wait for another delivery with this id
   * @returns `'duplicate'` if the event was accepted before, `'in-progress'` if it is still being handled at `until`
   */
  claim(id: string, until: number): Promise<Claim | 'duplicate' | 'in-progress'>;
  /** See `DeliveryClaim.persist`. */
  persist(): void;
}

/**
 * Opens the list of accepted events for one delivery.
 *
 * A second delivery with the same id waits for the outcome of the first. If it were reported as a duplicate too early,
 * a service that gave up waiting for the first would count the event as delivered even if the first then fails.
 *
 * Exact in one process. Between processes (several webhook processes in queue mode) and across a restart, the newest
 * `savedLimit` ids travel through static data: each delivery reads the ids others have saved and writes the union, but
 * two deliveries at the same instant do not see each other.
 */
export function seenEvents(
  ctx: IWebhookFunctions,
  { limit = DEFAULT_SEEN_LIMIT, savedLimit = DEFAULT_SAVED_LIMIT }: SeenLimits = {},
): SeenEvents {
  const cache = processCache(cacheKey(ctx, 'production'));
  const { seen, uncommitted, locks } = cache;
  const staticData = ctx.getWorkflowStaticData('node');
  /** Accepted by this delivery. */
  const own = new Set<string>();
  return {
    async claim(id, until) {
      const entry = fingerprint(id);
      const unlock = await locks.acquireBefore(entry, until);
      if (!unlock) return 'in-progress';
      const saved = staticData[STATIC_DATA_KEY];
      if (typeof saved === 'string' && saved !== cache.persistedSeen) {
        mergePersisted(seen, saved);
        cache.persistedSeen = saved;
      }
      if (seen.has(entry)) {
        unlock();
        return 'duplicate';
      }
      let isRolledBack = false;
      return {
        markSeen() {
          if (isRolledBack) return;
          seen.add(entry);
          uncommitted.add(entry);
          own.add(entry);
          for (const oldest of evictOldest(seen, limit)) uncommitted.delete(oldest);
          unlock();
        },
        commit() {
          if (!isRolledBack) uncommitted.delete(entry);
        },
        rollback() {
          if (isRolledBack) return;
          isRolledBack = true;
          if (own.delete(entry)) {
            seen.delete(entry);
            uncommitted.delete(entry);
          }
          unlock();
        },
      };
    },
    persist() {
      const persistable = [...seen].filter((entry) => own.has(entry) || !uncommitted.has(entry));
      cache.persistedSeen = persistable.slice(-Math.max(savedLimit, own.size)).join('');
      staticData[STATIC_DATA_KEY] = cache.persistedSeen;
    },
  };
}

/** Adds saved entries as the newest, since another process has accepted them lately. Ignores a malformed rest. */
function mergePersisted(seen: Set<string>, saved: string): void {
  for (let at = 0; at + FINGERPRINT_CHARACTERS <= saved.length; at += FINGERPRINT_CHARACTERS) {
    seen.add(saved.slice(at, at + FINGERPRINT_CHARACTERS));
  }
}
