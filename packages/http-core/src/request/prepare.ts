import type { IHttpRequestOptions } from 'n8n-workflow';

import { RequestFailure } from '../errors/request-failure';
import { encodeMultipart } from './multipart';
import type { QueryValue, RequestSpec } from './request-spec';

/** The part of n8n's request options that does not change between the attempts at one request. */
export type PreparedRequest = Pick<IHttpRequestOptions, 'method' | 'url' | 'headers' | 'body'>;

/**
 * Turns a request into n8n's options, on the origin of the credential and no other.
 *
 * @param baseUrl checked base URL of the credential, may have a path
 */
export function prepareRequest(spec: RequestSpec, baseUrl: string): PreparedRequest {
  const base = new URL(baseUrl);
  const address = baseUrl.replace(/\/+$/, '') + spec.path + queryString(spec.query);
  const url = URL.canParse(address) ? new URL(address) : undefined;
  // A path that does not begin with a slash could extend the host, or turn it into a user name.
  if (url?.origin !== base.origin || url.username !== '' || url.password !== '') {
    throw new RequestFailure({
      kind: 'blocked',
      delivery: 'no',
      what: `was not called: the request was for ${url?.origin ?? 'an invalid address'}, the credential is for ${base.origin} alone`,
    });
  }
  const headers: Record<string, string> = { accept: 'application/json', ...spec.headers };
  const request: PreparedRequest = { method: spec.method, url: url.href, headers };
  if (spec.multipart) {
    const { body, contentType } = encodeMultipart(spec.multipart);
    headers['content-type'] = contentType;
    request.body = body;
  } else if (spec.body) {
    // Serialised here: n8n sends no body at all for an empty object.
    headers['content-type'] = 'application/json';
    request.body = JSON.stringify(spec.body);
  }
  return request;
}

/** `?a=1&b=2`, or nothing. Brackets are percent-encoded, a space becomes `%20`: every server reads that alike. */
function queryString(query: Readonly<Record<string, QueryValue>> = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? (value as string[]) : value === undefined ? [] : [String(value)]).map(
      (single) => `${encodeURIComponent(name)}=${encodeURIComponent(single)}`,
    ),
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
