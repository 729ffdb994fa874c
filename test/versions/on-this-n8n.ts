import type { Emulator } from '@signalbox/emulators';
import {
  CredentialStore,
  InstalledTypes,
  testCredential,
  type CredentialData,
  type LoadedPackage,
  type NodeRun,
} from '@signalbox/node-harness';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { itemsOf } from '../n8n/failures';
import { storedToken } from '../n8n/stored-token';
import type { ServiceLab } from '../n8n/service-lab';

/** The n8n that the tests run on, such as `1.100`. */
export const n8nVersion = (globalThis as unknown as { n8nVersion: string }).n8nVersion;

/** The part of a service's lab that these checks use. */
type AnyLab = Pick<
  ServiceLab<unknown, object>,
  'packages' | 'credentials' | 'run' | 'requests' | 'tokenRequests'
>;

/** Every node and credential is loaded, with the icons for both themes and with what the codex file says. */
export function expectComplete({ packages }: AnyLab): void {
  const [{ loader, name, nodeTypes, credentialTypes }] = packages as [LoadedPackage];
  const types = new InstalledTypes(packages);
  const icon = (theme: string) =>
    expect.stringMatching(new RegExp(`^icons/${name}/.*\\.${theme}\\.svg$`)) as string;
  const iconUrl = { light: icon('light'), dark: icon('dark') };
  expect(nodeTypes).toHaveLength(loader.packageJson.n8n!.nodes!.length);
  expect(credentialTypes).toHaveLength(1);
  for (const type of nodeTypes) {
    const { description } = types.getByNameAndVersion(type);
    expect(description).toMatchObject({ iconUrl, codex: { categories: expect.any(Array) } });
    expect(description.credentials).toMatchObject([{ name: credentialTypes[0] }]);
  }
  expect(loader.getCredential(credentialTypes[0]!).type.iconUrl).toEqual(iconUrl);
  expect(types.supportedNodes(credentialTypes[0]!)).toEqual(nodeTypes);
}

/** Result of n8n's credential test. */
export async function tested(
  { packages, credentials }: AnyLab,
  given: ICredentialDataDecryptedObject = {},
): Promise<{ status: string; message: string }> {
  const [[type, data]] = Object.entries(credentials(given)) as [[string, ICredentialDataDecryptedObject]];
  return await testCredential({ packages, type, data });
}

/** Credentials that keep what n8n stores in them, for several runs. */
export function stored({ packages }: AnyLab, credentials: CredentialData): CredentialStore {
  return new CredentialStore(new InstalledTypes(packages), credentials);
}

/** Texts of a failure that the user sees. */
export function told({ error }: NodeRun): string {
  const { message = '', description = '' } = Object(error) as { message?: string; description?: string };
  return `${message} ${description}`;
}

/** A package whose credential fetches tokens. */
interface TokenCase {
  lab: AnyLab & { readonly emulator: Pick<Emulator<{ revokeTokens(): void }>, 'control' | 'faults'> };
  /** Path of the token endpoint. */
  tokenPath: string;
  /** Carries an operation out that must not be repeated, once for each of ten items. */
  change(credentials: CredentialStore): Promise<NodeRun>;
  /** Number of times that the change was applied so far. */
  changes(): number;
  /** Credential values that the token service refuses. */
  wrongSecret: ICredentialDataDecryptedObject;
  /** The error that says so. */
  refusal: RegExp;
}

/** Tests that a token that the service takes no more is renewed, whatever n8n can do about a 401 by itself. */
export function describeRenewal({ lab, tokenPath, change, changes, wrongSecret, refusal }: TokenCase): void {
  const statuses = () => lab.requests().map(({ status }) => status);
  const headerNames = () => lab.requests().map(({ headers }) => Object.keys(headers).sort().join());

  test('a token that was revoked before its time is renewed once for all items, and nothing is done twice', async () => {
    const credentials = stored(lab, lab.credentials());
    expect(itemsOf(await change(credentials))).toHaveLength(10);
    expect([changes(), lab.tokenRequests().length]).toEqual([10, 1]);

    lab.emulator.control.revokeTokens();
    expect(itemsOf(await change(credentials))).toHaveLength(10);
    expect([changes(), lab.tokenRequests().length]).toEqual([20, 2]);
    const refused = statuses().filter((status) => status === 401).length;
    expect(refused).toBeGreaterThan(0);
    expect(lab.requests()).toHaveLength(20 + refused);
    // Nothing that belongs to n8n goes along to the service.
    expect(new Set(headerNames()).size).toBe(1);

    // The new token was stored.
    expect(itemsOf(await change(credentials))).toHaveLength(10);
    expect([lab.requests().length, lab.tokenRequests().length]).toEqual([30 + refused, 2]);
  });

  test('a token service that is out of order for a moment is asked again, and nothing is sent before', async () => {
    lab.emulator.faults.inject({ match: { path: tokenPath }, fault: { kind: 'status', code: 503 } });
    expect(itemsOf(await change(stored(lab, lab.credentials())))).toHaveLength(10);
    expect(lab.tokenRequests().map(({ status }) => status)).toEqual([503, 200]);
    expect([changes(), lab.requests().length]).toEqual([10, 10]);
  });

  test('a secret that is no longer valid is told as such, without asking again and again', async () => {
    const credentials = stored(lab, lab.credentials(wrongSecret));
    const [type] = Object.keys(credentials.references) as [string];
    const fields = await credentials.read(type);
    await credentials.updateCredentials({ id: type, name: type }, type, {
      ...fields,
      accessToken: storedToken('never a-token-from-before', fields),
    });
    const run = await change(credentials);
    expect(run.status).toBe('error');
    expect(told(run)).toMatch(refusal);
    expect(changes()).toBe(0);
    expect(lab.tokenRequests().length).toBeGreaterThan(0);
    expect(lab.tokenRequests().length).toBeLessThanOrEqual(10);
    expect(statuses().every((status) => status === 401)).toBe(true);
    expect(lab.requests().length).toBeLessThanOrEqual(10);
  });
}
