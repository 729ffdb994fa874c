import type { EncodedPath } from './path';
import type { Multipart } from './multipart';

/** A value of a query parameter; lists are sent as repeated parameters, `undefined` is not sent. */
export type QueryValue = string | number | boolean | readonly string[] | undefined;

/** One request, as data. Origin and authentication come only from the credential. */
export interface RequestSpec {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Relative to the base URL of the credential, or to that of `host`. */
  path: EncodedPath;
  /**
   * Name of another base URL, see `ServiceConfig.hosts`.
   * @default ServiceConfig.baseUrl
   */
  host?: string;
  /** @default no query */
  query?: Readonly<Record<string, QueryValue>>;
  /** Sent as JSON. @default no body */
  body?: object;
  /** Sent as multipart/form-data instead of `body`. @default no parts */
  multipart?: Multipart;
  /** Names in any case. May replace `accept` and, except with `multipart`, `content-type`. @default none */
  headers?: Readonly<Record<string, string>>;
  /**
   * Rate limit of the service that the request counts against, see `ServiceConfig.rateLimits`.
   * @default 'default'
   */
  bucket?: string;
  /** Content of an empty response, such as a 204. @default undefined */
  whenEmpty?: unknown;
  /** Accepts a response that is bare text instead of JSON. @default false */
  text?: boolean;
  /**
   * Reads the response as a file of any type, a `DownloadedFile`.
   * @default JSON, or text; for a file, `maxBytes` is 100 MiB
   */
  file?: { maxBytes?: number };
  /**
   * Gives a response its content by its status, even a refusal: a 404 may mean "none". `undefined`: the usual content.
   * @param body parsed JSON, `''` for an empty response, `undefined` for anything else
   * @default the usual content for every status
   */
  contentOf?(status: number, body: unknown): unknown;
}
