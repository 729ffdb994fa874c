import type { Emulator } from '@signalbox/emulators';
import { plugin as signl4, seed, type Control } from '@signalbox/emulators/signl4';
import { failuresWithout } from '../n8n/failures';
import { useServiceLab } from '../n8n/service-lab';

export { seed };

export type Signl4Emulator = Emulator<Control>;

/** Full names of the node types in the package. */
export const ACTION = 'n8n-nodes-signl4.signl4Alerting';
export const TOOL = 'n8n-nodes-signl4.signl4AlertingTool';
export const TRIGGER = 'n8n-nodes-signl4.signl4AlertingTrigger';

/** A token as a user makes one up for a webhook that is registered by hand. */
export const webhookToken = 'zebra-Copper-4711-lantern';

/** None of these may occur in anything that the user, the log or the workflow gets to see. */
export const secrets = [
  seed.apiKey,
  seed.readOnlyApiKey,
  seed.expiredApiKey,
  seed.teams.operations.secret,
  webhookToken,
];

export { itemsOf } from '../n8n/failures';
export { byId } from '../n8n/service-lab';
export const { expectNoSecret, refusalOf, rejectionOf } = failuresWithout(secrets);

/** Sets the lab up for a test file; operations are those of the resource Alert unless they name another. */
export const useLab = () =>
  useServiceLab({
    folder: 'signl4',
    action: ACTION,
    resource: 'alert',
    plugin: signl4,
    defaults: { processingDelayMs: 1 },
    credentialType: 'signl4AlertingApi',
    credential: ({ url }) => ({
      environment: 'custom',
      baseUrl: url,
      apiKey: seed.apiKey,
      teamSecret: seed.teams.operations.secret,
      webhookToken,
      plan: 'commercial',
    }),
  });
export type Lab = ReturnType<typeof useLab>;

/** Raises an alert through the inbound webhook and waits until it is there; the journal does not show how. */
export async function raise(emulator: Signl4Emulator, fields: Record<string, unknown> = {}) {
  const response = await fetch(`${emulator.url}/webhook/${seed.teams.operations.secret}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ Title: 'Pump 3', Message: 'Pressure low', ...fields }),
  });
  const { eventId } = (await response.json()) as { eventId: string };
  await emulator.control.idle();
  const alert = emulator.control.alerts().find((one) => one.eventId === eventId);
  if (!alert) throw new Error(`No alert came of the event ${eventId}`);
  emulator.journal.requests.length = 0;
  return alert;
}
