import { join } from 'node:path';
import { startEmulator, type Emulator } from '@signalbox/emulators';
import { plugin as signl4, seed as signl4Seed, type Control } from '@signalbox/emulators/signl4';
import type { ConformanceSubject } from '@signalbox/conformance-kit';
import { operations } from 'n8n-nodes-signl4/nodes/Signl4Alerting/operations';

const alertId = { __rl: true, mode: 'id', value: '={{ $json.alertId }}' };
const userId = { __rl: true, mode: 'id', value: signl4Seed.users.anna.id };
const team = signl4Seed.teams.operations.id;
const teamId = { __rl: true, mode: 'id', value: team };
const externalId = '={{ $json.externalId }}';

/** SIGNL4 in the conformance kit: every item has a separate open alert. */
export const subject: ConformanceSubject<Emulator<Control>> = {
  package: join(__dirname, '..', '..', 'nodes', 'signl4'),
  nodeType: 'n8n-nodes-signl4.signl4Alerting',
  operations,
  examples: {
    'alert.send': {
      parameters: {
        title: 'Cold store 3 is too warm',
        message: '-4.1 °C for ten minutes',
        options: { externalId: '={{ $json.externalId + "-new" }}', attachments: 'photo' },
      },
      binary: {
        photo: {
          data: Buffer.from('a picture').toString('base64'),
          mimeType: 'image/png',
          fileName: 'photo.png',
        },
      },
      // Only with "Only If None Is Open", which is tested in test/signl4/exactly-once.test.ts.
      prefetches: false,
    },
    'alert.sendAndWait': {
      parameters: {
        title: 'Restart web-3?',
        message: 'It does not answer',
        // By events it also registers a webhook, which test/signl4/send-and-wait.test.ts is about.
        respondIn: 'links',
        options: { externalId: '={{ $json.externalId + "-new" }}' },
      },
      singleItem: true,
    },
    'alert.annotate': { parameters: { alertId, userId, note: 'Technician is on the way' } },
    'alert.acknowledge': { parameters: { alertId, userId } },
    'alert.close': { parameters: { alertId, userId } },
    'alert.acknowledgeByExternalId': { parameters: { externalId } },
    'alert.resolveByExternalId': { parameters: { externalId } },
    'alert.get': { parameters: { alertId, includeDetails: true } },
    'duty.getOnDuty': { parameters: { teamId } },
    'duty.punchIn': { parameters: { userId, teamIds: [team] } },
    'duty.punchInAsManager': { parameters: { userId, teamIds: [team] } },
    'duty.punchOut': { parameters: { userId, teamIds: [team] } },
    'duty.getStatus': { parameters: { userId, returnAll: true } },
    'duty.getSummary': { parameters: { teamIds: [team], returnAll: true } },
    'schedule.getAll': { parameters: { limit: 1, filters: { teamIds: [team] } } },
    'schedule.get': { parameters: { teamId, scheduleId: '={{ $json.scheduleId }}' } },
    'schedule.create': {
      parameters: { teamId, userId, start: '={{ $json.start }}', end: '={{ $json.end }}' },
    },
    'schedule.createMany': {
      parameters: {
        teamId,
        duties: {
          duty: [{ userId: signl4Seed.users.anna.id, start: '={{ $json.start }}', end: '={{ $json.end }}' }],
        },
      },
    },
    'schedule.delete': { parameters: { teamId, scheduleId: '={{ $json.scheduleId }}' } },
    'schedule.deleteRange': {
      parameters: { teamId, from: '={{ $json.start }}', to: '={{ $json.end }}' },
    },
    'team.getAll': { parameters: { returnAll: true } },
    'team.get': { parameters: { teamId } },
    'user.getAll': { parameters: { returnAll: true } },
    'user.get': { parameters: { userId } },
    'user.getTeams': { parameters: { userId, returnAll: true } },
    'alert.getAll': { parameters: { returnAll: true, filters: { externalId } } },
  },
  credentials: (baseUrl) => ({
    signl4AlertingApi: {
      environment: 'custom',
      baseUrl,
      apiKey: signl4Seed.apiKey,
      teamSecret: signl4Seed.teams.operations.secret,
      plan: 'free',
    },
  }),
  secrets: [signl4Seed.apiKey, signl4Seed.teams.operations.secret],
  startEmulator: () => startEmulator(signl4, { processingDelayMs: 0 }),
  async prepare(emulator, count) {
    const names = Array.from({ length: count }, (_, index) => `INC-${index}`);
    for (const name of names) {
      await fetch(`${emulator.url}/webhook/${signl4Seed.teams.operations.secret}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ Title: `Alert ${name}`, 'X-S4-ExternalID': name }),
      });
    }
    await emulator.control.idle();
    const alerts = new Map(emulator.control.alerts().map((alert) => [alert.externalId, alert.id]));
    const scheduleIds = await planDuties(emulator, count);
    return names.map((name, index) => ({
      externalId: name,
      alertId: alerts.get(name)!,
      scheduleId: scheduleIds[index],
      // Nothing is planned then.
      ...dutyOf(DAYS_APART + index),
    }));
  },
  refreshesToken: false,
  // signl4.md §1.9: ten calls in 15 seconds on the free plan.
  pacedAfter: 10,
  rateLimitHeader: {
    name: 'X-RateLimit-Reset',
    // signl4.md §1.9: Unix seconds. The next full second is up to one second away, the one after it at least one.
    value: (seconds) => String(Math.ceil(Date.now() / 1000) + seconds),
  },
};

/** Days between the duties that exist and those that operations create. */
const DAYS_APART = 500;

/** A duty of eight hours, on the given day from 2030 on. */
function dutyOf(day: number): { start: string; end: string } {
  const start = Date.UTC(2030, 0, 1 + day, 8);
  return { start: new Date(start).toISOString(), end: new Date(start + 8 * 60 * 60 * 1000).toISOString() };
}

async function planDuties(emulator: Emulator<Control>, count: number): Promise<string[]> {
  const duties = Array.from({ length: count }, (_, day) => ({
    userId: signl4Seed.users.anna.id,
    ...dutyOf(day),
    options: 0,
  }));
  const response = await fetch(`${emulator.url}/api/v2/teams/${team}/schedules/multiple`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-s4-api-key': signl4Seed.apiKey },
    body: JSON.stringify(duties),
  });
  return ((await response.json()) as Array<{ id: string }>).map(({ id }) => id);
}
