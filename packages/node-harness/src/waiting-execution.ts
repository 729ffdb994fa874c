import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express, { type Request, type Response } from 'express';
import type {
  IDataObject,
  INode,
  INodeExecutionData,
  IRun,
  IRunExecutionData,
  IWebhookData,
  IWebhookResponseData,
  WorkflowExecuteMode,
} from 'n8n-workflow';
import { additionalData } from './additional-data';
import { buildWorkflow } from './build-workflow';
import { captureLogs, type LogLine } from './capture-logs';
import { inputNodeType } from './input-node';
import { ExecutionLifecycleHooks, WebhookContext, WorkflowExecute, parseIncomingMessage } from './n8n-core';
import { Container, fromN8nCore } from './n8n-internals';
import type { NodeUnderTest } from './node-under-test';
import { acquireIsolate, releaseIsolate, startingWith } from './older-n8n';
import { addReadRawBody, parseBody } from './read-raw-body';

export interface WaitingOptions extends NodeUnderTest {
  /**
   * Input items.
   * @default one empty item
   */
  items?: INodeExecutionData[];
  /**
   * Address under which n8n believes it is reached.
   * @default that of the server
   */
  publicUrl?: string;
}

/** State of an execution, as n8n stores it. */
export type WaitingStatus = 'running' | 'waiting' | 'success' | 'error';

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** An execution of one node that may wait for a request to its resume URL. */
export interface WaitingExecution {
  readonly id: string;
  readonly status: WaitingStatus;
  /** Time at which n8n goes on without a request; undefined unless it waits. */
  readonly until: Date | undefined;
  /** Output of the node: while it waits, and when it has ended. */
  readonly items: IDataObject[];
  readonly error: { message: string; description?: string | null } | undefined;
  /** Number of times that the execution has gone on. */
  readonly resumed: number;
  readonly logs: readonly LogLine[];
  /** Everything that n8n would store of the execution. */
  readonly stored: string;
  /** The input items as the node before it gave them. */
  readonly inputOfNode: IDataObject[];
  /** Goes on as n8n does when the time is over. */
  timeOut(): Promise<void>;
  /** Forgets that the signature has to be checked, like an n8n that does not. */
  skipSignatureCheck(): void;
  close(): Promise<void>;
}

interface Signatures {
  validateUrlSignature?(signature: string, url: URL, secret: string): boolean;
  generateUrlSignature?(url: string, secret: string): string;
  prepareUrlForSigning?(url: URL): string;
  InstanceSettings: new (...args: never[]) => { hmacSignatureSecret: string };
}

/** `validateSignature` is n8n until 2.0, `resumeToken` after it. */
type Signed = IRunExecutionData & { validateSignature?: boolean; resumeToken?: string };

/**
 * Runs a node that waits, and serves its resume URL with the rules of n8n's waiting-webhooks:
 * - 401 for a wrong signature, 409 while the execution runs, 200 without effect when it has ended
 * - of two requests that resume at the same time, one gets a 500
 *
 * Between two steps the data of the execution is written and read, as by a database.
 */
export async function waitingExecution(options: WaitingOptions): Promise<WaitingExecution> {
  const app = express();
  app.disable('x-powered-by');
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const execution = new Execution(options, options.publicUrl ?? origin);
  app.use('/webhook-waiting', (request, response, next) => {
    parseIncomingMessage(request);
    addReadRawBody(request);
    execution.serve(request, response).catch(next);
  });
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  try {
    await execution.start();
  } catch (error) {
    await close();
    throw error;
  }
  return Object.assign(execution, { close });
}

class Execution {
  readonly id = randomUUID();
  status: WaitingStatus = 'running';
  until: Date | undefined;
  items: IDataObject[] = [];
  error: WaitingExecution['error'];
  resumed = 0;
  logs: LogLine[] = [];
  stored = '';
  inputOfNode: IDataObject[] = [];

  #data: IRunExecutionData | undefined;
  readonly #nodeId = randomUUID();
  readonly #input: INode = {
    id: randomUUID(),
    name: 'Input',
    type: inputNodeType,
    typeVersion: 1,
    position: [0, 0],
    parameters: {},
  };

  readonly #options: WaitingOptions;
  readonly #publicUrl: string;

  constructor(options: WaitingOptions, publicUrl: string) {
    this.#options = options;
    this.#publicUrl = publicUrl;
  }

  async start(): Promise<void> {
    const items = structuredClone(this.#options.items ?? [{ json: {} }]);
    await this.#run(startingWith([{ node: this.#input, data: { main: [items] }, source: null }]));
  }

  async timeOut(): Promise<void> {
    await this.#run(this.#load());
  }

  skipSignatureCheck(): void {
    const data = this.#data as Signed;
    delete data.validateSignature;
    delete data.resumeToken;
  }

  async serve(request: Request, response: Response): Promise<void> {
    const [, executionId, nodeId] = request.path.split('/');
    if (executionId !== this.id || nodeId !== this.#nodeId) return void response.status(404).json({});
    const { validateSignature, resumeToken } = (this.#data ?? {}) as Signed;
    if ((validateSignature || resumeToken) && !hasValidSignature(request))
      return void response.status(401).end();
    if (this.status === 'running') return void response.status(409).json({});
    if (this.status !== 'waiting') return void response.status(200).send('No action required');
    await captureLogs(async (logs) => {
      this.logs.push(...(await this.#deliver(request, response, logs)));
    });
  }

  async #deliver(request: Request, response: Response, logs: LogLine[]): Promise<LogLine[]> {
    const data = this.#load();
    const entry = data.executionData!.nodeExecutionStack[0]!;
    entry.node.disabled = true;
    data.waitTill = undefined;
    data.resultData.runData[data.resultData.lastNodeExecuted!]!.pop();
    const built = this.#build();
    const { workflow, node, types } = built;
    const nodeType = types.getByNameAndVersion(node.type, node.typeVersion);
    const webhookDescription = nodeType.description.webhooks!.find(
      ({ httpMethod, restartWebhook }) => restartWebhook && httpMethod === request.method,
    );
    if (!webhookDescription) {
      response.status(404).json({});
      return logs;
    }
    await acquireIsolate(workflow);
    let result: IWebhookResponseData;
    try {
      await parseBody(request, node.typeVersion);
      const additional = this.#additional(built, logs);
      additional.httpRequest = request;
      additional.httpResponse = response;
      const webhook = {
        httpMethod: request.method,
        node: node.name,
        path: request.path,
        webhookDescription,
        workflowId: workflow.id,
        workflowExecuteAdditionalData: additional,
      } as IWebhookData;
      const context = new WebhookContext(workflow, node, additional, MODE, webhook, [], data);
      result = await nodeType.webhook!.call(context);
    } catch (error) {
      // n8n ends the execution with the error.
      this.status = 'error';
      this.error = error as Error;
      response.status(500).json({});
      return logs;
    } finally {
      await releaseIsolate(workflow);
    }
    const { workflowData, webhookResponse, noWebhookResponse } = result;
    if (!workflowData) {
      if (!noWebhookResponse) response.json(webhookResponse ?? { message: 'Webhook call received' });
      return logs;
    }
    // Only one can claim it.
    if (this.status !== 'waiting') {
      response.status(500).json({});
      return logs;
    }
    this.status = 'running';
    entry.data.main = workflowData;
    await this.#run(data);
    if (noWebhookResponse) return logs;
    if (typeof webhookResponse === 'string') response.send(webhookResponse);
    else response.json(webhookResponse ?? { message: 'Workflow was started' });
    return logs;
  }

  async #run(data: IRunExecutionData): Promise<void> {
    if (this.until) this.resumed++;
    this.until = undefined;
    this.status = 'running';
    await captureLogs(async (logs) => {
      const built = this.#build();
      const { workflow, node } = built;
      const additional = this.#additional(built, logs);
      additional.hooks = new ExecutionLifecycleHooks(MODE, this.id, { id: 'harness', nodes: [] } as never);
      // n8n stores the execution, with what it waits for.
      this.#data = data;
      const run: IRun = await new WorkflowExecute(additional, MODE, data).processRunExecutionData(workflow);
      this.logs.push(...logs);
      this.#data = run.data;
      this.stored = JSON.stringify(run.data);
      const task = run.data.resultData.runData[node.name]?.at(-1);
      this.items = (task?.data?.main?.flat() ?? []).map((item) => item!.json);
      this.inputOfNode = (run.data.resultData.runData[this.#input.name]?.[0]?.data?.main?.flat() ?? []).map(
        (item) => item!.json,
      );
      this.error = task?.error ?? run.data.resultData.error;
      this.until = run.data.waitTill;
      this.status = this.error ? 'error' : this.until ? 'waiting' : 'success';
    });
  }

  /** A copy, as n8n reads it from the database. */
  #load(): IRunExecutionData {
    return structuredClone(this.#data!);
  }

  #build() {
    return buildWorkflow(this.#options, { before: [this.#input], nodeId: this.#nodeId });
  }

  #additional({ credentials }: ReturnType<typeof buildWorkflow>, logs: LogLine[]) {
    return additionalData({
      credentials,
      logs,
      executionId: this.id,
      webhookBaseUrl: `${this.#publicUrl}/webhook`,
    });
  }
}

const MODE: WorkflowExecuteMode = 'trigger';

function hasValidSignature(request: Request): boolean {
  const core = fromN8nCore('n8n-core') as Signatures;
  const url = new URL(request.originalUrl, 'http://localhost');
  const given = url.searchParams.get('signature') ?? '';
  const secret = Container.get(core.InstanceSettings).hmacSignatureSecret;
  return given === core.generateUrlSignature?.(core.prepareUrlForSigning!(url), secret);
}
