import { delimiter, dirname } from 'node:path';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

interface N8nEnvironmentOptions {
  dataDir: string;
  port: number;
  brokerPort: number;
  encryptionKey: string;
  logLevel: LogLevel;
  /** Added last, so it wins. */
  extra?: Readonly<Record<string, string>>;
}

/** Parts of n8n that a playground has no use for: each costs start-up time, memory, or a call to the outside. */
const unusedModules = [
  'agents',
  'chat-hub',
  'data-table',
  'dynamic-credentials',
  'external-secrets',
  'insights',
  'instance-ai',
  'ldap',
  'log-streaming',
  'mcp',
  'mcp-registry',
  'otel',
  'source-control',
  'sso-oidc',
  'sso-saml',
];

/** Settings of another n8n on this machine must not leak into this one, nor those of the test runner around it. */
const foreignSettings =
  /^(N8N_|DB_|EXECUTIONS_|QUEUE_|CREDENTIALS_OVERWRITE|NODES_|JEST_|(WEBHOOK_URL|NODE_ENV|NODE_OPTIONS|NODE_PATH)$)/;

/** The environment of an n8n that is reachable from this machine only, sends no telemetry, and keeps all it has in `dataDir`. */
export function n8nEnvironment(options: N8nEnvironmentOptions): Record<string, string> {
  const { dataDir, port, brokerPort, encryptionKey, logLevel, extra } = options;
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !foreignSettings.test(entry[0]),
    ),
  );
  return {
    ...inherited,
    // n8n starts its task runner as plain `node`, which has to be this Node, too.
    PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`,
    N8N_USER_FOLDER: dataDir,
    N8N_ENCRYPTION_KEY: encryptionKey,
    N8N_PROTOCOL: 'http',
    N8N_HOST: '127.0.0.1',
    N8N_PORT: String(port),
    N8N_LISTEN_ADDRESS: '127.0.0.1',
    N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
    N8N_RUNNERS_BROKER_PORT: String(brokerPort),
    N8N_SECURE_COOKIE: 'false',
    N8N_DIAGNOSTICS_ENABLED: 'false',
    N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
    N8N_DYNAMIC_BANNERS_ENABLED: 'false',
    N8N_HIRING_BANNER_ENABLED: 'false',
    N8N_PERSONALIZATION_ENABLED: 'false',
    N8N_TEMPLATES_ENABLED: 'false',
    N8N_PYTHON_ENABLED: 'false',
    N8N_DISABLED_MODULES: unusedModules.join(','),
    N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
    // Asks api.n8n.io for the list of verified packages.
    N8N_VERIFIED_PACKAGES_ENABLED: 'false',
    // Seconds for running executions at the end; a person who pressed Ctrl-C waits for it.
    N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '5',
    N8N_LOG_LEVEL: logLevel,
    GENERIC_TIMEZONE: 'UTC',
    ...extra,
  };
}
