import type { Emulator } from '@signalbox/emulators';
import { seed, type Control } from '@signalbox/emulators/signl4';
import { api, raise } from '../running-signl4';

type Running = Emulator<Control>;

/** Request of an operation, apart from its path. */
export interface PlausibleRequest {
  query?: string;
  body?: unknown;
  /** File to upload as multipart/form-data. */
  file?: { name: string; contentType: string; content: string };
  /** Runs before the request. */
  prepare?: (emulator: Running, ids: Readonly<Record<string, string>>) => Promise<unknown>;
}

const { operations, facilities } = seed.teams;
const { anna, ben, clara } = seed.users;
const category = seed.categories.operations;
const uid = { uid: anna.id, descr: 'By contract' };
const day = { day: 24, month: 12 };
const slot = (weekday: number) => ({
  start: { weekday, hour: 8, minutes: 0 },
  end: { weekday, hour: 16, minutes: 30 },
});
const shift = { userId: anna.id, start: '2026-02-01T08:00:00Z', end: '2026-02-01T16:00:00Z', options: 0 };
const template = { name: 'Fire', subject: 'Fire', text: 'Leave', targetAllTeams: true, workflowType: 5 };
const pattern = { name: 'Nights', categories: [category.cooling.id], timeSlots: [slot(1)] };
const action = {
  name: 'Restart mail server',
  teamId: operations.id,
  definitionId: seed.remoteActions.definitions.restart,
  enabled: true,
  parameters: [{ name: 'host', value: 'mail-01' }],
};
const script = { scriptId: 'heartbeat-check', enabled: true, teamId: operations.id };
const power = {
  name: 'Power',
  color: '#ff0000',
  imageName: 'fire.svg',
  keywordMatching: 0,
  keywords: ['power'],
  augmentations: [{ type: 0, name: 'Zone', value: 'A', enabled: true }],
  enrichments: [{ type: 1, name: 'Manual', value: 'https://x.example/manual' }],
};
const webhook = { name: 'n8n', extUrl: 'https://n8n.example/webhook/1', description: 'Two-way' };
const image = { name: 'face.png', contentType: 'image/png', content: 'not really a PNG' };
const number = { phoneNumber: '+4915112345678', countryCode: 'DE', sendValidationCode: true };
const balance = { topUpAmount: 200, topUpEnabled: true, topUpLimit: 50 };

const acknowledge = (emulator: Running, { alertId }: Readonly<Record<string, string>>) =>
  api(emulator, 'POST', `/alerts/${alertId}/acknowledge`, uid);
const close = (emulator: Running, { alertId }: Readonly<Record<string, string>>) =>
  api(emulator, 'POST', `/alerts/${alertId}/close`, uid);
const upload = (kind: string, id: string) => async (emulator: Running) => {
  const form = new FormData();
  form.set('file', new Blob([image.content], { type: image.contentType }), image.name);
  const response = await fetch(`${emulator.url}/api/v2/${kind}/${id}/image`, {
    method: 'POST',
    body: form,
    headers: { 'x-s4-api-key': seed.apiKey },
  });
  if (response.status !== 204) throw new Error(`The upload was refused: ${response.status}`);
};
const invited = 'new.person@example.com';
const invite = { teamId: operations.id, inviterId: anna.id, invites: [{ email: invited }] };

/** Requests of the operations that take anything, by their rows in appendix A. */
export const plausibleRequests: Readonly<Record<string, PlausibleRequest>> = {
  'POST /v2/alerts': {
    body: {
      teamId: operations.id,
      title: 'Freezer warm',
      text: 'Cold store 2 is at -10 °C',
      category: category.cooling.name,
      externalId: 'freezer-2',
      severity: 2,
      flags: 0,
      parameters: [{ name: 'Zone', value: 'A', type: 8, order: 0 }],
      attachments: [{ name: 'log.txt', content: 'aGk=', contentType: 'text/plain', encoding: 1 }],
    },
  },
  'POST /v2/alerts/acknowledgeAll': { query: `userId=${anna.id}`, body: { scope: 0 } },
  'POST /v2/alerts/acknowledgeMultiple': { body: { alertIds: ['{alertId}'], ...uid } },
  'POST /v2/alerts/closeAll': { query: `userId=${anna.id}`, body: { scope: 2, teamIds: [operations.id] } },
  'POST /v2/alerts/closeMultiple': { body: { alertIds: ['{alertId}'], ...uid } },
  'POST /v2/alerts/paged': {
    query: 'maxResults=1',
    body: { alertStatusCodes: 3, teamIds: [operations.id], showPersonalHiddenCategories: true },
    prepare: async (emulator) => {
      await raise(emulator);
      await raise(emulator);
    },
  },
  'GET /v2/alerts/report': {
    query: `userId=${anna.id}&teamId=${operations.id}&teamId=unknown`,
    prepare: async (emulator) => {
      await raise(emulator);
      emulator.control.startDuty(operations.id);
    },
  },
  'POST /v2/alerts/undoAcknowledgeMultiple': { body: { alertIds: ['{alertId}'], ...uid } },
  'POST /v2/alerts/undoCloseMultiple': { body: { alertIds: ['{alertId}'], ...uid } },
  'POST /v2/alerts/{alertId}/acknowledge': { body: uid },
  'POST /v2/alerts/{alertId}/annotate': { body: { text: 'On my way', type: 1, userId: anna.id } },
  'POST /v2/alerts/{alertId}/close': { body: uid },
  'GET /v2/alerts/{alertId}/details': {
    query: `userId=${anna.id}`,
    prepare: async (emulator, ids) => {
      const escalation = { targetTeamId: facilities.id, userId: anna.id };
      await api(emulator, 'POST', `/alerts/${ids.alertId}/escalateToTeam`, escalation);
      const jobs = `/remoteActions/${seed.remoteActions.restart}/jobs`;
      await api(emulator, 'POST', jobs, { alertId: ids.alertId });
      await acknowledge(emulator, ids);
      await close(emulator, ids);
      await emulator.control.idle();
    },
  },
  'POST /v2/alerts/{alertId}/escalateToTeam': { body: { targetTeamId: facilities.id, userId: anna.id } },
  'GET /v2/alerts/{alertId}/timeline': { prepare: acknowledge },
  'POST /v2/alerts/{alertId}/undoAcknowledge': { body: uid, prepare: acknowledge },
  'POST /v2/alerts/{alertId}/undoClose': { body: uid, prepare: close },
  'GET /v2/callouts/templates': {
    prepare: (emulator) => api(emulator, 'POST', '/callouts/templates', template),
  },
  'POST /v2/callouts/templates': { body: template },
  'PUT /v2/callouts/templates/{templateId}': { body: template },
  'GET /v2/categories': { query: `teamId=${operations.id}&teamId=unknown` },
  'POST /v2/categories/{teamId}': { body: power },
  'PUT /v2/categories/{teamId}/{categoryId}': { body: power },
  'POST /v2/categories/{teamId}/{categoryId}/subscriptions': { body: [{ userId: anna.id, status: 1 }] },
  'POST /v2/duties/punchIn': { body: { userId: clara.id, teamIds: [operations.id, 'unknown'] } },
  'POST /v2/duties/punchInAsManager': { body: { userId: clara.id } },
  'POST /v2/duties/punchOut': { body: { userId: anna.id, teamIds: [operations.id] } },
  'GET /v2/duties/summary': { query: `teamId=${operations.id}&teamId=unknown&lastTwoDuties=true` },
  'POST /v2/events/paged': {
    query: 'maxResults=1',
    body: { teamid: operations.id, textToSearch: 'pump' },
    prepare: async (emulator) => {
      await raise(emulator);
      await raise(emulator);
    },
  },
  'POST /v2/events/{teamSecret}/': {
    query: 'ExtIdParam=ticket&ExtStatusParam=state&NewStatus=open&ResolvedStatus=done&AckStatus=seen',
    body: { Title: 'Pump 3', Message: 'Pressure low', 'X-S4-ExternalID': 'x', 'X-S4-Filtering': false },
  },
  'GET /v2/eventsources': { query: `teamId=${operations.id}&teamId=unknown&includeInternal=true&language=0` },
  'POST /v2/eventsources': {
    body: {
      teamId: operations.id,
      name: 'New',
      description: 'For n8n',
      type: 2,
      language: 0,
      disabled: false,
    },
  },
  'PUT /v2/eventsources/{eventSourceId}': { body: { name: 'Renamed', disabled: true } },
  'PUT /v2/prepaid/settings': { body: balance },
  'PUT /v2/prepaid/{subscriptionId}/prepaidSettings': { body: balance },
  'GET /v2/remoteActions': { query: `teamId=${operations.id}&type=3&language=0` },
  'POST /v2/remoteActions': { body: action },
  'POST /v2/remoteActions/journal/paged': {
    query: 'maxResults=1',
    body: { statusCodes: 24 },
    prepare: async (emulator) => {
      for (const id of [seed.remoteActions.restart, seed.remoteActions.failing]) {
        await api(emulator, 'POST', `/remoteActions/${id}/jobs`, {});
      }
      await emulator.control.idle();
    },
  },
  'PUT /v2/remoteActions/{actionId}': { body: action },
  'POST /v2/remoteActions/{actionId}/jobs': {
    body: {
      parameters: [{ name: 'mode', value: 'hard' }],
      alertId: '{alertId}',
      options: 0,
      remoteActionPin: '1234',
    },
  },
  'POST /v2/schedules': {
    body: { teamIds: [operations.id], userId: anna.id, minDate: '2026-01-01T00:00:00Z', limit: 10 },
    prepare: (emulator) => api(emulator, 'POST', `/teams/${operations.id}/schedules`, shift),
  },
  'GET /v2/scripts/instances': {
    query: `teamId=${operations.id}&modifiedSince=2020-01-01T00:00:00Z`,
    prepare: (emulator) => api(emulator, 'POST', '/scripts/instances', script),
  },
  'POST /v2/scripts/instances': { body: { ...script, config: { everyMinutes: 5 } } },
  'PUT /v2/scripts/instances/{instanceId}': { body: { customScriptName: 'Night check', enabled: false } },
  'PUT /v2/scripts/instances/{instanceId}/data': { body: { customScriptName: 'Night check' } },
  'PUT /v2/subscriptions/{subscriptionId}/profile': { body: { name: 'Renamed' } },
  'GET /v2/teams/alertSettings': {
    query: `teamId=${operations.id}&teamId=unknown`,
    prepare: (emulator) =>
      api(emulator, 'POST', `/teams/${operations.id}/alertSettings`, {
        notificationProfileOverrides: [{ channel: 1, delay: 0, enabled: true }],
      }),
  },
  'POST /v2/teams/memberships': {
    body: { ...invite, invites: [{ email: invited, roleId: seed.roles.user }, { email: anna.mail }] },
  },
  'POST /v2/teams/{teamId}/alertSettings': { body: { escEnabled: true, escMode: 0, responseTime: 300 } },
  'GET /v2/teams/{teamId}/alertReports': { prepare: (emulator) => raise(emulator) },
  'GET /v2/teams/{teamId}/alertingPatterns': {
    prepare: (emulator) => api(emulator, 'POST', `/teams/${operations.id}/alertingPatterns`, pattern),
  },
  'POST /v2/teams/{teamId}/alertingPatterns': { body: pattern },
  'POST /v2/teams/{teamId}/alertingPatterns/timeSlots/validate': {
    query: `categoryIds=${category.cooling.id}`,
    body: [slot(1), slot(2)],
    prepare: (emulator) => api(emulator, 'POST', `/teams/${operations.id}/alertingPatterns`, pattern),
  },
  'PUT /v2/teams/{teamId}/alertingPatterns/{patternId}': { body: pattern },
  'DELETE /v2/teams/{teamId}/holidays': { body: [{ ...day, year: 2026 }] },
  'PUT /v2/teams/{teamId}/holidays/repeating': { body: [day] },
  'PUT /v2/teams/{teamId}/holidays/years/{year}': { body: [day, { day: 31, month: 12 }] },
  'POST /v2/teams/{teamId}/holidays/years/{year}/copyFrom/{sourceTeamId}': {
    prepare: (emulator) => api(emulator, 'PUT', `/teams/${facilities.id}/holidays/years/2026`, [day]),
  },
  'GET /v2/teams/{teamId}/image': { query: 'width=64&height=64', prepare: upload('teams', operations.id) },
  'POST /v2/teams/{teamId}/image': { file: image },
  'POST /v2/teams/{teamId}/memberships/resendInviteMail': {
    body: { userMail: invited, inviterId: anna.id },
    prepare: (emulator) => api(emulator, 'POST', '/teams/memberships', invite),
  },
  'DELETE /v2/teams/{teamId}/memberships/{userId}': { query: `requesterUserId=${ben.id}` },
  'POST /v2/teams/{teamId}/memberships/{userId}': {
    body: { roleId: seed.roles.teamAdmin, setUserOnDuty: true },
  },
  'PUT /v2/teams/{teamId}/memberships/{userId}': {
    query: `requesterUserId=${ben.id}&setUserOnDuty=true`,
    body: { isValid: true, roleId: seed.roles.user, teamId: facilities.id },
  },
  'PUT /v2/teams/{teamId}/privacySettings': {
    body: { hideContactAddresses: true, hideDutyData: false, hideForEscalation: true },
  },
  'PUT /v2/teams/{teamId}/profile': { body: { name: 'Plant' } },
  'POST /v2/teams/{teamId}/schedules': { body: shift },
  'POST /v2/teams/{teamId}/schedules/deleteRange': {
    body: { from: '2026-02-01T00:00:00Z', to: '2026-02-02T00:00:00Z' },
    prepare: (emulator) => api(emulator, 'POST', `/teams/${operations.id}/schedules`, shift),
  },
  'POST /v2/teams/{teamId}/schedules/multiple': { query: 'overrideExisting=true', body: [shift] },
  'PUT /v2/users/{userId}/changePassword': {
    body: { currentPassword: seed.userPassword, newPassword: 'another-made-up-one' },
  },
  'POST /v2/users/{userId}/checkPermissions': {
    body: { permissions: ['Alert.Read'], teamIds: [operations.id, 'unknown'] },
  },
  'GET /v2/users/{userId}/dutyStatus': { query: `teamId=${operations.id}&teamId=unknown` },
  'GET /v2/users/{userId}/image': { query: 'width=64&height=64', prepare: upload('users', anna.id) },
  'POST /v2/users/{userId}/image': { file: image },
  'PUT /v2/users/{userId}/locale': { body: { language: 'de', timeZone: 'Europe/Berlin' } },
  'POST /v2/users/{userId}/location': { body: { latitude: 52.4, longitude: 13.05 } },
  'PUT /v2/users/{userId}/notificationProfiles': {
    body: { profiles: [{ channel: 1, delayInMinutes: 0, enabled: true, options: 0, persistent: true }] },
  },
  'POST /v2/users/{userId}/phoneNumbers': { body: { ...number, sendValidationCodeVia: 1 } },
  'POST /v2/users/{userId}/phoneNumbers/validate': {
    body: { phoneNumber: number.phoneNumber, validationCode: seed.phoneValidationCode },
    prepare: (emulator) => api(emulator, 'POST', `/users/${anna.id}/phoneNumbers`, number),
  },
  'GET /v2/users/{userId}': {
    prepare: (emulator) => api(emulator, 'POST', `/users/${anna.id}/phoneNumbers`, number),
  },
  'PUT /v2/users/{userId}/profile': { body: { name: 'Anna Hill', timeZone: 'Europe/Berlin' } },
  'POST /v2/users/{userId}/sendEventSourcesInfo': { query: `teamId=${operations.id}` },
  'GET /v2/webhooks': { prepare: (emulator) => api(emulator, 'POST', '/webhooks', webhook) },
  'POST /v2/webhooks': { body: webhook },
  'PUT /v2/webhooks/{webhookId}': { body: { ...webhook, name: 'Renamed' } },
};

const made = async (emulator: Running, path: string, body: unknown): Promise<string> => {
  const { json } = await api(emulator, 'POST', path, body);
  const record = Array.isArray(json) ? json.at(-1) : json;
  return typeof record === 'string' ? record : (record.id ?? record.instanceId);
};
const raised = async (emulator: Running) => (await raise(emulator, {})).id;
const now = new Date();
const month = `${now.getUTCFullYear()}_${now.getUTCMonth() + 1}`;

/** Makes a record that the parameter of a path can name, or finds one of the seed. */
export const pathValues: Readonly<Record<string, (emulator: Running) => string | Promise<string>>> = {
  teamId: () => operations.id,
  sourceTeamId: () => facilities.id,
  userId: () => anna.id,
  alertId: raised,
  attachmentId: async (emulator) => {
    const { json } = await api(
      emulator,
      'GET',
      `/alerts/${emulator.control.alerts().at(-1)!.id}/attachments`,
    );
    return json[0].id;
  },
  eventId: async (emulator) => (await raise(emulator, { zone: 'A' })).eventId,
  categoryId: (emulator) => made(emulator, `/categories/${operations.id}`, power),
  templateId: (emulator) => made(emulator, '/callouts/templates', template),
  distributionId: () => seed.distributionId,
  eventSourceId: (emulator) =>
    made(emulator, '/eventsources', { teamId: operations.id, name: 'New', type: 1, disabled: false }),
  teamSecret: () => operations.secret,
  subscriptionId: () => seed.subscriptionId,
  definitionId: () => seed.remoteActions.definitions.restart,
  actionId: () => seed.remoteActions.restart,
  jobId: (emulator) => made(emulator, `/remoteActions/${seed.remoteActions.restart}/jobs`, {}),
  instanceId: (emulator) => made(emulator, '/scripts/instances', script),
  scriptId: () => script.scriptId,
  fileName: async (emulator) => {
    await raise(emulator);
    return `${month}_AlertAuditReport.csv`;
  },
  patternId: (emulator) => made(emulator, `/teams/${operations.id}/alertingPatterns`, pattern),
  year: () => '2026',
  dutyId: (emulator) => made(emulator, `/teams/${operations.id}/schedules`, shift),
  scheduleId: (emulator) => made(emulator, `/teams/${operations.id}/schedules`, shift),
  addressId: async (emulator) =>
    (await api(emulator, 'GET', `/users/${anna.id}`)).json.contactAddresses[0].id,
  webhookId: (emulator) => made(emulator, '/webhooks', webhook),
};
