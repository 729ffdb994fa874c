/** One request for a token. */
export interface TokenRequest {
  /** Checked URL of the token service. */
  url: string;
  /** Name of the field that holds the URL, as the user sees it. */
  urlLabel: string;
  contentType: 'application/json' | 'application/x-www-form-urlencoded';
  body: string;
  /** Fields that the request proves knowledge of, as the user sees them: `"Client ID" and "Client Secret"`. */
  proof: string;
  /** Values that must not appear in any error. */
  secrets: readonly string[];
}

/** Response of the token service. */
export interface TokenResponse {
  status: number;
  /** Parsed JSON object, or undefined for anything else. */
  content: Readonly<Record<string, unknown>> | undefined;
  text: string;
  /** Milliseconds by which the service's clock is ahead of ours, from its Date header; undefined without one. */
  clockOffsetMs: number | undefined;
}
