import { schema } from '@signalbox/http-core/operation';
import type { Field } from '@signalbox/http-core/operation';

import { EVENT_TYPES } from '../api/event-types';
import { XID, idPattern, resourceId } from '../api/ids';
import { filled } from './inputs';

/** Options of a resource locator. */
interface Located<Name extends string> {
  displayName: string;
  /** Name of the parameter. */
  name: Name;
  description: string;
  /** Method that fills the list. */
  list: string;
  /** Collection segment in resource names. */
  collection: string;
  /** Example of an ID. */
  example?: string;
  /** True if the list depends on the chosen project. */
  inProject?: boolean;
}

/** A field for one resource: from a list, or by its ID or resource name. Gives the ID. */
export function locator<const Name extends string>({
  list,
  collection,
  example = XID,
  inProject,
  ...field
}: Located<Name>) {
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
    [schema]: () => resourceId(collection, example),
  } as const satisfies Field;
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

/** A choice of event types. */
export function eventTypesField<const Name extends string>(name: Name, description: string) {
  return {
    displayName: 'Event Types',
    name,
    type: 'multiOptions',
    options: EVENT_TYPES,
    default: [],
    description,
  } as const satisfies Field;
}

/** Labels of a device, or of an emulated one. */
export function labelsField<const Name extends string>(displayName: string, name: Name, description: string) {
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
          {
            displayName: 'Key',
            name: 'key',
            type: 'string',
            default: '',
            placeholder: 'e.g. room',
            [schema]: filled,
          },
          { displayName: 'Value', name: 'value', type: 'string', default: '', placeholder: 'e.g. 2.14' },
        ],
      },
    ],
  } as const satisfies Field;
}
