import type { PlaygroundEntry } from '../kit/playground-entry';
import type { Signl4Control } from './control';
import type { Signl4Options } from './plugin';
import { seed } from './seed';

export const playground: PlaygroundEntry<Signl4Control, Signl4Options> = {
  credentials: (emulator) => [
    {
      name: 'SIGNL4 emulator',
      type: 'signl4AlertingApi',
      data: {
        environment: 'custom',
        baseUrl: emulator.url,
        apiKey: seed.apiKey,
        teamSecret: seed.teams.operations.secret,
      },
    },
  ],
  subscriberUrls: (emulator) => emulator.control.webhooks().map(({ extUrl }) => extUrl),
  activate: ['alert-round-trip.json'],
  openFirst: 'alert-round-trip.json',
  steps: (emulator) => [
    'Point at the node "When clicking ..." and press the "Execute workflow" beside it: this raises an alert.',
    `Open the control room at ${emulator.url}/ and press "Acknowledge", as if on the phone.`,
    'Open the tab "Executions" of the workflow: the trigger has run, with who acknowledged what.',
  ],
};
