import { NodeOperationError } from 'n8n-workflow';
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

/**
 * What is chosen in "Events", of a trigger that starts for nothing else. An expression may give one text.
 *
 * @throws NodeOperationError if there is none: nothing could ever start the workflow
 */
export function chosenEvents(ctx: IHookFunctions | IWebhookFunctions): string[] {
  const events = [ctx.getNodeParameter('events', [])].flat().filter((event) => typeof event === 'string');
  if (events.some(Boolean)) return events;
  throw new NodeOperationError(ctx.getNode(), 'No event is chosen', {
    description:
      'Choose in "Events" what starts the workflow. An expression must give a list of event names.',
  });
}
