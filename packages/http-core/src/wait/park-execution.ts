import type { IDataObject, IExecuteFunctions, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';

import { handOnWhenTimedOut } from '../n8n-workarounds/hand-on-when-timed-out';

/** n8n's date for waits without an end. */
const NEVER = new Date('3000-01-01T00:00:00.000Z');

/**
 * Makes the execution wait at this node. n8n stores it, and goes on with it after a request to its resume URL or when the time
 * is over. `execute` does not run again.
 *
 * @param until `undefined` to wait without an end
 * @param waiting output while it waits
 * @param timedOut output when the time is over; `parkedItem` reads it before that
 * @returns the output of `execute`
 */
export async function parkExecution(
  ctx: IExecuteFunctions,
  { until, waiting, timedOut }: { until: Date | undefined; waiting: IDataObject; timedOut: IDataObject },
): Promise<INodeExecutionData[][]> {
  const pairedItem = { item: 0 };
  handOnWhenTimedOut(ctx, { json: timedOut, pairedItem });
  await ctx.putExecutionToWait(until ?? NEVER);
  return [[{ json: waiting, pairedItem }]];
}

/** The item that `parkExecution` left for the time-out. */
export function parkedItem(ctx: IWebhookFunctions): IDataObject {
  const item: unknown = ctx.evaluateExpression('{{ $json }}', 0);
  return typeof item === 'object' && item !== null ? (item as IDataObject) : {};
}
