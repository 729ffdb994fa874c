import { join } from 'node:path';
import { inspect } from 'node:util';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { CredentialStore, InstalledTypes, loadPackage, runNode } from '@signalbox/node-harness';
import type { LoadedPackage, NodeRun } from '@signalbox/node-harness';

let loaded: Promise<LoadedPackage> | undefined;

/** The fixture package, loaded once per test file. */
export async function lockPackage(): Promise<LoadedPackage> {
  loaded ??= loadPackage(join(__dirname, 'fixtures', 'n8n-nodes-lock'));
  return await loaded;
}

/** Credentials as n8n stores them, for several runs. */
export async function store(
  type: string,
  data: ICredentialDataDecryptedObject,
): Promise<{ credentials: CredentialStore; accessToken(): Promise<unknown> }> {
  const credentials = new CredentialStore(new InstalledTypes([await lockPackage()]), { [type]: data });
  return { credentials, accessToken: async () => (await credentials.read(type)).accessToken };
}

interface LockRun {
  type: string;
  credentials: ICredentialDataDecryptedObject | CredentialStore;
  /** `helper`: httpRequestWithAuthentication, `legacy`: requestWithAuthentication, `core`: the request core. */
  through?: 'helper' | 'legacy' | 'core';
  path?: string;
  /** Options of the request, for `helper` and `legacy`. */
  request?: Record<string, unknown>;
  items?: number;
}

/** Sends concurrent requests from a node in n8n's real engine, one per item. */
export async function runLock({ type, credentials, items = 1, request, ...rest }: LockRun): Promise<NodeRun> {
  return await runNode({
    packages: [await lockPackage()],
    nodeType: 'n8n-nodes-lock.lock',
    parameters: { credential: type, request: JSON.stringify(request ?? {}), ...rest },
    credentials: credentials instanceof CredentialStore ? credentials : { [type]: credentials },
    items: Array.from({ length: items }, () => ({ json: {} })),
  });
}

/** Everything that a log, a database or a curious person could read out of an error. */
export function allOf({ thrown, error, logs }: NodeRun): string {
  const stack = (thrown as Error | undefined)?.stack ?? '';
  const json = JSON.stringify([error, thrown, logs], (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  const deep = { depth: Infinity, showHidden: true, maxStringLength: null, maxArrayLength: null };
  return [inspect(thrown, deep), inspect(error, deep), inspect(logs, deep), json, stack].join('\n');
}

/** Message and description that the user sees. */
export function told({ thrown }: NodeRun): string {
  const { message, description } = (thrown ?? {}) as { message?: string; description?: string };
  return [message, description].filter(Boolean).join(' | ');
}
