import { seed } from '../seed';
import {
  ActionType,
  ParameterOption,
  type RemoteAction,
  type RemoteActionDefinition,
  type RemoteActionParameter,
} from './remote-action';

const parameter = (
  name: string,
  displayName: string,
  more: Partial<RemoteActionParameter> = {},
): RemoteActionParameter => ({
  name,
  displayName,
  description: '',
  controlType: 0,
  options: 0,
  defaultValue: null,
  values: null,
  ...more,
});

/** Two definitions: what is made of the second always fails. */
export function seededDefinitions(createdAt: string): RemoteActionDefinition[] {
  return [
    {
      id: seed.remoteActions.definitions.restart,
      name: 'Restart server',
      description: 'Restarts a server and waits until it is back.',
      type: ActionType.Webhook,
      externalId: 'restart-server',
      executorService: 'signalbox-runner',
      version: 1,
      createdAt,
      parameters: [
        parameter('host', 'Host', { options: ParameterOption.Required }),
        parameter('mode', 'Mode', { controlType: 10, defaultValue: 'soft', values: ['soft', 'hard'] }),
        parameter('token', 'Token', { controlType: 8, options: ParameterOption.Encrypted }),
      ],
    },
    {
      id: seed.remoteActions.definitions.failing,
      name: 'Ask a server that is down',
      description: 'Never succeeds.',
      type: ActionType.Script,
      externalId: 'always-fails',
      executorService: 'signalbox-runner',
      version: 1,
      createdAt,
      parameters: [],
    },
  ];
}

/** One action for each outcome: it runs, it fails, it is disabled. */
export function seededActions(createdAt: string): RemoteAction[] {
  const action = (
    id: string,
    definitionId: string,
    name: string,
    more: Partial<RemoteAction> = {},
  ): RemoteAction => ({
    id,
    definitionId,
    teamId: seed.teams.operations.id,
    name,
    description: null,
    enabled: true,
    createdAt,
    access: [{ teamId: seed.teams.operations.id, canEdit: true, canExecute: true }],
    values: new Map(),
    ...more,
  });
  const { definitions, restart, failing, disabled } = seed.remoteActions;
  return [
    action(restart, definitions.restart, 'Restart web server', {
      values: new Map([
        ['host', 'web-01'],
        ['token', 'made-up'],
      ]),
    }),
    action(failing, definitions.failing, 'Check the old server'),
    action(disabled, definitions.restart, 'Restart database', { enabled: false }),
  ];
}
