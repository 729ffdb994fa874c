import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Keeps n8n-core away from the developer's `~/.n8n`, where it would store its settings. All processes share the folder, so the settings
 * file is replaced atomically (rename).
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
// The `vm` engine evaluates nothing without a running isolate; installIsolate() enables it.
process.env.N8N_EXPRESSION_ENGINE = 'legacy';
