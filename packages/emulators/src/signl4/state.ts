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
  Schedule,
  Team,
  User,
  Webhook,
} from './model';
import { seed } from './seed';
import { dateOfMs } from './ticks';

/** Everything that the emulated subscription knows. */
export interface State {
  teams: Map<string, Team>;
  users: Map<string, User>;
  /** By `teamId/userId`; one for each membership. */
  duties: Map<string, Duty>;
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
  const source = (id: string, secret: string, teamId: string, name: string): EventSource => ({
    id,
    secret,
    teamId,
    name,
    description: null,
    disabled: false,
    type: EventSourceType.WebHook,
    lastEvent: null,
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
  const builtIn = { color: '#c50f1f', options: 2 };
  return {
    teams: byId([
      team(teams.operations, [users.anna.id, users.ben.id, users.clara.id]),
      team(teams.facilities, [users.clara.id, users.deniz.id]),
    ]),
    users: byId(Object.values(users).map((user) => ({ ...user }))),
    duties: new Map(duties.map((entry) => [dutyKey(entry.teamId, entry.userId), entry])),
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
      source('d3f2e406-9c58-417a-9e3d-406f81a23d35', seed.integrationSecret, ops, 'n8n'),
    ]),
    apiKeys: [
      { key: seed.apiKey, access: 'full', expiresMs: null },
      { key: seed.readOnlyApiKey, access: 'read', expiresMs: null },
      { key: seed.expiredApiKey, access: 'full', expiresMs: nowMs },
    ],
    events: new Map(),
    alerts: new Map(),
    webhooks: new Map(),
    schedules: new Map(),
  };
}

/** Key of a duty. */
export function dutyKey(teamId: string, userId: string): string {
  return `${teamId}/${userId}`;
}

function byId<T extends { id: string }>(records: T[]): Map<string, T> {
  return new Map(records.map((record) => [record.id, record]));
}
