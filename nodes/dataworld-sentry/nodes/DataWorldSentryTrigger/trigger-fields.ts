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
      'UIDs or API URLs of the Sentries to watch, separated by commas or line breaks. Leave empty to use the Sentry of the credential.',
  },
  {
    displayName: 'Events',
    name: 'events',
    type: 'multiOptions',
    options: eventOptions,
    default: ['stateChanged'],
    required: true,
    description:
      'Events that start the workflow. Several events of one Sentry give several items. A change that is undone between two polls is not detected.',
  },
  {
    displayName: 'Stale After (Hours)',
    name: 'staleAfterHours',
    type: 'number',
    typeOptions: { minValue: 0 },
    displayOptions: { show: { events: ['wentStale'] } },
    default: 24,
    description:
      'Age of the latest record at which the data of a Sentry is stale. A Sentry that does not report a record time never goes stale.',
  },
];
