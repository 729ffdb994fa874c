import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A user folder of our own: n8n-core keeps its settings below N8N_USER_FOLDER and would otherwise use the developer's
 * `~/.n8n`. One folder serves all processes, so its settings file appears in one step (rename), never half written.
 */
const userFolder = join(__dirname, '..', 'node_modules', '.cache', 'n8n-core');
const encryptionKey = 'signalbox-harness';

mkdirSync(join(userFolder, '.n8n'), { recursive: true });
const settings = join(userFolder, '.n8n', 'config');
writeFileSync(`${settings}.${process.pid}`, JSON.stringify({ encryptionKey }), { mode: 0o600 });
renameSync(`${settings}.${process.pid}`, settings);

process.env.N8N_USER_FOLDER = userFolder;
process.env.N8N_ENCRYPTION_KEY = encryptionKey;
process.env.N8N_DIAGNOSTICS_ENABLED = 'false';
// Without a running isolate the `vm` engine refuses to evaluate anything; installIsolate() switches it on.
process.env.N8N_EXPRESSION_ENGINE = 'legacy';
