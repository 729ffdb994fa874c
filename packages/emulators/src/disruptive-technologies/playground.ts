import type { PlaygroundEntry } from '../kit/playground-entry';
import type { DisruptiveTechnologiesControl } from './control';
import type { DisruptiveTechnologiesOptions } from './plugin';
import { seed } from './seed';

const { keyId, secret, email } = seed.serviceAccounts.full;

/** The three hosts of the real service are three paths of the emulator. */
export const playground: PlaygroundEntry<DisruptiveTechnologiesControl, DisruptiveTechnologiesOptions> = {
  // Parallel pushes keep a burst within the time that a person waits.
  options: () => ({ assume: { parallelPushes: 8 } }),
  credentials: (emulator) => [
    {
      name: 'Disruptive Technologies emulator',
      type: 'disruptiveTechnologiesApi',
      data: {
        authentication: 'oauth2',
        keyId,
        secret,
        email,
        environment: 'custom',
        baseUrl: `${emulator.url}/v2`,
        emulatorUrl: `${emulator.url}/emulator/v2`,
        tokenUrl: `${emulator.url}/oauth2/token`,
        issuerUrl: `${emulator.url}/data-connector`,
      },
    },
  ],
  subscriberUrls: (emulator) =>
    emulator.control
      .connectors()
      .flatMap(({ config }) => ('url' in config && typeof config.url === 'string' ? [config.url] : [])),
  activate: ['sensor-round-trip.json'],
  openFirst: 'sensor-round-trip.json',
  steps: (emulator) => [
    'Press "Execute workflow" beside the node "When clicking ...": an emulated sensor reports a temperature.',
    'Open the tab "Executions" of the workflow: the trigger has run, with the signed and typed reading.',
    `Open the control room at ${emulator.url}/ and let other sensors report.`,
  ],
};
