import { join } from 'node:path';
import { startEmulator, trust, trustSeed, type Emulator, type TrustControl } from '@signalbox/emulators';
import { eventFile } from '../event-file';
import type { PlaygroundService } from '../playground-service';

const { clients, companies } = trustSeed;

/** Trust, played by its emulator: Atenea, Lighthouse and Chronos at one address. */
export const trustService: PlaygroundService<Emulator<TrustControl>> = {
  name: 'trust-lighthouse',
  title: 'Trust',
  // The trigger uses an event again that it has registered, as it must at a service that cannot list them.
  startEmulator: (port, dataDir) =>
    startEmulator(trust, { port, eventStore: eventFile(join(dataDir, 'trust-events.json')) }),
  credentials: (emulator) => [
    {
      name: 'Trust emulator',
      type: 'trustApi',
      data: {
        environment: 'custom',
        baseUrl: emulator.url,
        ateneaUrl: emulator.url,
        clientId: clients.main.id,
        clientSecret: clients.main.secret,
        companyId: companies.main.id,
      },
    },
  ],
  subscriberUrls: (emulator) => emulator.control.events().flatMap(({ callbackUrl }) => callbackUrl ?? []),
  activate: ['signed-contract-arrives.json'],
  openFirst: 'signed-contract-arrives.json',
  steps: (emulator) => [
    'Point at the node "When clicking ..." and press the "Execute workflow" beside it: this uploads a contract with tags.',
    'Open the tab "Executions" of the workflow: the trigger has run once, with the file attached.',
    `Open the control room at ${emulator.url}/ and press "Upload a matching file": it runs again. A file with other tags starts nothing.`,
  ],
};
