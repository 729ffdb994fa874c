import type { Emulator } from '@signalbox/emulators';
import { plugin as trust, seed, type Control } from '@signalbox/emulators/trust-lighthouse';
import type { INodeParameters } from 'n8n-workflow';
import { failuresWithout } from '../n8n/failures';
import { useServiceLab } from '../n8n/service-lab';

export { seed };

export type TrustEmulator = Emulator<Control>;

/** Full names of the node types in the package. */
export const ACTION = 'n8n-nodes-trust-lighthouse.trustLighthouse';
export const TRIGGER = 'n8n-nodes-trust-lighthouse.trustLighthouseTrigger';
export const POLLING_TRIGGER = 'n8n-nodes-trust-lighthouse.trustNewFilePollingTrigger';

/** None of these may occur in anything that the user, the log or the workflow gets to see. */
export const secrets = [seed.clients.main.secret, seed.clients.other.secret];

export { itemsOf } from '../n8n/failures';
export { byId } from '../n8n/service-lab';
export const { expectNoSecret, refusalOf, rejectionOf } = failuresWithout(secrets);

/** Sets the lab up for a test file. */
export const useLab = () =>
  useServiceLab({
    folder: 'trust-lighthouse',
    action: ACTION,
    plugin: trust,
    credentialType: 'trustApi',
    credential: ({ url }) => ({
      environment: 'custom',
      baseUrl: url,
      ateneaUrl: url,
      clientId: seed.clients.main.id,
      clientSecret: seed.clients.main.secret,
      companyId: seed.companies.main.id,
    }),
    tokenPath: /^\/oauth\/token\/?$/,
  });
export type Lab = ReturnType<typeof useLab>;

/** Tags as the fields of a node hold them. */
export function tagFields(tags: Readonly<Record<string, unknown>>): INodeParameters {
  const tag = Object.entries(tags).map(([name, value]) => ({ name, value }));
  return { specifyTags: 'fields', tags: { tag } } as INodeParameters;
}

/** Tags as JSON, or as what an expression gives in its place. */
export function tagsJson(tags: unknown): INodeParameters {
  return { specifyTags: 'json', tagsJson: typeof tags === 'string' ? tags : JSON.stringify(tags) };
}
