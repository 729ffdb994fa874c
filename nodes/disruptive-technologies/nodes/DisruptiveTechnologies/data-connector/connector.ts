import { path } from '@signalbox/http-core';
import type { RequestSpec } from '@signalbox/http-core';
import type { Field, InputOf } from '@signalbox/http-core/operation';

import { connectorLocator, projectLocator } from '../fields';

/** Fields that identify a connector. */
export const connectorFields = [projectLocator, connectorLocator] as const;

export type ConnectorInput = InputOf<typeof connectorFields>;

export const connectorPath = ({ projectId, connectorId }: ConnectorInput) =>
  path`/projects/${projectId}/dataconnectors/${connectorId}`;

/** Changes a connector. Fields missing from the body stay as they are (disruptive-technologies.md §2c). */
export function patchConnector(input: ConnectorInput, body: object): RequestSpec {
  const { projectId, connectorId } = input;
  return {
    method: 'PATCH',
    path: connectorPath(input),
    body,
    whenEmpty: { name: `projects/${projectId}/dataconnectors/${connectorId}` },
  };
}

export const includeSecretField = {
  displayName: 'Include Signature Secret',
  name: 'includeSignatureSecret',
  type: 'boolean',
  default: false,
  description:
    'Whether to include the signature secret and the header values, which may be secret too. Anyone who can see the execution can then see them.',
} as const satisfies Field;

/** Options of operations that have no others. */
export const secretOptions = {
  displayName: 'Options',
  name: 'options',
  type: 'collection',
  placeholder: 'Add option',
  default: {},
  options: [includeSecretField],
} as const satisfies Field;

/** Hints for a connector that is not found. */
export const connectorHints = {
  404: 'There is no such Data Connector in this project, or no such project. Choose both from their lists. New resources may take a few seconds to appear.',
};
