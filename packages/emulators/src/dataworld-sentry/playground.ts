import type { PlaygroundEntry } from '../kit/playground-entry';
import type { DataworldControl } from './control';
import type { DataworldOptions } from './plugin';
import { seed } from './seed';

const { accounts, sentries } = seed;

export const playground: PlaygroundEntry<DataworldControl, DataworldOptions> = {
  credentials: (emulator) => [
    {
      name: 'data.world emulator',
      type: 'dataWorldSentryApi',
      data: {
        apiToken: accounts.administrator.token,
        apiUrl: emulator.control.sentryUrl(sentries.orders.uid),
        webhookKey: 'only-for-the-emulator-of-the-playground',
      },
    },
  ],
  activate: ['badge-changed.json', 'error-workflow-turns-badge.json'],
  openFirst: 'error-workflow-turns-badge.json',
  steps: (emulator) => [
    `Open the control room at ${emulator.url}/: the Sentry "Orders" is happy.`,
    'Point at the node "When a workflow fails" and press the "Execute workflow" beside it: n8n plays a failed workflow, and "Orders" turns sick, with a message and a private note.',
    'Press the "Execute workflow" beside "When clicking ...": the pipeline has succeeded, and "Orders" is happy again.',
    'Change its state in the control room as well. Within a minute each the workflow "Badge changed" has run: its tab "Executions" tells from what to what.',
  ],
};
