import {
  disruptiveTechnologies,
  disruptiveTechnologiesSeed,
  startEmulator,
  type DisruptiveTechnologiesControl,
  type Emulator,
} from '@signalbox/emulators';
import type { PlaygroundService } from '../playground-service';

const { keyId, secret, email } = disruptiveTechnologiesSeed.serviceAccounts.full;

/** Disruptive Technologies, played by its emulator: three hosts of the real service are three paths of it. */
export const disruptiveTechnologiesService: PlaygroundService<Emulator<DisruptiveTechnologiesControl>> = {
  name: 'disruptive-technologies',
  title: 'Disruptive Technologies',
  // More at once than one, so that bursts are over in the time that a person waits.
  startEmulator: (port) => startEmulator(disruptiveTechnologies, { port, assume: { parallelPushes: 8 } }),
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
