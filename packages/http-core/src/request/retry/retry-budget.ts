const CAPACITY = 500;
const COST = 5;
/** A timeout has already cost the service and us the most. */
const TIMEOUT_COST = 10;
/** Tokens for a success at the first attempt. */
const REFUND = 1;

/**
 * Tokens for the retries of one execution. A service that fails now and then leaves the budget full. One that is down
 * empties it after about a hundred retries; the remaining items then fail without a retry instead of adding to its load.
 */
export class RetryBudget {
  private tokens = CAPACITY;

  canSpend(afterTimeout: boolean): boolean {
    return this.tokens >= costOf(afterTimeout);
  }

  /** Pays for a retry. Returns `false` if too few tokens are left. */
  spend(afterTimeout: boolean): boolean {
    if (!this.canSpend(afterTimeout)) return false;
    this.tokens -= costOf(afterTimeout);
    return true;
  }

  /** @param retried the success needed a retry, whose cost is then refunded */
  succeeded(retried: boolean): void {
    this.tokens = Math.min(CAPACITY, this.tokens + (retried ? COST : REFUND));
  }
}

function costOf(afterTimeout: boolean): number {
  return afterTimeout ? TIMEOUT_COST : COST;
}
