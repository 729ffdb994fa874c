import { NodeOperationError } from 'n8n-workflow';
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

/**
 * The selection in the node's field "Events". An expression may return a single string.
 *
 * @throws NodeOperationError if it is empty: nothing could ever start the workflow
 */
export function chosenEvents(ctx: IHookFunctions | IWebhookFunctions): string[] {
  const events = [ctx.getNodeParameter('events', [])].flat().filter((event) => typeof event === 'string');
  if (events.some(Boolean)) return events;
  throw new NodeOperationError(ctx.getNode(), 'No event is chosen', {
    description:
      'Select the events that start the workflow in "Events". An expression must return a list of event names.',
  });
}
