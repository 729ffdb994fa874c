import { lazy, path } from '@signalbox/http-core';
import type { RequestSpec } from '@signalbox/http-core';
import type { INodeProperties } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { connectorId, projectId } from '../../api/ids';
import { connectorLocator, projectLocator } from '../fields';

/** Fields that say which connector. */
export const connectorFields: INodeProperties[] = [projectLocator, connectorLocator];

export const connectorShape = () => ({ projectId: projectId(), connectorId: connectorId() });
export const connectorInput = lazy(() => z.object(connectorShape()));
export type ConnectorInput = z.infer<ReturnType<typeof connectorInput>>;

export const connectorPath = ({ projectId, connectorId }: ConnectorInput) =>
  path`/projects/${projectId}/dataconnectors/${connectorId}`;

/** Changes a connector. Of what is not in the body nothing changes (disruptive-technologies.md §2c). */
export function patchConnector(input: ConnectorInput, body: object): RequestSpec {
  const { projectId, connectorId } = input;
  return {
    method: 'PATCH',
    path: connectorPath(input),
    body,
    whenEmpty: { name: `projects/${projectId}/dataconnectors/${connectorId}` },
  };
}

export const includeSecretField: INodeProperties = {
  displayName: 'Include Signature Secret',
  name: 'includeSignatureSecret',
  type: 'boolean',
  default: false,
  description:
    'Whether to show the signature secret and the values of the headers, which may be secrets too. Whoever sees the execution sees them.',
};

/** Options of the operations that have no other. */
export const secretOptions: INodeProperties = {
  displayName: 'Options',
  name: 'options',
  type: 'collection',
  placeholder: 'Add option',
  default: {},
  options: [includeSecretField],
};

export const secretShape = () => ({ includeSignatureSecret: z.optional(z.boolean()) });

/** Advice for a connector that is not found. */
export const connectorHints = {
  404: 'There is no such Data Connector in this project, or no such project. Choose both from their lists. What was created a moment ago may take some seconds to appear.',
};
