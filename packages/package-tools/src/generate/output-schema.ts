import type { Operation } from '@signalbox/http-core/operation';
import * as z from 'zod/v4';

/**
 * The JSON schema of the items an operation gives, by which n8n's editor shows their fields before the node has run.
 *
 * @returns JSON text
 */
export function outputSchema({ output, responseSchema }: Operation): string {
  const schema = z.toJSONSchema((output ?? responseSchema)() as unknown as z.ZodType, {
    target: 'draft-7',
    io: 'output',
    // A field that may be anything is no reason to show nothing.
    unrepresentable: 'any',
  });
  return `${JSON.stringify(schema, simplify, 2)}\n`;
}

/**
 * Leaves out what the editor cannot show: that a field may be null, and the limits of a safe integer. For
 * `JSON.stringify`.
 */
function simplify(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { minimum, maximum, anyOf, ...schema } = value as Record<string, unknown>;
  const limits = {
    ...(minimum !== undefined && minimum !== Number.MIN_SAFE_INTEGER && { minimum }),
    ...(maximum !== undefined && maximum !== Number.MAX_SAFE_INTEGER && { maximum }),
  };
  if (!Array.isArray(anyOf)) return { ...schema, ...limits };
  const others = (anyOf as { type?: unknown }[]).filter(({ type }) => type !== 'null');
  return others.length === 1 ? { ...schema, ...others[0] } : { ...schema, anyOf: others };
}
