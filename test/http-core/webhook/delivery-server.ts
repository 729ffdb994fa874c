import type { IncomingMessage, ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { receive } from '@signalbox/http-core/internal/webhook/receive/receive';
import { create } from '@signalbox/http-core/internal/webhook/subscribe/reconcile';
import type { Receiver, ResponseMode } from '@signalbox/http-core/webhook';
import { listen, loadWorkflow } from '../real-contexts';

export interface DeliveryServer {
  /** Callback URL on this server, without a token. */
  url: string;
  /** Static data of the workflow, as in the database. */
  database: IDataObject;
  /** Items of each execution that was started. */
  executions: INodeExecutionData[][];
  /** Responses ended by anybody, and requests that came in: they must be equal. */
  responses: number;
  requests: number;
  /** The next executions that n8n fails to start. */
  startFailures: number;
  isTest: boolean;
  /** Response mode in the node's webhook description. */
  responseMode: ResponseMode;
  /**
   * The rest of the workflow; throws when the execution fails. In the mode `lastNode` it is waited for.
   *
   * @param delivery tells whether the static data of this delivery would be saved by now
   */
  workflow: (items: INodeExecutionData[], delivery: { isChanged(): boolean }) => Promise<void>;
  close(): Promise<void>;
}

/**
 * A real HTTP server that hands every request to `receive` the way n8n 2.41 does: the workflow is loaded from the
 * database when the request comes in; an accepted delivery is answered after the execution has been started, or has
 * finished; static data is saved right before, if it changed since the execution was prepared.
 */
export async function serveDeliveries(receiver: () => Receiver<never>): Promise<DeliveryServer> {
  const server: Omit<DeliveryServer, 'url' | 'close'> = {
    database: {},
    executions: [],
    responses: 0,
    requests: 0,
    startFailures: 0,
    isTest: false,
    responseMode: 'onReceived',
    workflow: async () => {},
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    server.requests++;
    const end = response.end.bind(response);
    response.end = ((...args: Parameters<typeof end>) => {
      server.responses++;
      return end(...args);
    }) as typeof response.end;

    const loaded = loadWorkflow({ staticData: server.database });
    const ctx = loaded.webhookContext(withN8nExtras(request), response, server.isTest ? 'manual' : 'webhook');
    const result = await receive(ctx, receiver());
    if (result.workflowData) {
      await new Promise((resolve) => setImmediate(resolve));
      if (server.startFailures > 0) {
        server.startFailures--;
        response.writeHead(500, { 'content-type': 'application/json' }).end('{"message":"not started"}');
        return;
      }
      const [items] = result.workflowData as [INodeExecutionData[]];
      server.executions.push(items);
      if (server.responseMode === 'lastNode') {
        // Preparing the execution has this effect in n8n 2.41.
        loaded.resetChanged();
        const failed = await server.workflow(items, loaded).then(
          () => false,
          () => true,
        );
        if (loaded.isChanged()) server.database = loaded.saved();
        response.writeHead(failed ? 500 : 200).end(failed ? '{"message":"Error in workflow"}' : undefined);
        return;
      }
      // Answered by the receiver, before there was anything to start.
      if (!result.noWebhookResponse) {
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify(result.webhookResponse));
      }
    } else if (!result.noWebhookResponse) {
      throw new Error('n8n would answer this by itself');
    }
    if (loaded.isChanged()) server.database = loaded.saved();
  };

  const { url, close } = await listen((request, response) => {
    handle(request, response).catch((error: unknown) => {
      server.responses = Number.NaN;
      response.destroy(error as Error);
    });
  });
  return Object.assign(server, { url: `${url}webhook`, close });
}

/** Adds the properties that n8n's middleware adds to a request. */
export function withN8nExtras(request: IncomingMessage): IncomingMessage {
  const query: Record<string, string | string[]> = {};
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  for (const name of searchParams.keys()) {
    const values = searchParams.getAll(name);
    query[name] = values.length > 1 ? values : values[0]!;
  }
  const extras = {
    query,
    rawBody: undefined as Buffer | undefined,
    async readRawBody() {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const bytes = Buffer.concat(chunks);
      extended.rawBody = request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
    },
  };
  const extended = Object.assign(request, extras);
  return extended;
}

/** Registers a subscription with a URL token and returns the URL that the service would call. */
export async function subscribe(server: DeliveryServer): Promise<string> {
  let callbackUrl = '';
  const loaded = loadWorkflow({ staticData: server.database });
  await create(loaded.hookContext('trigger', 'activate'), {
    secret: 'urlToken',
    create: async (_ctx, desired) => {
      callbackUrl = desired.callbackUrl;
      return 'subscription-1';
    },
    remove: async () => {},
  });
  server.database = loaded.saved();
  return `${server.url}${new URL(callbackUrl).search}`;
}
