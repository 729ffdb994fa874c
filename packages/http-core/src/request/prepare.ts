import type { IHttpRequestOptions } from 'n8n-workflow';

import { InvalidParameterError } from '../errors/invalid-parameter-error';
import { RequestError } from '../errors/request-error';
import { encodeMultipart } from './multipart';
import type { QueryValue, RequestSpec } from './request-spec';
import { brokenText, isBroken } from './well-formed';

/** The part of n8n's request options that does not change between the attempts at one request. */
export type PreparedRequest = Pick<IHttpRequestOptions, 'method' | 'url' | 'headers' | 'body'>;

/**
 * Turns a request into n8n's options, on the origin of the credential and no other.
 *
 * @param baseUrl checked base URL of the credential, may have a path
 * @throws InvalidParameterError naming the query parameter or header that cannot be sent
 */
export function prepareRequest(spec: RequestSpec, baseUrl: string): PreparedRequest {
  const base = baseOf(baseUrl);
  const address = base.address + spec.path + queryString(spec.query);
  const url = urlOf(address);
  // A path that does not begin with a slash could extend the host, or turn it into a user name.
  if (url?.origin !== base.origin || url.username !== '' || url.password !== '') {
    throw new RequestError({
      kind: 'blocked',
      applied: 'no',
      summary: `was not called: the request was for ${url?.origin ?? 'an invalid address'}, the credential is for ${base.origin} alone`,
    });
  }
  const headers: Record<string, string> = { accept: 'application/json', ...ownHeaders(spec.headers) };
  const request: PreparedRequest = { method: spec.method, url: url.href, headers };
  if (spec.multipart) {
    const { body, contentType } = encodeMultipart(spec.multipart);
    // The body cannot be read without its boundary.
    headers['content-type'] = contentType;
    request.body = body;
  } else if (spec.body) {
    // Serialised here: n8n sends no body at all for an empty object.
    headers['content-type'] ??= 'application/json';
    request.body = JSON.stringify(spec.body);
  }
  return request;
}

/** RFC 9110 §5.1 and §5.5; Node refuses anything else, with a less helpful message. */
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Headers with names in lower case, so that none occurs twice. */
function ownHeaders(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (HEADER_NAME.test(name) && HEADER_VALUE.test(value)) return [name.toLowerCase(), value];
      throw new InvalidParameterError(
        `The header "${name}" contains characters that no header may have`,
        'Use letters and hyphens for its name, and printable characters without a line break for its value.',
      );
    }),
  );
}

interface Base {
  /** The base URL without slashes at its end. */
  address: string;
  origin: string;
}

/** The base URL of the latest request, parsed: mostly the next one is for the same, and parsing takes a while. */
let latest: { baseUrl: string; base: Base } | undefined;

function baseOf(baseUrl: string): Base {
  if (latest?.baseUrl !== baseUrl) {
    const base = { address: baseUrl.replace(/\/+$/, ''), origin: new URL(baseUrl).origin };
    latest = { baseUrl, base };
  }
  return latest.base;
}

function urlOf(address: string): URL | undefined {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}

/** `?a=1&b=2`, or nothing. Brackets are percent-encoded, a space becomes `%20`: every server reads that alike. */
function queryString(query: Readonly<Record<string, QueryValue>> = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? (value as string[]) : value === undefined ? [] : [String(value)]).map(
      (single) => {
        if (isBroken([name, single])) throw brokenText(`The query parameter "${name}"`);
        return `${encodeURIComponent(name)}=${encodeURIComponent(single)}`;
      },
    ),
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
