import type { IHttpRequestOptions } from 'n8n-workflow';

/** A copy of a request with one header set, in place of every spelling of it that was there. */
export function withHeader(options: IHttpRequestOptions, header: string, value: string): IHttpRequestOptions {
  const others = Object.entries(options.headers ?? {}).filter(
    ([name]) => name.trim().toLowerCase() !== header.toLowerCase(),
  );
  return { ...options, headers: { ...Object.fromEntries(others), [header]: value } };
}
