import { alphabetically } from '@signalbox/http-core';
import { InvalidParameterError } from '@signalbox/http-core/errors';
import { defineOperation } from '@signalbox/http-core/operation';
import type { Field } from '@signalbox/http-core/operation';
import type { IDataObject } from 'n8n-workflow';

import { dataConnector } from '../../api/data-connector';
import type { DataConnector } from '../../api/data-connector';
import { needs } from '../../api/disruptive-technologies';
import { configOf, touchesConfig } from './config';
import { configMembers } from './config-fields';
import {
  connectorFields,
  connectorPath,
  connectorHints,
  includeSecretField,
  patchConnector,
} from './connector';
import { presentConnector, presentedConnector } from './present-connector';
import { displayNameField, eventsField, labelKeysField, statusField } from './settings';

const removeSecretField = {
  displayName: 'Remove Signature Secret',
  name: 'removeSignatureSecret',
  type: 'boolean',
  default: false,
  description: 'Whether to remove the secret, so that events are no longer signed with X-Dt-Signature',
} as const satisfies Field;

export const updateConnector = defineOperation({
  resource: 'dataConnector',
  operation: 'update',
  name: 'Update',
  action: 'Update a data connector',
  description: 'Update selected settings of a Data Connector',
  semantics: 'idempotent',
  fields: [
    ...connectorFields,
    {
      displayName: 'Update Fields',
      name: 'updateFields',
      type: 'collection',
      placeholder: 'Add field',
      default: {},
      options: [
        ...configMembers,
        displayNameField,
        eventsField,
        labelKeysField,
        removeSecretField,
        statusField,
      ].sort(alphabetically(({ displayName }) => displayName)),
    },
    {
      displayName: 'Options',
      name: 'options',
      type: 'collection',
      placeholder: 'Add option',
      default: {},
      options: [includeSecretField],
    },
  ],
  // Send the whole config: a PATCH may drop the parts it leaves out (disruptive-technologies.md §9, 6).
  prefetch: {
    request: (input) =>
      touchesConfig(configIn(input)) || input.removeSignatureSecret
        ? { method: 'GET', path: connectorPath(input) }
        : undefined,
    responseSchema: dataConnector,
  },
  request(input, _item, present) {
    const { displayName, events, labels, status } = input;
    const settings = { displayName, events, labels, status };
    const isEmpty = Object.values(settings).every((value) => value === undefined);
    if (isEmpty && !present) {
      throw new InvalidParameterError(
        'There is nothing to update',
        'Add the fields to change under "Update Fields".',
      );
    }
    const config = present && changedConfig(present, input);
    return isEmpty && !config ? undefined : patchConnector(input, { ...settings, ...config });
  },
  noop: (present, input) => (present ? presentConnector(present, input) : {}),
  responseSchema: dataConnector,
  toItem: (connector: DataConnector, input) => presentConnector(connector, input),
  output: presentedConnector,
  hints: needs('Project Developer', connectorHints),
});

type Input = Parameters<typeof touchesConfig>[0] & { removeSignatureSecret?: boolean };

/** Only the config parameters. */
function configIn(input: Input) {
  const { audience, awsRoleArn, azureUrl, clientId, correlationId, headers } = input;
  const { queueUrl, signatureSecret, tenantId, topic, url } = input;
  return {
    ...{ audience, awsRoleArn, azureUrl, clientId, correlationId, headers },
    ...{ queueUrl, signatureSecret, tenantId, topic, url },
  };
}

/** The complete new config, or `undefined` if nothing changes. */
function changedConfig(present: DataConnector, input: Input): IDataObject | undefined {
  const given = Object.fromEntries(
    Object.entries(configIn(input)).filter(([, value]) => value !== undefined && value !== ''),
  );
  if (input.removeSignatureSecret && present.type !== 'HTTP_PUSH') {
    throw new InvalidParameterError(
      'A Data Connector of this type has no signature secret',
      'Turn "Remove Signature Secret" off: only the type HTTP Push has one.',
    );
  }
  const key = Object.keys(configOf(present.type ?? '', given, {}))[0]!;
  const before = (present[key] ?? {}) as IDataObject;
  const whole = configOf(present.type ?? '', given, before)[key] as IDataObject;
  if (input.removeSignatureSecret) whole.signatureSecret = '';
  return JSON.stringify(whole) === JSON.stringify(before) ? undefined : { [key]: whole };
}
