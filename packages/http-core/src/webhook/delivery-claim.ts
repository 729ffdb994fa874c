/** The right to handle one delivery. `accept` or `release` must be called, whatever happens. */
export interface DeliveryClaim {
  /** A copy is one from now on. Known to the process at once, in static data after `save`. */
  accept(): void;
  /** After `accept`: n8n has taken the delivery over, so others may save it as well. */
  confirm(): void;
  /** It is not done with, also after `accept` when n8n could not start the execution: it may come again. */
  release(): void;
  /**
   * Writes down this delivery, if it is accepted, and all that are confirmed; in vain once n8n has saved the static data of this
   * delivery. Those that are accepted only may fail yet, and one that was saved would count as a copy when it comes again.
   */
  save(): void;
}

/** Several claims on one delivery as one. */
export function allOf(claims: readonly DeliveryClaim[]): DeliveryClaim {
  return {
    accept: () => claims.forEach((claim) => claim.accept()),
    confirm: () => claims.forEach((claim) => claim.confirm()),
    release: () => claims.forEach((claim) => claim.release()),
    save: () => claims.forEach((claim) => claim.save()),
  };
}
