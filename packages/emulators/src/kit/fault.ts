/** Something that goes wrong on the wire. Each service can be given each of them. */
export type Fault =
  /** Answers this instead of asking the service. A body that is not a string is sent as JSON. */
  | { kind: 'status'; code: number; headers?: Record<string, string>; body?: unknown }
  /** Resets the connection (TCP RST); the service never sees the request. */
  | { kind: 'resetBefore' }
  /** Lets the service process the request, then resets the connection without an answer. */
  | { kind: 'resetAfter' }
  /** Neither processes nor answers; the connection stays open until one side closes. */
  | { kind: 'hang' }
  /** Lets the service answer, announces the whole length, sends the first half and closes. */
  | { kind: 'truncate' }
  /** Answers 200 (or `code`) with the HTML of a login page; the service never sees the request. */
  | { kind: 'html'; code?: number; body?: string }
  /** Redirects to the same path on another origin; the service never sees the request. */
  | { kind: 'redirect'; code: 301 | 302 | 303 | 307 | 308; origin: string }
  /** Lets the service answer, blown up to exactly `bytes` bytes of valid JSON. */
  | { kind: 'oversize'; bytes: number }
  /** Lets the service answer, at `bytesPerSecond`. */
  | { kind: 'drip'; bytesPerSecond: number }
  /** Lets the service answer, `ms` milliseconds (real time) after the request was complete. */
  | { kind: 'delay'; ms: number };

/** Which requests a fault is for. What is left out matches everything. */
export interface FaultMatch {
  method?: string;
  /**
   * A string matches the path itself and all below it, ignoring case and the query (`/api/v2/alerts` matches
   * `/API/v2/alerts/1/close?x`). A RegExp is tested against path and query.
   */
  path?: string | RegExp;
}

export interface FaultInjection {
  match?: FaultMatch;
  /** How many matching requests get the fault; 1 unless told otherwise. */
  times?: number | 'always';
  fault: Fault;
}
