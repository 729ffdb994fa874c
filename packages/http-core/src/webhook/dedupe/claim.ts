/*
 * The states of a claim on an event:
 *
 *   claimed --markSeen--> seen (this process) --commit--> committed (n8n took it over) --persist--> saved (static data)
 *      \_______________________|______________________________|
 *                              | rollback: no execution, or it failed
 *                              v
 *                  forgotten: the event counts as new when it comes again
 */

/** The right to handle one event. `markSeen` or `rollback` must be called, whatever happens. */
export interface Claim {
  /** Copies of the event are duplicates from now on. */
  markSeen(): void;
  /** After `markSeen`: n8n has taken the event over, so other deliveries may persist it as well. */
  commit(): void;
  /** The event may come again. Calls after this have no effect. */
  rollback(): void;
}

/** The right to handle a delivery with all of its events. */
export interface DeliveryClaim extends Claim {
  /**
   * Writes the seen events of this delivery and all committed ones into static data. Seen events of other deliveries
   * may still be rolled back and are left out. Has no effect once n8n has saved the static data of this delivery.
   */
  persist(): void;
}

/** Several claims as one. */
export function combineClaims(claims: readonly Claim[]): Claim {
  return {
    markSeen: () => claims.forEach((claim) => claim.markSeen()),
    commit: () => claims.forEach((claim) => claim.commit()),
    rollback: () => claims.forEach((claim) => claim.rollback()),
  };
}
