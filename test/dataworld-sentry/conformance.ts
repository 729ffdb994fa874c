import { join } from 'node:path';
import type { ConformanceSubject } from '@signalbox/conformance-kit';
import { operations } from 'n8n-nodes-dataworld-sentry/nodes/DataWorldSentry/operations';
import { startEmulator, type Emulator } from '@signalbox/emulators';
import {
  plugin as dataworld,
  seed as dataworldSeed,
  type Control,
} from '@signalbox/emulators/dataworld-sentry';

const sentry = { __rl: true, mode: 'id', value: '={{ $json.uid }}' };
const useUndocumentedApi = true;
const { token } = dataworldSeed.accounts.administrator;

/** data.world in the conformance kit: every item has a separate Sentry. */
export const subject: ConformanceSubject<Emulator<Control>> = {
  package: join(__dirname, '..', '..', 'nodes', 'dataworld-sentry'),
  nodeType: 'n8n-nodes-dataworld-sentry.dataWorldSentry',
  operations,
  examples: {
    'sentry.reportRun': {
      parameters: {
        sentries: '={{ $json.uid }}',
        outcome: 'failure',
        failureMessage: 'Orders are late',
        onlyWhenChanged: true,
        options: { latestRecordAt: '2026-01-31T08:00:00Z', countsJson: '{"orders": 1200}' },
      },
    },
    'sentry.update': {
      parameters: {
        sentry,
        state: 'unchanged',
        userMessage: 'Orders are late',
        historyNote: 'The source system is down',
        options: { privateEntry: true, metaJson: '{"load": {"rows": 0}}' },
      },
    },
    'sentry.get': { parameters: { sentry } },
    'sentry.getAll': { parameters: { useUndocumentedApi, returnAll: true } },
    'sentry.create': { parameters: { useUndocumentedApi, name: '={{ $json.uid }}' } },
    'sentry.delete': { parameters: { useUndocumentedApi, sentryToDelete: sentry } },
  },
  credentials: (baseUrl) => ({
    dataWorldSentryApi: { apiUrl: `${baseUrl}/h/api/v1`, apiToken: token, sentryUid: '', webhookKey: '' },
  }),
  secrets: [token],
  startEmulator: () => startEmulator(dataworld),
  prepare({ control }, count, { operation }) {
    // The list is to be the same, whatever the number of items.
    if (operation === 'getAll') return [];
    return Array.from({ length: count }, (_, index) => {
      const uid = createSentry(control, `Table ${index}`);
      control.setState(uid, 'sad');
      return { uid };
    });
  },
  refreshesToken: false,
};

/** The kit knows requests for the same thing by a digit in the id, which a random uid may lack. */
function createSentry(control: Control, name: string): string {
  for (;;) {
    const { uid } = control.createSentry(name);
    if (/\d/.test(uid)) return uid;
    control.deleteSentry(uid);
  }
}
