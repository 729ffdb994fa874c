/** Response headers, names in lower case. */
export type Headers = Readonly<Record<string, unknown>>;

/** A complete response of the service, whatever its status. */
export interface Response {
  status: number;
  headers: Headers;
  body: Buffer;
}
