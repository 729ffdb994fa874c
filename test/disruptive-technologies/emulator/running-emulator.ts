import { createHmac } from 'node:crypto';
import type { Emulator } from '@signalbox/emulators';
import {
  plugin as disruptiveTechnologies,
  seed,
  type Control,
} from '@signalbox/emulators/disruptive-technologies';
import { request, type Answer } from '../../emulators/request';
import { runningEmulators } from '../../emulators/running-emulators';

export { request, type Answer };
export const { start, startStill, stopAll } = runningEmulators(disruptiveTechnologies);

export type Running = Emulator<Control>;

type Account = (typeof seed.serviceAccounts)[keyof typeof seed.serviceAccounts];

export function basic({ keyId, secret }: { keyId: string; secret: string }): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${keyId}:${secret}`).toString('base64')}` };
}

/** Calls the API with basic auth, by default as the account that may do everything. */
export function api(
  emulator: { url: string },
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = basic(seed.serviceAccounts.full),
): Promise<Answer> {
  const url = path.startsWith('/emulator/') ? path : `/v2${path}`;
  return request(emulator, method, url, body === undefined ? undefined : JSON.stringify(body), headers);
}

/** A token signed by HMAC as its header says (`HS256`, `HS512`). */
export function jwt(
  header: { alg: 'HS256' | 'HS512'; kid?: string },
  claims: unknown,
  secret: string,
): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part(header)}.${part(claims)}`;
  return `${signed}.${createHmac(header.alg.replace('HS', 'sha'), secret).update(signed).digest('base64url')}`;
}

/** Asks for a token. disruptive-technologies.md §1b. */
export function askToken(
  emulator: Running,
  account: Account,
  claims: Record<string, unknown> = {},
  secret: string = account.secret,
): Promise<Answer> {
  const iat = Math.floor(emulator.clock.now() / 1000);
  const assertion = jwt(
    { alg: 'HS256', kid: account.keyId },
    { iat, exp: iat + 3600, aud: `${emulator.url}/oauth2/token`, iss: account.email, ...claims },
    secret,
  );
  const form = new URLSearchParams({
    assertion,
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  });
  return request(emulator, 'POST', '/oauth2/token', form.toString(), {
    'content-type': 'application/x-www-form-urlencoded',
  });
}

export async function bearer(emulator: Running, account: Account): Promise<Record<string, string>> {
  return { authorization: `Bearer ${(await askToken(emulator, account)).json.access_token}` };
}

export const errorBody = (code: number, error: unknown) => ({
  error,
  code,
  help: `https://docs.d21s.com/error/#${code}`,
});
