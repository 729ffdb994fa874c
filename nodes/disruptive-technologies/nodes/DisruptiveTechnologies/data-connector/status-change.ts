import { defineOperation } from '@signalbox/http-core/operation';

import { dataConnector } from '../../api/data-connector';
import type { DataConnector } from '../../api/data-connector';
import { needs } from '../../api/disruptive-technologies';
import { connectorFields, connectorHints, patchConnector } from './connector';
import { presentConnector, presentedConnector } from './present-connector';

/** Shared by Enable and Disable. */
export function statusChange(
  operation: { operation: string; name: string; action: string; description: string },
  status: 'ACTIVE' | 'USER_DISABLED',
) {
  return defineOperation({
    resource: 'dataConnector',
    ...operation,
    semantics: 'idempotent',
    fields: connectorFields,
    request: (input) => patchConnector(input, { status }),
    responseSchema: dataConnector,
    // This operation has no option to show secrets.
    toItem: (connector: DataConnector) => presentConnector(connector),
    output: presentedConnector,
    hints: needs('Project Developer', connectorHints),
  });
}
