import 'reflect-metadata';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// n8n-core writes its instance settings when it is loaded; they must not land in the user's home.
process.env.N8N_USER_FOLDER = mkdtempSync(join(tmpdir(), 'signalbox-http-core-'));
process.env.N8N_ENCRYPTION_KEY = 'test-encryption-key';
process.env.N8N_LOG_LEVEL = 'silent';

import type {
  IDataObject,
  IHookFunctions,
  INode,
  INodeParameters,
  INodeProperties,
  INodeType,
  INodeTypes,
  IPollFunctions,
  IWebhookData,
  IWebhookFunctions,
  IWorkflowExecuteAdditionalData,
  WorkflowActivateMode,
  WorkflowExecuteMode,
} from 'n8n-workflow';

// After the environment: imports of types are erased, and these run in order.
const { HookContext, PollContext, WebhookContext } = require('n8n-core') as typeof import('n8n-core');
const { Workflow } = require('n8n-workflow') as typeof import('n8n-workflow');

/** A trigger with nothing in it: the functions under test are called with its contexts directly. */
const triggerType = {
  description: {
    displayName: 'Trigger under test',
    name: 'triggerUnderTest',
    group: ['trigger'],
    version: 1,
    description: '',
    defaults: { name: 'Trigger' },
    inputs: [],
    outputs: ['main'],
    webhooks: [
      { name: 'default', httpMethod: 'POST', responseMode: 'onReceived', responseData: '', path: 'webhook' },
    ],
    properties: [],
  },
} as unknown as INodeType;

const nodeTypesOf = (type: INodeType) =>
  ({
    getByName: () => type,
    getByNameAndVersion: () => type,
    getKnownTypes: () => ({}),
  }) as unknown as INodeTypes;

export interface TriggerOptions {
  workflowId?: string;
  nodeId?: string;
  nodeName?: string;
  webhookId?: string;
  baseUrl?: string;
  /** N8N_ENDPOINT_WEBHOOK */
  endpoint?: string;
  /** N8N_ENDPOINT_WEBHOOK_TEST */
  testEndpoint?: string;
  /** As loaded from the database: plain JSON. */
  staticData?: IDataObject;
  /** Properties of the trigger, and their values. */
  properties?: INodeProperties[];
  parameters?: INodeParameters;
}

/** One load of a workflow from the database, as n8n does it for every activation, delivery and poll. */
export function loadWorkflow(options: TriggerOptions = {}) {
  const {
    workflowId = 'workflow-1',
    nodeId = 'node-1',
    nodeName = 'Trigger',
    webhookId = '6a1f2d5e-0000-4000-8000-000000000001',
    baseUrl = 'https://n8n.example.com/',
    endpoint = 'webhook',
    testEndpoint = 'webhook-test',
    staticData = {},
    properties = [],
    parameters = {},
  } = options;
  const type = { ...triggerType, description: { ...triggerType.description, properties } };
  const node: INode = {
    id: nodeId,
    name: nodeName,
    type: 'test.triggerUnderTest',
    typeVersion: 1,
    position: [0, 0],
    parameters,
    webhookId,
  };
  const workflow = new Workflow({
    id: workflowId,
    name: 'Test',
    nodes: [node],
    connections: {},
    active: true,
    nodeTypes: nodeTypesOf(type),
    staticData: structuredClone(staticData),
  });
  const additionalData = {
    webhookBaseUrl: baseUrl + endpoint,
    webhookTestBaseUrl: baseUrl + testEndpoint,
  } as unknown as IWorkflowExecuteAdditionalData;
  const webhookData = {
    httpMethod: 'POST',
    node: node.name,
    path: `${webhookId}/webhook`,
    webhookDescription: type.description.webhooks![0]!,
    workflowId,
    workflowExecuteAdditionalData: additionalData,
  } as IWebhookData;

  return {
    workflow,
    node,
    /** Static data that n8n would write to the database now. */
    saved: (): IDataObject => JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject,
    /** True if n8n would write it. */
    isChanged: (): boolean => (workflow.staticData as { __dataChanged?: boolean }).__dataChanged === true,
    /** Makes n8n forget that there is something to write. */
    resetChanged: (): void => {
      (workflow.staticData as { __dataChanged?: boolean }).__dataChanged = false;
    },
    hookContext(mode: WorkflowExecuteMode, activation: WorkflowActivateMode, isTest = false): IHookFunctions {
      // n8n (1.100 to 2.41) loads what listens for a test event as inactive, and what it publishes or removes as active.
      workflow.active = !isTest;
      return new HookContext(workflow, node, additionalData, mode, activation, { ...webhookData, isTest });
    },
    webhookContext(
      request: IncomingMessage,
      response: ServerResponse,
      mode: WorkflowExecuteMode = 'webhook',
    ): IWebhookFunctions {
      const withRequest = { ...additionalData, httpRequest: request, httpResponse: response };
      return new WebhookContext(
        workflow,
        node,
        withRequest as unknown as IWorkflowExecuteAdditionalData,
        mode,
        webhookData,
        [],
        null,
      );
    },
    /** @param cursor where n8n keeps the node's data with its durable cursors: apart from the workflow's, by the node's id */
    pollContext(mode: WorkflowExecuteMode, budgetMs: () => number, cursor?: IDataObject): IPollFunctions {
      return new PollContext(
        workflow,
        node,
        additionalData,
        mode,
        mode === 'manual' ? 'manual' : 'activate',
        undefined,
        undefined,
        undefined,
        undefined,
        cursor && (() => cursor),
        budgetMs,
      );
    },
  };
}

/** Starts an HTTP server on a free port; `close` ends it and its connections. */
export async function listen(
  handler: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ url: string; close: () => Promise<void> }> {
  const server: Server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
