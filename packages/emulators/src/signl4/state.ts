import type { CalloutTemplate } from './callouts/callout-template';
import { seededShifts, type Shift } from './duty/shift';
import { DutyMode, EventSourceType } from './enums';
import type {
  Alert,
  AlertSettings,
  ApiKey,
  Category,
  Duty,
  EventSource,
  InboundEvent,
  Membership,
  Schedule,
  Team,
  User,
  Webhook,
} from './model';
import type { RemoteAction, RemoteActionDefinition, RemoteJob } from './remote-actions/remote-action';
import { seededActions, seededDefinitions } from './remote-actions/seeded-remote-actions';
import type { ScriptInstance } from './scripts/script-instance';
import { seed } from './seed';
import { seededSubscription, type Subscription } from './subscriptions/subscription';
import { dateOfMs } from './ticks';
import { newUser } from './users/new-user';

/** Everything that the emulated subscription knows. */
export interface State {
  teams: Map<string, Team>;
  users: Map<string, User>;
  /** By `teamId/userId`; one for each membership. */
  duties: Map<string, Duty>;
  /** By `teamId/userId`. */
  memberships: Map<string, Membership>;
  /** Oldest first. */
  shifts: Shift[];
  categories: Map<string, Category>;
  categorySubscriptions: Map<string, number>;
  eventSources: Map<string, EventSource>;
  apiKeys: ApiKey[];
  /** By id, in order of creation. */
  events: Map<string, InboundEvent>;
  alerts: Map<string, Alert>;
  webhooks: Map<string, Webhook>;
  schedules: Map<string, Schedule>;
  remoteActionDefinitions: Map<string, RemoteActionDefinition>;
  remoteActions: Map<string, RemoteAction>;
  remoteJobs: Map<string, RemoteJob>;
  scriptInstances: Map<string, ScriptInstance>;
  calloutTemplates: Map<string, CalloutTemplate>;
  /** IDs of the rules that lead integrations to teams. */
  eventDistributions: Set<string>;
  subscription: Subscription;
}

/**
 * The seed data.
 * @param nowMs the time at which an API key is expired, and the duties and shifts begin
 * @param responseTimeSeconds of both teams
 */
export function seededState(nowMs: number, responseTimeSeconds: number): State {
  const { teams, users, categories } = seed;
  const now = dateOfMs(nowMs);
  const settings: AlertSettings = {
    escEnabled: true,
    escMode: 0,
    escRefId: null,
    filterAction: 0,
    filterMode: 0,
    notificationProfileOverrides: [],
    optOut: 0,
    overrideNotificationProfiles: false,
    persNotInterval: 0,
    persNotMode: 0,
    responseMode: 2,
    responseTime: responseTimeSeconds,
  };
  const team = (of: { id: string; name: string }, memberIds: string[]): Team => ({
    id: of.id,
    name: of.name,
    timezone: 'W. Europe Standard Time',
    memberIds,
    dutyAssistEnabled: true,
    settings: { ...settings },
    privacy: { hideContactAddresses: false, hideDutyData: false, hideForEscalation: false },
    duties: [{ dutyId: `${of.id.slice(0, -4)}0001`, dutyStart: now, dutyEnd: null }],
    image: null,
    holidays: [],
    patterns: new Map(),
  });
  const category = (
    teamId: string,
    of: { id: string; name: string },
    order: number,
    more: Partial<Category> = {},
  ): Category => ({
    id: of.id,
    teamId,
    name: of.name,
    color: '#0078d4',
    imageName: 'alert.svg',
    isDefault: false,
    keywordMatching: 0,
    keywords: [],
    keywordsExcluded: [],
    options: 0,
    order,
    augmentations: [],
    enrichments: [],
    ...more,
  });
  const source = (
    id: string,
    secret: string,
    teamId: string,
    name: string,
    more: Partial<EventSource> = {},
  ): EventSource => ({
    id,
    secret,
    teamId,
    name,
    description: null,
    disabled: false,
    type: EventSourceType.WebHook,
    lastEvent: null,
    distributionId: null,
    ...more,
  });
  const duty = (teamId: string, userId: string, dutyMode: number): Duty => ({
    teamId,
    userId,
    dutyMode,
    lastChange: dutyMode === DutyMode.Off ? null : now,
  });
  const ops = teams.operations.id;
  const fac = teams.facilities.id;
  const duties = [
    duty(ops, users.anna.id, DutyMode.Primary),
    duty(ops, users.ben.id, DutyMode.Manager),
    duty(ops, users.clara.id, DutyMode.Off),
    duty(fac, users.clara.id, DutyMode.Primary),
    duty(fac, users.deniz.id, DutyMode.Off),
  ];
  const membership = ({ teamId, userId }: Duty): Membership => ({
    teamId,
    userId,
    roleId: userId === users.anna.id ? seed.roles.teamAdmin : seed.roles.user,
    memberSince: now,
  });
  const builtIn = { color: '#c50f1f', options: 2 };
  return {
    teams: byId([
      team(teams.operations, [users.anna.id, users.ben.id, users.clara.id]),
      team(teams.facilities, [users.clara.id, users.deniz.id]),
    ]),
    users: byId(Object.values(users).map((user) => newUser(user, now, false))),
    duties: new Map(duties.map((entry) => [dutyKey(entry.teamId, entry.userId), entry])),
    memberships: new Map(duties.map((entry) => [dutyKey(entry.teamId, entry.userId), membership(entry)])),
    shifts: seededShifts(duties, now),
    categories: byId([
      category(ops, categories.operations.default, 0, { isDefault: true }),
      category(ops, categories.operations.cooling, 1, { keywords: ['cooling', 'temperature', 'freezer'] }),
      category(ops, categories.operations.emergency, 2, builtIn),
      category(fac, categories.facilities.default, 0, { isDefault: true }),
      category(fac, categories.facilities.water, 1, { keywords: ['water', 'leak'] }),
      category(fac, categories.facilities.emergency, 2, builtIn),
    ]),
    categorySubscriptions: new Map(),
    eventSources: byId([
      source('b1d0c2e4-7a36-4f58-9c1b-2e4d6f8a0b13', teams.operations.secret, ops, 'Team webhook'),
      source('c2e1d3f5-8b47-4069-8d2c-3f5e70912c24', teams.facilities.secret, fac, 'Team webhook'),
      source('d3f2e406-9c58-417a-9e3d-406f81a23d35', seed.integrationSecret, ops, 'n8n', {
        distributionId: seed.distributionId,
      }),
      source('f5b4a628-be7a-439c-8b5f-628fa3c45f57', '', ops, 'API', { type: EventSourceType.Api }),
      source('06c5b739-cf8b-44ad-9c60-739ab4d56068', '', fac, 'API', { type: EventSourceType.Api }),
    ]),
    apiKeys: [
      {
        id: 'a7d6c84a-d09c-45be-8d71-84abc5e67179',
        name: 'n8n',
        key: seed.apiKey,
        access: 'full',
        expiresMs: null,
      },
      {
        id: 'b8e7d95b-e1ad-46cf-9e82-95bcd6f7828a',
        name: 'Dashboard',
        key: seed.readOnlyApiKey,
        access: 'read',
        expiresMs: null,
      },
      {
        id: 'c9f8ea6c-f2be-47d0-8f93-a6cde708939b',
        name: 'Old',
        key: seed.expiredApiKey,
        access: 'full',
        expiresMs: nowMs,
      },
    ],
    events: new Map(),
    alerts: new Map(),
    webhooks: new Map(),
    schedules: new Map(),
    remoteActionDefinitions: byId(seededDefinitions(now)),
    remoteActions: byId(seededActions(now)),
    remoteJobs: new Map(),
    scriptInstances: new Map(),
    calloutTemplates: new Map(),
    eventDistributions: new Set([seed.distributionId]),
    subscription: seededSubscription(now),
  };
}

/** Key of a duty. */
export function dutyKey(teamId: string, userId: string): string {
  return `${teamId}/${userId}`;
}

function byId<T extends { id: string }>(records: T[]): Map<string, T> {
  return new Map(records.map((record) => [record.id, record]));
}
