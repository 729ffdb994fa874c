import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { log } from '../../platform/log';
import { wait } from '../../platform/wait';
import { seenEvents } from '../dedupe/duplicates';
import { combineClaims } from '../dedupe/claim';
import type { Claim, DeliveryClaim } from '../dedupe/claim';
import { latestVersions } from '../dedupe/latest-per-key';
import type { EventVersion } from '../dedupe/latest-per-key';
import { parseJson } from './parse-json';
import type { ParsedJson } from './parse-json';
import { processCache } from '../state/process-cache';
import { flushStaticData } from '../../n8n-workarounds/flush-static-data';
import { hasSecret, cacheKey, loadState } from '../state/subscription-state';
import type { SubscriptionState } from '../state/subscription-state';

/** One incoming request, as the service sent it. */
export interface Delivery {
  /** Names in lower case. */
  headers: IncomingHttpHeaders;
  /** As parsed by n8n: a parameter given twice is an array, one with brackets an object. */
  query: Readonly<Record<string, unknown>>;
  /** The bytes of the body, decompressed, otherwise untouched. Signatures are over these. */
  rawBody: Buffer;
  /** The body as JSON, parsed when it is first asked for. Costs as much as the rest together, so authenticate the sender before. */
  parsed(): ParsedJson;
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
      isTransient?: boolean;
    };

/** Decides whether a delivery comes from the service. A throw counts as no. */
export type Verify = (
  delivery: Delivery,
  memory: SubscriptionState,
  ctx: IWebhookFunctions,
) => Verdict | Promise<Verdict>;

/** An answer of our own to a delivery that needs one, sent as JSON. */
export interface WebhookResponse {
  status: number;
  body: object;
}

/** An item for the output. `json` may be of any object type: a parsed event is JSON, but its type does not say so. */
export interface OutputItem {
  json: object;
  binary?: INodeExecutionData['binary'];
}

/** How one trigger node takes the deliveries of its service. */
export interface Receiver<Event> {
  /** Bytes of the largest body taken. Default 1 MiB. */
  maxBytes?: number;
  /** Whether a media type (lower case, without parameters; '' when missing) is taken. Default: JSON and `+json`. */
  acceptsMediaType?: (mediaType: string) => boolean;
  /** Called only when a secret is remembered, or none is needed. */
  verify: Verify;
  /** Whether deliveries are verified with a secret of ours; not so where the service publishes a key. Default: yes. */
  needsSecret?(memory: SubscriptionState): boolean;
  /**
   * The events of a delivery that holds several; each is then checked, filtered, deduplicated and turned into items by
   * itself. Default: a delivery is one event. More than 1,000 are refused.
   */
  split?(body: unknown): readonly unknown[];
  /**
   * Shape of an event. The event is passed on as it came, so the schema names only what is used, and should not visit the
   * rest: `z.object` rather than `z.looseObject`, no `z.array` of what is only passed on. It must not transform.
   * `null` properties are gone before it is applied.
   */
  schema: () => z.ZodMiniType<Event>;
  /** Answers handshakes and test events without an execution; `undefined` for ordinary ones, and for those in a list. */
  directResponse?(event: Event, delivery: Delivery): WebhookResponse | undefined;
  /** Whether the user wants an event, by what the parameters are for this delivery. Default: every one. */
  accepts?(ctx: IWebhookFunctions, delivery: Delivery): (event: Event) => boolean | Promise<boolean>;
  /** The service's id of the delivery, the same when it is sent again. `undefined`: not deduplicated. */
  deliveryId?(event: Event, delivery: Delivery, memory: SubscriptionState): string | undefined;
  /** Events remembered for deduplication, by the process. Default 1,000. */
  seenLimit?: number;
  /**
   * The newest of them that survive a restart, at least all of the newest delivery; n8n stores them again with each execution.
   * Default 250.
   */
  savedLimit?: number;
  /**
   * Where only an event that is newer than the last one of its series is wanted: what tells its place; `undefined`, also of a
   * single event, where that does not matter. Default: every event is wanted.
   */
  latestOnly?(
    ctx: IWebhookFunctions,
    memory: SubscriptionState,
  ): ((event: Event) => EventVersion | undefined) | undefined;
  /**
   * When the service gets its 2xx; has to be what the webhook description says as `responseMode`. `onReceived`: once the
   * execution has started. `lastNode`: once it has finished without an error; until then the service keeps the event, and
   * sends it again after a failure, a crash or a timeout. `immediately`: before the items are made, which takes long; then
   * `present` must not throw, as nothing can be asked for again, and the webhook description says `onReceived`. Default
   * `onReceived`.
   */
  responseMode?(ctx: IWebhookFunctions): ResponseMode;
  /**
   * How long a copy of a delivery that is being handled waits for the outcome, in milliseconds, before it is answered 503. Has
   * to be less than the service waits for an answer. Default 8,000.
   */
  inFlightWaitMs?: number;
  /** Turns an event into items; none means no execution. A throw is answered 500, so that the service tries again. */
  toItems(event: Event, ctx: IWebhookFunctions, delivery: Delivery): OutputItem[] | Promise<OutputItem[]>;
}

export type ResponseMode = 'onReceived' | 'lastNode' | 'immediately';

/** Services known wait 10 seconds and more. */
const DEFAULT_IN_FLIGHT_WAIT_MS = 8_000;

const DEFAULT_MAX_BYTES = 1024 * 1024;

/** Most events in a delivery. Each becomes an item, and each is remembered. */
const MAX_EVENTS = 1_000;

/** How long a delivery is worked on without a pause, in milliseconds: n8n has one thread, and other work waits for it. */
const TURN_MS = 10;

/** The fixed answers. That of an unverifiable delivery says nothing about why, and is always the same. */
const RESPONSES = {
  tooLarge: { status: 413, body: { error: 'payload too large' } },
  wrongType: { status: 415, body: { error: 'unsupported media type' } },
  unauthorized: { status: 401, body: { error: 'unauthorized' } },
  unverifiable: { status: 503, body: { error: 'the sender cannot be verified now, send it again later' } },
  malformed: { status: 400, body: { error: 'malformed payload' } },
  duplicate: { status: 200, body: { accepted: true, duplicate: true } },
  filtered: { status: 200, body: { accepted: false } },
  stale: { status: 200, body: { accepted: false, stale: true } },
  'in-progress': { status: 503, body: { error: 'the event is being handled, send it again later' } },
  failed: { status: 500, body: { error: 'the event could not be handled, send it again' } },
} satisfies Record<string, WebhookResponse>;

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
 * closed: no remembered secret, no event. Every path, whatever throws, sends exactly one response: refusals, filtered and repeated
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
  const response = ctx.getResponseObject() as unknown as ServerResponse;
  try {
    return await receiveVerified(ctx, receiver, response);
  } catch (error) {
    send(response, RESPONSES.failed);
    report(ctx, 'error', `Webhook delivery could not be handled: ${messageOf(error)}`);
    return { noWebhookResponse: true };
  }
}

async function receiveVerified<Event>(
  ctx: IWebhookFunctions,
  receiver: Receiver<Event>,
  response: ServerResponse,
): Promise<IWebhookResponseData> {
  // Counted from here, as the service does: verification may have to ask for keys.
  const until = Date.now() + (receiver.inFlightWaitMs ?? DEFAULT_IN_FLIGHT_WAIT_MS);
  const refuse = (given: WebhookResponse, reason?: string): IWebhookResponseData => {
    send(response, given);
    if (reason !== undefined) report(ctx, 'warn', `Webhook delivery refused (${given.status}): ${reason}`);
    return { noWebhookResponse: true };
  };

  const request = ctx.getRequestObject() as unknown as WebhookRequest;
  const { maxBytes = DEFAULT_MAX_BYTES, acceptsMediaType: takesMediaType = isJson } = receiver;
  if (Number(request.headers['content-length']) > maxBytes) return refuse(RESPONSES.tooLarge);
  if (!takesMediaType(mediaTypeOf(request.headers))) return refuse(RESPONSES.wrongType);

  const rawBody = await readRawBody(request);
  if (!rawBody) return refuse(RESPONSES.malformed);
  // Again: the header may be missing (chunked) or count compressed bytes.
  if (rawBody.length > maxBytes) return refuse(RESPONSES.tooLarge);

  const isTest = ctx.getMode() === 'manual';
  const memory = loadState(ctx, isTest ? 'test' : 'production');
  if (!memory || ((receiver.needsSecret?.(memory) ?? true) && !hasSecret(memory))) {
    return refuse(
      RESPONSES.unauthorized,
      'no secret is remembered for this node. Publish the workflow again to register the webhook anew',
    );
  }
  const { headers, query = {} } = request;
  let known: ParsedJson | undefined;
  const parsed = (): ParsedJson => (known ??= parseJson(rawBody));
  const delivery: Delivery = { headers, query, rawBody, parsed, isTest, subscriptionId: memory.id };
  const verdict = await judge(receiver.verify, delivery, memory, ctx);
  if (!verdict.ok)
    return refuse(verdict.isTransient ? RESPONSES.unverifiable : RESPONSES.unauthorized, verdict.reason);

  const pause = pauses();
  const read = await readEvents(receiver, parsed(), pause);
  if (!read.ok) return refuse(read.tooLarge ? RESPONSES.tooLarge : RESPONSES.malformed, read.reason);
  const received = { delivery, memory, response, until, pause };
  const outcome = await handle(ctx, receiver, read.events, received);
  if (!Array.isArray(outcome)) return refuse(outcome);
  // n8n 2.41 starts an execution all the same.
  if (response.headersSent) return { noWebhookResponse: true, workflowData: [outcome] };
  return { webhookResponse: ACCEPTED, workflowData: [outcome] };
}

/** What the steps of one delivery share. */
interface Received {
  delivery: Delivery;
  memory: SubscriptionState;
  response: ServerResponse;
  /** Unix milliseconds. */
  until: number;
  /** Lets other work run, if it has waited for a while. Called between two events. */
  pause: () => Promise<void>;
}

function pauses(): () => Promise<void> {
  let since = Date.now();
  return async () => {
    if (Date.now() - since < TURN_MS) return;
    await wait(0);
    since = Date.now();
  };
}

/** The events in a body, checked up to the first that is not as expected. */
async function readEvents<Event>(
  { split, schema }: Receiver<Event>,
  parsed: ParsedJson,
  pause: Received['pause'],
): Promise<{ ok: true; events: readonly Event[] } | Exclude<ParsedJson, { ok: true }>> {
  if (!parsed.ok) return parsed;
  const events = split?.(parsed.value) ?? [parsed.value];
  if (events.length > MAX_EVENTS)
    return { ok: false, tooLarge: true, reason: `the body has more than ${MAX_EVENTS} events` };
  const shape = schema();
  for (const [at, event] of events.entries()) {
    await pause();
    const { error } = z.safeParse(shape, event);
    if (!error) continue;
    const paths = error.issues.slice(0, 5).map(({ path }) => path.map(String).join('.') || '(root)');
    const place = events.length > 1 ? ` in event ${at + 1}` : '';
    return { ok: false, reason: `the body has not the expected shape at ${paths.join(', ')}${place}` };
  }
  return { ok: true, events: events as readonly Event[] };
}

/** From verified, well-formed events to their items, or to the answer why there are none. */
async function handle<Event>(
  ctx: IWebhookFunctions,
  receiver: Receiver<Event>,
  events: readonly Event[],
  received: Received,
): Promise<WebhookResponse | INodeExecutionData[]> {
  const { delivery, pause } = received;
  const special = events.length === 1 ? receiver.directResponse?.(events[0]!, delivery) : undefined;
  if (special) return special;
  const isWanted = receiver.accepts?.(ctx, delivery);
  const wanted: Event[] = [];
  for (const event of events) {
    await pause();
    if (!isWanted || (await isWanted(event))) wanted.push(event);
  }
  if (wanted.length === 0) return RESPONSES.filtered;

  const claimed = await claimAll(ctx, receiver, wanted, received);
  if (typeof claimed === 'string') return RESPONSES[claimed];
  try {
    return await start(ctx, receiver, claimed, received);
  } catch (error) {
    claimed.claim.rollback();
    throw error;
  }
}

/** Makes the items of claimed events, and sees to it that the claim is decided. */
async function start<Event>(
  ctx: IWebhookFunctions,
  receiver: Receiver<Event>,
  { claim, events }: Claimed<Event>,
  { delivery, response, pause }: Received,
): Promise<WebhookResponse | INodeExecutionData[]> {
  const mode = receiver.responseMode?.(ctx) ?? 'onReceived';
  if (mode === 'immediately') {
    // First, or a copy would wait for the items as well.
    claim.markSeen();
    claim.commit();
    send(response, { status: 200, body: ACCEPTED });
  }
  const items: OutputItem[] = [];
  for (const event of events) {
    await pause();
    items.push(...(await receiver.toItems(event, ctx, delivery)));
  }
  if (mode === 'immediately') {
    // Others have been accepted meanwhile, and n8n now writes the static data that this delivery began with.
    claim.persist();
    loadState(ctx, delivery.isTest ? 'test' : 'production');
  } else if (items.length === 0) {
    claim.rollback();
  } else {
    decideByAnswer(ctx, claim, response, mode);
  }
  return items.length === 0 ? RESPONSES.filtered : (items as INodeExecutionData[]);
}

/** The events of a delivery that are new, in their order, and the claim on them. */
interface Claimed<Event> {
  claim: DeliveryClaim;
  events: readonly Event[];
}

/** Claims the events of a delivery that are new; or why none is. */
async function claimAll<Event>(
  ctx: IWebhookFunctions,
  receiver: Receiver<Event>,
  events: readonly Event[],
  { delivery, memory, until, pause }: Received,
): Promise<Claimed<Event> | Refusal> {
  // While the user listens for a test event, the same sample may be sent again and again.
  if (delivery.isTest) return { claim: { ...combineClaims([]), persist: () => {} }, events };
  const seen = seenEvents(ctx, { limit: receiver.seenLimit, savedLimit: receiver.savedLimit });
  const momentOf = receiver.latestOnly?.(ctx, memory);
  const moments = momentOf && latestVersions(ctx);

  /** Claims what the receiver wants to be unique about an event; or why it is not. */
  const claimOne = async (event: Event, id: string | undefined): Promise<Claim | Refusal> => {
    const claim = id ? await seen.claim(id, until) : combineClaims([]);
    if (typeof claim === 'string') return claim;
    try {
      const moment = momentOf?.(event);
      if (!moment || !moments) return claim;
      const place = await moments.claim(moment, until);
      if (typeof place !== 'string') return combineClaims([claim, place]);
      claim.rollback();
      return place;
    } catch (error) {
      claim.rollback();
      throw error;
    }
  };

  // An event that stands in a list twice would wait for itself, and two lists in different order for each other.
  const once = new Map<unknown, { event: Event; id: string | undefined }>();
  for (const event of events) {
    await pause();
    const id = receiver.deliveryId?.(event, delivery, memory);
    once.set(id || event, { event, id });
  }
  const inTurn = [...once.values()].sort((a, b) => compareText(a.id ?? '', b.id ?? ''));
  const claims = new Map<Event, Claim>();
  let refusal: Refusal = 'duplicate';
  try {
    for (const { event, id } of inTurn) {
      await pause();
      const claim = await claimOne(event, id);
      if (typeof claim !== 'string') claims.set(event, claim);
      else refusal = claim;
      if (claim !== 'in-progress') continue;
      // The whole delivery comes again.
      combineClaims([...claims.values()]).rollback();
      return claim;
    }
  } catch (error) {
    combineClaims([...claims.values()]).rollback();
    throw error;
  }
  if (claims.size === 0) return refusal;
  return {
    claim: {
      ...combineClaims([...claims.values()]),
      persist() {
        seen.persist();
        moments?.persist();
      },
    },
    events: [...once.values()].map(({ event }) => event).filter((event) => claims.has(event)),
  };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Why an event is not handled. */
type Refusal = 'duplicate' | 'stale' | 'in-progress';

/**
 * The answer that n8n gives tells whether the delivery is done with: not when n8n could not start the execution or, in the mode
 * `lastNode`, when the execution failed. Then the service sends the event again, and it must count as new.
 */
function decideByAnswer(
  ctx: IWebhookFunctions,
  claim: DeliveryClaim,
  response: ServerResponse,
  mode: Exclude<ResponseMode, 'immediately'>,
): void {
  if (mode === 'onReceived') claim.markSeen();
  const decide = (isSuccess: boolean): void => {
    if (!isSuccess) return claim.rollback();
    if (mode === 'lastNode') claim.markSeen();
    claim.commit();
  };
  const { pendingResponses } = processCache(cacheKey(ctx, 'production'));
  flushStaticData(pendingResponses, response, () => claim.persist(), decide).catch((error: unknown) =>
    report(ctx, 'error', `Seen events could not be saved: ${messageOf(error)}`),
  );
}

async function judge(
  verify: Verify,
  delivery: Delivery,
  memory: SubscriptionState,
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

/** Answers, unless that has been done. @throws what making a text of the body throws; then nothing has been sent */
function send(response: ServerResponse, { status, body }: WebhookResponse): void {
  if (response.headersSent) return;
  // Before the head is written, after which nothing else could be answered.
  const text = JSON.stringify(body);
  response
    .writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    .end(text);
}

/** Does not throw: by now the delivery is answered. */
function report(ctx: IWebhookFunctions, level: 'warn' | 'error', message: string): void {
  try {
    log(ctx, level, message);
  } catch {
    // There is no other place to say it.
  }
}

/** Does not throw, whatever was thrown. */
function messageOf(error: unknown): string {
  try {
    if (error instanceof Error) return error.message;
  } catch {
    // Its message cannot be read.
  }
  return 'an error of unknown kind';
}
