import type { IPollFunctions } from 'n8n-workflow';

/** n8n 2.41 gives a poll 45 s and reserves 20 % of it; older versions do not tell. */
const DEFAULT_BUDGET_MS = 36_000;

/** Milliseconds until n8n abandons this poll. The oldest supported n8n has no `getPollBudgetMs`. */
export function pollBudgetMs(ctx: IPollFunctions): number {
  const { getPollBudgetMs } = ctx as Partial<IPollFunctions>;
  return typeof getPollBudgetMs === 'function' ? getPollBudgetMs.call(ctx) : DEFAULT_BUDGET_MS;
}
