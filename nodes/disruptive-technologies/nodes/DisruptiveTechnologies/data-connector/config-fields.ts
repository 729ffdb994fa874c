import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

/** Where a Data Connector can push to (disruptive-technologies.md §2b). */
export const CONNECTOR_TYPES = [
  { name: 'AWS SQS', value: 'AWS_SQS', description: 'A queue at Amazon' },
  { name: 'Azure Event Hub', value: 'AZURE_EVENT_HUB', description: 'An event hub at Microsoft' },
  { name: 'Azure Service Bus', value: 'AZURE_SERVICE_BUS', description: 'A queue or topic at Microsoft' },
  { name: 'Google Cloud Pub/Sub', value: 'GOOGLE_CLOUD_PUBSUB', description: 'A topic at Google' },
  { name: 'HTTP Push', value: 'HTTP_PUSH', description: 'An HTTPS address, such as that of a webhook' },
] as const satisfies readonly INodePropertyOptions[];

export const connectorTypes = CONNECTOR_TYPES.map(({ value }) => value);
export type ConnectorType = (typeof connectorTypes)[number];

/** What the config of each type is called, and of which parameters it is made. */
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

/** All of them, in the order of the alphabet. */
const FIELDS: readonly INodeProperties[] = [
  {
    displayName: 'Audience',
    name: 'audience',
    type: 'string',
    default: '',
    placeholder:
      'e.g. //iam.googleapis.com/projects/1234/locations/global/workloadIdentityPools/dt/providers/dt',
    description:
      'Who the identity of Disruptive Technologies is meant for: the workload identity provider at Google, the client ID of the identity provider at Amazon',
  },
  {
    displayName: 'AWS Role ARN',
    name: 'awsRoleArn',
    type: 'string',
    default: '',
    placeholder: 'e.g. arn:aws:iam::123456789012:role/dt-events',
    description: 'The role that may send to the queue',
  },
  {
    displayName: 'Azure URL',
    name: 'azureUrl',
    type: 'string',
    default: '',
    placeholder: 'e.g. sb://building.servicebus.windows.net/events',
    description: 'Namespace, and the queue, topic or event hub in it',
  },
  {
    displayName: 'Client ID',
    name: 'clientId',
    type: 'string',
    default: '',
    description: 'The application at Microsoft that may send',
  },
  {
    displayName: 'Correlation ID',
    name: 'correlationId',
    type: 'string',
    default: '',
    description: 'Given to each message, so that subscriptions can filter by it',
  },
  {
    displayName: 'Headers',
    name: 'headers',
    type: 'fixedCollection',
    typeOptions: { multipleValues: true },
    placeholder: 'Add header',
    default: {},
    description: 'Sent with every event. In an update they take the place of all that there were.',
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
    description: 'Address of the queue',
  },
  {
    displayName: 'Signature Secret',
    name: 'signatureSecret',
    type: 'string',
    typeOptions: { password: true },
    default: '',
    description:
      'With it every event has the header X-Dt-Signature, by which the receiver knows that it is genuine. DT-Asymmetric-Signature needs none.',
  },
  {
    displayName: 'Tenant ID',
    name: 'tenantId',
    type: 'string',
    default: '',
    description: 'The directory at Microsoft in which the application is',
  },
  {
    displayName: 'Topic',
    name: 'topic',
    type: 'string',
    default: '',
    placeholder: 'e.g. projects/my-project/topics/events',
    description: 'Where the events are published',
  },
  {
    displayName: 'URL',
    name: 'url',
    type: 'string',
    default: '',
    placeholder: 'e.g. https://n8n.example.com/webhook/dt',
    description: 'Where the events go, by HTTPS. Plain HTTP is not supported.',
  },
];

/** For a new connector: each shown for its types, what is required first. */
export const configFields: INodeProperties[] = [true, false].flatMap((required) =>
  FIELDS.filter(({ name }) => isRequired(name) === required).map((field) => ({
    ...field,
    required,
    displayOptions: { show: { type: typesOf(field.name) } },
  })),
);

/** For an update, where they are members of a collection. */
export const configMembers: readonly INodeProperties[] = FIELDS;

function typesOf(name: string): ConnectorType[] {
  return connectorTypes.filter((type) =>
    [...CONFIGS[type].required, ...(CONFIGS[type].optional ?? [])].includes(name),
  );
}

function isRequired(name: string): boolean {
  return Object.values(CONFIGS).some(({ required }) => required.includes(name));
}

/** What they are as parameters. Whether they fit a type is for `configOf` to say. */
export interface ConfigInput {
  audience?: string;
  awsRoleArn?: string;
  azureUrl?: string;
  clientId?: string;
  correlationId?: string;
  headers?: { header?: { name: string; value: string }[] };
  queueUrl?: string;
  signatureSecret?: string;
  tenantId?: string;
  topic?: string;
  url?: string;
}

/** The same for a schema. */
export const configShape = () =>
  Object.fromEntries(
    FIELDS.map(({ name }) => [name, z.optional(name === 'headers' ? headerList() : z.string())]),
  ) as unknown as {
    [Name in keyof ConfigInput]-?: z.ZodMiniOptional<z.ZodMiniType<NonNullable<ConfigInput[Name]>>>;
  };

const headerList = () =>
  z.object({ header: z.optional(z.array(z.object({ name: z.string(), value: z.string() }))) });

/** Name of a field as the user sees it. */
export function labelOf(name: string): string {
  return FIELDS.find((field) => field.name === name)?.displayName ?? name;
}
