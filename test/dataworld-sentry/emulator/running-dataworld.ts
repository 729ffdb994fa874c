import type { Emulator } from '@signalbox/emulators';
import { plugin as dataworld, seed, type Control, type Options } from '@signalbox/emulators/dataworld-sentry';
import { request, type Answer } from '../../emulators/request';
import { runningEmulators } from '../../emulators/running-emulators';

export { request, type Answer };
export const { start, startStill, stopAll } = runningEmulators(dataworld);

export type Running = Emulator<Control>;
export type Assume = NonNullable<Options['assume']>;

export const { orders, customers, finance, inventory, unused } = seed.sentries;
export const { salesDashboard, financeReport, warehouse } = seed.hoots;
export const { administrator, member } = seed.accounts;
export const PREFIX = '/h/api/v1';
export const HOUR_MS = 3_600_000;

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** A request with the token of the administrator. @param path what comes behind the prefix */
export function api(
  emulator: { url: string },
  method: string,
  path: string,
  body?: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return request(emulator, method, PREFIX + path, body, { ...bearer(administrator.token), ...headers });
}

/** Posts to a Sentry, by default to Orders. @param query as it stands in the URL */
export const post = (emulator: { url: string }, query: string, uid: string = orders.uid) =>
  api(emulator, 'POST', `/sentries/${uid}?${query}`);

export const read = (emulator: { url: string }, uid: string = orders.uid) =>
  api(emulator, 'GET', `/sentries/${uid}`);

/** Meta of the last entry in the history, by default of Orders. */
export const lastMeta = (emulator: Running, uid: string = orders.uid) =>
  emulator.control.history(uid).at(-1)!.meta;
