import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  triggerHooks,
  webhookServer,
  type LoadedPackage,
  type LogLine,
  type Received,
  type TriggerHooks,
  type WebhookServer,
} from '@signalbox/node-harness';
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import { TRIGGER, tagFields, type Lab } from './lab';

/** Address of n8n for the outside: stays the same whichever process of n8n is behind it, or none. */
interface Gate {
  origin: string;
  /** Target of requests; without one the response is 404, as n8n does for a workflow that is not published. */
  target: string | undefined;
  close(): Promise<void>;
}

async function openGate(): Promise<Gate> {
  const server = createServer((incoming, response) => {
    if (gate.target === undefined) return void response.writeHead(404).end();
    // A connection for each, since one that is kept may be closed at the moment it is used again.
    const { method, headers } = incoming;
    const onward = request(gate.target + incoming.url, { method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', (error) => response.destroy(error));
    incoming.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const gate: Gate = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    target: undefined,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return gate;
}

/** A trigger on the canvas of an n8n, with the database in which n8n keeps its static data. */
export interface N8nNode {
  /** Content of the database. */
  database: IDataObject;
  readonly webhookId: string;
  /** The callback URL without its token. */
  readonly url: string;
  /** All log lines so far. */
  readonly logs: LogLine[];
  /** Publishes with these parameters; as an edit if it is published already. */
  publish(parameters?: INodeParameters): Promise<'kept' | 'created'>;
  unpublish(): Promise<void>;
  /** The same as `publish`, but n8n is killed before it saves anything, and started again. */
  publishAndDie(parameters?: INodeParameters): Promise<void>;
  /** Another process: nothing is left but the database. */
  restart(): Promise<void>;
  /** "Listen for test event". n8n gives test webhooks no static data of the workflow. */
  listenForTest(): Promise<{ stop(): Promise<void> }>;
  /** Runs n8n's webhook server while `act` runs and until all callbacks are through. */
  whileUp(act: (server: WebhookServer) => unknown): Promise<Received[]>;
  /** The hooks of the node as it is now, to be called one by one. */
  hooks(options?: { test?: boolean; staticData?: IDataObject }): TriggerHooks;
  /** Takes over what hooks that were called one by one have left. */
  save(hooks: TriggerHooks): void;
  close(): Promise<void>;
}

export interface NodeOptions {
  parameters?: INodeParameters;
  credential?: ICredentialDataDecryptedObject;
  packages?: LoadedPackage[];
}

/** The parameters of a node that watches these tags. */
export function watching(
  tags: Readonly<Record<string, string>>,
  options: INodeParameters = {},
): INodeParameters {
  return { ...tagFields(tags), options };
}

export async function n8nNode(lab: Lab, options: NodeOptions = {}): Promise<N8nNode> {
  const gate = await openGate();
  const webhookId = randomUUID();
  let packages = options.packages ?? lab.packages;
  let parameters = options.parameters ?? watching({ foo: 'bar' });
  let isPublished = false;

  const trigger = () => ({
    packages,
    nodeType: TRIGGER,
    parameters,
    credentials: lab.credentials(options.credential),
    webhookId,
    webhookBaseUrl: `${gate.origin}/webhook`,
  });

  const node: N8nNode = {
    database: {},
    webhookId,
    url: `${gate.origin}/webhook/${webhookId}/trust-tagged-file`,
    logs: [],
    hooks: ({ test = false, staticData = node.database } = {}) =>
      triggerHooks({
        ...trigger(),
        staticData,
        ...(test && { mode: 'manual', activation: 'manual' }),
      }),
    save(hooks) {
      node.database = hooks.staticData;
      node.logs.push(...hooks.logs);
    },
    async publish(given = parameters) {
      if (isPublished) await node.unpublish();
      parameters = given;
      const hooks = node.hooks();
      try {
        const exists = await hooks.checkExists();
        if (!exists) await hooks.create();
        isPublished = true;
        return exists ? 'kept' : 'created';
      } catch (error) {
        // As n8n does after each failed attempt.
        await hooks.delete();
        throw error;
      } finally {
        node.save(hooks);
      }
    },
    async unpublish() {
      const hooks = node.hooks();
      await hooks.delete();
      node.save(hooks);
      isPublished = false;
    },
    async publishAndDie(given) {
      const before = structuredClone(node.database);
      await node.publish(given);
      node.database = before;
      await node.restart();
    },
    async restart() {
      packages = await lab.reload();
    },
    async listenForTest() {
      const hooks = node.hooks({ test: true, staticData: {} });
      await hooks.create();
      return {
        async stop() {
          const ending = triggerHooks({ ...trigger(), staticData: hooks.staticData, mode: 'manual' });
          await ending.delete();
          node.logs.push(...hooks.logs, ...ending.logs);
        },
      };
    },
    async whileUp(act) {
      const server = await webhookServer({ ...trigger(), staticData: node.database });
      gate.target = new URL(server.url).origin;
      try {
        await act(server);
        await lab.emulator.control.idle();
      } finally {
        gate.target = undefined;
        node.database = server.staticData;
        await server.close();
      }
      for (const { logs } of server.received) node.logs.push(...logs);
      return [...server.received];
    },
    close: () => gate.close(),
  };
  return node;
}

/** The items of the executions that deliveries have started. */
export function started(received: readonly Received[]): IDataObject[] {
  return received.flatMap(({ workflowData }) => (workflowData?.[0] ?? []).map(({ json }) => json));
}
