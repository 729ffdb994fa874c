import { InvalidParameterError } from '@signalbox/http-core/errors';
import type { IHttpRequestOptions } from 'n8n-workflow';

import { withoutTrailingSlashes } from './check/check-base-url';
import { checkedOptions } from './checked-options';

/** Same rule as axios, with which n8n sends: other URLs are appended to `baseURL`. */
const ABSOLUTE = /^([a-z][a-z\d+\-.]*:)?\/\//i;

/** n8n's HTTP Request node hands its older options to a credential: `uri` where the newer ones have `url`. */
type AnyRequestOptions = IHttpRequestOptions & { uri?: unknown };

/** One or several URLs below which a credential may be sent. */
export type BaseUrls = string | readonly string[];

/** A request whose address was checked. */
interface RestrictedRequest {
  /** A copy with an absolute `url` and nothing else that decides where it goes or who reads it. Follows no redirect. */
  options: IHttpRequestOptions;
  /** The same address, parsed. */
  url: URL;
}

/**
 * Settles where a request goes, and makes sure that it is below the base URL of the credential before a secret is added.
 *
 * n8n lets anyone who may use a credential send any request with it (HTTP Request node, a node's base URL parameter,
 * links of a paginated response), so the credential has to check the address (n8n advisories GHSA-3875-8gcx-7v46,
 * GHSA-jp9j-jr97-w9pj). What was checked is what is sent: `baseURL` and `uri` are gone from the result, because n8n joins them
 * in one way for its checks (`new URL(url, baseURL)`) and in another for sending (axios). So is every option through which
 * the request could reach or be read by somebody else, see checkedOptions.
 *
 * No redirect is followed, as n8n takes custom headers along to any host, and `Authorization` too unless told otherwise.
 * `maxRedirects` says so to the older request helper, `disableFollowRedirect` to the newer one.
 *
 * @param baseUrls checked base URL of the credential, or all of them
 * @throws InvalidParameterError naming the origins, or the option that is refused, and nothing else of the request
 */
export function restrictToBaseUrl(
  requestOptions: IHttpRequestOptions,
  baseUrls: BaseUrls,
): RestrictedRequest {
  const bases = (typeof baseUrls === 'string' ? [baseUrls] : baseUrls).map((base) => new URL(base));
  const origins = [...new Set(bases.map(({ origin }) => origin))].join(' and ');
  const url = targetOf(requestOptions);
  if (!url) {
    throw new InvalidParameterError(
      `The request was stopped: its address is not valid. This credential is for ${origins} alone`,
      'Check the URL of the request.',
    );
  }
  const here = bases.filter(({ origin }) => origin === url.origin);
  if (here.length === 0) {
    throw new InvalidParameterError(
      `The request to ${originOf(url)} was stopped: this credential is for ${origins} alone`,
      'Check the URL of the request, and the base URL of the credential.',
    );
  }
  if (url.username || url.password) {
    throw new InvalidParameterError(
      `The request to ${url.origin} was stopped: its address contains a user name or password. This credential is for ${origins} alone`,
      'Remove the part before "@" from the URL of the request.',
    );
  }
  if (!here.some((base) => liesUnder(url.pathname, withoutTrailingSlashes(base.pathname)))) {
    const places = here.map((base) => base.origin + base.pathname).join(' and ');
    throw new InvalidParameterError(
      `The request to ${url.origin} was stopped: this credential is for addresses under ${places} alone`,
      'Check the URL of the request, and the base URL of the credential.',
    );
  }
  url.hash = '';
  return {
    options: { ...checkedOptions(requestOptions, url), disableFollowRedirect: true, maxRedirects: 0 },
    url,
  };
}

/** Target of a request: `url`, or else `uri`, after `baseURL` if there is one. Undefined if it is not a URL. */
export function targetOf(requestOptions: IHttpRequestOptions): URL | undefined {
  const { url, uri, baseURL } = requestOptions as Partial<AnyRequestOptions>;
  const target = String(url ?? uri ?? '');
  const base = String(baseURL ?? '');
  try {
    return new URL(base === '' || ABSOLUTE.test(target) ? target : join(base, target));
  } catch {
    return undefined;
  }
}

/** Joins like axios: `url` is always appended to `baseURL`. */
function join(baseURL: string, url: string): string {
  return url === '' ? baseURL : `${withoutTrailingSlashes(baseURL)}/${url.replace(/^\/+/, '')}`;
}

/** Schemes other than http(s) have no origin, so the error names the scheme. */
function originOf(url: URL): string {
  return url.origin === 'null' ? `a ${url.protocol} address` : url.origin;
}

function liesUnder(path: string, basePath: string): boolean {
  if (basePath === '') return true;
  if (path !== basePath && !path.startsWith(`${basePath}/`)) return false;
  return !climbs(path.slice(basePath.length));
}

/** Servers and proxies that decode a path before they resolve it would leave the base path on `..%2F`, even encoded twice. */
function climbs(path: string): boolean {
  let decoded = path;
  for (let round = 0; round < 2; round++) {
    decoded = decoded.replace(/%(2e|2f|5c|25)/gi, (code) => decodeURIComponent(code));
  }
  return decoded.split(/[/\\]/).includes('..');
}
