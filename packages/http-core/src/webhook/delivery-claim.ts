/** The right to handle one delivery. `accept` or `release` must be called, whatever happens. */
export interface DeliveryClaim {
  /** The delivery is done with: never again. Known to the process at once, in static data after `save`. */
  accept(): void;
  /** It is not, also after `accept` when n8n could not start the execution: it may come again. */
  release(): void;
  /** Writes down what has been accepted up to now; in vain once n8n has saved the static data of this delivery. */
  save(): void;
}

/** Several claims on one delivery as one. */
export function allOf(claims: readonly DeliveryClaim[]): DeliveryClaim {
  return {
    accept: () => claims.forEach((claim) => claim.accept()),
    release: () => claims.forEach((claim) => claim.release()),
    save: () => claims.forEach((claim) => claim.save()),
  };
}
