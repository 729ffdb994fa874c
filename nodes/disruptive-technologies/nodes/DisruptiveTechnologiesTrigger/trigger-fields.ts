import type { INodeProperties } from 'n8n-workflow';

import { EVENT_TYPES } from '../api/event-types';
import { devicesField, projectLocator } from '../DisruptiveTechnologies/fields';

const AUTOMATIC = { show: { registration: ['automatic'] } };

export const triggerFields: INodeProperties[] = [
  { ...projectLocator, description: 'The project whose events start the workflow' },
  {
    displayName: 'Events',
    name: 'events',
    type: 'multiOptions',
    options: EVENT_TYPES.map((type) => ({ ...type })),
    default: [],
    hint: 'All events, as long as none is chosen',
    description: 'What starts the workflow. None chosen: everything, also what is not in this list.',
  },
  {
    displayName: 'Registration',
    name: 'registration',
    type: 'options',
    options: [
      {
        name: 'Automatic',
        value: 'automatic',
        description:
          'The trigger creates its Data Connector and removes it again. Needs the role Project Developer.',
      },
      {
        name: 'Manual',
        value: 'manual',
        description: 'You create the Data Connector in DT Studio',
      },
    ],
    default: 'automatic',
    description: 'Who makes Disruptive Technologies send events to this trigger',
  },
  {
    displayName:
      'In DT Studio, under API Integrations > Data Connectors, create one of the type HTTP Push with the Production URL of this node (see "Webhook URLs" above) as its endpoint. Enter the same Signature Secret there and in the credential, and include the labels that are used here.',
    name: 'manualNotice',
    type: 'notice',
    displayOptions: { show: { registration: ['manual'] } },
    default: '',
  },
  {
    displayName: 'Device Labels',
    name: 'labels',
    type: 'string',
    typeOptions: { multipleValues: true, multipleValueButtonText: 'Add label' },
    displayOptions: AUTOMATIC,
    default: ['name'],
    placeholder: 'e.g. room',
    description: 'Keys of the device labels that come with each event. "name" is the name of the device.',
  },
  {
    displayName: 'Verification',
    name: 'verification',
    type: 'options',
    options: [
      {
        name: 'Shared Secret (X-Dt-Signature)',
        value: 'sharedSecret',
        description: 'Events are signed with a secret that only n8n and the Data Connector know',
      },
      {
        name: 'Asymmetric (DT-Asymmetric-Signature)',
        value: 'asymmetric',
        description: 'Events are signed with a key of Disruptive Technologies, who publishes the other half',
      },
    ],
    default: 'sharedSecret',
    description: 'How to know that an event is from Disruptive Technologies. One that is not is refused.',
  },
  {
    displayName: 'Organization ID',
    name: 'organizationId',
    type: 'string',
    displayOptions: { show: { verification: ['asymmetric'] } },
    default: '',
    placeholder: 'e.g. c0b0e2a1k4qg00f5m3r0',
    description:
      'Only events that were signed for this organization. Left empty, it is that of the project; with manual registration it is any, and then every customer of Disruptive Technologies who learns the URL can send events.',
  },
  {
    displayName: 'Acknowledge',
    name: 'acknowledge',
    type: 'options',
    options: [
      {
        name: 'On Receipt',
        value: 'onReceived',
        description: 'At once. Fast, but what n8n is working on when it crashes is lost.',
      },
      {
        name: 'After the Workflow Has Finished',
        value: 'lastNode',
        description:
          'If the workflow fails or n8n crashes, Disruptive Technologies sends the event again. For workflows that take a few seconds at most.',
      },
    ],
    default: 'onReceived',
    description: 'When Disruptive Technologies is told that an event has arrived, after which it forgets it',
  },
  {
    ...devicesField,
    required: false,
    hint: 'All devices, as long as none is chosen',
    description:
      'Only events of these devices. None chosen: of all. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
  },
  {
    displayName: 'Label Filters',
    name: 'labelFilters',
    type: 'string',
    typeOptions: { multipleValues: true, multipleValueButtonText: 'Add filter' },
    default: [],
    placeholder: 'e.g. floor=1',
    description:
      'Only events of devices that have these labels: <code>key</code>, or <code>key=value</code>. All of them have to match.',
  },
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: [
      {
        displayName: 'Allow Unencrypted Webhook URL',
        name: 'allowHttp',
        type: 'boolean',
        default: false,
        description:
          'Whether to register an HTTP address. Only an emulator takes one: Disruptive Technologies itself does not.',
      },
      {
        displayName: 'Emit Current State on Activation',
        name: 'emitCurrentState',
        type: 'boolean',
        default: false,
        description:
          'Whether to begin with the latest event of each type of every device. Not with manual registration.',
      },
      {
        displayName: 'On Deactivation',
        name: 'onDeactivation',
        type: 'options',
        options: [
          { name: 'Delete', value: 'delete', description: 'The Data Connector is gone' },
          {
            name: 'Disable',
            value: 'disable',
            description:
              'It stays, with its history in DT Studio, and keeps one of the ten places of the project',
          },
        ],
        default: 'delete',
        description: 'What becomes of the Data Connector that the trigger has created',
      },
      {
        displayName: 'Only Newer',
        name: 'onlyNewer',
        type: 'boolean',
        default: false,
        description:
          'Whether to drop an event if one of the same type and device with the same or a later time has been there. Events may arrive in another order than they happened.',
      },
    ],
  },
];
