import type { IPollFunctions } from 'n8n-workflow';

/** n8n 2.41 gives a poll 45 s and keeps 20 % of it for itself; older versions do not say. */
const DEFAULT_BUDGET_MS = 36_000;

/** Milliseconds this poll may take before n8n abandons it. `getPollBudgetMs` is newer than the oldest n8n we support. */
export function pollBudgetMs(ctx: IPollFunctions): number {
  const { getPollBudgetMs } = ctx as Partial<IPollFunctions>;
  return typeof getPollBudgetMs === 'function' ? getPollBudgetMs.call(ctx) : DEFAULT_BUDGET_MS;
}
