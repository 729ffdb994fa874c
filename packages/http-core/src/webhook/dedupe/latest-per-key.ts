import type { IWebhookFunctions } from 'n8n-workflow';

import { evictOldest } from '../../platform/evict-oldest';
import { fingerprint, FINGERPRINT_CHARACTERS } from '../../platform/fingerprint';
import type { Claim } from './claim';
import { processCache } from '../state/process-cache';
import { cacheKey } from '../state/subscription-state';

/** Series remembered by the process for each node; those without an event for the longest time go first. */
const KEY_LIMIT = 2_000;

/** How many of them survive a restart: 4.5 KB of static data, which n8n stores with each delivery. */
const PERSISTED_KEY_LIMIT = 250;

/** Key in the node's static data: one string of fixed-width entries. */
const STATIC_DATA_KEY = 'latestVersions';

/** Microseconds since 1970 in base 36; ten digits last until 2085. */
const TIME_CHARACTERS = 10;
const ENTRY_CHARACTERS = FINGERPRINT_CHARACTERS + TIME_CHARACTERS;

/** Keeps the locks of series apart from those of deliveries. */
const LOCK_PREFIX = 'series ';

/** The place of an event among others of its kind. */
export interface EventVersion {
  /** What has one present state that each event replaces, such as one measurement of one device. */
  key: string;
  /** When the event happened, in microseconds since 1970. */
  at: number;
}

/** The newest events of all series, for one delivery that claims places of its own. */
export interface LatestVersions {
  /**
   * Claims the place of the newest event of its series. `outdated` when one that is as new or newer was accepted before;
   * `undecided` when another event of the series is still being handled at `until`, in Unix milliseconds.
   *
   * Events of one series are handled one after the other: whether an older one is still wanted depends on whether the
   * newer one succeeds.
   */
  claim(moment: EventVersion, until: number): Promise<Claim | 'stale' | 'in-progress'>;
  /** See `DeliveryClaim.save`. */
  persist(): void;
}

/** What is known of the newest event of each series. */
export function latestVersions(ctx: IWebhookFunctions): LatestVersions {
  const memory = processCache(cacheKey(ctx, 'production'));
  const { latest: newest, uncommittedPrevious: replaced, locks } = memory;
  const staticData = ctx.getWorkflowStaticData('node');
  /** The series of what this delivery has accepted. */
  const own = new Set<string>();
  return {
    async claim({ key: series, at }, until) {
      const entry = fingerprint(series);
      const moment = Math.floor(at).toString(36).padStart(TIME_CHARACTERS, '0');
      const unlock = await locks.acquireBefore(LOCK_PREFIX + entry, until);
      if (!unlock) return 'in-progress';
      const saved = staticData[STATIC_DATA_KEY];
      if (typeof saved === 'string' && saved !== memory.persistedLatest) {
        mergePersisted(newest, saved);
        memory.persistedLatest = saved;
      }
      const before = newest.get(entry);
      // Texts of the same width in the order of the numbers they stand for.
      if (before !== undefined && before >= moment) {
        unlock();
        return 'stale';
      }
      let released = false;
      return {
        markSeen() {
          if (released) return;
          // Moving it to the end keeps the map in the order of the last event.
          newest.delete(entry);
          newest.set(entry, moment);
          own.add(entry);
          // While several of a series wait for n8n, the last one that it took over is what is sure.
          if (!replaced.has(entry)) replaced.set(entry, before);
          for (const oldest of evictOldest(newest, KEY_LIMIT)) replaced.delete(oldest);
          unlock();
        },
        commit() {
          if (released) return;
          if (newest.get(entry) === moment) replaced.delete(entry);
          else if (replaced.has(entry)) replaced.set(entry, moment);
        },
        rollback() {
          if (released) return;
          released = true;
          if (own.delete(entry) && newest.get(entry) === moment) {
            newest.delete(entry);
            if (before !== undefined) newest.set(entry, before);
            replaced.delete(entry);
          }
          unlock();
        },
      };
    },
    persist() {
      let text = '';
      for (const [entry, its] of [...newest].slice(-PERSISTED_KEY_LIMIT)) {
        const sure = !own.has(entry) && replaced.has(entry) ? replaced.get(entry) : its;
        if (sure !== undefined) text += entry + sure;
      }
      memory.persistedLatest = text;
      staticData[STATIC_DATA_KEY] = text;
    },
  };
}

/** Takes over from what is saved whatever is newer than what is known here. A malformed rest is ignored. */
function mergePersisted(newest: Map<string, string>, saved: string): void {
  for (let at = 0; at + ENTRY_CHARACTERS <= saved.length; at += ENTRY_CHARACTERS) {
    const entry = saved.slice(at, at + FINGERPRINT_CHARACTERS);
    const moment = saved.slice(at + FINGERPRINT_CHARACTERS, at + ENTRY_CHARACTERS);
    const known = newest.get(entry);
    if (known === undefined || known < moment) newest.set(entry, moment);
  }
}
