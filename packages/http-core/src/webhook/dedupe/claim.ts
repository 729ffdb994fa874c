/** The right to handle one event. `accept` or `release` must be called, whatever happens. */
export interface Claim {
  /** A copy is one from now on. */
  markSeen(): void;
  /** After `accept`: n8n has taken the event over, so other deliveries may save it as well. */
  commit(): void;
  /**
   * It is not done with, also after `accept` when n8n could not start the execution: it may come again. Nothing that is called
   * after it has an effect.
   */
  rollback(): void;
}

/** The right to handle a delivery, with all of its events. */
export interface DeliveryClaim extends Claim {
  /**
   * Writes into static data what this delivery has accepted, and all that is confirmed; without effect once n8n has saved the
   * static data of this delivery. What others have only accepted may fail yet, and would count as a copy when it comes again.
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
