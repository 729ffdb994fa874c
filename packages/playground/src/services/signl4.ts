import { signl4, signl4Seed, startEmulator, type Emulator, type Signl4Control } from '@signalbox/emulators';
import type { PlaygroundService } from '../playground-service';

/** SIGNL4, played by its emulator. */
export const signl4Service: PlaygroundService<Emulator<Signl4Control>> = {
  name: 'signl4',
  title: 'SIGNL4',
  startEmulator: (port) => startEmulator(signl4, { port }),
  credentials: (emulator) => [
    {
      name: 'SIGNL4 emulator',
      type: 'signl4AlertingApi',
      data: {
        environment: 'custom',
        baseUrl: emulator.url,
        apiKey: signl4Seed.apiKey,
        teamSecret: signl4Seed.teams.operations.secret,
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
