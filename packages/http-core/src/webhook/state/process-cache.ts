import { evictOldest } from '../../platform/evict-oldest';
import { KeyedMutex } from '../../platform/keyed-mutex';
import type { UnlockedSecrets } from '../verify/credential-secret';
import type { PendingResponses } from '../../n8n-workarounds/flush-static-data';
import type { SubscriptionRecord } from './subscription-state';

/** What this process knows about one trigger node in one listening mode. */
export interface ProcessCache {
  /** The newest record of the node's subscription that this process wrote; `removed` marks a removal. */
  subscription?: SubscriptionRecord | { removed: true; savedAt: number };
  /** The secrets of deliveries, once the credential was read for them. */
  unlocked?: UnlockedSecrets;
  /** Under way; rejects when the credential cannot be read. */
  unlocking?: Promise<void>;
  /** Fingerprints of accepted deliveries, oldest first. */
  readonly seen: Set<string>;
  /** Those of them that n8n has not taken over yet. */
  readonly uncommitted: Set<string>;
  /** The newest of them as last written to static data, or read from there: then there is nothing new in it. */
  persistedSeen?: string;
  /** Fingerprints of series, the one with the latest delivery last, with the moment of the newest event of each. */
  readonly latest: Map<string, string>;
  /** Of those series whose newest event n8n has not taken over yet: the moment before it. */
  readonly uncommittedPrevious: Map<string, string | undefined>;
  /** `newest` as it was last written to static data, or read from there. */
  persistedLatest?: string;
  /** Deliveries and series that are being handled. */
  readonly locks: KeyedMutex;
  readonly pendingResponses: PendingResponses;
}

/** Nodes remembered at once; at 1,000 deliveries each that is some 30 MB. The least recently used goes first. */
const MAX_NODES = 300;

/*
 * The only state of this package that outlives a call. n8n gives webhook() nothing that is shared between
 * two deliveries: static data is loaded from the database when a request comes in and written back, whole,
 * after it was answered. So three things are impossible without a memory of our own:
 *  - to give two simultaneous deliveries with the same id one execution, and
 *  - to verify a delivery that arrives after the service confirmed the subscription and before n8n has saved
 *    the static data, or after a slower request has written an older copy of it back;
 *  - to keep a secret for the next delivery: static data is no place for it.
 * Losing it (restart, eviction) is harmless: static data holds the same facts, only later, and the credential the secrets.
 */
const nodes = new Map<string, ProcessCache>();

/** The memory for `key`, created when there is none. Keys must be unique over instances, workflows and nodes. */
export function processCache(key: string): ProcessCache {
  const known = nodes.get(key);
  const memory = known ?? newCache();
  // Moving it to the end keeps the map in order of use.
  nodes.delete(key);
  nodes.set(key, memory);
  // A node with deliveries in progress must keep its claims, or one of them could start twice.
  if (!known) evictOldest(nodes, MAX_NODES, (oldest) => oldest !== key && nodes.get(oldest)!.locks.isIdle);
  return memory;
}

function newCache(): ProcessCache {
  return {
    seen: new Set(),
    uncommitted: new Set(),
    latest: new Map(),
    uncommittedPrevious: new Map(),
    locks: new KeyedMutex(),
    pendingResponses: { count: 0 },
  };
}

/** Forgets everything, as a restart does. For tests. */
export function clearProcessCache(): void {
  nodes.clear();
}
