import type { Emulator, ReceivedRequest } from '@signalbox/emulators';
import { plugin as dataworld, seed, type Control } from '@signalbox/emulators/dataworld-sentry';
import type { INodeParameters } from 'n8n-workflow';
import { failuresWithout } from '../n8n/failures';
import { useServiceLab } from '../n8n/service-lab';

export { seed };

export type DataworldEmulator = Emulator<Control>;

/** Full names of the node types in the package. */
export const ACTION = 'n8n-nodes-dataworld-sentry.dataWorldSentry';
export const TOOL = 'n8n-nodes-dataworld-sentry.dataWorldSentryTool';

/** A key as a user makes one up for a webhook. */
export const webhookKey = 'zebra-Copper-4711-lantern';

/** None of these may occur in anything that the user, the log or the workflow gets to see. */
export const secrets = [seed.accounts.administrator.token, seed.accounts.member.token, webhookKey];

export { itemsOf } from '../n8n/failures';
export { byId } from '../n8n/service-lab';
export const { expectNoSecret, refusalOf } = failuresWithout(secrets);

/** Sets the lab up for a test file; the credential is for the Sentry "Orders" where none is given. */
export const useLab = () =>
  useServiceLab({
    folder: 'dataworld-sentry',
    action: ACTION,
    resource: 'sentry',
    plugin: dataworld,
    credentialType: 'dataWorldSentryApi',
    credential: ({ control }) => ({
      apiUrl: control.sentryUrl(seed.sentries.orders.uid),
      apiToken: seed.accounts.administrator.token,
      sentryUid: '',
      webhookKey,
    }),
  });
export type Lab = ReturnType<typeof useLab>;

/** A resource locator in the mode "By API URL". */
export function byUrl(value: string): INodeParameters[string] {
  return { __rl: true, mode: 'url', value };
}

/** Query parameters of a request, as in the URL. */
export function paramsOf(request: ReceivedRequest | undefined): Record<string, string> {
  return Object.fromEntries(request?.query ?? []);
}
