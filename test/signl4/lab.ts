import {
  signl4,
  signl4Seed as seed,
  startEmulator,
  type Emulator,
  type FrameOptions,
  type ReceivedRequest,
  type Signl4Control,
  type Signl4Options,
} from '@signalbox/emulators';
import {
  runNode,
  type CredentialData,
  type LoadedPackage,
  type NodeRun,
  type RunNodeOptions,
} from '@signalbox/package-tools/harness';
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { failuresWithout } from '../n8n/failures';
import { packedPackage } from '../n8n/packed-package';

export { seed };

export type Signl4Emulator = Emulator<Signl4Control>;

/** Full names of the node types in the package. */
export const ACTION = 'n8n-nodes-signl4.signl4Alerting';
export const TOOL = 'n8n-nodes-signl4.signl4AlertingTool';
export const TRIGGER = 'n8n-nodes-signl4.signl4Trigger';

/** A token as a user makes one up for a webhook that is registered by hand. */
export const webhookToken = 'zebra-Copper-4711-lantern';

/** None of these may occur in anything that the user, the log or the workflow gets to see. */
export const secrets = [
  seed.apiKey,
  seed.readOnlyApiKey,
  seed.expiredApiKey,
  seed.teams.operations.secret,
  webhookToken,
];

export { itemsOf } from '../n8n/failures';
export const { expectNoSecret, refusalOf, rejectionOf } = failuresWithout(secrets);

/** The packed package on n8n's engine, beside a SIGNL4 of its own for each test. */
export interface Lab {
  packages: LoadedPackage[];
  reload(): Promise<LoadedPackage[]>;
  /** The emulator of the running test. */
  readonly emulator: Signl4Emulator;
  /** Takes another emulator in the place of the running test's own. */
  emulatorWith(options: FrameOptions & Signl4Options): Promise<Signl4Emulator>;
  /** A credential with everything filled in, but for what is given. */
  credentials(given?: ICredentialDataDecryptedObject): CredentialData;
  /** Runs an operation of the resource Alert; the item is `{}` unless told otherwise. */
  run(
    operation: string,
    parameters?: INodeParameters,
    options?: Partial<RunNodeOptions> & { credential?: ICredentialDataDecryptedObject },
  ): Promise<NodeRun>;
  /** The requests that reached the service, oldest first. */
  requests(): ReceivedRequest[];
}

/** Sets the lab up for a test file. */
export function useLab(): Lab {
  let packed: Awaited<ReturnType<typeof packedPackage>>;
  let emulator: Signl4Emulator;
  const started: Signl4Emulator[] = [];
  const start = async (options: FrameOptions & Signl4Options) => {
    emulator = await startEmulator(signl4, { processingDelayMs: 1, ...options });
    started.push(emulator);
    return emulator;
  };

  beforeAll(async () => {
    packed = await packedPackage('signl4');
  }, 60_000);
  beforeEach(async () => {
    await start({});
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((each) => each.close()));
  });
  afterAll(async () => await packed.remove());

  const lab: Lab = {
    get packages() {
      return packed.packages;
    },
    reload: () => packed.reload(),
    get emulator() {
      return emulator;
    },
    emulatorWith: start,
    credentials: (given = {}) => ({
      signl4AlertingApi: {
        environment: 'custom',
        baseUrl: emulator.url,
        apiKey: seed.apiKey,
        teamSecret: seed.teams.operations.secret,
        webhookToken,
        plan: 'commercial',
        ...given,
      },
    }),
    run: async (operation, parameters = {}, { credential, ...options } = {}) =>
      await runNode({
        packages: packed.packages,
        nodeType: ACTION,
        parameters: { resource: 'alert', operation, ...parameters },
        credentials: lab.credentials(credential),
        ...options,
      }),
    requests: () => emulator.journal.requests,
  };
  return lab;
}

/** A resource locator in the mode "By ID". */
export function byId(value: string): INodeParameters[string] {
  return { __rl: true, mode: 'id', value };
}

/** Raises an alert through the inbound webhook and waits until it is there; the journal does not show how. */
export async function raise(emulator: Signl4Emulator, fields: Record<string, unknown> = {}) {
  const response = await fetch(`${emulator.url}/webhook/${seed.teams.operations.secret}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ Title: 'Pump 3', Message: 'Pressure low', ...fields }),
  });
  const { eventId } = (await response.json()) as { eventId: string };
  await emulator.control.idle();
  const alert = emulator.control.alerts().find((one) => one.eventId === eventId);
  if (!alert) throw new Error(`No alert came of the event ${eventId}`);
  emulator.journal.requests.length = 0;
  return alert;
}
