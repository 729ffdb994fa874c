import { alphabetically } from '@signalbox/http-core';
import type { INodePropertyOptions } from 'n8n-workflow';

import { textOf } from './event';
import type { Event } from './event';
import { isAboutProject } from './resource-of';

interface EventKind {
  name: string;
  description: string;
}

const ACTIONS = {
  create: { suffix: 'Created', done: 'was created' },
  update: { suffix: 'Updated', done: 'was changed' },
  delete: { suffix: 'Deleted', done: 'was deleted' },
} as const;

const ENTITIES = {
  dataset: { name: 'Dataset', thing: 'A dataset' },
  project: { name: 'Project', thing: 'A project' },
  file: { name: 'File', thing: 'A file of a dataset or project' },
  insight: { name: 'Insight', thing: 'An insight of a project' },
} as const;

/** Additions to descriptions. data.world sends this event for public datasets only (dataworld-sentry.md §6). */
const REMARKS: Readonly<Record<string, string>> = {
  datasetCreated: ' (only sent for public datasets)',
};

/** Catalog events: four entities times three actions (dataworld-sentry.md §6). */
const CATALOG: Readonly<Record<string, EventKind>> = Object.fromEntries(
  Object.entries(ENTITIES).flatMap(([entity, { name, thing }]) =>
    Object.values(ACTIONS).map(({ suffix, done }) => [
      entity + suffix,
      { name: `${name} ${suffix}`, description: `${thing} ${done}${REMARKS[entity + suffix] ?? ''}` },
    ]),
  ),
);

const SYNC: Readonly<Record<string, EventKind>> = {
  syncFailed: { name: 'Sync Failed', description: 'Syncing a dataset with its source failed' },
  syncRecovered: { name: 'Sync Recovered', description: 'Syncing a dataset works again after a failure' },
};

const STAGES = {
  created: 'was made',
  cancelled: 'was withdrawn',
  approved: 'was approved',
  rejected: 'was rejected',
} as const;

/** Access requests, by the middle part of `eventType` (dataworld-sentry.md §6, dataworld-sentry.md §10). */
const REQUESTS = {
  authorization_request: {
    access: 'requested',
    value: 'accessRequest',
    name: 'Access Request',
    description: 'A request for access to a resource',
    stages: ['created', 'cancelled', 'approved', 'rejected'],
  },
  authorization_invite: {
    access: 'invited',
    value: 'invitation',
    name: 'Invitation',
    description: 'An invitation to a resource',
    stages: ['created', 'cancelled', 'approved', 'rejected'],
  },
  contribute_request: {
    access: 'suggested',
    value: 'suggestion',
    name: 'Suggestion',
    description: 'A request to contribute to a resource',
    stages: ['created', 'cancelled', 'approved'],
  },
  transfer_request: {
    access: 'transfer',
    value: 'transferRequest',
    name: 'Transfer Request',
    description: 'A request to publish a resource to a catalog',
    stages: ['created', 'cancelled', 'approved'],
  },
} as const;

/** Older value, from before the other stages were known. */
const VALUES: Readonly<Record<string, string>> = { accessRequestCreated: 'accessRequested' };

function requestValue(value: string, stage: string): string {
  const stem = value + stage[0]!.toUpperCase() + stage.slice(1);
  return VALUES[stem] ?? stem;
}

const ACCESS: Readonly<Record<string, EventKind>> = {
  accessGranted: {
    name: 'Access Granted',
    description: 'A user or organization was given access to a resource',
  },
  accessRevoked: {
    name: 'Access Revoked',
    description: 'A user or organization lost access to a resource',
  },
  ...Object.fromEntries(
    Object.values(REQUESTS).flatMap(({ value, name, description, stages }) =>
      stages.map((stage) => [
        requestValue(value, stage),
        {
          name: `${name} ${stage[0]!.toUpperCase()}${stage.slice(1)}`,
          description: `${description} ${STAGES[stage]}`,
        },
      ]),
    ),
  ),
};

const OTHER = 'other';

const KINDS: Readonly<Record<string, EventKind>> = {
  ...ACCESS,
  ...CATALOG,
  ...SYNC,
  [OTHER]: { name: 'Other', description: 'Any other event from data.world' },
};

export const eventOptions: INodePropertyOptions[] = Object.entries(KINDS)
  .map(([value, { name, description }]) => ({ name, value, description }))
  .sort(alphabetically(({ name }) => name));

/** Broad category of an event. */
export type Topic = 'data' | 'sync' | 'access' | 'other';

/** Classifies an event: the option it belongs to, and its topic. */
export function kindOf(event: Event): { value: string; name: string; topic: Topic } {
  const [value, topic] = classify(event);
  return { value, name: KINDS[value]!.name, topic };
}

function classify(event: Event): [string, Topic] {
  const access = accessOf(event);
  if (access) return [Object.hasOwn(ACCESS, access.value) ? access.value : OTHER, 'access'];
  const sync = syncKind(event);
  if (sync) return [sync, 'sync'];
  const value = catalogKind(event);
  return value ? [value, 'data'] : [OTHER, 'other'];
}

/** Change of the access to a resource. */
export interface Access {
  /** Value of the option, or the value it would have if it were one. */
  value: string;
  access: 'granted' | 'removed' | 'requested' | 'invited' | 'suggested' | 'transfer';
  /** data.world's word: created, deleted, cancelled, approved or rejected. */
  status: string;
}

/** Parses `eventType`, such as `dataset.authorization_request.approved`; `undefined` if it is not about access. */
export function accessOf(event: Event): Access | undefined {
  const [, family = '', status = ''] =
    /^(?:dataset|catalog)\.(\w+)\.(\w+)$/.exec(textOf(event, 'eventType') ?? '') ?? [];
  if (family === 'authorization') {
    if (status === 'created') return { value: 'accessGranted', access: 'granted', status };
    return status === 'deleted' ? { value: 'accessRevoked', access: 'removed', status } : undefined;
  }
  if (!Object.hasOwn(REQUESTS, family)) return undefined;
  const { value, access } = REQUESTS[family as keyof typeof REQUESTS];
  return { value: requestValue(value, status), access, status };
}

function catalogKind(event: Event): string | undefined {
  const action = textOf(event, 'action') ?? '';
  const entity = textOf(event, 'entity') ?? '';
  if (!Object.hasOwn(ACTIONS, action) || !Object.hasOwn(ENTITIES, entity)) return undefined;
  const thing = entity === 'dataset' && isAboutProject(event) ? 'project' : entity;
  return thing + ACTIONS[action as keyof typeof ACTIONS].suffix;
}

/**
 * Detects sync events, which are announced but not described (dataworld-sentry.md §6). Assumes that the field with the
 * kind of event contains "sync" and a word for failure or recovery.
 */
function syncKind(event: Event): string | undefined {
  const words = ['action', 'eventType', 'event', 'type', 'entity', 'syncStatus', 'status']
    .map((name) => {
      const word = textOf(event, name);
      return word && `${name} ${word}`;
    })
    .join(' ');
  if (!/sync/i.test(words)) return undefined;
  if (/fail|error/i.test(words)) return 'syncFailed';
  return /recover|restore|resume|succe/i.test(words) ? 'syncRecovered' : undefined;
}
