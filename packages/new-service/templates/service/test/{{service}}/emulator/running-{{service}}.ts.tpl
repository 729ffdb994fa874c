import type { Emulator } from '@signalbox/emulators';
import { plugin as {{key}}, seed, type Control } from '@signalbox/emulators/{{service}}';
import { request, type Answer } from '../../emulators/request';
import { runningEmulators } from '../../emulators/running-emulators';

export { request };
export const { start, startStill, stopAll } = runningEmulators({{key}});

export type Running = Emulator<Control>;

{{#if isExpiring}}
/** Asks for an access token. */
export async function askToken(emulator: { url: string }, clientSecret: string = seed.clientSecret): Promise<Answer> {
  const body = { grant_type: 'client_credentials', client_id: seed.clientId, client_secret: clientSecret };
  return await request(emulator, 'POST', '{{tokenPath}}', JSON.stringify(body));
}

async function authorized(emulator: { url: string }): Promise<Record<string, string>> {
  return { authorization: `Bearer ${(await askToken(emulator)).json.access_token}` };
}
{{else}}
const authorized = (): Record<string, string> => ({{{expectedHeader}}});
{{/if}}

/** Calls the API with JSON and the right credential. */
export async function api(emulator: { url: string }, method: string, path: string, body?: unknown): Promise<Answer> {
  const headers = { ...{{#if isExpiring}}(await authorized(emulator)){{else}}authorized(){{/if}}, ...(body !== undefined && { 'content-type': 'application/json' }) };
  return await request(emulator, method, `{{prefix}}${path}`, body === undefined ? undefined : JSON.stringify(body), headers);
}
