import type { ServerResponse } from 'node:http';
import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { flushStaticData } from '../../n8n-workarounds/flush-static-data';
import { log } from '../../platform/log';
import { yieldRegularly } from '../../platform/yield-regularly';
import type { Yield } from '../../platform/yield-regularly';
import type { DeliveryClaim } from '../dedupe/claim';
import { claimDelivery, unclaimed } from '../dedupe/claim-delivery';
import type { ClaimedDelivery, ClaimRefusal } from '../dedupe/claim-delivery';
import { cacheKey } from '../state/node-identity';
import { processCache } from '../state/process-cache';
import type { SubscriptionState } from '../state/subscription-record';
import { hasSecret, loadState } from '../state/subscription-state';
import { parseJson } from './parse-json';
import type { ParsedJson } from './parse-json';
import { readEvents } from './read-events';
import { isJson, mediaTypeOf, readRawBody } from './read-request';
import type { WebhookRequest } from './read-request';
import type {
  Delivery,
  OutputItem,
  Receiver,
  ResponseMode,
  Verdict,
  Verify,
  WebhookResponse,
} from './receiver';
import { ACCEPTED, RESPONSES, sendResponse } from './responses';
import { messageOf } from '../../errors/message-of';

/** All known services wait at least 10 seconds. */
const DEFAULT_IN_FLIGHT_WAIT_MS = 8_000;

const DEFAULT_MAX_BYTES = 1024 * 1024;

/** Longest work on a delivery without a pause, in milliseconds. */
const YIELD_AFTER_MS = 10;

/**
 * Implements a trigger's `webhook()`: takes one delivery and either starts an execution or responds why not.
 *
 * Order: size, media type, verification over the raw bytes, JSON, schema, direct response, filter, deduplication,
 * items. Fails closed: without a secret, no event is accepted. Every path sends exactly one response, whatever throws.
 * Refusals, filtered events and duplicates get their response here. n8n responds to an accepted event after it has started or
 * finished the execution (`Receiver.responseMode`), so a failed start becomes a 500 and the sender tries again.
 *
 * The node's webhook description has to fit, as that of `webhookTrigger` does: `responseMode: 'onReceived'` and
 * `responseData: ''`. Without `responseData` n8n responds with the text "firstEntryJson" as HTML instead of our JSON. If
 * `responseMode` may be `lastNode`, it has to be `'noData'`: any other value sends the workflow's data to the service,
 * and turns an empty output into an error.
 *
 * @param source the receiver, or where it depends on the delivery, what makes it
 * @param overrides take precedence over the receiver
 */
export async function receive<Event>(
  ctx: IWebhookFunctions,
  source: Receiver<Event> | ((ctx: IWebhookFunctions) => Promise<Receiver<Event>>),
  overrides?: Pick<Receiver<Event>, 'responseMode'>,
): Promise<IWebhookResponseData> {
  const response = ctx.getResponseObject() as unknown as ServerResponse;
  try {
    const receiver = typeof source === 'function' ? await source(ctx) : source;
    return await receiveDelivery(ctx, { ...receiver, ...overrides }, response);
  } catch (error) {
    sendResponse(response, RESPONSES.failed);
    report(ctx, 'error', `Webhook delivery failed: ${messageOf(error)}`);
    return { noWebhookResponse: true };
  }
}

async function receiveDelivery<Event>(
  ctx: IWebhookFunctions,
  receiver: Receiver<Event>,
  response: ServerResponse,
): Promise<IWebhookResponseData> {
  // The sender's clock starts here as well; verification may have to fetch keys.
  const until = Date.now() + (receiver.inFlightWaitMs ?? DEFAULT_IN_FLIGHT_WAIT_MS);
  const refuse = (refusal: WebhookResponse, reason?: string): IWebhookResponseData => {
    sendResponse(response, refusal);
    if (reason !== undefined) report(ctx, 'warn', `Webhook delivery refused (${refusal.status}): ${reason}`);
    return { noWebhookResponse: true };
  };

  const request = ctx.getRequestObject() as unknown as WebhookRequest;
  const { maxBytes = DEFAULT_MAX_BYTES, acceptsMediaType = isJson } = receiver;
  if (Number(request.headers['content-length']) > maxBytes) return refuse(RESPONSES.tooLarge);
  if (!acceptsMediaType(mediaTypeOf(request.headers))) return refuse(RESPONSES.wrongType);

  const rawBody = await readRawBody(request);
  if (!rawBody) return refuse(RESPONSES.malformed);
  // Checked again: the header may be missing (chunked) or count compressed bytes.
  if (rawBody.length > maxBytes) return refuse(RESPONSES.tooLarge);

  const isTest = ctx.getMode() === 'manual';
  const state = loadState(ctx, isTest ? 'test' : 'production');
  if (!state || ((receiver.needsSecret?.(state) ?? true) && !hasSecret(state))) {
    return refuse(
      RESPONSES.unauthorized,
      'this node has no secret to verify it with. Publish the workflow again to register the webhook',
    );
  }
  const { headers, query = {} } = request;
  let known: ParsedJson | undefined;
  const parsed = (): ParsedJson => (known ??= parseJson(rawBody));
  const delivery: Delivery = { headers, query, rawBody, parsed, isTest, subscriptionId: state.id };
  const verdict = await runVerify(receiver.verify, delivery, state, ctx);
  if (!verdict.ok)
    return refuse(verdict.isTransient ? RESPONSES.unverifiable : RESPONSES.unauthorized, verdict.reason);

  const yieldNow = yieldRegularly(YIELD_AFTER_MS);
  const read = await readEvents(receiver, parsed(), yieldNow);
  if (!read.ok) return refuse(read.tooLarge ? RESPONSES.tooLarge : RESPONSES.malformed, read.reason);
  const outcome = await handle(ctx, receiver, read.events, { delivery, state, response, until, yieldNow });
  if (!Array.isArray(outcome)) return refuse(outcome);
  // n8n 2.41 starts an execution even when the response has been sent.
  if (response.headersSent) return { noWebhookResponse: true, workflowData: [outcome] };
  return { webhookResponse: ACCEPTED, workflowData: [outcome] };
}

/** Shared by the steps of one delivery. */
interface Received {
  delivery: Delivery;
  state: SubscriptionState;
  response: ServerResponse;
  /** Unix milliseconds. */
  until: number;
  yieldNow: Yield;
}

/** Turns verified, well-formed events into items, or into the response that says why there are none. */
async function handle<Event>(
  ctx: IWebhookFunctions,
  receiver: Receiver<Event>,
  events: readonly Event[],
  received: Received,
): Promise<WebhookResponse | INodeExecutionData[]> {
  const { delivery, yieldNow } = received;
  const direct = events.length === 1 ? receiver.directResponse?.(events[0]!, delivery) : undefined;
  if (direct) return direct;
  const isWanted = receiver.accepts?.(ctx, delivery);
  const wanted: Event[] = [];
  for (const event of events) {
    await yieldNow();
    if (!isWanted || (await isWanted(event))) wanted.push(event);
  }
  if (wanted.length === 0) return RESPONSES.filtered;

  const claimed = await claim(ctx, receiver, wanted, received);
  if (typeof claimed === 'string') return RESPONSES[claimed];
  try {
    return await makeItems(ctx, receiver, claimed, received);
  } catch (error) {
    claimed.claim.rollback();
    throw error;
  }
}

async function claim<Event>(
  ctx: IWebhookFunctions,
  receiver: Receiver<Event>,
  events: readonly Event[],
  { delivery, state, until, yieldNow }: Received,
): Promise<ClaimedDelivery<Event> | ClaimRefusal> {
  if (delivery.isTest) return unclaimed(events);
  return await claimDelivery(ctx, events, {
    idOf: (event) => receiver.deliveryId?.(event, delivery, state),
    versionOf: receiver.latestOnly?.(ctx, state),
    limits: { limit: receiver.seenLimit, savedLimit: receiver.savedLimit },
    until,
    yieldNow,
  });
}

/** Makes the items of claimed events, and makes sure that the claim is decided. */
async function makeItems<Event>(
  ctx: IWebhookFunctions,
  receiver: Receiver<Event>,
  { claim, events }: ClaimedDelivery<Event>,
  { delivery, response, yieldNow }: Received,
): Promise<WebhookResponse | INodeExecutionData[]> {
  const mode = receiver.responseMode?.(ctx) ?? 'onReceived';
  if (mode === 'immediately') {
    // Before the items are made, or a duplicate would wait for them as well.
    claim.markSeen();
    claim.commit();
    sendResponse(response, { status: 200, body: ACCEPTED });
  }
  const items: OutputItem[] = [];
  for (const event of events) {
    await yieldNow();
    items.push(...(await receiver.toItems(event, ctx, delivery)));
  }
  if (mode === 'immediately') {
    // n8n is about to write the static data that this delivery began with, and other events have been accepted since.
    claim.persist();
    loadState(ctx, delivery.isTest ? 'test' : 'production');
  } else if (items.length === 0) {
    claim.rollback();
  } else {
    decideByResponse(ctx, claim, response, mode);
  }
  return items.length === 0 ? RESPONSES.filtered : (items as INodeExecutionData[]);
}

/**
 * Commits the claim or rolls it back, depending on n8n's response. It is no success if n8n could not start the
 * execution or, with `lastNode`, if the execution failed. The sender then repeats the event, and it must count as new.
 */
function decideByResponse(
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
    report(ctx, 'error', `Could not save the ids of accepted events: ${messageOf(error)}`),
  );
}

async function runVerify(
  verify: Verify,
  delivery: Delivery,
  state: SubscriptionState,
  ctx: IWebhookFunctions,
): Promise<Verdict> {
  try {
    return await verify(delivery, state, ctx);
  } catch (error) {
    return { ok: false, reason: `verification failed: ${messageOf(error)}` };
  }
}

/** Never throws: the response has been sent by now. */
function report(ctx: IWebhookFunctions, level: 'warn' | 'error', message: string): void {
  try {
    log(ctx, level, message);
  } catch {
    // There is no other place to report it.
  }
}
