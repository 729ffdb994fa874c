import type { Emulator, EmulatorPlugin, EmulatorOptions, ReceivedRequest } from '@signalbox/emulators';
import {
  runNode,
  type CredentialData,
  type LoadedPackage,
  type NodeRun,
  type RunNodeOptions,
} from '@signalbox/node-harness';
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { runningEmulators } from '../emulators/running-emulators';
import { packedPackage } from './packed-package';

/** Parts of a service's lab. */
interface ServiceLabSetup<Control, Options extends object> {
  /** Folder of the package in nodes/. */
  folder: string;
  /** Full name of the action node. */
  action: string;
  /** Resource of the operations that a test names without one. */
  resource?: string;
  plugin: EmulatorPlugin<Control, Options>;
  /** For every emulator, unless a test says otherwise. */
  defaults?: Partial<Options>;
  /** Name of the credential type. */
  credentialType: string;
  /** A credential with everything filled in. */
  credential(emulator: Emulator<Control>): ICredentialDataDecryptedObject;
  /** Path at which the service gives tokens; what is sent there is kept apart. */
  tokenPath?: RegExp;
}

/** The packed package on n8n's engine, with a fresh service for each test. */
export interface ServiceLab<Control, Options> {
  readonly packages: LoadedPackage[];
  reload(): Promise<LoadedPackage[]>;
  /** The emulator of the running test. */
  readonly emulator: Emulator<Control>;
  /** Takes another emulator in the place of the running test's own. */
  emulatorWith(options: EmulatorOptions & Options): Promise<Emulator<Control>>;
  /** A credential with everything filled in, but for what is given. */
  credentials(given?: ICredentialDataDecryptedObject): CredentialData;
  /** Runs an operation, such as `file.upload`; the item is `{}` unless told otherwise. */
  run(
    operation: string,
    parameters?: INodeParameters,
    options?: Partial<RunNodeOptions> & { credential?: ICredentialDataDecryptedObject },
  ): Promise<NodeRun>;
  /** The requests that reached the service, oldest first; without those for a token. */
  requests(): ReceivedRequest[];
  /** The requests for a token, oldest first. */
  tokenRequests(): ReceivedRequest[];
}

/** Sets the lab of a service up for a test file. */
export function useServiceLab<Control, Options extends object>(
  setup: ServiceLabSetup<Control, Options>,
): ServiceLab<Control, Options> {
  let packed: Awaited<ReturnType<typeof packedPackage>>;
  let emulator: Emulator<Control>;
  const { start, stopAll } = runningEmulators(setup.plugin, setup.defaults);
  const emulatorWith = async (options?: EmulatorOptions & Options) => (emulator = await start(options));
  const isForToken = ({ path }: ReceivedRequest) => setup.tokenPath?.test(path) ?? false;

  beforeAll(async () => {
    packed = await packedPackage(setup.folder);
  }, 60_000);
  beforeEach(async () => {
    await emulatorWith();
  });
  afterEach(stopAll);
  afterAll(async () => await packed.remove());

  const lab: ServiceLab<Control, Options> = {
    get packages() {
      return packed.packages;
    },
    reload: () => packed.reload(),
    get emulator() {
      return emulator;
    },
    emulatorWith,
    credentials: (given = {}) => ({
      [setup.credentialType]: { ...setup.credential(emulator), ...given },
    }),
    run: async (operation, parameters = {}, { credential, ...options } = {}) => {
      const [name, resource = setup.resource] = operation.split('.').reverse();
      return await runNode({
        packages: packed.packages,
        nodeType: setup.action,
        parameters: { resource, operation: name, ...parameters },
        credentials: lab.credentials(credential),
        ...options,
      });
    },
    requests: () => emulator.journal.requests.filter((request) => !isForToken(request)),
    tokenRequests: () => emulator.journal.requests.filter(isForToken),
  };
  return lab;
}

/** A resource locator in the mode that takes an id, whatever the service calls it. */
export function byId(value: string): INodeParameters[string] {
  return { __rl: true, mode: 'id', value };
}
