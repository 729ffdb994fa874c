import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { alphabetically } from '../platform/alphabetically';
import { DEFAULT_SETTINGS } from '../request/client';
import type { Service } from '../service';
import type { Operation } from './define-operation';
import { mergeEqualFields } from './merge-equal-fields';

/** A resource as the user picks it. */
export interface Resource {
  name: string;
  value: string;
  description?: string;
  /** Set for the resource that the node opens on; otherwise that is the first. */
  isDefault?: true;
}

export const DEFAULT_CONCURRENCY = 10;

/**
 * The parameters of an action node: resource, operation, and the fields of every operation. Each operation has one collection
 * of options: its own, where it has some, and how its requests are sent.
 *
 * @param resources in the order of the menu
 * @param service needed if it sets the concurrency
 */
export function nodeProperties(
  resources: readonly Resource[],
  operations: readonly Operation[],
  service: Pick<Service, 'concurrency'> = {},
): INodeProperties[] {
  return [
    {
      displayName: 'Resource',
      name: 'resource',
      type: 'options',
      noDataExpression: true,
      options: resources.map(({ isDefault: _, ...resource }) => resource),
      default: (resources.find(({ isDefault }) => isDefault) ?? resources[0])?.value ?? '',
    },
    ...resources.map((resource) => operationMenu(resource, operations)),
    ...mergeEqualFields(
      operations.map((operation) => ({
        resource: operation.resource,
        operation: operation.operation,
        fields: fieldsOf(operation, service),
      })),
    ),
    ...resources.flatMap((resource) => optionsOf(resource, operations, service)),
  ];
}

/** Name of the collection that holds the options of an operation and the request options. */
const OPTIONS = 'options';

const isOptions = ({ name, type }: INodeProperties): boolean => name === OPTIONS && type === 'collection';

/** The fields of an operation as they stand on the canvas: of a list, how much is wanted follows right after what is required. */
function fieldsOf(operation: Operation, service: Pick<Service, 'concurrency'>): INodeProperties[] {
  const fields = operation.fields.map((field) =>
    isOptions(field)
      ? {
          ...field,
          options: byName([...((field.options ?? []) as INodeProperties[]), ...requestOptions(service)]),
        }
      : field,
  );
  if (!operation.pages) return fields;
  const required = fields.filter((field) => field.required);
  return [...required, ...listFields, ...fields.filter((field) => !field.required)];
}

/** The collection for the operations of a resource that add no options. */
function optionsOf(
  { value }: Resource,
  operations: readonly Operation[],
  service: Pick<Service, 'concurrency'>,
): INodeProperties[] {
  const without = operations
    .filter(({ resource, fields }) => resource === value && !fields.some(isOptions))
    .map(({ operation }) => operation);
  if (without.length === 0) return [];
  return [
    {
      displayName: 'Options',
      name: OPTIONS,
      type: 'collection',
      placeholder: 'Add option',
      displayOptions: { show: { resource: [value], operation: without } },
      default: {},
      options: requestOptions(service),
    },
  ];
}

/** By plain comparison: the first `localeCompare` of a process takes milliseconds. */
function byName<T extends { displayName: string }>(fields: T[]): T[] {
  return fields.sort((a, b) => (a.displayName < b.displayName ? -1 : 1));
}

function operationMenu(resource: Resource, operations: readonly Operation[]): INodeProperties {
  const ofResource = operations.filter((operation) => operation.resource === resource.value);
  const options: INodePropertyOptions[] = ofResource
    .map(({ name, operation, action, description }) => ({ name, value: operation, action, description }))
    .sort(alphabetically(({ name }) => name));
  return {
    displayName: 'Operation',
    name: 'operation',
    type: 'options',
    noDataExpression: true,
    displayOptions: { show: { resource: [resource.value] } },
    options,
    default: defaultOperation(ofResource)?.operation ?? '',
  };
}

/** Execute may be pressed on a node just as it opens, so that is something usual, or else something harmless. */
function defaultOperation(operations: readonly Operation[]): Operation | undefined {
  const reading = operations.filter(({ semantics }) => semantics === 'safe');
  return (
    operations.find(({ isDefault }) => isDefault) ??
    reading.find(({ pages }) => pages) ??
    reading[0] ??
    operations[0]
  );
}

const listFields: INodeProperties[] = [
  {
    displayName: 'Return All',
    name: 'returnAll',
    type: 'boolean',
    default: false,
    description: 'Whether to return all results or only up to a given limit',
  },
  {
    displayName: 'Limit',
    name: 'limit',
    type: 'number',
    displayOptions: { show: { returnAll: [false] } },
    typeOptions: { minValue: 1 },
    default: 50,
    description: 'Max number of results to return',
  },
];

/** Options for the requests of an execution. Read by `readSettings`. */
export const requestOptions = (service: Pick<Service, 'concurrency'> = {}): INodeProperties[] => [
  {
    displayName: 'Concurrency',
    name: 'concurrency',
    type: 'number',
    typeOptions: { minValue: 1, maxValue: 100 },
    default: service.concurrency ?? DEFAULT_CONCURRENCY,
    description:
      'How many items are worked on at the same time. The order of the output is that of the input.',
  },
  {
    displayName: 'Deadline (Seconds)',
    name: 'deadline',
    type: 'number',
    typeOptions: { minValue: 0 },
    default: DEFAULT_SETTINGS.deadlineMs / 1000,
    description: 'How long one request may take in total, with all its retries and the waits between them',
  },
  {
    displayName: 'Max Retries',
    name: 'maxRetries',
    type: 'number',
    typeOptions: { minValue: 0, maxValue: 20 },
    default: DEFAULT_SETTINGS.maxRetries,
    description:
      'How often a failed request is sent again. One that must not be carried out twice is sent again only if it cannot have arrived.',
  },
  {
    displayName: 'Timeout (Seconds)',
    name: 'timeout',
    type: 'number',
    typeOptions: { minValue: 0 },
    default: DEFAULT_SETTINGS.timeoutMs / 1000,
    description: 'How long to wait for the answer to one attempt',
  },
];
