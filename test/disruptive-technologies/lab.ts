import {
  disruptiveTechnologies,
  disruptiveTechnologiesSeed as seed,
  startEmulator,
  type DisruptiveTechnologiesControl,
  type DisruptiveTechnologiesOptions,
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

export type DisruptiveTechnologiesEmulator = Emulator<DisruptiveTechnologiesControl>;

/** Full names of the node types in the package. */
export const ACTION = 'n8n-nodes-disruptive-technologies.disruptiveTechnologies';
export const TRIGGER = 'n8n-nodes-disruptive-technologies.disruptiveTechnologiesTrigger';

export const CREDENTIAL = 'disruptiveTechnologiesApi';

/** None of these may occur in anything that the user, the log or the workflow gets to see. */
export const secrets = Object.values(seed.serviceAccounts).flatMap(({ keyId, secret }) => [
  secret,
  Buffer.from(`${keyId}:${secret}`).toString('base64'),
]);

export { itemsOf } from '../n8n/failures';
export const { expectNoSecret, refusalOf, rejectionOf } = failuresWithout(secrets);

/** The packed package on n8n's engine, beside a service of its own for each test. */
export interface Lab {
  packages: LoadedPackage[];
  reload(): Promise<LoadedPackage[]>;
  /** The emulator of the running test. */
  readonly emulator: DisruptiveTechnologiesEmulator;
  /** Takes another emulator in the place of the running test's own. */
  emulatorWith(
    options: FrameOptions & DisruptiveTechnologiesOptions,
  ): Promise<DisruptiveTechnologiesEmulator>;
  /** The credential of the administrator with OAuth2, but for what is given. */
  credentials(given?: ICredentialDataDecryptedObject): CredentialData;
  /** Runs an operation, such as `device.get`; the item is `{}` unless told otherwise. */
  run(
    operation: `${string}.${string}`,
    parameters?: INodeParameters,
    options?: Partial<RunNodeOptions> & { credential?: ICredentialDataDecryptedObject },
  ): Promise<NodeRun>;
  /** The requests that reached the service itself, oldest first. */
  requests(): ReceivedRequest[];
  /** The requests for a token, oldest first. */
  tokenRequests(): ReceivedRequest[];
}

/** Where tokens are given. */
const TOKEN_PATH = '/oauth2/token';

/** Sets the lab up for a test file. */
export function useLab(): Lab {
  let packed: Awaited<ReturnType<typeof packedPackage>>;
  let emulator: DisruptiveTechnologiesEmulator;
  const started: DisruptiveTechnologiesEmulator[] = [];
  const start = async (options: FrameOptions & DisruptiveTechnologiesOptions) => {
    emulator = await startEmulator(disruptiveTechnologies, options);
    started.push(emulator);
    return emulator;
  };

  beforeAll(async () => {
    packed = await packedPackage('disruptive-technologies');
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
      [CREDENTIAL]: {
        ...keyOf('full'),
        authentication: 'oauth2',
        environment: 'custom',
        baseUrl: `${emulator.url}/v2`,
        emulatorUrl: `${emulator.url}/emulator/v2`,
        tokenUrl: `${emulator.url}${TOKEN_PATH}`,
        issuerUrl: `${emulator.url}/data-connector`,
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
    requests: () => emulator.journal.requests.filter(({ path }) => path !== TOKEN_PATH),
    tokenRequests: () => emulator.journal.requests.filter(({ path }) => path === TOKEN_PATH),
  };
  return lab;
}

/** What a credential needs to be that of a service account. */
export function keyOf(account: keyof typeof seed.serviceAccounts) {
  const { keyId, secret, email } = seed.serviceAccounts[account];
  return { keyId, secret, email };
}

/** A resource locator in the mode "By ID". */
export function byId(value: string): INodeParameters[string] {
  return { __rl: true, mode: 'id', value };
}

export const building = byId(seed.projects.building.id);

/** Keys and values as a field for labels holds them. */
export function labelFields(labels: Readonly<Record<string, string>>): INodeParameters {
  return { label: Object.entries(labels).map(([key, value]) => ({ key, value })) };
}

/** Creates a Data Connector behind the back of the node, as its raw JSON; the journal does not show it. */
export async function createConnector(
  emulator: DisruptiveTechnologiesEmulator,
  body: Record<string, unknown> = {},
): Promise<{ id: string } & Record<string, unknown>> {
  const { keyId, secret } = seed.serviceAccounts.full;
  const response = await fetch(`${emulator.url}/v2/projects/${seed.projects.building.id}/dataconnectors`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${keyId}:${secret}`).toString('base64')}` },
    body: JSON.stringify({
      type: 'HTTP_PUSH',
      httpConfig: { url: 'https://receiver.example.test/' },
      ...body,
    }),
  });
  const connector = (await response.json()) as { name: string };
  if (!response.ok) throw new Error(JSON.stringify(connector));
  emulator.journal.requests.length = 0;
  return { ...connector, id: connector.name.split('/').at(-1)! };
}
