import type { PendingResponses } from '../../n8n-workarounds/flush-static-data';
import { evictOldest } from '../../platform/evict-oldest';
import { KeyedMutex } from '../../platform/keyed-mutex';
import type { SubscriptionRecord } from './subscription-record';

/** The secrets of a subscription, read from the credential. */
export interface UnlockedSecrets {
  /** The recipes they were made from, as JSON. */
  recipes: string;
  /** By nonce; the secret entered by the user under ''. */
  secrets: ReadonlyMap<string, string>;
  /** The credential has changed since the workflow was published. */
  isChanged: boolean;
  /** Unix milliseconds. */
  readAt: number;
}

/** Everything this process knows about one trigger node in one listening mode. */
export interface ProcessCache {
  /** The newest record of the node's subscription that this process wrote; `removed` marks a removal. */
  subscription?: SubscriptionRecord | { removed: true; savedAt: number };
  /** Absent until the credential is read for the first time. */
  unlocked?: UnlockedSecrets;
  /** Credential read in progress; rejects if the credential cannot be read. */
  unlocking?: Promise<void>;
  /** Fingerprints of accepted events, oldest first. */
  readonly seen: Set<string>;
  /** The ones of `seen` that n8n has not taken over yet. */
  readonly uncommitted: Set<string>;
  /** The newest of `seen` as last written to or read from static data. */
  persistedSeen?: string;
  /** The newest version of each key, by fingerprint; the key with the latest event comes last. */
  readonly latest: Map<string, string>;
  /** For keys whose newest version n8n has not taken over yet: the version before it. */
  readonly uncommittedPrevious: Map<string, string | undefined>;
  /** `latest` as last written to or read from static data. */
  persistedLatest?: string;
  /** Events and keys that are being handled. */
  readonly locks: KeyedMutex;
  readonly pendingResponses: PendingResponses;
}

/** Nodes in the cache; at 1,000 events each that is some 30 MB. The least recently used is evicted first. */
const MAX_NODES = 300;

/*
 * The only state of this package that outlives a call. n8n gives webhook() nothing that two deliveries share: static
 * data is loaded from the database for each request and written back as a whole after the response. Without a cache -
 * two simultaneous deliveries with the same id would start two executions, - a delivery could not be verified if it
 * arrives after the service confirmed the subscription and before n8n has saved the static data, or after a slower
 * request has written an older copy of it back, and - a secret could not be kept for the next delivery: static data is
 * no place for it. Losing the cache (restart, eviction) is harmless: static data has the same facts, only later, and
 * the credential has the secrets.
 */
const nodes = new Map<string, ProcessCache>();

/** The cache for `key`, created if missing. Keys must be unique over instances, workflows and nodes. */
export function processCache(key: string): ProcessCache {
  const known = nodes.get(key);
  const cache = known ?? newCache();
  // Moving it to the end keeps the map in order of use.
  nodes.delete(key);
  nodes.set(key, cache);
  // A node with deliveries in progress must keep its claims, or one of them could start twice.
  if (!known) evictOldest(nodes, MAX_NODES, (oldest) => oldest !== key && nodes.get(oldest)!.locks.isIdle);
  return cache;
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

/** Empties the cache as a restart does. For tests. */
export function clearProcessCache(): void {
  nodes.clear();
}
