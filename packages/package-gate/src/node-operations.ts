import type { INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';

/** An operation of a node; `resource` is absent if the node has only one. */
interface NodeOperation {
  resource?: string;
  operation: string;
}

/** Lists the operations of a node in the order of its menus. Empty for a node without an operation menu. */
export function nodeOperations({ properties }: Pick<INodeTypeDescription, 'properties'>): NodeOperation[] {
  const resources = properties.filter(({ name }) => name === 'resource').flatMap(values);
  return properties
    .filter(({ name }) => name === 'operation')
    .flatMap((menu) => {
      const shownFor = menu.displayOptions?.show?.resource as string[] | undefined;
      const operations = values(menu);
      if (resources.length === 0) return operations.map((operation) => ({ operation }));
      return (shownFor ?? resources).flatMap((resource) =>
        operations.map((operation) => ({ resource, operation })),
      );
    });
}

const values = ({ options = [] }: { options?: unknown[] }): string[] =>
  (options as INodePropertyOptions[]).map(({ value }) => String(value));
