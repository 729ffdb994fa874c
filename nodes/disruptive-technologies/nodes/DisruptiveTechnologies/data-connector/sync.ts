import { lazy, path } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { needs } from '../../api/disruptive-technologies';
import { nothing } from '../../api/wire';
import { connectorFields, connectorHints } from './connector';
import type { ConnectorInput } from './connector';

const synced = lazy(() => z.object({ id: z.string(), projectId: z.string(), synced: z.boolean() }));

export const syncConnector = defineOperation({
  resource: 'dataConnector',
  operation: 'sync',
  name: 'Sync',
  action: 'Sync a data connector',
  description: 'Send the latest event of each type again, for every device in the project',
  semantics: 'non-idempotent',
  fields: connectorFields,
  request: ({ projectId, connectorId }) => ({
    method: 'POST',
    path: path`/projects/${projectId}/dataconnectors/${connectorId}:sync`,
    whenEmpty: {},
  }),
  responseSchema: nothing,
  toItem: (_answer: unknown, { projectId, connectorId }: ConnectorInput) => ({
    id: connectorId,
    projectId,
    synced: true,
  }),
  output: synced,
  // The required role is undocumented; assumed to be the one for updates (disruptive-technologies.md §1c).
  hints: needs('Project Developer', connectorHints),
});
