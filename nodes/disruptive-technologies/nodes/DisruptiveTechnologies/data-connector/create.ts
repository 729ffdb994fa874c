import { path } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';

import { dataConnector } from '../../api/data-connector';
import type { DataConnector } from '../../api/data-connector';
import { needs } from '../../api/disruptive-technologies';
import { projectLocator } from '../fields';
import { newConfig } from './config';
import { CONNECTOR_TYPES, configFields } from './config-fields';
import { includeSecretField } from './connector';
import { presentConnector, presentedConnector } from './present-connector';
import { displayNameField, eventsField, labelKeysField, statusField } from './settings';

/** Limit: disruptive-technologies.md §2. The error for an eleventh is unknown: disruptive-technologies.md §9, 7. */
const HINT = 'A project can have at most 10 Data Connectors: delete one, or use another project.';

const ROLE = needs('Project Developer');

export const createConnector = defineOperation({
  resource: 'dataConnector',
  operation: 'create',
  name: 'Create',
  action: 'Create a data connector',
  description: 'Create a Data Connector, which sends the events of a project to a destination',
  semantics: 'non-idempotent',
  fields: [
    projectLocator,
    {
      displayName: 'Type',
      name: 'type',
      type: 'options',
      options: CONNECTOR_TYPES,
      default: 'HTTP_PUSH',
      description: 'Type of the destination, which cannot be changed later',
    },
    ...configFields,
    displayNameField,
    eventsField,
    labelKeysField,
    {
      displayName: 'Options',
      name: 'options',
      type: 'collection',
      placeholder: 'Add option',
      default: {},
      options: [includeSecretField, statusField],
    },
  ],
  request: ({ projectId, type, displayName, events, labels, status, ...config }) => ({
    method: 'POST',
    path: path`/projects/${projectId}/dataconnectors`,
    body: { displayName, type, status, events, labels, ...newConfig(type, config) },
  }),
  responseSchema: dataConnector,
  toItem: (connector: DataConnector, input) => presentConnector(connector, input),
  output: presentedConnector,
  hints: {
    ...ROLE,
    400: `Check the fields. ${HINT}`,
    403: `${ROLE[403]} ${HINT}`,
    404: 'There is no such project. Choose it from its list.',
    409: HINT,
  },
});
