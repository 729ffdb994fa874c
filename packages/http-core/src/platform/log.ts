import type { IHookFunctions, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';

import { plainText } from '../errors/plain-text';

type Level = 'debug' | 'info' | 'warn' | 'error';

/** Characters of a line; what is longer comes from a service or a sender. */
const MAX_LINE = 2_000;

/**
 * Writes a line to n8n's log, with the workflow and the node. Names and text of others may be in it: they are written as plain
 * text, since a log is read in terminals, and a line break would begin another entry.
 */
export function log(
  ctx: IHookFunctions | IPollFunctions | IWebhookFunctions,
  level: Level,
  line: string,
): void {
  const place = { workflowId: ctx.getWorkflow().id, nodeName: ctx.getNode().name };
  ctx.logger[level](plainText(line).slice(0, MAX_LINE), place);
}
