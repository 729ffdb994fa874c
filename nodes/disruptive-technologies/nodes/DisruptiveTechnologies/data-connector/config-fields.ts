import { schema } from '@signalbox/http-core/operation';
import type { Field, InputOf } from '@signalbox/http-core/operation';
import type { INodePropertyOptions } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

/** Destinations of a Data Connector (disruptive-technologies.md §2b). */
export const CONNECTOR_TYPES = [
  { name: 'AWS SQS', value: 'AWS_SQS', description: 'An Amazon SQS queue' },
  { name: 'Azure Event Hub', value: 'AZURE_EVENT_HUB', description: 'A Microsoft Azure event hub' },
  { name: 'Azure Service Bus', value: 'AZURE_SERVICE_BUS', description: 'A Microsoft Azure queue or topic' },
  { name: 'Google Cloud Pub/Sub', value: 'GOOGLE_CLOUD_PUBSUB', description: 'A Google Cloud topic' },
  { name: 'HTTP Push', value: 'HTTP_PUSH', description: 'An HTTPS address, such as that of a webhook' },
] as const satisfies INodePropertyOptions[];

export const connectorTypes = CONNECTOR_TYPES.map(({ value }) => value);
export type ConnectorType = (typeof connectorTypes)[number];

/** Config key and parameters of each type. */
export const CONFIGS: Readonly<
  Record<ConnectorType, { key: string; required: readonly string[]; optional?: readonly string[] }>
> = {
  AWS_SQS: { key: 'awsSqsConfig', required: ['queueUrl', 'awsRoleArn', 'audience'] },
  AZURE_EVENT_HUB: { key: 'azureEventHubConfig', required: ['azureUrl', 'tenantId', 'clientId'] },
  AZURE_SERVICE_BUS: {
    key: 'azureServiceBusConfig',
    required: ['azureUrl', 'tenantId', 'clientId'],
    optional: ['correlationId'],
  },
  GOOGLE_CLOUD_PUBSUB: { key: 'pubsubConfig', required: ['topic', 'audience'] },
  HTTP_PUSH: { key: 'httpConfig', required: ['url'], optional: ['signatureSecret', 'headers'] },
};

/** All config fields, as members of a collection, sorted alphabetically. */
export const configMembers = [
  {
    displayName: 'Audience',
    name: 'audience',
    type: 'string',
    default: '',
    placeholder:
      'e.g. //iam.googleapis.com/projects/1234/locations/global/workloadIdentityPools/dt/providers/dt',
    description:
      'Audience of the identity token: the workload identity provider (Google) or the client ID of the identity provider (AWS)',
  },
  {
    displayName: 'AWS Role ARN',
    name: 'awsRoleArn',
    type: 'string',
    default: '',
    placeholder: 'e.g. arn:aws:iam::123456789012:role/dt-events',
    description: 'IAM role that is allowed to send to the queue',
  },
  {
    displayName: 'Azure URL',
    name: 'azureUrl',
    type: 'string',
    default: '',
    placeholder: 'e.g. sb://building.servicebus.windows.net/events',
    description: 'Address of the namespace and the queue, topic or event hub in it',
  },
  {
    displayName: 'Client ID',
    name: 'clientId',
    type: 'string',
    default: '',
    description: 'Azure application that is allowed to send',
  },
  {
    displayName: 'Correlation ID',
    name: 'correlationId',
    type: 'string',
    default: '',
    description: 'ID to set on each message, so that subscriptions can filter by it',
  },
  {
    displayName: 'Headers',
    name: 'headers',
    type: 'fixedCollection',
    typeOptions: { multipleValues: true },
    placeholder: 'Add header',
    default: {},
    description: 'Headers to send with every event. An update replaces all existing headers.',
    options: [
      {
        displayName: 'Header',
        name: 'header',
        values: [
          {
            displayName: 'Name',
            name: 'name',
            type: 'string',
            default: '',
            placeholder: 'e.g. X-Building',
          },
          {
            displayName: 'Value',
            name: 'value',
            type: 'string',
            typeOptions: { password: true },
            default: '',
          },
        ],
      },
    ],
  },
  {
    displayName: 'Queue URL',
    name: 'queueUrl',
    type: 'string',
    default: '',
    placeholder: 'e.g. https://sqs.eu-north-1.amazonaws.com/123456789012/events',
    description: 'URL of the queue',
  },
  {
    displayName: 'Signature Secret',
    name: 'signatureSecret',
    type: 'string',
    typeOptions: { password: true },
    default: '',
    description:
      'Secret for signing events in the header X-Dt-Signature, which proves that they are genuine. Not required for DT-Asymmetric-Signature.',
  },
  {
    displayName: 'Tenant ID',
    name: 'tenantId',
    type: 'string',
    default: '',
    description: 'Azure directory of the application',
  },
  {
    displayName: 'Topic',
    name: 'topic',
    type: 'string',
    default: '',
    placeholder: 'e.g. projects/my-project/topics/events',
    description: 'Topic to publish events to',
  },
  {
    displayName: 'URL',
    name: 'url',
    type: 'string',
    default: '',
    placeholder: 'e.g. https://n8n.example.com/webhook/dt',
    description: 'HTTPS address to send events to. Plain HTTP is not supported.',
  },
] as const satisfies Field[];

/** Fields for a new connector, each shown for its types, required ones first. `newConfig` says what is missing, and for which type. */
export const configFields = [true, false].flatMap((required) =>
  configMembers
    .filter(({ name }) => isRequired(name) === required)
    .map((field) => ({
      ...field,
      required,
      displayOptions: { show: { type: typesOf(field.name) } },
      ...(required && { [schema]: () => z.optional(z.string()) }),
    })),
);

function typesOf(name: string): ConnectorType[] {
  return connectorTypes.filter((type) =>
    [...CONFIGS[type].required, ...(CONFIGS[type].optional ?? [])].includes(name),
  );
}

function isRequired(name: string): boolean {
  return Object.values(CONFIGS).some(({ required }) => required.includes(name));
}

/** Parameters of a config. `configOf` checks that they fit the type. */
export type ConfigInput = InputOf<
  [
    {
      displayName: string;
      name: 'config';
      type: 'collection';
      default: object;
      options: typeof configMembers;
    },
  ]
>;

/** Display name of a field. */
export function labelOf(name: string): string {
  return configMembers.find((field) => field.name === name)?.displayName ?? name;
}
