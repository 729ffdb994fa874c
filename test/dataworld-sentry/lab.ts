import {
  dataworld,
  dataworldSeed as seed,
  startEmulator,
  type DataworldControl,
  type DataworldOptions,
  type Emulator,
  type FrameOptions,
  type ReceivedRequest,
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

export type DataworldEmulator = Emulator<DataworldControl>;

/** Full names of the node types in the package. */
export const ACTION = 'n8n-nodes-dataworld-sentry.dataWorldSentry';
export const TOOL = 'n8n-nodes-dataworld-sentry.dataWorldSentryTool';

/** A key as a user makes one up for a webhook. */
export const webhookKey = 'zebra-Copper-4711-lantern';

/** None of these may occur in anything that the user, the log or the workflow gets to see. */
export const secrets = [seed.accounts.administrator.token, seed.accounts.member.token, webhookKey];

export { itemsOf } from '../n8n/failures';
export const { expectNoSecret, refusalOf } = failuresWithout(secrets);

/** The packed package on n8n's engine, beside a data.world of its own for each test. */
export interface Lab {
  packages: LoadedPackage[];
  /** The emulator of the running test. */
  readonly emulator: DataworldEmulator;
  /** Takes another emulator in the place of the running test's own. */
  emulatorWith(options: FrameOptions & DataworldOptions): Promise<DataworldEmulator>;
  /** A credential that is for the Sentry "Orders" where none is given, but for what is given. */
  credentials(given?: ICredentialDataDecryptedObject): CredentialData;
  /** Runs an operation; the item is `{}` unless told otherwise. */
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
  let emulator: DataworldEmulator;
  const started: DataworldEmulator[] = [];
  const start = async (options: FrameOptions & DataworldOptions) => {
    emulator = await startEmulator(dataworld, options);
    started.push(emulator);
    return emulator;
  };

  beforeAll(async () => {
    packed = await packedPackage('dataworld-sentry');
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
    get emulator() {
      return emulator;
    },
    emulatorWith: start,
    credentials: (given = {}) => ({
      dataWorldSentryApi: {
        apiUrl: emulator.control.sentryUrl(seed.sentries.orders.uid),
        apiToken: seed.accounts.administrator.token,
        sentryUid: '',
        webhookKey,
        ...given,
      },
    }),
    run: async (operation, parameters = {}, { credential, ...options } = {}) =>
      await runNode({
        packages: packed.packages,
        nodeType: ACTION,
        parameters: { resource: 'sentry', operation, ...parameters },
        credentials: lab.credentials(credential),
        ...options,
      }),
    requests: () => emulator.journal.requests,
  };
  return lab;
}

/** A resource locator in the mode "By UID". */
export function byUid(value: string): INodeParameters[string] {
  return { __rl: true, mode: 'id', value };
}

/** A resource locator in the mode "By API URL". */
export function byUrl(value: string): INodeParameters[string] {
  return { __rl: true, mode: 'url', value };
}

/** What was sent of a request, as the URL has it. */
export function paramsOf(request: ReceivedRequest | undefined): Record<string, string> {
  return Object.fromEntries(request?.query ?? []);
}
