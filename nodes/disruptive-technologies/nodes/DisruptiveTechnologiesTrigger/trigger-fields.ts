import type { INodeProperties } from 'n8n-workflow';

import { EVENT_TYPES } from '../api/event-types';
import { devicesField } from '../DisruptiveTechnologies/device/batch';
import { projectLocator } from '../DisruptiveTechnologies/fields';

const AUTOMATIC = { show: { registration: ['automatic'] } };

export const triggerFields: INodeProperties[] = [
  { ...projectLocator, description: 'The project whose events start the workflow' },
  {
    displayName: 'Events',
    name: 'events',
    type: 'multiOptions',
    options: EVENT_TYPES.map((type) => ({ ...type })),
    default: [],
    hint: 'Leave empty for all events',
    description: 'Events that start the workflow. Leave empty for all, including types not in this list.',
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
          'The trigger creates its Data Connector and removes it on deactivation. Requires the role Project Developer.',
      },
      {
        name: 'Manual',
        value: 'manual',
        description: 'You create the Data Connector in DT Studio',
      },
    ],
    default: 'automatic',
    description: 'How the Data Connector of this trigger is created',
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
    description: 'Keys of the device labels to include with each event. "name" is the name of the device.',
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
        description:
          'Events are signed with a private key of Disruptive Technologies and verified with its public key',
      },
    ],
    default: 'sharedSecret',
    description: 'How to verify that an event is from Disruptive Technologies. Other events are rejected.',
  },
  {
    displayName: 'Organization ID',
    name: 'organizationId',
    type: 'string',
    displayOptions: { show: { verification: ['asymmetric'] } },
    default: '',
    placeholder: 'e.g. c0b0e2a1k4qg00f5m3r0',
    description:
      'Accept only events signed for this organization. Defaults to the organization of the project. With manual registration the default is any organization, so any customer of Disruptive Technologies who knows the URL can send events.',
  },
  {
    displayName: 'Acknowledge',
    name: 'acknowledge',
    type: 'options',
    options: [
      {
        name: 'On Receipt',
        value: 'onReceived',
        description: 'Fast, but executions in progress are lost if n8n crashes',
      },
      {
        name: 'After the Workflow Has Finished',
        value: 'lastNode',
        description:
          'If the workflow fails or n8n crashes, Disruptive Technologies sends the event again. For workflows that take a few seconds at most.',
      },
    ],
    default: 'onReceived',
    description: 'When to acknowledge an event, after which Disruptive Technologies does not send it again',
  },
  {
    ...devicesField,
    required: false,
    hint: 'Leave empty for all devices',
    description:
      'Devices whose events start the workflow. Leave empty for all. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
  },
  {
    displayName: 'Label Filters',
    name: 'labelFilters',
    type: 'string',
    typeOptions: { multipleValues: true, multipleValueButtonText: 'Add filter' },
    default: [],
    placeholder: 'e.g. floor=1',
    description:
      'Accept only events of devices with all of these labels: <code>key</code> or <code>key=value</code>',
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
          'Whether to allow an HTTP webhook URL. Works with an emulator only, not with Disruptive Technologies itself.',
      },
      {
        displayName: 'Emit Current State on Activation',
        name: 'emitCurrentState',
        type: 'boolean',
        default: false,
        description:
          'Whether to start with the latest event of each type of every device. Not available with manual registration.',
      },
      {
        displayName: 'On Deactivation',
        name: 'onDeactivation',
        type: 'options',
        options: [
          { name: 'Delete', value: 'delete', description: 'Delete the Data Connector' },
          {
            name: 'Disable',
            value: 'disable',
            description:
              'Keep the Data Connector and its history in DT Studio. It still counts towards the limit of ten.',
          },
        ],
        default: 'delete',
        description: 'What to do with the Data Connector that the trigger created',
      },
      {
        displayName: 'Only Newer',
        name: 'onlyNewer',
        type: 'boolean',
        default: false,
        description:
          'Whether to ignore an event if a newer one, or one from the same time, of the same type and device has already arrived. Events may arrive out of order.',
      },
    ],
  },
];
