import type { Operation } from '@signalbox/http-core/operation';
import * as z from 'zod/v4';

/**
 * JSON schema of the items that an operation returns. n8n's editor uses it to show their fields before the node has run.
 *
 * @returns JSON text
 */
export function outputSchema({ output, responseSchema }: Operation): string {
  const schema = z.toJSONSchema((output ?? responseSchema)() as unknown as z.ZodType, {
    target: 'draft-7',
    io: 'output',
    // A field of any type must not keep the other fields from being shown.
    unrepresentable: 'any',
  });
  return `${JSON.stringify(schema, simplify, 2)}\n`;
}

/**
 * Replacer for `JSON.stringify` that drops details the editor cannot show: nullability, and the limits of a safe integer.
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
