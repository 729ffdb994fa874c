import { validateHeaderName, validateHeaderValue } from 'node:http';
import { z } from 'zod/v4';

const optionalText = z
  .string()
  .nullish()
  .transform((text) => text ?? '');
const requiredText = z.string().min(1);
const azureUrl = z
  .string()
  .regex(/^sb:\/\/[^/\s]+\/\S+$/, 'has to be sb://<namespace>.servicebus.windows.net/<name>');
const authenticationConfig = z.object({ tenantId: requiredText, clientId: requiredText });
const headers = z
  .record(z.string(), z.string())
  .nullish()
  .transform((given) => given ?? {})
  .superRefine((given, issues) => {
    for (const [name, value] of Object.entries(given)) {
      try {
        validateHeaderName(name);
        validateHeaderValue(name, value);
      } catch {
        issues.addIssue({ code: 'custom', message: `"${name}" is not a valid header` });
      }
    }
  });

/** Name of the config object and its fields, by type of connector. disruptive-technologies.md §2b. */
export const CONNECTOR_TYPES = {
  HTTP_PUSH: {
    key: 'httpConfig',
    schema: z.object({ url: requiredText, signatureSecret: optionalText, headers }),
  },
  GOOGLE_CLOUD_PUBSUB: {
    key: 'pubsubConfig',
    schema: z.object({
      topic: z
        .string()
        .regex(/^projects\/[^/]+\/topics\/[^/]+$/, 'has to be projects/<project>/topics/<topic>'),
      audience: requiredText,
    }),
  },
  AZURE_SERVICE_BUS: {
    key: 'azureServiceBusConfig',
    schema: z.object({
      url: azureUrl,
      authenticationConfig,
      brokerProperties: z
        .object({ correlationId: optionalText })
        .nullish()
        .transform((given) => given ?? { correlationId: '' }),
    }),
  },
  AZURE_EVENT_HUB: {
    key: 'azureEventHubConfig',
    schema: z.object({ url: azureUrl, authenticationConfig }),
  },
  AWS_SQS: {
    key: 'awsSqsConfig',
    schema: z.object({ queueUrl: z.string().url(), awsRoleArn: requiredText, audience: requiredText }),
  },
} as const;

export type ConnectorType = keyof typeof CONNECTOR_TYPES;

/** The config of a connector with `HTTP_PUSH`. */
export interface HttpConfig {
  url: string;
  signatureSecret: string;
  headers: Record<string, string>;
}

export function isConnectorType(text: unknown): text is ConnectorType {
  return typeof text === 'string' && Object.hasOwn(CONNECTOR_TYPES, text);
}

/**
 * Checks a config and fills in its defaults.
 * @param insecureTargets which URLs without HTTPS are taken
 * @throws ZodError
 */
export function checkedConfig(
  type: ConnectorType,
  config: unknown,
  insecureTargets: 'loopback' | 'none' | 'any',
): Record<string, unknown> {
  const { key, schema } = CONNECTOR_TYPES[type];
  return z
    .object({ [key]: schema as z.ZodTypeAny })
    .superRefine((value, issues) => {
      if (type !== 'HTTP_PUSH') return;
      const problem = targetProblem((value[key] as HttpConfig).url, insecureTargets);
      if (problem) issues.addIssue({ code: 'custom', path: [key, 'url'], message: problem });
    })
    .parse({ [key]: config ?? undefined })[key] as Record<string, unknown>;
}

function targetProblem(url: string, insecureTargets: 'loopback' | 'none' | 'any'): string | undefined {
  if (!URL.canParse(url)) return 'is not a URL';
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:') return undefined;
  const loopback = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
  const allowed = insecureTargets === 'any' || (insecureTargets === 'loopback' && loopback);
  return protocol === 'http:' && allowed ? undefined : 'has to be an HTTPS URL';
}
