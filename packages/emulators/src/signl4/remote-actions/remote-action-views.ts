import type { ApiKey } from '../model';
import { seed } from '../seed';
import {
  CREATED_BY_API_KEY,
  ParameterOption,
  type RemoteAction,
  type RemoteActionDefinition,
  type RemoteJob,
} from './remote-action';

const Status = { Disabled: 0, Enabled: 1 } as const;

/** V2.RemoteActionInfo */
export function remoteActionInfo(
  action: RemoteAction,
  definition: RemoteActionDefinition,
  key: ApiKey,
): Record<string, unknown> {
  const { id, name, description, enabled, createdAt, access, teamId, definitionId } = action;
  return {
    id,
    name,
    description,
    enabled,
    createdAt,
    access,
    teamId,
    definitionId,
    subscriptionId: seed.subscriptionId,
    type: definition.type,
    statusCode: enabled ? Status.Enabled : Status.Disabled,
    statusDescription: null,
    currentPrincipal: { canEdit: key.access === 'full', canExecute: key.access === 'full' },
  };
}

/** V2.RemoteActionDetails */
export function remoteActionDetails(
  action: RemoteAction,
  definition: RemoteActionDefinition,
  key: ApiKey,
): Record<string, unknown> {
  return {
    ...remoteActionInfo(action, definition, key),
    definitionVersion: definition.version,
    executorService: definition.executorService,
    externalId: definition.externalId,
    parameters: definition.parameters.map(
      ({ name, displayName, controlType, options, values, defaultValue }, order) => ({
        name,
        displayName,
        controlType,
        options,
        values,
        order,
        value: (options & ParameterOption.Encrypted) !== 0 ? null : (action.values.get(name) ?? defaultValue),
      }),
    ),
  };
}

/** V2.RemoteActionDefinitionDetails */
export function definitionDetails(definition: RemoteActionDefinition): Record<string, unknown> {
  return {
    ...definition,
    statusCode: Status.Enabled,
    statusDescription: null,
    parameters: definition.parameters.map((parameter, order) => ({ ...parameter, order })),
  };
}

/** V2.RemoteJob */
export function remoteJob({
  alertId: _alertId,
  creatorId,
  creatorName,
  ...job
}: RemoteJob): Record<string, unknown> {
  return {
    ...job,
    creatorInfo: { type: CREATED_BY_API_KEY, referenceId: creatorId, referenceName: creatorName },
    externalId: null,
    options: 0,
    statusDetails: null,
  };
}
