import type { INodeProperties } from 'n8n-workflow';

/** An operation, and its fields in the order in which they stand on the canvas. */
export interface FieldsOfOperation {
  resource: string;
  operation: string;
  fields: readonly INodeProperties[];
}

/** A field, and the operations that show it. */
interface Entry {
  field: INodeProperties;
  shownBy: { resource: string; operation: string }[];
}

/**
 * The fields of all operations as one list in which equal fields stand once, shown for each operation that has them. Every
 * operation keeps the order of its fields.
 */
export function mergeEqualFields(operations: readonly FieldsOfOperation[]): INodeProperties[] {
  const entries: Entry[] = [];
  for (const { resource, operation, fields } of operations) {
    let next = 0;
    for (const field of fields) {
      // Only what stands further down keeps the order.
      const equal = entries.findIndex(
        (entry, index) => index >= next && entry.field.name === field.name && isEqual(entry.field, field),
      );
      const place = equal < 0 ? next : equal;
      if (equal < 0) entries.splice(place, 0, { field, shownBy: [] });
      entries[place]!.shownBy.push({ resource, operation });
      next = place + 1;
    }
  }
  return entries.flatMap(shown);
}

/** n8n shows a field for every combination of the resources and operations it lists, so resources with other operations need a copy. */
function shown({ field, shownBy }: Entry): INodeProperties[] {
  const operationsOf = new Map<string, string[]>();
  for (const { resource, operation } of shownBy) {
    operationsOf.set(resource, [...(operationsOf.get(resource) ?? []), operation]);
  }
  const resourcesWith = new Map<string, string[]>();
  for (const [resource, operations] of operationsOf) {
    const list = operations.join(' ');
    resourcesWith.set(list, [...(resourcesWith.get(list) ?? []), resource]);
  }
  return [...resourcesWith.values()].map((resource) => ({
    ...field,
    displayOptions: {
      ...field.displayOptions,
      show: { resource, operation: operationsOf.get(resource[0]!)!, ...field.displayOptions?.show },
    },
  }));
}

/** Compares JSON values. Equal fields of different operations mostly are the same object, so this takes little time. */
function isEqual(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => isEqual((one as Fields)[key], (other as Fields)[key]))
  );
}

type Fields = Record<string, unknown>;
