import { z } from 'zod/v4';

/** Something that goes wrong on the wire. Every fault can be injected into every service. */
export const faultSchema = z.discriminatedUnion('kind', [
  /** Responds with this instead of asking the service. A body that is not a string is sent as JSON. */
  z.object({
    kind: z.literal('status'),
    code: z.number().int().min(200).max(599),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.unknown().optional(),
  }),
  /** Resets the connection (TCP RST); the service never sees the request. */
  z.object({ kind: z.literal('resetBefore') }),
  /** Lets the service process the request, then resets the connection without a response. */
  z.object({ kind: z.literal('resetAfter') }),
  /** Neither processes the request nor responds; the connection stays open until one side closes it. */
  z.object({ kind: z.literal('hang') }),
  /** Lets the service respond, announces the whole length, sends the first half and closes. */
  z.object({ kind: z.literal('truncate') }),
  /** Responds 200 (or `code`) with the HTML of a login page; the service never sees the request. */
  z.object({ kind: z.literal('html'), code: z.number().int().optional(), body: z.string().optional() }),
  /** Redirects to the same path on another origin; the service never sees the request. */
  z.object({
    kind: z.literal('redirect'),
    code: z.union([z.literal(301), z.literal(302), z.literal(303), z.literal(307), z.literal(308)]),
    origin: z.string().url(),
  }),
  /** Pads the response of the service to exactly `bytes` bytes of valid JSON. */
  z.object({ kind: z.literal('oversize'), bytes: z.number().int().positive() }),
  /** Throttles the response of the service to `bytesPerSecond`. */
  z.object({ kind: z.literal('drip'), bytesPerSecond: z.number().positive() }),
  /** Lets the service respond `ms` milliseconds (real time) after the request was complete. */
  z.object({ kind: z.literal('delay'), ms: z.number().nonnegative() }),
]);

export type Fault = z.infer<typeof faultSchema>;

/** The requests that a fault applies to. An absent property matches everything. */
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
  /**
   * Number of matching requests that get the fault.
   * @default 1
   */
  times?: number | 'always';
  fault: Fault;
}
