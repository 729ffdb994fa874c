import type { IWebhookFunctions } from 'n8n-workflow';

import { evictOldest } from '../../platform/evict-oldest';
import { fingerprint, FINGERPRINT_CHARACTERS } from '../../platform/fingerprint';
import { cacheKey } from '../state/node-identity';
import { processCache } from '../state/process-cache';
import type { Claim } from './claim';

/** Keys remembered by the process per node; the ones without an event for the longest time are evicted first. */
const KEY_LIMIT = 2_000;

/** The newest of them that survive a restart: 4.5 KB of static data, which n8n stores with each delivery. */
const SAVED_KEY_LIMIT = 250;

/** Key in the node's static data: one string of fixed-width entries. */
const STATIC_DATA_KEY = 'latestVersions';

/** Microseconds since 1970 in base 36; ten digits last until 2085. */
const TIME_CHARACTERS = 10;
const ENTRY_CHARACTERS = FINGERPRINT_CHARACTERS + TIME_CHARACTERS;

/** Keeps the locks of keys apart from the ones of deliveries. */
const LOCK_PREFIX = 'key ';

/** One version of a value that each event replaces. */
export interface EventVersion {
  /** Names the value, e.g. one measurement of one device. */
  key: string;
  /** Time of the event, in microseconds since 1970. */
  at: number;
}

/** The latest version of each key, as one delivery sees them. */
interface LatestVersions {
  /**
   * Claims to be the latest version of its key. Events of one key are handled one after the other: an older one is
   * still wanted if the newer one fails.
   *
   * @param until Unix milliseconds; how long to wait for another event of the key
   * @returns `'stale'` if a version as new or newer was accepted before, `'in-progress'` if another event of the key is
   *   still being handled at `until`
   */
  claim(version: EventVersion, until: number): Promise<Claim | 'stale' | 'in-progress'>;
  /** See `DeliveryClaim.persist`. */
  persist(): void;
}

/** Opens the list of latest versions for one delivery. */
export function latestVersions(ctx: IWebhookFunctions): LatestVersions {
  const cache = processCache(cacheKey(ctx, 'production'));
  const { latest, uncommittedPrevious, locks } = cache;
  const staticData = ctx.getWorkflowStaticData('node');
  /** Keys of the versions that this delivery has accepted. */
  const own = new Set<string>();
  return {
    async claim({ key, at }, until) {
      const entry = fingerprint(key);
      const time = Math.floor(at).toString(36).padStart(TIME_CHARACTERS, '0');
      const unlock = await locks.acquireBefore(LOCK_PREFIX + entry, until);
      if (!unlock) return 'in-progress';
      const saved = staticData[STATIC_DATA_KEY];
      if (typeof saved === 'string' && saved !== cache.persistedLatest) {
        mergePersisted(latest, saved);
        cache.persistedLatest = saved;
      }
      const previous = latest.get(entry);
      // Strings of the same width sort like the numbers they stand for.
      if (previous !== undefined && previous >= time) {
        unlock();
        return 'stale';
      }
      let isRolledBack = false;
      return {
        markSeen() {
          if (isRolledBack) return;
          // Moving it to the end keeps the map in the order of the last event.
          latest.delete(entry);
          latest.set(entry, time);
          own.add(entry);
          // While several versions of a key wait for n8n, only the last one that it took over is certain.
          if (!uncommittedPrevious.has(entry)) uncommittedPrevious.set(entry, previous);
          for (const oldest of evictOldest(latest, KEY_LIMIT)) uncommittedPrevious.delete(oldest);
          unlock();
        },
        commit() {
          if (isRolledBack) return;
          if (latest.get(entry) === time) uncommittedPrevious.delete(entry);
          else if (uncommittedPrevious.has(entry)) uncommittedPrevious.set(entry, time);
        },
        rollback() {
          if (isRolledBack) return;
          isRolledBack = true;
          if (own.delete(entry) && latest.get(entry) === time) {
            latest.delete(entry);
            if (previous !== undefined) latest.set(entry, previous);
            uncommittedPrevious.delete(entry);
          }
          unlock();
        },
      };
    },
    persist() {
      let text = '';
      for (const [entry, time] of [...latest].slice(-SAVED_KEY_LIMIT)) {
        const isUncertain = !own.has(entry) && uncommittedPrevious.has(entry);
        const persistable = isUncertain ? uncommittedPrevious.get(entry) : time;
        if (persistable !== undefined) text += entry + persistable;
      }
      cache.persistedLatest = text;
      staticData[STATIC_DATA_KEY] = text;
    },
  };
}

/** Takes over saved versions that are newer than the known ones. Ignores a malformed rest. */
function mergePersisted(latest: Map<string, string>, saved: string): void {
  for (let at = 0; at + ENTRY_CHARACTERS <= saved.length; at += ENTRY_CHARACTERS) {
    const entry = saved.slice(at, at + FINGERPRINT_CHARACTERS);
    const time = saved.slice(at + FINGERPRINT_CHARACTERS, at + ENTRY_CHARACTERS);
    const known = latest.get(entry);
    if (known === undefined || known < time) latest.set(entry, time);
  }
}
