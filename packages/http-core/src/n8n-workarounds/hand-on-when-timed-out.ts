/*
 * When the time of a waiting execution is over, n8n disables the node and hands its input on as its output. What the node
 * returned from `execute` is dropped, so nothing after it could tell a time-out from a response.
 *
 * Seen in: n8n 1.122, 2.0, 2.41. Figure: none; it is correctness. No longer needed when:
 * test/http-core/n8n-workarounds/still-needed.test.ts says so. See docs/n8n-workarounds.md.
 */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

/**
 * Replaces the input that n8n keeps for this node, in this run only. The output of the node before it is another array and
 * stays as it is.
 */
export function handOnWhenTimedOut(ctx: IExecuteFunctions, item: INodeExecutionData): void {
  const run = ctx.getExecuteData();
  run.data = { ...run.data, main: [[item]] };
}
