import type { Emulator } from '@signalbox/emulators';
import { plugin as signl4, seed, type Control } from '@signalbox/emulators/signl4';
import { request, type Answer } from '../../emulators/request';
import { runningEmulators } from '../../emulators/running-emulators';

export { request, type Answer };
export const {
  start: startSignl4,
  startStill: startStillSignl4,
  stopAll,
} = runningEmulators(signl4, { processingDelayMs: 1 });

/** Calls the REST API with the key that may do everything. */
export async function api(
  emulator: { url: string },
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return request(emulator, method, `/api/v2${path}`, body === undefined ? undefined : JSON.stringify(body), {
    'x-s4-api-key': seed.apiKey,
    accept: 'application/json',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...headers,
  });
}

/** Posts JSON to an inbound webhook, by default that of the operations team. */
export function post(
  emulator: { url: string },
  payload: unknown,
  path: string = `/webhook/${seed.teams.operations.secret}`,
): Promise<Answer> {
  return request(emulator, 'POST', path, JSON.stringify(payload), { 'content-type': 'application/json' });
}

/** Raises an alert by webhook and waits until it is there. */
export async function raise(
  emulator: Emulator<Control>,
  payload: Record<string, unknown> = {},
  path?: string,
) {
  const answer = await post(emulator, { title: 'Pump 3', message: 'Pressure low', ...payload }, path);
  await emulator.control.idle();
  const alert = emulator.control.alerts().find(({ eventId }) => eventId === answer.json.eventId);
  if (!alert) throw new Error(`No alert came of ${answer.text}`);
  return alert;
}
