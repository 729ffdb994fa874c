import type { IncomingHttpHeaders } from 'node:http';
import type { INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';
import type * as z from 'zod/v4-mini';

import type { EventVersion } from '../dedupe/latest-per-key';
import type { SubscriptionState } from '../state/subscription-record';
import type { ParsedJson } from './parse-json';

/** One incoming request, as the service sent it. */
export interface Delivery {
  /** Names in lower case. */
  headers: IncomingHttpHeaders;
  /** As parsed by n8n: a repeated parameter is an array, one with brackets an object. */
  query: Readonly<Record<string, unknown>>;
  /** The bytes of the body, decompressed, otherwise untouched. Signatures are computed over these. */
  rawBody: Buffer;
  /**
   * The body as JSON, parsed on the first call. As expensive as everything else together, so verify the sender first.
   */
  parsed(): ParsedJson;
  /** The user is listening for a test event in the editor. */
  isTest: boolean;
  /** Id of this node's subscription at the service, if it is known. */
  subscriptionId: string | undefined;
}

/** Outcome of a verification. */
export type Verdict =
  | { ok: true }
  | {
      ok: false;
      /** For the log of the instance. Never sent to the sender; contains no secret. */
      reason: string;
      /**
       * Verification is not possible right now. The sender gets a 503, so that it tries again, instead of a 401.
       * @default false
       */
      isTransient?: boolean;
    };

/** Decides if a delivery comes from the service. A thrown error counts as a refusal. */
export type Verify = (
  delivery: Delivery,
  state: SubscriptionState,
  ctx: IWebhookFunctions,
) => Verdict | Promise<Verdict>;

/** A response that we send ourselves, as JSON. */
export interface WebhookResponse {
  status: number;
  body: object;
}

/** An item for the output. `json` may be of any object type: a parsed event is JSON, but its type does not say so. */
export interface OutputItem {
  json: object;
  binary?: INodeExecutionData['binary'];
}

/**
 * When the sender gets its 2xx:
 * - `'onReceived'`: the execution has started
 * - `'lastNode'`: the execution has succeeded; until then the sender keeps the event, and repeats it after a failure, a
 *   crash or a timeout
 * - `'immediately'`: before `toItems` runs, which may be slow and must not throw: the event cannot be requested again
 */
export type ResponseMode = 'onReceived' | 'lastNode' | 'immediately';

/** The way one trigger node handles the deliveries of its service. */
export interface Receiver<Event> {
  /**
   * Largest accepted body, in bytes.
   * @default 1_048_576
   */
  maxBytes?: number;
  /**
   * Accepts a media type: lower case, without parameters, '' if missing.
   * @default `application/json` and everything that ends in `+json`
   */
  acceptsMediaType?: (mediaType: string) => boolean;
  /** Called only if the state has a secret, or needs none. */
  verify: Verify;
  /**
   * `false` if deliveries are verified without a secret of ours, e.g. with a key that the service publishes.
   * @default true
   */
  needsSecret?(state: SubscriptionState): boolean;
  /**
   * Splits a body into its events. Each is validated, filtered, deduplicated and turned into items separately; more
   * than 1,000 are refused.
   * @default the body is one event
   * @example (body) => (Array.isArray(body) ? body : [body])
   */
  split?(body: unknown): readonly unknown[];
  /**
   * Shape of an event. Must not transform: the event is passed on as it came. Name only what is used and leave the rest
   * unvisited, i.e. `z.object` instead of `z.looseObject`, and no `z.array` for data that is only passed on. Properties
   * that are `null` are removed before it is applied.
   */
  schema: () => z.ZodMiniType<Event>;
  /**
   * Responds to handshakes and test events without an execution. Not called for events in a list.
   * @default every event is handled as an ordinary one
   */
  directResponse?(event: Event, delivery: Delivery): WebhookResponse | undefined;
  /**
   * Returns the filter that the node's parameters define for this delivery.
   * @default every event is wanted
   */
  accepts?(ctx: IWebhookFunctions, delivery: Delivery): (event: Event) => boolean | Promise<boolean>;
  /**
   * The service's id of an event, the same when it is sent again. Events without one are not deduplicated.
   * @default no event has an id
   */
  deliveryId?(event: Event, delivery: Delivery, state: SubscriptionState): string | undefined;
  /**
   * Events that the process remembers for deduplication.
   * @default 1000
   */
  seenLimit?: number;
  /**
   * The newest of them that survive a restart, at least all of the newest delivery. n8n stores them with each
   * execution.
   * @default 250
   */
  savedLimit?: number;
  /**
   * Delivers only events newer than the last one with the same key; the others are dropped as stale. Returns
   * `undefined` for a delivery, or for an event, to which this does not apply.
   * @default every event is delivered
   * @example () => ({ device, time }) => ({ key: device, at: Date.parse(time) * 1000 })
   */
  latestOnly?(
    ctx: IWebhookFunctions,
    state: SubscriptionState,
  ): ((event: Event) => EventVersion | undefined) | undefined;
  /**
   * When the sender gets its 2xx. Must match `responseMode` of the webhook description (`'immediately'` uses
   * `onReceived`).
   * @default 'onReceived'
   */
  responseMode?(ctx: IWebhookFunctions): ResponseMode;
  /**
   * Time that a duplicate waits for the delivery in progress before it gets a 503, in milliseconds. Keep it below the
   * sender's timeout.
   * @default 8000
   */
  inFlightWaitMs?: number;
  /** Turns an event into items; no items means no execution. If it throws, the sender gets a 500 and tries again. */
  toItems(event: Event, ctx: IWebhookFunctions, delivery: Delivery): OutputItem[] | Promise<OutputItem[]>;
}
