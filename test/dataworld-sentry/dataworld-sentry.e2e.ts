import { plugin as dataworld, seed } from '@signalbox/emulators/dataworld-sentry';
import {
  exampleId,
  pollUntil,
  startPlayground,
  type Execution,
  type Playground,
  type Workflow,
} from '@signalbox/playground';
import { chain, type ChainNode } from '../n8n/chain';
import { activateOnCanvas, credentialsFor, runOnCanvas } from '../e2e/canvas';
import { startCollector, type Collector } from '../e2e/collector';
import { temporaryFolder } from '../e2e/temporary-folder';

const PACKAGE = 'n8n-nodes-dataworld-sentry';
const example = (file: string) => exampleId({ name: 'dataworld-sentry' }, file);
const ERROR_WORKFLOW = example('error-workflow-turns-badge.json');
const BADGE_CHANGED = example('badge-changed.json');
const FRESHNESS = example('freshness-from-database.json');

const { orders } = seed.sentries;
/** Of the credential that the playground makes. */
const WEBHOOK_KEY = 'only-for-the-emulator-of-the-playground';
/** Nothing listens there. */
const UNREACHABLE = 'http://127.0.0.1:9/';

const folder = temporaryFolder();
let playground: Playground;
let collector: Collector;
let credentials: NonNullable<ChainNode['credentials']>;

const emulator = () => playground.emulator(dataworld);
const control = () => emulator().control;
const badge = () => control().sentry(orders.uid);

beforeAll(async () => {
  collector = await startCollector();
  playground = await startPlayground({ port: 0, brokerPort: 0, emulatorPort: 0, dataDir: folder.path });
  credentials = await credentialsFor(playground, 'dataWorldSentryApi');
});

beforeEach(() => {
  collector.received.length = 0;
});

afterAll(async () => {
  await playground?.stop();
  await collector?.close();
  folder.remove();
});

async function exampleNode(workflowId: string, name: string) {
  const { nodes } = (await playground.client.findWorkflow(workflowId))!;
  return nodes.find((node) => node.name === name)!;
}

/**
 * A pipeline as people have it: something is loaded, and at the end the Sentry hears of it. Its error workflow is the example.
 *
 * @returns what runs it, from a source that answers or from one that does not
 */
async function activatePipeline(): Promise<{ workflow: Workflow; run(source: string): Promise<void> }> {
  const path = crypto.randomUUID();
  const { client } = playground;
  const content = chain('Nightly orders', [
    {
      name: 'Start',
      type: 'n8n-nodes-base.webhook',
      typeVersion: 2,
      webhookId: path,
      parameters: { httpMethod: 'POST', path, options: {} },
    },
    {
      name: 'Load orders',
      type: 'n8n-nodes-base.httpRequest',
      typeVersion: 4.2,
      parameters: { url: '={{ $json.body.source }}', options: {} },
    },
    { ...(await exampleNode(ERROR_WORKFLOW, 'Report success')) },
  ]);
  const workflow = await client.createWorkflow({
    ...content,
    settings: { ...content.settings, errorWorkflow: ERROR_WORKFLOW },
  });
  await client.publish(workflow);
  return {
    workflow,
    async run(source) {
      // n8n answers 404 after a start until it has its webhooks back.
      await pollUntil(
        async () => {
          const { status } = await fetch(`${playground.url}/webhook/${path}`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ source }),
          });
          return status === 200 || undefined;
        },
        { what: 'the pipeline to start' },
      );
    },
  };
}

/**
 * n8n polls once a minute at most, by its own rule, but a trigger may have several times at which it does: here every fifth
 * second of each minute.
 */
const EVERY_FIVE_SECONDS = {
  item: Array.from({ length: 12 }, (_, n) => ({ mode: 'custom', cronExpression: `${n * 5} * * * * *` })),
};

/** A workflow that reports what the poll trigger gives to the collector. It watches "Orders", and a Sentry that nothing else reads. */
async function activateReporter(): Promise<{ polls(): number }> {
  const { uid } = control().createSentry('Watched by the reporter alone');
  await activateOnCanvas(playground, 'Reports changes', [
    {
      name: 'Trigger',
      type: `${PACKAGE}.dataWorldSentryTrigger`,
      parameters: {
        pollTimes: EVERY_FIVE_SECONDS,
        sentries: `${orders.uid}, ${uid}`,
        events: ['stateChanged', 'messageChanged'],
      },
      credentials,
    },
    {
      name: 'Report',
      type: 'n8n-nodes-base.httpRequest',
      typeVersion: 4.2,
      parameters: {
        method: 'POST',
        url: collector.url,
        sendBody: true,
        contentType: 'raw',
        rawContentType: 'text/plain',
        body: '={{ $json.name }} {{ $json.event }}: {{ $json.from }} > {{ $json.to }}',
        options: {},
      },
    },
  ]);
  return { polls: () => emulator().journal.requests.filter(({ path }) => path.endsWith(uid)).length };
}

/** Waits until the reporter has looked again, and again: what it would repeat is then repeated. */
async function twoMorePolls({ polls }: { polls(): number }): Promise<void> {
  const before = polls();
  await pollUntil(() => polls() >= before + 2 || undefined, { what: 'two more polls', timeoutMs: 90_000 });
}

/** The next execution of a workflow after `act`, when it has ended. */
async function executionAfter(workflowId: string, act: () => unknown): Promise<Execution> {
  const { client } = playground;
  const before = new Set((await client.listExecutions(workflowId)).map(({ id }) => id));
  await act();
  const { id } = await pollUntil(
    async () => (await client.listExecutions(workflowId)).find((one) => !before.has(one.id)),
    // A poll may be a minute away.
    { what: `an execution of ${workflowId}`, timeoutMs: 120_000 },
  );
  return await client.waitForExecution(id);
}

it('turns the badge sick when a workflow fails and happy when it succeeds, and reports each once, also across restarts', async () => {
  const pipeline = await activatePipeline();
  const reporter = await activateReporter();
  control().setState(orders.uid, 'happy', 'Fine so far');
  await pollUntil(() => collector.received.length > 0 || undefined, {
    what: 'the first report',
    timeoutMs: 90_000,
  });
  collector.received.length = 0;

  await pipeline.run(UNREACHABLE);
  await pollUntil(() => badge().state === 'sick' || undefined, { what: 'a sick badge' });
  const failure = 'Orders are out of date: the last load failed';
  expect(badge().userMessage).toBe(failure);
  const [failed] = await playground.client.listExecutions(pipeline.workflow.id);
  const entry = control().history(orders.uid).at(-1)!;
  expect(entry).toMatchObject({ state: 'sick', userMessage: failure, private: true });
  const [what, link] = entry.historyNote!.split('\n');
  expect(what).toMatch(/^Workflow "Nightly orders" failed at the node "Load orders": .*refused/i);
  expect(link).toBe(`${playground.url}/workflow/${pipeline.workflow.id}/executions/${failed!.id}`);
  // The popup that opens when anyone clicks on the badge.
  expect(JSON.stringify(control().popup(seed.hoots.salesDashboard.uid))).not.toContain('Nightly orders');

  const reports = ['Orders stateChanged: happy > sick', `Orders messageChanged: Fine so far > ${failure}`];
  await pollUntil(() => collector.received.length >= 2 || undefined, {
    what: 'the change',
    timeoutMs: 90_000,
  });
  await playground.kill9();
  await playground.restartN8n();
  await twoMorePolls(reporter);
  expect(collector.received).toEqual(reports);

  await pipeline.run(collector.url);
  await pollUntil(() => badge().state === 'happy' || undefined, { what: 'a happy badge' });
  const success = 'Orders are up to date';
  expect(badge()).toMatchObject({ userMessage: success, latestRecordAt: expect.any(String) });
  await playground.stopN8n();
  await playground.restartN8n();
  await twoMorePolls(reporter);
  // The pipeline itself asks the collector, too, with an empty body.
  expect(collector.received.filter(Boolean)).toEqual([
    ...reports,
    'Orders stateChanged: sick > happy',
    `Orders messageChanged: ${failure} > ${success}`,
  ]);

  const errors = await playground.client.listExecutions(ERROR_WORKFLOW);
  expect(errors.map(({ mode, status }) => [mode, status])).toEqual([['error', 'success']]);
});

it('finds a change that came while the poll trigger was renamed, once', async () => {
  const { client } = playground;
  const { uid } = control().createSentry('Watched under two names');
  control().setState(uid, 'happy');
  // n8n polls when a workflow is published: this clock never strikes.
  const pollTimes = { item: [{ mode: 'custom', cronExpression: '0 0 0 29 2 *' }] };
  const workflow = await activateOnCanvas(playground, 'Renamed', [
    {
      name: 'First name',
      type: `${PACKAGE}.dataWorldSentryTrigger`,
      parameters: { pollTimes, sentries: uid, events: ['stateChanged'] },
      credentials,
    },
  ]);
  const { name, nodes, connections, settings } = workflow;
  const rename = async (to: string) => {
    const renamed = nodes.map((node) => ({ ...node, name: to }));
    await client.publish(
      await client.updateWorkflow(workflow.id, { name, nodes: renamed, connections, settings }),
    );
  };
  for (const [to, state, before] of [
    ['Second name', 'sick', 'happy'],
    ['First name', 'sad', 'sick'],
  ] as const) {
    control().setState(uid, state);
    const execution = await executionAfter(workflow.id, async () => await rename(to));
    expect(execution.itemsOf(to)).toMatchObject([{ from: before, to: state }]);
  }
  expect(await client.listExecutions(workflow.id)).toHaveLength(2);
});

it('runs the examples as a newcomer does', async () => {
  control().setState(orders.uid, 'happy', null);
  // n8n polls immediately when a workflow is published, so that it has seen the badge happy.
  const badgeChanged = (await playground.client.findWorkflow(BADGE_CHANGED))!;
  await playground.client.unpublish(badgeChanged);
  await playground.client.publish(badgeChanged);

  const told = await executionAfter(BADGE_CHANGED, async () => {
    const failed = await playground.client.runWorkflow(ERROR_WORKFLOW, 'When a workflow fails');
    expect([failed.status, failed.errorMessage]).toEqual(['success', undefined]);
  });
  expect(badge()).toMatchObject({
    state: 'sick',
    userMessage: 'Orders are out of date: the last load failed',
  });
  expect(told.itemsOf('What to tell')).toEqual([
    { message: 'Orders went from happy to sick: Orders are out of date: the last load failed' },
  ]);

  for (const changed of [true, false]) {
    const succeeded = await playground.client.runWorkflow(ERROR_WORKFLOW, 'When clicking "Execute workflow"');
    expect([succeeded.status, succeeded.errorMessage]).toEqual(['success', undefined]);
    expect(succeeded.itemsOf('Report success')).toEqual([
      expect.objectContaining({ state: 'happy', changed }),
    ]);
  }
});

it('makes one report about many items, as the README says', async () => {
  const entries = control().history(orders.uid).length;
  for (const [rows, state] of [
    [[{ row: 1 }, { error: 'no such table' }, { row: 3 }], 'sick'],
    [[{ row: 1 }, { row: 2 }], 'happy'],
  ] as const) {
    const parameters = {
      resource: 'sentry',
      operation: 'reportRun',
      outcome: 'field',
      succeeded: '={{ $($prevNode.name).all().every((item) => !item.json.error) }}',
    };
    const load = {
      name: 'Load rows',
      type: 'n8n-nodes-base.code',
      typeVersion: 2,
      parameters: { jsCode: `return ${JSON.stringify(rows.map((json) => ({ json })))}` },
    };
    const node = { type: `${PACKAGE}.dataWorldSentry`, parameters, credentials, executeOnce: true };
    expect(await runOnCanvas(playground, node, [load])).toEqual([expect.objectContaining({ state })]);
  }
  expect(control().history(orders.uid)).toHaveLength(entries + 2);
});

it('takes freshness and counts as a database gives them', async () => {
  const { name, nodes, connections, settings } = (await playground.client.findWorkflow(FRESHNESS))!;
  // There is no database here: this gives what the Postgres node gives, a time and a bigint as text.
  const rows = { latest_record_at: '2026-01-05T07:59:58.000Z', orders: '4211' };
  const { id } = await playground.client.createWorkflow({
    name,
    connections: { ...connections, Start: connections['Every hour'] },
    settings,
    nodes: nodes
      .map((node) =>
        node.name === 'Latest order and count'
          ? {
              ...node,
              type: 'n8n-nodes-base.set',
              typeVersion: 3.4,
              parameters: { mode: 'raw', jsonOutput: JSON.stringify(rows), options: {} },
            }
          : node,
      )
      .concat({ ...nodes[0]!, id: crypto.randomUUID(), name: 'Start', type: 'n8n-nodes-base.manualTrigger' }),
  });
  const { state, userMessage } = badge();
  const execution = await playground.client.runWorkflow(id, 'Start');
  expect([execution.status, execution.errorMessage]).toEqual(['success', undefined]);
  expect(badge()).toMatchObject({ state, userMessage, latestRecordAt: '2026-01-05T07:59:58Z' });
  expect(control().analytics(orders.uid).counts.orders?.at(-1)).toMatchObject({ value: 4211 });
});

it("takes data.world's own events, each once, and from nobody else", async () => {
  const webhookId = crypto.randomUUID();
  const { id } = await activateOnCanvas(playground, 'Takes events', [
    {
      name: 'Trigger',
      type: `${PACKAGE}.dataWorldTrigger`,
      webhookId,
      parameters: { events: ['fileUpdated', 'syncFailed'] },
      credentials,
    },
    { name: 'NoOp', type: 'n8n-nodes-base.noOp' },
  ]);
  const url = `${playground.url}/webhook/${webhookId}/data-world`;
  const post = async (body: unknown, authorization: string) =>
    await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify(body),
    });
  const resourceId = seed.resources.sales.id;

  control().registerWebhook({ url, authorizationKey: WEBHOOK_KEY });
  const files = await executionAfter(id, () =>
    control().emitData({ action: 'update', entity: 'file', resourceId, file: ['orders.csv', 'lines.csv'] }),
  );
  expect(files.itemsOf('Trigger')).toEqual(
    ['orders.csv', 'lines.csv'].map((fileName) =>
      expect.objectContaining({
        event: 'fileUpdated',
        fileName,
        resourceId,
        dataset: seed.resources.sales.name,
      }),
    ),
  );

  const [delivered] = emulator().journal.deliveries;
  const forged = await post(delivered!.event, 'a-key-that-somebody-made-up');
  expect([forged.status, await forged.json()]).toEqual([401, { error: 'unauthorized' }]);

  await playground.kill9();
  await playground.restartN8n();
  // One of the two, by itself.
  const repeated = await pollUntil(
    async () => {
      const response = await post(delivered!.event, WEBHOOK_KEY);
      // n8n answers 404 until it has its webhooks back.
      return response.status === 404 ? undefined : await response.json();
    },
    { what: 'the webhook after the restart' },
  );
  expect(repeated).toEqual({ accepted: true, duplicate: true });

  const failed = await executionAfter(id, () =>
    control().emitSync({ outcome: 'failure', resourceId, error: 'The source answered 503.' }),
  );
  expect(failed.itemsOf('Trigger')).toMatchObject([
    { event: 'syncFailed', error: 'The source answered 503.' },
  ]);
  // Had the forged or the repeated event started one, it would be here as well.
  expect(await playground.client.listExecutions(id)).toHaveLength(2);
});
