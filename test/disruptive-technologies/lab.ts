import type { Emulator } from '@signalbox/emulators';
import {
  plugin as disruptiveTechnologies,
  seed,
  type Control,
} from '@signalbox/emulators/disruptive-technologies';
import type { INodeParameters } from 'n8n-workflow';
import { failuresWithout } from '../n8n/failures';
import { byId, useServiceLab } from '../n8n/service-lab';

export { seed };

type DisruptiveTechnologiesEmulator = Emulator<Control>;

/** Full names of the node types in the package. */
export const ACTION = 'n8n-nodes-disruptive-technologies.disruptiveTechnologies';
export const TRIGGER = 'n8n-nodes-disruptive-technologies.disruptiveTechnologiesTrigger';

export const CREDENTIAL = 'disruptiveTechnologiesApi';

/** None of these may occur in anything that the user, the log or the workflow gets to see. */
export const secrets = Object.values(seed.serviceAccounts).flatMap(({ keyId, secret }) => [
  secret,
  Buffer.from(`${keyId}:${secret}`).toString('base64'),
]);

export { byId };
export { itemsOf } from '../n8n/failures';
export const { expectNoSecret, refusalOf, rejectionOf } = failuresWithout(secrets);

/** Sets the lab up for a test file; the credential is the administrator's, with OAuth2. */
export const useLab = () =>
  useServiceLab({
    folder: 'disruptive-technologies',
    action: ACTION,
    plugin: disruptiveTechnologies,
    credentialType: CREDENTIAL,
    credential: ({ url }) => ({
      ...keyOf('full'),
      authentication: 'oauth2',
      environment: 'custom',
      baseUrl: `${url}/v2`,
      emulatorUrl: `${url}/emulator/v2`,
      tokenUrl: `${url}/oauth2/token`,
      issuerUrl: `${url}/data-connector`,
    }),
    tokenPath: /^\/oauth2\/token$/,
  });
export type Lab = ReturnType<typeof useLab>;

/** Credential data of a service account. */
export function keyOf(account: keyof typeof seed.serviceAccounts) {
  const { keyId, secret, email } = seed.serviceAccounts[account];
  return { keyId, secret, email };
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
