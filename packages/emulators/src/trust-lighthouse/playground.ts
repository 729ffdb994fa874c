import type { PlaygroundEntry } from '../kit/playground-entry';
import { eventFile } from './event-file';
import type { TrustControl } from './control';
import type { TrustOptions } from './plugin';
import { seed } from './seed';

const { clients, companies } = seed;

/** Atenea, Lighthouse and Chronos share the address of the emulator. */
export const playground: PlaygroundEntry<TrustControl, TrustOptions> = {
  // The service cannot list its events, so the trigger expects a registered event to be there after a restart.
  options: (stateFile) => ({ eventStore: eventFile(stateFile) }),
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
