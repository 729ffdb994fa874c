import { dataworld, dataworldSeed as seed, manualClock, startEmulator } from '@signalbox/emulators';
import type { DataworldControl, DataworldOptions, Emulator, FrameOptions } from '@signalbox/emulators';

export type Running = Emulator<DataworldControl>;
export type Assume = NonNullable<DataworldOptions['assume']>;

export const { orders, customers, finance, inventory, unused } = seed.sentries;
export const { salesDashboard, financeReport, warehouse } = seed.hoots;
export const { administrator, member } = seed.accounts;
export const PREFIX = '/h/api/v1';
export const HOUR_MS = 3_600_000;

const running: Running[] = [];

/** Starts an emulator that `stopAll` closes. */
export async function start(options: FrameOptions & DataworldOptions = {}): Promise<Running> {
  const emulator = await startEmulator(dataworld, options);
  running.push(emulator);
  return emulator;
}

/** Starts an emulator whose time stands still. */
export async function startStill(options: DataworldOptions = {}) {
  const clock = manualClock();
  return { clock, emulator: await start({ ...options, clock }) };
}

export async function stopAll(): Promise<void> {
  await Promise.all(running.splice(0).map((emulator) => emulator.close()));
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are taken apart field by field
  json: any;
}

export async function request(
  emulator: { url: string },
  method: string,
  path: string,
  body?: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(emulator.url + path, { method, body, headers, redirect: 'manual' });
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.status, headers: response.headers, text, json };
}

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
