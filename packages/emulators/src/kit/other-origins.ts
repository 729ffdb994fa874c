import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';

/** Refuses requests that a page of another site may have caused. */
export interface Refusal {
  status: 403 | 421;
  error: string;
}

/**
 * Keeps pages of other sites away: those whose name resolves to this machine (DNS rebinding) may not even read, and
 * the others may not write. Programs send no `Origin`, so they are not affected.
 *
 * @param boundTo address or name that the emulator listens on
 * @param allowedHosts further names that may stand in `Host`
 */
export function refusalOf(
  method: string,
  headers: IncomingHttpHeaders,
  boundTo: string,
  allowedHosts: readonly string[],
): Refusal | undefined {
  const host = hostname(headers.host ?? '');
  if (!isOwnHost(host, boundTo, allowedHosts)) {
    return {
      status: 421,
      error: `The host ${JSON.stringify(host)} is not this emulator. Call it by its address, or start it with --allow-host ${host || 'NAME'}.`,
    };
  }
  if (method !== 'GET' && method !== 'HEAD' && isForeign(headers)) {
    return { status: 403, error: 'A page of another site cannot write to this emulator.' };
  }
  return undefined;
}

function isOwnHost(host: string, boundTo: string, allowedHosts: readonly string[]): boolean {
  if (isLoopback(host)) return true;
  if ([boundTo, ...allowedHosts].some((name) => name.toLowerCase() === host)) return host !== '';
  // An IP address in Host is safe: DNS rebinding needs a name.
  return !isLoopback(boundTo) && isIP(host) !== 0;
}

function isLoopback(host: string): boolean {
  return /^(.+\.)?localhost$/.test(host) || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** A host without its port, in lower case, without the brackets of IPv6 and the dot of a full name. */
function hostname(host: string): string {
  const [, ipv6, name] = /^(?:\[([^\]]*)\]|([^:]*))(?::\d*)?$/.exec(host) ?? [];
  return (ipv6 ?? name ?? '').toLowerCase().replace(/\.$/, '');
}

/** Browsers say where a request comes from; old ones only by `Origin`. */
function isForeign({ origin, host, 'sec-fetch-site': site }: IncomingHttpHeaders): boolean {
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  return origin !== undefined && origin.toLowerCase() !== `http://${host ?? ''}`.toLowerCase();
}
