import {
  startEmulator,
  trust,
  trustSeed as seed,
  type Emulator,
  type FrameOptions,
  type ReceivedRequest,
  type TrustControl,
  type TrustOptions,
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

export type TrustEmulator = Emulator<TrustControl>;

/** Full names of the node types in the package. */
export const ACTION = 'n8n-nodes-trust-lighthouse.trustLighthouse';
export const TRIGGER = 'n8n-nodes-trust-lighthouse.trustTaggedFileTrigger';
export const POLLING_TRIGGER = 'n8n-nodes-trust-lighthouse.trustNewTaggedFileTrigger';

/** None of these may occur in anything that the user, the log or the workflow gets to see. */
export const secrets = [seed.clients.main.secret, seed.clients.other.secret];

export { itemsOf } from '../n8n/failures';
export const { expectNoSecret, refusalOf, rejectionOf } = failuresWithout(secrets);

/** The packed package on n8n's engine, beside a Trust of its own for each test. */
export interface Lab {
  packages: LoadedPackage[];
  reload(): Promise<LoadedPackage[]>;
  /** The emulator of the running test. */
  readonly emulator: TrustEmulator;
  /** Takes another emulator in the place of the running test's own. */
  emulatorWith(options: FrameOptions & TrustOptions): Promise<TrustEmulator>;
  /** A credential with everything filled in, but for what is given. */
  credentials(given?: ICredentialDataDecryptedObject): CredentialData;
  /** Runs an operation, such as `file.upload`; the item is `{}` unless told otherwise. */
  run(
    operation: `${string}.${string}`,
    parameters?: INodeParameters,
    options?: Partial<RunNodeOptions> & { credential?: ICredentialDataDecryptedObject },
  ): Promise<NodeRun>;
  /** The requests that reached Lighthouse and Chronos, oldest first. */
  requests(): ReceivedRequest[];
  /** The requests that reached Atenea, oldest first. */
  tokenRequests(): ReceivedRequest[];
}

/** Where Atenea gives tokens. */
const TOKEN_PATH = /^\/oauth\/token\/?$/;

/** Sets the lab up for a test file. */
export function useLab(): Lab {
  let packed: Awaited<ReturnType<typeof packedPackage>>;
  let emulator: TrustEmulator;
  const started: TrustEmulator[] = [];
  const start = async (options: FrameOptions & TrustOptions) => {
    emulator = await startEmulator(trust, options);
    started.push(emulator);
    return emulator;
  };

  beforeAll(async () => {
    packed = await packedPackage('trust-lighthouse');
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
      trustApi: {
        environment: 'custom',
        baseUrl: emulator.url,
        ateneaUrl: emulator.url,
        clientId: seed.clients.main.id,
        clientSecret: seed.clients.main.secret,
        companyId: seed.companies.main.id,
        ...given,
      },
    }),
    run: async (operation, parameters = {}, { credential, ...options } = {}) => {
      const [resource, name] = operation.split('.') as [string, string];
      return await runNode({
        packages: packed.packages,
        nodeType: ACTION,
        parameters: { resource, operation: name, ...parameters },
        credentials: lab.credentials(credential),
        ...options,
      });
    },
    requests: () => emulator.journal.requests.filter(({ path }) => !TOKEN_PATH.test(path)),
    tokenRequests: () => emulator.journal.requests.filter(({ path }) => TOKEN_PATH.test(path)),
  };
  return lab;
}

/** A resource locator in the mode "By UUID". */
export function byUuid(value: string): INodeParameters[string] {
  return { __rl: true, mode: 'id', value };
}

/** Tags as the fields of a node hold them. */
export function tagFields(tags: Readonly<Record<string, unknown>>): INodeParameters {
  const tag = Object.entries(tags).map(([name, value]) => ({ name, value }));
  return { specifyTags: 'fields', tags: { tag } } as INodeParameters;
}

/** Tags as JSON, or as what an expression gives in its place. */
export function tagsJson(tags: unknown): INodeParameters {
  return { specifyTags: 'json', tagsJson: typeof tags === 'string' ? tags : JSON.stringify(tags) };
}
