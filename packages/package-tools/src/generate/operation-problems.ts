import type { INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';
import { nearest } from './nearest';

/**
 * Problems of a list of operations that n8n would not report: it drops what belongs to no resource, and shows the first of two
 * that have the same name.
 *
 * @param file path of the list, for the messages
 */
export function operationProblems(
  file: string,
  operations: readonly { resource: string; operation: string }[],
  { properties }: Pick<INodeTypeDescription, 'properties'>,
): string[] {
  const menu = properties.find(({ name }) => name === 'resource')?.options ?? [];
  const resources = (menu as INodePropertyOptions[]).map(({ value }) => String(value));
  const seen = new Set<string>();
  return operations.flatMap(({ resource, operation }) => {
    const key = `${resource}.${operation}`;
    if (!resources.includes(resource))
      return `${file}: the operation ${key} belongs to the resource "${resource}", which the node does not have${nearest(resource, resources)}. Correct it, or add it to the resources of the node`;
    if (seen.has(key)) return `${file}: the operation ${key} is listed twice. Remove or rename one of them`;
    seen.add(key);
    return [];
  });
}
