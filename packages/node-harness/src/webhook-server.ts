import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express, { type Request, type Response } from 'express';
import {
  UserError,
  type IDataObject,
  type INode,
  type INodeExecutionData,
  type IWebhookData,
  type IWebhookDescription,
  type IWebhookResponseData,
  type Workflow,
} from 'n8n-workflow';
import { additionalData } from './additional-data';
import { buildWorkflow } from './build-workflow';
import { captureLogs, type LogLine } from './capture-logs';
import { WebhookContext, parseIncomingMessage } from './n8n-core';
import {
  acquireIsolate,
  isNodeClassInstance,
  releaseIsolate,
  resolveWebhookDescriptionField,
} from './older-n8n';
import { UnparsableBody, addReadRawBody, parseBody } from './read-raw-body';
import { baseUrl, keptStaticData, type TriggerOptions } from './trigger-hooks';

/** Outcome of a delivery inside n8n. */
export interface Received {
  /** Items that the workflow starts with; undefined if it does not start. */
  workflowData: INodeExecutionData[][] | undefined;
  /** The error that `webhook()` threw, if any. n8n then stores a failed execution. */
  error: unknown;
  logs: LogLine[];
}

/** A delivery to send. */
export interface Delivery {
  /** @default 'POST' */
  method?: string;
  /** Sent byte for byte. */
  rawBody?: Buffer | string;
  headers?: Record<string, string>;
  query?: Record<string, string>;
}

/** The response to a delivery, and its outcome inside n8n. */
export interface Delivered extends Received {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface WebhookServer {
  /** URL of the node's webhook. */
  readonly url: string;
  /** All deliveries so far from any sender, oldest first. */
  readonly received: readonly Received[];
  /** Static data of the node. */
  readonly staticData: IDataObject;
  /** Sends a request to `url`. Rejects if there is no response within 5 seconds. */
  deliver(delivery: Delivery): Promise<Delivered>;
  close(): Promise<void>;
}

/** A trigger and the rest of its workflow. */
export interface WebhookServerOptions extends TriggerOptions {
  /**
   * Stands in for the rest of the workflow: gets the items of the trigger, and throws to make the execution fail. In the response mode
   * `lastNode` the sender waits for it.
   * @default does nothing
   */
  workflow?(data: INodeExecutionData[][]): Promise<void> | void;
}

const RESPONSE_TIMEOUT_MS = 5000;

/**
 * Serves the webhook of a trigger over HTTP, with the express request and response that n8n passes to a node, and the rules of n8n's
 * webhook-helpers:
 * - 422 if the body cannot be parsed, 500 if the node throws
 * - 200 with the response that the node returns, or the response that the node sends itself
 * - in the response mode `lastNode`, 200 or 500 when the execution has succeeded or failed
 *
 * Static data is saved right before the response is sent.
 */
export async function webhookServer(options: WebhookServerOptions): Promise<WebhookServer> {
  const webhookId = options.webhookId ?? randomUUID();
  const received: Received[] = [];
  const byToken = new Map<string, Received>();
  let staticData = structuredClone(options.staticData ?? {});

  const handle = async (request: Request, response: Response) =>
    await captureLogs(async (logs) => {
      const built = buildWorkflow(options, { staticData, webhookId });
      const { workflow, node } = built;
      const result: Received = { workflowData: undefined, error: undefined, logs };
      received.push(result);
      // Identifies the delivery for deliver(); hidden from the node.
      const token = takeToken(request);
      if (token) byToken.set(token, result);
      const n8nResponse = new N8nResponse(response);

      await acquireIsolate(workflow);
      try {
        const description = findWebhook(built, request.method);
        await parseBody(request, node.typeVersion);
        const outcome = await runWebhook(options, built, description, request, response, logs);
        result.workflowData = outcome.workflowData;
        const execution = run(options, outcome);
        const waits = field(workflow, node, description, 'responseMode', 'onReceived') === 'lastNode';
        const failed = waits && (await execution);
        staticData = keptStaticData(workflow, node.name);
        if (failed) n8nResponse.afterFailure();
        else {
          n8nResponse.after(outcome, {
            code: Number(field(workflow, node, description, 'responseCode', 200)),
            noData: field(workflow, node, description, 'responseData', '') === 'noData',
          });
        }
      } catch (error) {
        result.error = error;
        staticData = keptStaticData(workflow, node.name);
        n8nResponse.afterError(error);
      } finally {
        await releaseIsolate(workflow);
      }
    });

  const app = express();
  app.disable('x-powered-by');
  app.use('/webhook', (request, response, next) => {
    parseIncomingMessage(request);
    addReadRawBody(request);
    handle(request, response).catch(next);
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook/${webhookId}`;

  return {
    url,
    received,
    get staticData() {
      return staticData;
    },
    async deliver({ method = 'POST', rawBody, headers, query }) {
      const target = new URL(url);
      for (const [name, value] of Object.entries(query ?? {})) target.searchParams.set(name, value);
      const token = randomUUID();
      const response = await fetch(target, {
        method,
        headers: { ...headers, [TOKEN_HEADER]: token },
        redirect: 'manual',
        signal: AbortSignal.timeout(RESPONSE_TIMEOUT_MS),
        ...(rawBody !== undefined && { body: rawBody }),
      });
      const body = await response.text();
      return {
        ...byToken.get(token)!,
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body,
      };
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Delivers once to a trigger (see {@link webhookServer}). */
export async function deliver({
  method,
  rawBody,
  headers,
  query,
  ...options
}: TriggerOptions & Delivery): Promise<Delivered & { staticData: IDataObject }> {
  const server = await webhookServer(options);
  try {
    const delivered = await server.deliver({ method, rawBody, headers, query });
    return { ...delivered, staticData: server.staticData };
  } finally {
    await server.close();
  }
}

type Built = ReturnType<typeof buildWorkflow>;

const TOKEN_HEADER = 'x-signalbox-delivery';

function takeToken(request: Request): string | undefined {
  const token = request.headers[TOKEN_HEADER] as string | undefined;
  delete request.headers[TOKEN_HEADER];
  const at = request.rawHeaders.findIndex((name) => name.toLowerCase() === TOKEN_HEADER);
  if (at >= 0) request.rawHeaders.splice(at, 2);
  return token;
}

function findWebhook({ types, node, workflow }: Built, method: string): IWebhookDescription {
  const { webhooks = [] } = types.getByNameAndVersion(node.type, node.typeVersion).description;
  const found = webhooks.find(
    (webhook) => !webhook.restartWebhook && field(workflow, node, webhook, 'httpMethod', 'GET') === method,
  );
  if (!found) throw new UserError(`"${node.type}" has no webhook for ${method}`);
  const mode = field(workflow, node, found, 'responseMode', 'onReceived');
  if (mode !== 'onReceived' && mode !== 'lastNode')
    throw new UserError(`The harness does not know the response mode "${String(mode)}"`);
  return found;
}

/** Runs the rest of the workflow, if there is an execution. Resolves to true if it failed. */
async function run(
  { workflow }: WebhookServerOptions,
  { workflowData }: IWebhookResponseData,
): Promise<boolean> {
  try {
    if (workflowData) await workflow?.(workflowData);
    return false;
  } catch {
    return true;
  }
}

/** Resolves a property of a webhook's description, which may be an expression. */
function field(
  workflow: Workflow,
  node: INode,
  webhook: IWebhookDescription,
  name: 'httpMethod' | 'responseMode' | 'responseCode' | 'responseData',
  fallback: string | number,
): unknown {
  const native = resolveWebhookDescriptionField(node, webhook, name);
  if (native.resolved) return native.value ?? fallback;
  return workflow.expression.getSimpleParameterValue(
    node,
    webhook[name],
    'internal',
    {},
    undefined,
    fallback,
  );
}

async function runWebhook(
  options: TriggerOptions,
  { workflow, node, types, credentials }: Built,
  webhookDescription: IWebhookDescription,
  request: Request,
  response: Response,
  logs: LogLine[],
): Promise<IWebhookResponseData> {
  const nodeType = types.getByNameAndVersion(node.type, node.typeVersion);
  if (!nodeType.webhook) throw new UserError(`"${node.type}" has no webhook()`);
  const data = additionalData({ credentials, logs, executionId: randomUUID(), ...baseUrl(options) });
  data.httpRequest = request;
  data.httpResponse = response;
  const webhookData: IWebhookData = {
    httpMethod: request.method as IWebhookData['httpMethod'],
    node: node.name,
    path: request.path,
    webhookDescription,
    workflowId: workflow.id,
    workflowExecuteAdditionalData: data,
  };
  const closeFunctions: Array<() => Promise<void>> = [];
  const context = new WebhookContext(workflow, node, data, 'webhook', webhookData, closeFunctions, null);
  try {
    return isNodeClassInstance(nodeType)
      ? await nodeType.webhook(context as never)
      : await nodeType.webhook.call(context);
  } finally {
    await Promise.allSettled(closeFunctions.map(async (close) => await close()));
  }
}

/** Sends n8n's response, unless the node has sent one itself. */
class N8nResponse {
  constructor(private readonly response: Response) {}

  after(
    { noWebhookResponse, webhookResponse, workflowData }: IWebhookResponseData,
    { code, noData }: { code: number; noData: boolean },
  ): void {
    if (noWebhookResponse || this.response.headersSent) return;
    const silent = { message: workflowData ? 'Workflow was started' : 'Webhook call received' };
    const body: unknown = workflowData && noData ? undefined : (webhookResponse ?? silent);
    this.response.status(code);
    if (typeof body === 'string') this.response.send(body);
    else this.response.json(body);
  }

  /** Responds to a sender that waited for an execution that failed. */
  afterFailure(): void {
    this.response.status(500).json({ message: 'Error in workflow' });
  }

  afterError(error: unknown): void {
    if (this.response.headersSent) return;
    if (error instanceof UnparsableBody) {
      this.response
        .status(422)
        .json({ code: 422, message: 'Failed to parse request body', hint: error.message });
      return;
    }
    this.response
      .status(500)
      .json({ code: 0, message: 'Workflow Webhook Error: Workflow could not be started!' });
  }
}
