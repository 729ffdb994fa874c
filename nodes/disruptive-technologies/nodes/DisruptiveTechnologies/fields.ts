import type { INodeProperties } from 'n8n-workflow';

import { EVENT_TYPES } from '../api/event-types';
import { XID, idPattern } from '../api/ids';

/** Options of a resource locator. */
interface Located {
  displayName: string;
  /** Name of the parameter. */
  name: string;
  description: string;
  /** Method that fills the list. */
  list: string;
  /** Collection segment in resource names. */
  collection: string;
  /** Example of an ID. */
  example?: string;
  /** True if the list depends on the chosen project. */
  inProject?: boolean;
  displayOptions?: INodeProperties['displayOptions'];
}

/** A field for one resource: from a list, or by its ID or resource name. */
export function locator({ list, collection, example = XID, inProject, ...field }: Located): INodeProperties {
  return {
    ...field,
    type: 'resourceLocator',
    default: { mode: 'list', value: '' },
    required: true,
    ...(inProject && { typeOptions: { loadOptionsDependsOn: ['projectId.value'] } }),
    modes: [
      {
        displayName: 'From List',
        name: 'list',
        type: 'list',
        placeholder: 'Choose...',
        typeOptions: { searchListMethod: list, searchable: true },
      },
      {
        displayName: 'By ID',
        name: 'id',
        type: 'string',
        placeholder: `e.g. ${example}`,
        validation: [
          {
            type: 'regex',
            properties: {
              regex: idPattern(collection),
              errorMessage: `An ID looks like ${example}; a full resource name works too`,
            },
          },
        ],
      },
    ],
  };
}

export const projectLocator = locator({
  displayName: 'Project',
  name: 'projectId',
  description: 'The project to work in',
  list: 'searchProjects',
  collection: 'projects',
});

export const deviceLocator = locator({
  displayName: 'Device',
  name: 'deviceId',
  description: 'A sensor or Cloud Connector of the project',
  list: 'searchDevices',
  collection: 'devices',
  inProject: true,
});

export const connectorLocator = locator({
  displayName: 'Data Connector',
  name: 'connectorId',
  description: 'A Data Connector of the project',
  list: 'searchDataConnectors',
  collection: 'dataconnectors',
  inProject: true,
});

export const organizationLocator = locator({
  displayName: 'Organization',
  name: 'organizationId',
  description: 'The organization to work in',
  list: 'searchOrganizations',
  collection: 'organizations',
});

/** Several devices of the chosen project. */
export const devicesField: INodeProperties = {
  displayName: 'Device Names or IDs',
  name: 'devices',
  type: 'multiOptions',
  typeOptions: { loadOptionsMethod: 'getDevices', loadOptionsDependsOn: ['projectId.value'] },
  default: [],
  required: true,
  description:
    'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
};

/** A choice of event types. */
export function eventTypesField(name: string, description: string): INodeProperties {
  return {
    displayName: 'Event Types',
    name,
    type: 'multiOptions',
    options: EVENT_TYPES.map((type) => ({ ...type })),
    default: [],
    description,
  };
}

/** Labels of a device, or of an emulated one. */
export function labelsField(displayName: string, name: string, description: string): INodeProperties {
  return {
    displayName,
    name,
    type: 'fixedCollection',
    typeOptions: { multipleValues: true },
    placeholder: 'Add label',
    default: {},
    description,
    options: [
      {
        displayName: 'Label',
        name: 'label',
        values: [
          { displayName: 'Key', name: 'key', type: 'string', default: '', placeholder: 'e.g. room' },
          { displayName: 'Value', name: 'value', type: 'string', default: '', placeholder: 'e.g. 2.14' },
        ],
      },
    ],
  };
}
