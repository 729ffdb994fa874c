import { join } from 'node:path';
import { startEmulator, type Emulator } from '@signalbox/emulators';
import { plugin as signl4, seed as signl4Seed, type Control } from '@signalbox/emulators/signl4';
import type { ConformanceSubject } from '@signalbox/conformance-kit';
import { operations } from 'n8n-nodes-signl4/nodes/Signl4Alerting/operations';

const alertId = { __rl: true, mode: 'id', value: '={{ $json.alertId }}' };
const userId = { __rl: true, mode: 'id', value: signl4Seed.users.anna.id };
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
    return names.map((name) => ({ externalId: name, alertId: alerts.get(name)! }));
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
