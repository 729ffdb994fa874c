import { plainText } from '../errors/plain-text';
import type { Context } from './context';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Characters of a line; anything longer comes from a service or a sender. */
const MAX_LINE = 2_000;

/**
 * Writes a line to n8n's log, with the workflow and the node. It may contain foreign text, so it is written as plain text:
 * logs are read in terminals, and a line break would begin another entry.
 *
 * @param details further fields, for logs that are searched by field
 */
export function log(
  ctx: Context,
  level: LogLevel,
  line: string,
  details: Readonly<Record<string, string | number | undefined>> = {},
): void {
  const fields: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(details)) {
    if (value !== undefined) fields[name] = typeof value === 'string' ? plainText(value) : value;
  }
  const source = { workflowId: ctx.getWorkflow().id, nodeName: ctx.getNode().name };
  ctx.logger[level](plainText(line).slice(0, MAX_LINE), { ...source, ...fields });
}
