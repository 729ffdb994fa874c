import { NodeOperationError } from 'n8n-workflow';
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { projectId } from '../api/ids';
import { textList } from '../DisruptiveTechnologies/inputs';

type Context = IHookFunctions | IWebhookFunctions;

/**
 * The chosen project.
 *
 * @throws NodeOperationError if there is none
 */
export function projectOf(ctx: Context): string {
  const checked = z.safeParse(projectId(), ctx.getNodeParameter('projectId', '', { extractValue: true }));
  if (checked.success) return checked.data;
  throw new NodeOperationError(ctx.getNode(), 'No project is chosen', {
    description: 'Choose the project whose events start the workflow in "Project".',
  });
}

/** Event filters from the parameters. */
interface Wanted {
  projectId: string;
  events: string[];
  devices: string[];
  labelFilters: string[];
}

/**
 * Events that the user chose, among all that arrive.
 *
 * @throws NodeOperationError for a parameter that cannot be used
 */
export function wantedBy(ctx: Context): Wanted {
  return {
    projectId: projectOf(ctx),
    events: textsOf(ctx, 'events'),
    devices: textsOf(ctx, 'devices'),
    labelFilters: textsOf(ctx, 'labelFilters'),
  };
}

/** A parameter that holds several texts: a list, or one text with commas. */
export function textsOf(ctx: Context, parameter: string): string[] {
  const checked = z.safeParse(textList(), ctx.getNodeParameter(parameter, []));
  if (checked.success) return checked.data;
  throw new NodeOperationError(ctx.getNode(), `The parameter "${parameter}" is not a list of texts`, {
    description: 'An expression must give a list of texts, or one text with commas.',
  });
}
