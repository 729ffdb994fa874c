import type { INodeProperties } from 'n8n-workflow';

import { eventOptions } from './event-kinds';

export const triggerFields: INodeProperties[] = [
  {
    displayName: 'Sentries',
    name: 'sentries',
    type: 'string',
    typeOptions: { rows: 3 },
    default: '',
    placeholder: 'e.g. abc123, https://data.world/h/api/v1/sentries/def456',
    description:
      'Those to watch: the UID or the API URL of each, between commas or line breaks. Leave it empty for the Sentry of the credential.',
  },
  {
    displayName: 'Events',
    name: 'events',
    type: 'multiOptions',
    options: eventOptions,
    default: ['stateChanged'],
    required: true,
    description:
      'What starts the workflow. Several events of one Sentry become several items; what changes back between two polls is not seen.',
  },
  {
    displayName: 'Stale After (Hours)',
    name: 'staleAfterHours',
    type: 'number',
    typeOptions: { minValue: 0 },
    displayOptions: { show: { events: ['wentStale'] } },
    default: 24,
    description:
      'Age of the latest record at which the data of a Sentry count as stale. A Sentry that reports no such time never goes stale.',
  },
];
