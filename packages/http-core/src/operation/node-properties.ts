import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { DEFAULT_SETTINGS } from '../request/client';
import type { Service } from '../service';
import type { Operation } from './define-operation';

/** A resource as the user picks it. */
export interface Resource {
  name: string;
  value: string;
  description?: string;
}

export const DEFAULT_CONCURRENCY = 10;

/**
 * The parameters of an action node: resource, operation, the fields of every operation, and the request options.
 *
 * @param resources in the order of the menu
 * @param service needed where it has a concurrency of its own
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
      options: resources.map((resource) => ({ ...resource })),
      default: resources[0]?.value ?? '',
    },
    ...resources.map((resource) => operationMenu(resource, operations)),
    ...operations.flatMap((operation) => [
      ...operation.fields.map((field) => shownFor(operation, field)),
      ...(operation.pages ? listFields.map((field) => shownFor(operation, field)) : []),
    ]),
    requestOptions(service),
  ];
}

function operationMenu(resource: Resource, operations: readonly Operation[]): INodeProperties {
  const options: INodePropertyOptions[] = operations
    .filter((operation) => operation.resource === resource.value)
    .map(({ name, operation, action, description }) => ({ name, value: operation, action, description }))
    .sort((a, b) => a.name.localeCompare(b.name));
  return {
    displayName: 'Operation',
    name: 'operation',
    type: 'options',
    noDataExpression: true,
    displayOptions: { show: { resource: [resource.value] } },
    options,
    default: operations.find((operation) => operation.resource === resource.value)?.operation ?? '',
  };
}

/** Shows a field for its operation only, in addition to its own conditions. */
function shownFor({ resource, operation }: Operation, field: INodeProperties): INodeProperties {
  return {
    ...field,
    displayOptions: {
      ...field.displayOptions,
      show: { resource: [resource], operation: [operation], ...field.displayOptions?.show },
    },
  };
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

/** Read by `readSettings`. */
export const requestOptions = (service: Pick<Service, 'concurrency'> = {}): INodeProperties => ({
  displayName: 'Request Options',
  name: 'requestOptions',
  type: 'collection',
  placeholder: 'Add option',
  default: {},
  options: [
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
        'How often a failed request is sent again. One that must not be carried out twice is sent again only if it surely never arrived.',
    },
    {
      displayName: 'Timeout (Seconds)',
      name: 'timeout',
      type: 'number',
      typeOptions: { minValue: 0 },
      default: DEFAULT_SETTINGS.timeoutMs / 1000,
      description: 'How long to wait for the answer to one attempt',
    },
  ],
});
