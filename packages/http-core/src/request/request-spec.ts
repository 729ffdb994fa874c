import type { EncodedPath } from './path';
import type { Multipart } from './multipart';

/** A value of a query parameter; lists are sent as repeated parameters, `undefined` is not sent. */
export type QueryValue = string | number | boolean | readonly string[] | undefined;

/** One request, as data. Origin and authentication come from the credential alone. */
export interface RequestSpec {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Relative to the base URL of the credential, or to that of `host`. */
  path: EncodedPath;
  /** Name of another base URL of the credential, see `ServiceConfig.hosts`. */
  host?: string;
  query?: Readonly<Record<string, QueryValue>>;
  /** An object or array is sent as JSON. */
  body?: object;
  /** Sent as multipart/form-data instead of `body`. */
  multipart?: Multipart;
  /** Names in any case. Those for `accept` and, except with `multipart`, `content-type` replace the usual ones. */
  headers?: Readonly<Record<string, string>>;
  /** Which of the service's rate limits it counts against. Default: `default`. */
  bucket?: string;
  /** What an empty answer (204) stands for. Without it an empty answer is `undefined`. */
  whenEmpty?: unknown;
  /** Whether the answer may be bare text, which is then taken as a string. Default: it must be JSON. */
  text?: boolean;
  /** The answer is a file of any type: its content becomes a `DownloadedFile`. Default for `maxBytes`: 100 MiB. */
  file?: { maxBytes?: number };
  /**
   * The content that an answer stands for by its status, a refusal included, such as a 404 that means "none". `undefined`: the
   * answer is what it usually is.
   *
   * @param body parsed JSON, `''` for an empty answer, `undefined` for anything else
   */
  contentOf?(status: number, body: unknown): unknown;
}
