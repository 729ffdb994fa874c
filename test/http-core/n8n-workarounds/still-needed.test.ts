import { once } from 'node:events';
import { get } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import type {
  IExecuteFunctions,
  INode,
  INodeProperties,
  INodeType,
  IRunExecutionData,
  IWebhookFunctions,
} from 'n8n-workflow';
import { createRunExecutionData, Workflow } from 'n8n-workflow';

import { listen, loadWorkflow } from '../real-contexts';

/*
 * Each test checks that n8n or Node still behaves in the way a workaround exists for. A failure is good news: the file it
 * names can go, together with its section in docs/n8n-workarounds.md.
 */

const noRequest = {} as IncomingMessage;
const noResponse = {} as ServerResponse;

function expectStillNeeded(isNeeded: boolean, message: string): void {
  if (!isNeeded) throw new Error(`${message}: this workaround can go`);
}

/** CPU milliseconds of this process per call, for sequential calls; the least of three rounds. */
async function cpuMsOf(call: () => unknown, calls: number): Promise<number> {
  const rounds: number[] = [];
  for (let round = 0; round < 3; round++) {
    const before = process.cpuUsage();
    for (let done = 0; done < calls; done++) await call();
    const { user, system } = process.cpuUsage(before);
    rounds.push((user + system) / 1000 / calls);
  }
  return Math.min(...rounds);
}

test('flush-static-data: n8n resets the "changed" flag of static data when it prepares an execution', () => {
  const { workflow, node } = loadWorkflow();
  const staticData = {};
  const load = () =>
    new Workflow({ nodes: [node], connections: {}, active: true, nodeTypes: workflow.nodeTypes, staticData });
  const first = load();
  const isChanged = () => (first.staticData as { __dataChanged?: boolean }).__dataChanged === true;
  first.getStaticData('node', node).seen = 'id';
  expect(isChanged()).toBe(true);

  // n8n's WorkflowRunner does this between the call of webhook() and the response.
  load();
  expectStillNeeded(
    !isChanged(),
    'n8n no longer resets the "changed" flag of static data (flush-static-data.ts)',
  );
});

test('on-before-end: the WebhookContext of n8n-core tells nothing about the outcome of a delivery', () => {
  const ctx = loadWorkflow().webhookContext(noRequest, noResponse);
  const names = new Set<string>();
  let layer: object | null = ctx;
  while (layer && layer !== Object.prototype) {
    Object.getOwnPropertyNames(layer).forEach((name) => names.add(name));
    layer = Object.getPrototypeOf(layer) as object | null;
  }
  const aboutOutcome = [...names]
    .filter((name) => /respon[sd]|finish|outcome|settle|complete[A-Z]/i.test(name))
    .sort();
  // Of these, the first and the third are about OAuth and about chats that wait for a person.
  const known = ['completeN8nOAuth2Flow', 'getResponseObject', 'logHitlResponse'];
  expectStillNeeded(
    aboutOutcome.every((name) => known.includes(name)),
    `n8n has something new for responses: ${aboutOutcome.join(', ')}. If it tells the outcome (on-before-end.ts)`,
  );
});

test('on-before-end: Node emits no "finish" for a response whose sender has hung up', async () => {
  let onReceived = (_response: ServerResponse): void => {};
  const received = new Promise<ServerResponse>((resolve) => (onReceived = resolve));
  const server = await listen((_request, response) => onReceived(response));
  const request = get(server.url);
  request.on('error', () => undefined);
  const response = await received;
  let isFinished = false;
  response.once('finish', () => (isFinished = true));
  request.destroy();
  await once(response, 'close');
  await new Promise<void>((resolve) => {
    response.end('{"accepted":true}', () => resolve());
    setTimeout(resolve, 50);
  });
  await server.close();
  expectStillNeeded(!isFinished, 'Node now emits "finish" after the sender has hung up (on-before-end.ts)');
});

test("pace-requests: n8n's request helper takes at least twice the CPU time of node:http", async () => {
  const server = await listen((_request, response) => void response.end('{}'));
  const ctx: IWebhookFunctions = loadWorkflow().webhookContext(noRequest, noResponse);
  const drain = async (body: NodeJS.ReadableStream) => {
    body.resume();
    await once(body, 'end');
  };
  const bare = async () => {
    const [message] = (await once(get(server.url), 'response')) as [IncomingMessage];
    await drain(message);
  };
  const options = { method: 'GET', url: server.url, encoding: 'stream', returnFullResponse: true } as const;
  const helper = async () => {
    const { body } = (await ctx.helpers.httpRequest(options)) as { body: NodeJS.ReadableStream };
    await drain(body);
  };
  await cpuMsOf(helper, 20);
  await cpuMsOf(bare, 20);
  const ratio = (await cpuMsOf(helper, 100)) / (await cpuMsOf(bare, 100));
  await server.close();
  expectStillNeeded(
    ratio > 2,
    `n8n no longer needs much CPU time for a request, ${ratio} of node:http (pace-requests.ts)`,
  );
});

test('read-ahead: n8n evaluates expressions on the main thread, at 20 times the cost of a fixed value or more', async () => {
  const property = (name: string) =>
    ({ displayName: name, name, type: 'string', default: '' }) as INodeProperties;
  const ctx = loadWorkflow({
    properties: [property('expression'), property('fixed')],
    parameters: { expression: '={{ "a".toUpperCase() + 1 }}', fixed: 'A1' },
  }).webhookContext(noRequest, noResponse);
  // A value and not a promise: nothing else runs until it is there.
  expect(ctx.getNodeParameter('expression')).toBe('A1');
  const expression = await cpuMsOf(() => ctx.getNodeParameter('expression'), 300);
  const ratio = expression / (await cpuMsOf(() => ctx.getNodeParameter('fixed'), 3_000));
  expectStillNeeded(
    ratio > 20,
    `n8n no longer blocks on expressions, ${ratio} of a fixed value (read-ahead.ts)`,
  );
});

test('hand-on-when-timed-out: n8n hands the input of a node on when its time to wait is over', async () => {
  const type = {
    description: {
      displayName: 'Waits',
      name: 'waits',
      group: ['output'],
      version: 1,
      description: '',
      defaults: { name: 'Waits' },
      inputs: ['main'],
      outputs: ['main'],
      properties: [],
    },
    async execute(this: IExecuteFunctions) {
      await this.putExecutionToWait(new Date());
      return [[{ json: { from: 'execute' } }]];
    },
  } as unknown as INodeType;
  const node = {
    id: 'a',
    name: 'Waits',
    type: 'test.waits',
    typeVersion: 1,
    position: [0, 0],
    parameters: {},
  };
  const run = async (data: IRunExecutionData) => {
    const nodeTypes = { getByName: () => type, getByNameAndVersion: () => type, getKnownTypes: () => ({}) };
    const workflow = new Workflow({
      id: 'workflow',
      nodes: [node as INode],
      connections: {},
      active: false,
      nodeTypes,
      settings: { executionOrder: 'v1' },
    });
    const hooks = new ExecutionLifecycleHooks('trigger', 'execution', { id: 'workflow', nodes: [] } as never);
    const additional = {
      hooks,
      executionId: 'execution',
      webhookWaitingBaseUrl: 'https://n8n.example.com/webhook-waiting',
      formWaitingBaseUrl: 'https://n8n.example.com/form-waiting',
    };
    const ran = await new WorkflowExecute(additional as never, 'trigger', data).processRunExecutionData(
      workflow,
    );
    return ran.data;
  };
  const stack = [{ node: node as INode, data: { main: [[{ json: { from: 'input' } }]] }, source: null }];
  const waiting = await run(createRunExecutionData({ executionData: { nodeExecutionStack: stack } }));
  expect(waiting.waitTill).toBeInstanceOf(Date);
  const ended = await run(structuredClone(waiting));
  const item = ended.resultData.runData.Waits?.at(-1)?.data?.main?.[0]?.[0];
  expectStillNeeded(
    item?.json.from === 'input',
    'n8n hands on what the node returned before it waited (hand-on-when-timed-out.ts)',
  );
});
