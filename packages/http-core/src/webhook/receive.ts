import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { wait } from '../platform/wait';
import { claimDelivery } from './dedupe';
import type { DeliveryClaim } from './dedupe';
import { parseJson } from './parse-json';
import { holdsSecret, recall } from './subscription-memory';
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
  | { ok: false; /** For the log of the instance; never sent back, and no secret. */ reason: string };

/** Decides whether a delivery comes from the service. A throw counts as no. Called only when a secret is remembered. */
export type Verify = (delivery: Delivery, memory: SubscriptionMemory) => Verdict | Promise<Verdict>;

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
  verify: Verify;
  /** Shape of an event. Use `z.looseObject`: unknown fields must stay. `null` properties are gone before it is applied. */
  schema: () => z.ZodMiniType<Event>;
  /** Answers handshakes and test events without an execution; `undefined` for ordinary ones. */
  answerWith?(event: Event, delivery: Delivery): Answer | undefined;
  /** Whether the user wants this event. Default: every one. */
  accepts?(event: Event, ctx: IWebhookFunctions, delivery: Delivery): boolean | Promise<boolean>;
  /** The service's id of the delivery, the same when it is sent again. `undefined`: not deduplicated. */
  deliveryId?(event: Event, delivery: Delivery): string | undefined;
  /** Deliveries remembered for deduplication. Default 500. */
  seenLimit?: number;
  /** Turns an event into items; none means no execution. A throw is answered 500, so that the service tries again. */
  present(event: Event, ctx: IWebhookFunctions, delivery: Delivery): Presented[] | Promise<Presented[]>;
}

const DEFAULT_MAX_BYTES = 1024 * 1024;

/** The fixed answers. That of an unverifiable delivery says nothing about why, and is always the same. */
const ANSWERS = {
  tooLarge: { status: 413, body: { error: 'payload too large' } },
  wrongType: { status: 415, body: { error: 'unsupported media type' } },
  unverified: { status: 401, body: { error: 'unauthorized' } },
  malformed: { status: 400, body: { error: 'malformed payload' } },
  repeated: { status: 200, body: { accepted: true, repeated: true } },
  filtered: { status: 200, body: { accepted: false } },
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
 * start it becomes a 500 and the service sends the event again.
 *
 * In the node's webhook description set `responseMode: 'onReceived'` and `responseData: ''`. Without the latter n8n
 * answers with the text "firstEntryJson" as HTML instead of our JSON.
 */
export async function receive<Event>(
  ctx: IWebhookFunctions,
  receiver: Receiver<Event>,
): Promise<IWebhookResponseData> {
  const response = ctx.getResponseObject() as unknown as ServerResponse;
  const refuse = (given: Answer, reason?: string): IWebhookResponseData => {
    if (reason !== undefined)
      ctx.logger.warn(`Webhook delivery refused (${given.status}): ${reason}`, place(ctx));
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
  if (!memory || !holdsSecret(memory)) {
    return refuse(
      ANSWERS.unverified,
      'no secret is remembered for this node. Publish the workflow again to register the webhook anew',
    );
  }
  const { headers, query = {} } = request;
  const delivery: Delivery = { headers, query, rawBody, isTest, subscriptionId: memory.id };
  const verdict = await judge(receiver.verify, delivery, memory);
  if (!verdict.ok) return refuse(ANSWERS.unverified, verdict.reason);

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
    const outcome = await handle(ctx, receiver, checked.data, delivery, response);
    if (!Array.isArray(outcome)) return refuse(outcome);
    return { webhookResponse: ACCEPTED, workflowData: [outcome] };
  } catch (error) {
    ctx.logger.error(`Webhook delivery could not be handled: ${messageOf(error)}`, place(ctx));
    return refuse(ANSWERS.failed);
  }
}

/** From a verified, well-formed event to its items, or to the answer why there are none. */
async function handle<Event>(
  ctx: IWebhookFunctions,
  receiver: Receiver<Event>,
  event: Event,
  delivery: Delivery,
  response: ServerResponse,
): Promise<Answer | INodeExecutionData[]> {
  const special = receiver.answerWith?.(event, delivery);
  if (special) return special;
  if (receiver.accepts && !(await receiver.accepts(event, ctx, delivery))) return ANSWERS.filtered;

  // While the user listens for a test event, the same sample may be sent again and again.
  const id = delivery.isTest ? undefined : receiver.deliveryId?.(event, delivery);
  const claim = id ? await claimDelivery(ctx, id, receiver.seenLimit) : undefined;
  if (id && !claim) return ANSWERS.repeated;

  let items: Presented[];
  try {
    items = await receiver.present(event, ctx, delivery);
  } catch (error) {
    claim?.release();
    throw error;
  }
  if (items.length === 0) {
    claim?.release();
    return ANSWERS.filtered;
  }
  if (claim) acceptUnlessAnswered5xx(claim, response);
  return items as INodeExecutionData[];
}

/** n8n answers 5xx when it could not start the execution: then the service sends the event again, and it must count as new. */
function acceptUnlessAnswered5xx(claim: DeliveryClaim, response: ServerResponse): void {
  claim.accept();
  void acceptAgain(claim, response);
  response.once('finish', () => {
    if (response.statusCode >= 500) claim.release();
  });
}

/** Milliseconds between the repetitions: n8n needs a few to some dozen to store the execution. */
const REPEAT_AFTER_MS = [0, 10, 50];

/**
 * Writes the window into static data again until n8n answers. n8n saves changed static data right before that, but
 * while it prepares the execution it builds a second workflow from the same data, which resets the mark of change (seen in
 * 2.41); what was written before would be saved with the next delivery only, and not survive a crash.
 */
async function acceptAgain(claim: DeliveryClaim, response: ServerResponse): Promise<void> {
  for (const ms of REPEAT_AFTER_MS) {
    await wait(ms);
    if (response.writableEnded) return;
    claim.accept();
  }
}

async function judge(verify: Verify, delivery: Delivery, memory: SubscriptionMemory): Promise<Verdict> {
  try {
    return await verify(delivery, memory);
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

function place(ctx: IWebhookFunctions): { workflowId: string | undefined; nodeName: string } {
  return { workflowId: ctx.getWorkflow().id, nodeName: ctx.getNode().name };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'an error of unknown kind';
}
