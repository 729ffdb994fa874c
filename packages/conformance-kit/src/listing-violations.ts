import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { InstalledTypes } from '@signalbox/node-harness';
import { keyOf } from './conformance-subject';
import type { World } from './world';

/** Checks that the listing, its examples and the menus of the node name the same operations. */
export function listingViolations({ subject, packages }: World): string[] {
  const types = new InstalledTypes(packages);
  const { properties } = types.getByNameAndVersion(subject.nodeType).description;
  const offered = new Set(operationsOf(properties));
  const listed = new Set(subject.operations.map(keyOf));
  const examples = new Set(Object.keys(subject.examples));
  return [
    ...missing(offered, listed, 'is offered by the node, but not listed'),
    ...missing(listed, offered, 'is listed, but not offered by the node'),
    ...missing(listed, examples, 'has no example'),
    ...missing(examples, listed, 'has an example, but is not listed'),
  ];
}

function missing(from: Set<string>, within: Set<string>, complaint: string): string[] {
  return [...from].filter((key) => !within.has(key)).map((key) => `${key} ${complaint}`);
}

/** Every operation in the menus, as `resource.operation`. */
export function operationsOf(properties: readonly INodeProperties[]): string[] {
  return properties
    .filter(({ name, type }) => name === 'operation' && type === 'options')
    .flatMap(({ options = [], displayOptions }) => {
      const resources = (displayOptions?.show?.resource ?? []) as string[];
      const operations = (options as INodePropertyOptions[]).map(({ value }) => String(value));
      return resources.flatMap((resource) => operations.map((operation) => keyOf({ resource, operation })));
    });
}
