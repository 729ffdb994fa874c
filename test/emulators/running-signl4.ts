import { manualClock, signl4, signl4Seed as seed, startEmulator } from '@signalbox/emulators';
import type { Emulator, FrameOptions, Signl4Control, Signl4Options } from '@signalbox/emulators';

const running: Emulator<Signl4Control>[] = [];

/** Starts an emulator that `stopAll` closes. */
export async function startSignl4(
  options: FrameOptions & Signl4Options = {},
): Promise<Emulator<Signl4Control>> {
  const emulator = await startEmulator(signl4, { processingDelayMs: 1, ...options });
  running.push(emulator);
  return emulator;
}

/** Starts an emulator whose time stands still. */
export async function startStillSignl4(options: Signl4Options = {}) {
  const clock = manualClock();
  return { clock, emulator: await startSignl4({ ...options, clock }) };
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

export async function request(
  emulator: { url: string },
  method: string,
  path: string,
  body?: string | FormData | Uint8Array<ArrayBuffer>,
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

/** Raises an alert by webhook and waits until it is there. */
export async function raise(
  emulator: Emulator<Signl4Control>,
  payload: Record<string, unknown> = {},
  path?: string,
) {
  const answer = await post(emulator, { title: 'Pump 3', message: 'Pressure low', ...payload }, path);
  await emulator.control.idle();
  const alert = emulator.control.alerts().find(({ eventId }) => eventId === answer.json.eventId);
  if (!alert) throw new Error(`No alert came of ${answer.text}`);
  return alert;
}
