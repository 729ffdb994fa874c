import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { log } from '../platform/log';
import type { Page } from './decision-page';

/**
 * Outcome of a request to a resume URL: the execution goes on with an item, or keeps waiting. The response is a page or JSON.
 */
export type ResumeDecision = {
  /** Output of the node. Absent: the execution keeps waiting. */
  resumeWith?: IDataObject;
} & ({ page: Page } | { json: IDataObject }) & {
    /**
     * Not for an execution that goes on: there n8n decides.
     * @default 200
     */
    status?: number;
  };

/**
 * Implements `webhook()` of a node that waits. It never throws, because n8n would end the waiting execution with the error.
 * Whatever cannot be decided is answered 503, and the execution keeps waiting.
 */
export async function answerResume(
  ctx: IWebhookFunctions,
  decide: () => Promise<ResumeDecision>,
): Promise<IWebhookResponseData> {
  let decision: ResumeDecision;
  try {
    decision = await decide();
  } catch (error) {
    log(
      ctx,
      'warn',
      `The response could not be checked, so the execution keeps waiting: ${error instanceof Error ? error.message : ''}`,
    );
    decision = { status: 503, json: { message: 'Try again later' } };
  }
  const { resumeWith } = decision;
  const response = ctx.getResponseObject();
  const [headers, body] =
    'page' in decision
      ? [decision.page.headers, decision.page.html]
      : [{ 'content-type': 'application/json; charset=utf-8' }, JSON.stringify(decision.json)];
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (resumeWith) {
    // Sent by n8n, after it has taken the execution over: of two at the same time only one gets it.
    return {
      workflowData: [[{ json: resumeWith, pairedItem: { item: 0 } }]],
      webhookResponse: 'page' in decision ? body : decision.json,
    };
  }
  response.statusCode = decision.status ?? 200;
  response.end(body);
  return { noWebhookResponse: true };
}
