import type { Emulator } from '@signalbox/emulators';
import { plugin as trust, seed, type Control } from '@signalbox/emulators/trust-lighthouse';
import { request, type Answer } from '../../emulators/request';
import { runningEmulators } from '../../emulators/running-emulators';

export { request, type Answer };
export const { start, startStill, stopAll } = runningEmulators(trust);

export type Running = Emulator<Control>;
export type Client = (typeof seed.clients)[keyof typeof seed.clients];

/** Asks Atenea for a token in the documented way, with some fields changed. */
export function askToken(
  emulator: { url: string },
  client: { id: string; secret: string } = seed.clients.main,
  changes: Record<string, unknown> = {},
): Promise<Answer> {
  const body = {
    client_id: client.id,
    client_secret: client.secret,
    grant_type: 'client_credentials',
    ...changes,
  };
  return request(emulator, 'POST', '/oauth/token/', JSON.stringify(body), {
    'content-type': 'application/json',
  });
}

const tokens = new WeakMap<object, Map<string, string>>();

/** The header with a token of a client: the same one for the life of an emulator. */
export async function bearer(
  emulator: { url: string },
  client: Client = seed.clients.main,
): Promise<Record<string, string>> {
  const known = tokens.get(emulator) ?? new Map<string, string>();
  tokens.set(emulator, known);
  const token = known.get(client.id) ?? ((await askToken(emulator, client)).json.access_token as string);
  known.set(client.id, token);
  return { authorization: `Bearer ${token}` };
}

/** Calls a service behind the gateway with JSON. */
export async function api(
  emulator: { url: string },
  method: string,
  path: string,
  body?: unknown,
  client: Client = seed.clients.main,
): Promise<Answer> {
  return request(emulator, method, path, body === undefined ? undefined : JSON.stringify(body), {
    ...(await bearer(emulator, client)),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  });
}

export const EVENT_PATH = '/lighthouse/api/v1/event';

/** The documented example of an event; `undefined` leaves a field out. */
export const eventBody = (callbackUrl: string, changes: Record<string, unknown> = {}) => ({
  listener_type: 'tagged_file',
  company_id: '1',
  tags: { foo: 'bar' },
  action: {
    external_action: true,
    callback_type: 'webhook',
    callback_url: callbackUrl,
    delete_after_action: false,
  },
  ...changes,
});

/** Registers an event. @returns its id */
export async function register(
  emulator: { url: string },
  callbackUrl: string,
  changes: Record<string, unknown> = {},
  action: Record<string, unknown> = {},
): Promise<string> {
  const body = eventBody(callbackUrl, changes);
  const answer = await api(emulator, 'POST', EVENT_PATH, { ...body, action: { ...body.action, ...action } });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.json.value.event_id as string;
}

export interface Upload {
  name?: string;
  content?: string | Uint8Array<ArrayBuffer>;
  type?: string;
  /** The parts of the form other than `file`; `undefined` leaves one out. */
  fields?: Record<string, string | undefined>;
}

/** A form for Chronos with a file of company 1, and with tags if there are any. */
export function form({
  name = 'test.txt',
  content = 'Hello',
  type = 'text/plain',
  fields = {},
}: Upload = {}) {
  const data = new FormData();
  data.set('file', new Blob([content], { type }), name);
  for (const [key, value] of Object.entries({
    company_id: '1',
    service_name: 'default_name',
    ...fields,
  })) {
    if (value !== undefined) data.set(key, value);
  }
  return data;
}

export const FILES = '/chronos/v1/file_registers/';

/** Uploads a file by API. */
export async function upload(
  emulator: { url: string },
  sample: Upload | FormData = {},
  client: Client = seed.clients.main,
): Promise<Answer> {
  const body = sample instanceof FormData ? sample : form(sample);
  return request(emulator, 'POST', FILES, body, await bearer(emulator, client));
}

/** Uploads a file with tags by API. @returns its uuid */
export async function uploadTagged(
  emulator: { url: string },
  tags: Record<string, string>,
  name = 'test.txt',
): Promise<string> {
  const answer = await upload(emulator, { name, fields: { tags: JSON.stringify(tags) } });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.json.data.uuid as string;
}
