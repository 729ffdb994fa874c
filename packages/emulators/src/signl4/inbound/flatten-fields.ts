import { randomUUID } from 'node:crypto';
import { ParameterType } from '../enums';
import type { Parameter } from '../model';

/** Nested payload fields as a flat list of parameters: `{ a: { b: 1 } }` becomes `a.b` (signl4.md §1.4). */
export function flattenFields(fields: readonly (readonly [name: string, value: unknown])[]): Parameter[] {
  const parameters: Parameter[] = [];
  const add = (name: string, value: unknown): void => {
    if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) add(`${name}.${key}`, inner);
      return;
    }
    parameters.push({
      id: randomUUID(),
      name,
      value: value === null || value === undefined ? null : String(value),
      type: typeOf(value),
      order: parameters.length,
      options: 0,
    });
  };
  for (const [name, value] of fields) add(name, value);
  return parameters;
}

function typeOf(value: unknown): number {
  switch (typeof value) {
    case 'number':
      return Number.isInteger(value) ? ParameterType.Integer : ParameterType.Float;
    case 'boolean':
      return ParameterType.Boolean;
    case 'string':
      return ParameterType.String;
    default:
      return ParameterType.Null;
  }
}
