const CAPACITY = 500;
const COST = 5;
/** A timeout has already cost the service and us the most. */
const TIMEOUT_COST = 10;
/** What a success at the first attempt gives back. */
const REFUND = 1;

/**
 * How many retries one execution may still make. A service that fails now and then leaves the budget full; one that
 * is down empties it after about a hundred retries, and the remaining items fail at once instead of adding
 * to its load.
 */
export class RetryBudget {
  private tokens = CAPACITY;

  /** Takes the price of a retry, or says no. */
  spend(afterTimeout: boolean): boolean {
    const cost = afterTimeout ? TIMEOUT_COST : COST;
    if (this.tokens < cost) return false;
    this.tokens -= cost;
    return true;
  }

  /** @param retried whether the success needed a retry, whose price is then given back */
  succeeded(retried: boolean): void {
    this.tokens = Math.min(CAPACITY, this.tokens + (retried ? COST : REFUND));
  }
}
