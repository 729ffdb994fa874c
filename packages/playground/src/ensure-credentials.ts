import type { PlaygroundCredential } from '@signalbox/emulators';
import type { DataDirectory } from './data-directory';
import type { Credential, N8nClient } from './n8n-client';
import { sha256 } from './sha256';

/**
 * Creates the credentials that do not exist, and updates those whose data here changed since they were last written
 * (an emulator on another port). Changes made in n8n are kept.
 * @returns them by credential type
 */
export async function ensureCredentials(
  client: N8nClient,
  data: DataDirectory,
  wanted: readonly PlaygroundCredential[],
): Promise<Map<string, Credential>> {
  const record = data.readImports();
  const existing = new Map((await client.listCredentials()).map((credential) => [credential.id, credential]));
  const byType = new Map<string, Credential>();
  for (const credential of wanted) {
    const dataHash = sha256(JSON.stringify(credential.data));
    const written = record.credentials[credential.name];
    let found = written && existing.get(written.id);
    if (!found) found = await client.createCredential(credential);
    else if (written?.dataHash !== dataHash) await client.updateCredential(found.id, credential);
    record.credentials[credential.name] = { id: found.id, dataHash };
    byType.set(credential.type, { id: found.id, name: found.name, type: credential.type });
  }
  data.writeImports(record);
  return byType;
}
