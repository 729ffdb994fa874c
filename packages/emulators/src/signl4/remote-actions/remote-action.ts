/** Kind of a remote action with the parameters that it takes. V2.RemoteActionDefinitionDetails */
export interface RemoteActionDefinition {
  id: string;
  name: string;
  description: string;
  type: number;
  externalId: string;
  executorService: string;
  version: number;
  createdAt: string;
  parameters: RemoteActionParameter[];
}

export interface RemoteActionParameter {
  name: string;
  displayName: string;
  description: string;
  /** V2.RemoteActionParameterControlTypes */
  controlType: number;
  /** V2.RemoteActionParameterOptions, a sum */
  options: number;
  defaultValue: string | null;
  values: string[] | null;
}

/** Something that the people of a team may have done from afar. */
export interface RemoteAction {
  id: string;
  definitionId: string;
  teamId: string;
  name: string;
  description: string | null;
  enabled: boolean;
  createdAt: string;
  access: { teamId: string; canEdit: boolean; canExecute: boolean }[];
  /** By name. Encrypted ones are never shown. */
  values: Map<string, string | null>;
}

/** A run of a remote action. V2.RemoteJob */
export interface RemoteJob {
  id: string;
  actionId: string;
  definitionId: string;
  type: number;
  alertId: string | null;
  creatorId: string;
  creatorName: string;
  statusCode: number;
  statusDescription: string | null;
  createdAt: string;
  activatedAt: string | null;
  startedAt: string | null;
  lastUpdate: string;
  parameters: { name: string; value: string | null }[];
}

export const ParameterOption = { Required: 1, Locked: 2, Encrypted: 4 } as const;
export const JobStatus = { Pending: 1, Ready: 2, Running: 4, Executed: 8, Error: 16 } as const;
/** V2.RemoteActionTypes */
export const ActionType = { Script: 1, Webhook: 3 } as const;
/** V2.RemoteJobCreatorType and V2.TimelineEntryCreatorType */
export const CREATED_BY_API_KEY = 2;
