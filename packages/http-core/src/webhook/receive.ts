import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { log } from '../platform/log';
import { beforeEnd } from './before-end';
import { claimDelivery } from './dedupe';
import { allOf } from './delivery-claim';
import type { DeliveryClaim } from './delivery-claim';
import { claimNewest } from './only-newer';
import type { Moment } from './only-newer';
import { parseJson } from './parse-json';
import { processMemory } from './process-memory';
import { saveUntilAnswered } from './save-until-answered';
import { holdsSecret, processKey, recall } from './subscription-memory';
import type { SubscriptionMemory } from './subscription-memory';

/** One incoming request, as the service sent it. */
export interface Delivery {
  /** Names in lower case. */
  headers: IncomingHttpHeaders;
  /** As parsed by n8n: a parameter given twice is an array, one with brackets an object. */
  query: Readonly<Record<string, unknown>>;
  /** The bytes of the body, decompressed, otherwise untouched. Signatures are over these. */
  rawBody: Buffer;
  /** Whether the user is listening for a test event in the editor. */
  isTest: boolean;
  /** Id of the subscription this node has at the service, where it is known. */
  subscriptionId: string | undefined;
}

export type Verdict =
  | { ok: true }
  | {
      ok: false;
      /** For the log of the instance; never sent back, and no secret. */
      reason: string;
      /** It cannot be told now, but later: the service is asked to send the delivery again. */
      isUndecided?: boolean;
    };

/** Decides whether a delivery comes from the service. A throw counts as no. */
export type Verify = (
  delivery: Delivery,
  memory: SubscriptionMemory,
  ctx: IWebhookFunctions,
) => Verdict | Promise<Verdict>;

/** An answer of our own to a delivery that needs one, sent as JSON. */
export interface Answer {
  status: number;
  body: object;
}

/** An item for the output. `json` may be of any object type: a parsed event is JSON, but its type does not say so. */
export interface Presented {
  json: object;
  binary?: INodeExecutionData['binary'];
}

/** How one trigger node takes the deliveries of its service. */
export interface Receiver<Event> {
  /** Bytes of the largest body taken. Default 1 MiB. */
  maxBytes?: number;
  /** Whether a media type (lower case, without parameters; '' when missing) is taken. Default: JSON and `+json`. */
  takesMediaType?: (mediaType: string) => boolean;
  /** Called only when a secret is remembered, or none is needed. */
  verify: Verify;
  /** Whether deliveries are verified with a secret of ours; not so where the service publishes a key. Default: yes. */
  needsSecret?(memory: SubscriptionMemory): boolean;
  /** Shape of an event. Use `z.looseObject`: unknown fields must stay. `null` properties are gone before it is applied. */
  schema: () => z.ZodMiniType<Event>;
  /** Answers handshakes and test events without an execution; `undefined` for ordinary ones. */
  answerWith?(event: Event, delivery: Delivery): Answer | undefined;
  /**
   * The events of a delivery that holds several, at least one; each is then filtered, deduplicated and turned into items by
   * itself. Default: a delivery is one event.
   */
  split?(event: Event): readonly Event[];
  /** Whether the user wants this event. Default: every one. */
  accepts?(event: Event, ctx: IWebhookFunctions, delivery: Delivery): boolean | Promise<boolean>;
  /** The service's id of the delivery, the same when it is sent again. `undefined`: not deduplicated. */
  deliveryId?(event: Event, delivery: Delivery, memory: SubscriptionMemory): string | undefined;
  /** Deliveries remembered for deduplication, by the process. Default 1,000. */
  seenLimit?: number;
  /** The newest of them that survive a restart; n8n stores them anew with each execution. Default 250. */
  savedLimit?: number;
  /** Where only an event that is newer than the last one of its series is wanted: its place. Default: every event is. */
  newest?(event: Event, ctx: IWebhookFunctions, memory: SubscriptionMemory): Moment | undefined;
  /**
   * When the service gets its 2xx; has to be what the webhook description says as `responseMode`. `onReceived`: once the
   * execution has started. `lastNode`: once it has finished without an error; until then the service keeps the event, and
   * sends it again after a failure, a crash or a timeout. `atOnce`: before the items are made, which takes long; then
   * `present` must not throw, as nothing can be asked for again, and the webhook description says `onReceived`. Default
   * `onReceived`.
   */
  responseMode?(ctx: IWebhookFunctions): ResponseMode;
  /**
   * How long a copy of a delivery that is being handled waits for the outcome, in milliseconds, before it is answered 503. Has
   * to be less than the service waits for an answer. Default 8,000.
   */
  patienceMs?: number;
  /** Turns an event into items; none means no execution. A throw is answered 500, so that the service tries again. */
  present(event: Event, ctx: IWebhookFunctions, delivery: Delivery): Presented[] | Promise<Presented[]>;
}

export type ResponseMode = 'onReceived' | 'lastNode' | 'atOnce';

/** Services known wait 10 seconds and more. */
const DEFAULT_PATIENCE_MS = 8_000;

const DEFAULT_MAX_BYTES = 1024 * 1024;

/** The fixed answers. That of an unverifiable delivery says nothing about why, and is always the same. */
const ANSWERS = {
  tooLarge: { status: 413, body: { error: 'payload too large' } },
  wrongType: { status: 415, body: { error: 'unsupported media type' } },
  unverified: { status: 401, body: { error: 'unauthorized' } },
  unverifiable: { status: 503, body: { error: 'the sender cannot be verified now, send it again later' } },
  malformed: { status: 400, body: { error: 'malformed payload' } },
  repeated: { status: 200, body: { accepted: true, repeated: true } },
  filtered: { status: 200, body: { accepted: false } },
  outdated: { status: 200, body: { accepted: false, outdated: true } },
  undecided: { status: 503, body: { error: 'the event is being handled, send it again later' } },
  failed: { status: 500, body: { error: 'the event could not be handled, send it again' } },
} satisfies Record<string, Answer>;

/** Sent by n8n itself once the execution is under way. Needs `responseData: ''` in the node's webhook description. */
const ACCEPTED = { accepted: true };

/** What this module needs of n8n's request. */
interface WebhookRequest {
  headers: IncomingHttpHeaders;
  query?: Record<string, unknown>;
  rawBody?: Buffer;
  readRawBody?: () => Promise<void>;
}

/**
 * The whole of a trigger's `webhook()`: takes one delivery and either starts an execution or answers why not.
 *
 * Order: size, media type, verification over the raw bytes, JSON, schema, handshake, filter, deduplication, items. It fails
 * closed: no remembered secret, no event. Every path sends exactly one response: refusals, filtered and repeated
 * events are answered here; an accepted one by n8n after it has started the execution, so that a failure to
 * start it becomes a 500 and the service sends the event again, or after it has finished it (`Receiver.responseMode`).
 *
 * In the node's webhook description set `responseMode: 'onReceived'` and `responseData: ''`. Without the latter n8n
 * answers with the text "firstEntryJson" as HTML instead of our JSON. Where `responseMode` may be `lastNode`, set
 * `responseData: 'noData'`: anything else sends the workflow's data to the service, and makes an error of an empty output.
 */
export async function receive<Event>(
  ctx: IWebhookFunctions,
  receiver: Receiver<Event>,
): Promise<IWebhookResponseData> {
  // Counted from here, as the service does: verification may have to ask for keys.
  const until = Date.now() + (receiver.patienceMs ?? DEFAULT_PATIENCE_MS);
  const response = ctx.getResponseObject() as unknown as ServerResponse;
  const refuse = (given: Answer, reason?: string): IWebhookResponseData => {
    if (reason !== undefined) log(ctx, 'warn', `Webhook delivery refused (${given.status}): ${reason}`);
    send(response, given);
    return { noWebhookResponse: true };
  };

  const request = ctx.getRequestObject() as unknown as WebhookRequest;
  const { maxBytes = DEFAULT_MAX_BYTES, takesMediaType = isJson } = receiver;
  if (Number(request.headers['content-length']) > maxBytes) return refuse(ANSWERS.tooLarge);
  if (!takesMediaType(mediaTypeOf(request.headers))) return refuse(ANSWERS.wrongType);

  const rawBody = await readRawBody(request);
  if (!rawBody) return refuse(ANSWERS.malformed);
  // Again: the header may be missing (chunked) or count compressed bytes.
  if (rawBody.length > maxBytes) return refuse(ANSWERS.tooLarge);

  const isTest = ctx.getMode() === 'manual';
  const memory = recall(ctx, isTest ? 'test' : 'production');
  if (!memory || ((receiver.needsSecret?.(memory) ?? true) && !holdsSecret(memory))) {
    return refuse(
      ANSWERS.unverified,
      'no secret is remembered for this node. Publish the workflow again to register the webhook anew',
    );
  }
  const { headers, query = {} } = request;
  const delivery: Delivery = { headers, query, rawBody, isTest, subscriptionId: memory.id };
  const verdict = await judge(receiver.verify, delivery, memory, ctx);
  if (!verdict.ok)
    return refuse(verdict.isUndecided ? ANSWERS.unverifiable : ANSWERS.unverified, verdict.reason);

  const parsed = parseJson(rawBody);
  if (!parsed.ok) return refuse(ANSWERS.malformed, parsed.reason);
  const checked = z.safeParse(receiver.schema(), parsed.value);
  if (!checked.success) {
    const paths = checked.error.issues.map(({ path }) => path.map(String).join('.') || '(root)');
    return refuse(
      ANSWERS.malformed,
      `the body has not the expected shape at ${paths.slice(0, 5).join(', ')}`,
    );
  }

  try {
    const outcome = await handle(ctx, receiver, checked.data, { delivery, memory, response, until });
    if (!Array.isArray(outcome)) return refuse(outcome);
    // n8n 2.41 starts an execution all the same.
    if (response.headersSent) return { noWebhookResponse: true, workflowData: [outcome] };
    return { webhookResponse: ACCEPTED, workflowData: [outcome] };
  } catch (error) {
    log(ctx, 'error', `Webhook delivery could not be handled: ${messageOf(error)}`);
    return refuse(ANSWERS.failed);
  }
}

/** From a verified, well-formed event to its items, or to the answer why there are none. */
async function handle<Event>(
  ctx: IWebhookFunctions,
  receiver: Receiver<Event>,
  event: Event,
  received: { delivery: Delivery; memory: SubscriptionMemory; response: ServerResponse; until: number },
): Promise<Answer | INodeExecutionData[]> {
  const { delivery, response } = received;
  const special = receiver.answerWith?.(event, delivery);
  if (special) return special;
  const wanted: Event[] = [];
  for (const one of receiver.split?.(event) ?? [event]) {
    if (!receiver.accepts || (await receiver.accepts(one, ctx, delivery))) wanted.push(one);
  }
  if (wanted.length === 0) return ANSWERS.filtered;

  const claimed = await claimAll(ctx, receiver, wanted, received);
  if (typeof claimed === 'string') return ANSWERS[claimed];
  const { claim, events } = claimed;

  const mode = receiver.responseMode?.(ctx) ?? 'onReceived';
  if (mode === 'atOnce') {
    // First, or a copy would wait for the items as well.
    claim.accept();
    claim.confirm();
    send(response, { status: 200, body: ACCEPTED });
  }
  const items: Presented[] = [];
  try {
    for (const one of events) items.push(...(await receiver.present(one, ctx, delivery)));
  } catch (error) {
    claim.release();
    throw error;
  }
  if (mode === 'atOnce') {
    // Others have been accepted meanwhile, and n8n now writes the static data that this delivery began with.
    claim.save();
    recall(ctx, delivery.isTest ? 'test' : 'production');
  } else if (items.length === 0) {
    claim.release();
  } else {
    decideByAnswer(claim, response, mode);
    void saveUntilAnswered(processMemory(processKey(ctx, 'production')), claim, response);
  }
  return items.length === 0 ? ANSWERS.filtered : (items as INodeExecutionData[]);
}

/** Claims the events of a delivery that are new, in their order; or why none is. */
async function claimAll<Event>(
  ctx: IWebhookFunctions,
  receiver: Receiver<Event>,
  events: readonly Event[],
  received: { delivery: Delivery; memory: SubscriptionMemory; until: number },
): Promise<{ claim: DeliveryClaim; events: readonly Event[] } | Refusal> {
  const idOf = (event: Event): string | undefined =>
    receiver.deliveryId?.(event, received.delivery, received.memory);
  // An event that stands in a list twice would wait for itself, and two lists in different order for each other.
  const once = [...new Map(events.map((event) => [idOf(event) ?? event, event])).values()];
  const inTurn = [...once].sort((a, b) => compareText(idOf(a) ?? '', idOf(b) ?? ''));
  const claims = new Map<Event, DeliveryClaim>();
  let refusal: Refusal = 'repeated';
  for (const event of inTurn) {
    const claim = await claimFor(ctx, receiver, event, received);
    if (typeof claim !== 'string') claims.set(event, claim);
    else refusal = claim;
    if (claim !== 'undecided') continue;
    // The whole delivery comes again.
    allOf([...claims.values()]).release();
    return claim;
  }
  if (claims.size === 0) return refusal;
  return { claim: allOf([...claims.values()]), events: once.filter((event) => claims.has(event)) };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Why an event is not handled. */
type Refusal = 'repeated' | 'outdated' | 'undecided';

/** Claims what the receiver wants to be unique about an event; or why it is not. */
async function claimFor<Event>(
  ctx: IWebhookFunctions,
  receiver: Receiver<Event>,
  event: Event,
  { delivery, memory, until }: { delivery: Delivery; memory: SubscriptionMemory; until: number },
): Promise<DeliveryClaim | Refusal> {
  // While the user listens for a test event, the same sample may be sent again and again.
  if (delivery.isTest) return allOf([]);
  const claims: DeliveryClaim[] = [];
  const id = receiver.deliveryId?.(event, delivery, memory);
  if (id) {
    const claim = await claimDelivery(ctx, {
      id,
      limit: receiver.seenLimit,
      savedLimit: receiver.savedLimit,
      until,
    });
    if (typeof claim === 'string') return claim;
    claims.push(claim);
  }
  const moment = receiver.newest?.(event, ctx, memory);
  if (moment) {
    const claim = await claimNewest(ctx, moment, until);
    if (typeof claim === 'string') {
      allOf(claims).release();
      return claim;
    }
    claims.push(claim);
  }
  return allOf(claims);
}

/**
 * The answer that n8n gives tells whether the delivery is done with: not when n8n could not start the execution or, in the mode
 * `lastNode`, when the execution failed. Then the service sends the event again, and it must count as new.
 */
function decideByAnswer(
  claim: DeliveryClaim,
  response: ServerResponse,
  mode: Exclude<ResponseMode, 'atOnce'>,
): void {
  if (mode === 'onReceived') claim.accept();
  beforeEnd(response, () => {
    const { statusCode } = response;
    if (statusCode < 200 || statusCode >= 300) {
      claim.release();
      return;
    }
    if (mode === 'lastNode') claim.accept();
    claim.confirm();
  });
}

async function judge(
  verify: Verify,
  delivery: Delivery,
  memory: SubscriptionMemory,
  ctx: IWebhookFunctions,
): Promise<Verdict> {
  try {
    return await verify(delivery, memory, ctx);
  } catch (error) {
    return { ok: false, reason: `verification failed: ${messageOf(error)}` };
  }
}

/** The body as bytes. n8n reads it lazily for some media types; `undefined` when it was cut off on the way or never read. */
async function readRawBody(request: WebhookRequest): Promise<Buffer | undefined> {
  try {
    await request.readRawBody?.();
  } catch {
    return undefined;
  }
  return request.rawBody;
}

function mediaTypeOf(headers: IncomingHttpHeaders): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
}

function isJson(mediaType: string): boolean {
  return mediaType === 'application/json' || mediaType.endsWith('+json');
}

function send(response: ServerResponse, { status, body }: Answer): void {
  if (response.headersSent) return;
  response
    .writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    .end(JSON.stringify(body));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'an error of unknown kind';
}
