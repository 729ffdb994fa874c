import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plugin as signl4, seed } from '@signalbox/emulators/signl4';
import { pollUntil, startPlayground, type Playground, type WorkflowContent } from '@signalbox/playground';
import { credentialsFor } from '../e2e/canvas';
import { temporaryFolder } from '../e2e/temporary-folder';
import { chain } from '../n8n/chain';
import { scriptedModel } from './scripted-model';

const MANUAL_TRIGGER = 'When clicking "Execute workflow"';
const ASK = 'Ask the person on duty';
const PACKAGE = join(__dirname, '..', '..', 'nodes', 'signl4');
const { anna, ben } = seed.users;

const folder = temporaryFolder();
let playground: Playground;

const control = () => playground.emulator(signl4).control;
const client = () => playground.client;
const waits = () =>
  control()
    .webhooks()
    .filter(({ extUrl }) => extUrl.includes('/webhook-waiting/'));

beforeAll(async () => {
  playground = await startPlayground({
    port: 0,
    brokerPort: 0,
    emulatorPort: 0,
    dataDir: folder.path,
    examples: false,
  });
});

afterAll(async () => {
  await playground?.stop();
  folder.remove();
});

/** Imports an example of the package, with credentials for its nodes. */
async function imported(
  file: string,
  more: Record<string, { id: string; name: string }> = {},
): Promise<string> {
  const example = JSON.parse(readFileSync(join(PACKAGE, 'examples', file), 'utf8')) as WorkflowContent;
  const own = await credentialsFor(playground, 'signl4AlertingApi');
  const nodes = example.nodes.map((node) => {
    if (node.name === 'Model') return { ...node, credentials: more };
    return node.credentials ? { ...node, credentials: own } : node;
  });
  return (await client().createWorkflow({ ...example, nodes })).id;
}

/** Starts a workflow and waits until it waits for the response to its alert. */
async function asking(workflowId: string, trigger = MANUAL_TRIGGER) {
  const known = new Set(
    control()
      .alerts()
      .map(({ id }) => id),
  );
  const id = await client().startWorkflow(workflowId, trigger);
  await isWaiting(id);
  const alert = control()
    .alerts()
    .find((one) => !known.has(one.id))!;
  return { id, alert };
}

const statusOf = async (id: string) => await client().statusOf(id);

async function isWaiting(id: string): Promise<void> {
  await pollUntil(async () => ((await statusOf(id)) === 'running' ? undefined : true), {
    what: `execution ${id} to wait`,
    timeoutMs: 60_000,
  });
  expect([id, await statusOf(id)]).toEqual([id, 'waiting']);
}

const post = async (url: string, body: unknown) =>
  await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('Send and Wait in n8n', () => {
  it('goes on with who acknowledged, after n8n died, and not for a forged or foreign event', async () => {
    const { id, alert } = await asking(await imported('ask-before-a-restart.json'));
    const [{ extUrl } = { extUrl: '' }] = waits();
    const event = {
      eventType: 201,
      eventRaisedUtc: new Date().toISOString(),
      user: { username: 'Mallory', mailaddress: 'mallory@example.com', id: ben.id },
      alert: { id: alert.id, statusCode: 2, eventId: alert.eventId, externalEventId: alert.externalId },
      id: '0b0f0f0e-0000-4000-8000-000000000001',
    };
    const forged = new URL(extUrl);
    forged.searchParams.set('signature', '0'.repeat(64));
    expect((await post(forged.href, event)).status).toBe(401);
    expect((await post(`${extUrl}&decision=approve`, event)).status).toBe(401);
    // SIGNL4 does not confirm it.
    expect((await post(extUrl, event)).status).toBe(200);
    expect((await post(extUrl, { eventType: 302, user: { id: anna.id } })).status).toBe(200);
    expect(await statusOf(id)).toBe('waiting');

    await playground.kill9();
    await playground.restartN8n();
    expect(await statusOf(id)).toBe('waiting');

    control().acknowledge(alert.id, anna.id, 'On it');
    const execution = await client().waitForExecution(id);
    expect([execution.status, execution.errorMessage]).toEqual(['success', undefined]);
    expect(execution.itemsOf(ASK)).toEqual([
      expect.objectContaining({
        outcome: 'acknowledged',
        approved: true,
        userId: anna.id,
        userName: anna.name,
        comment: 'On it',
        alertId: alert.id,
      }),
    ]);
    expect(execution.itemsOf('Restart it')).toEqual([{ report: `Restarted, approved by ${anna.name}` }]);
    expect(waits()).toEqual([]);
    expect((await post(extUrl, event)).status).toBe(200);
    expect(await statusOf(id)).toBe('success');
  });

  it('goes on when the time is over, and says so', async () => {
    const { id: workflowId } = await client().createWorkflow(
      chain('A short wait', [
        { name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
        {
          name: ASK,
          type: 'n8n-nodes-signl4.signl4Alerting',
          webhookId: '5d2f8a10-7c34-4e6b-9b1d-2f4a6c8e0b99',
          parameters: {
            resource: 'alert',
            operation: 'sendAndWait',
            title: 'Anyone?',
            waitAmount: 0.05,
            waitUnit: 'minutes',
          },
          credentials: await credentialsFor(playground, 'signl4AlertingApi'),
        },
        { name: 'After', type: 'n8n-nodes-base.noOp' },
      ]),
    );
    const id = await client().startWorkflow(workflowId, 'Start');
    await pollUntil(async () => ((await statusOf(id)) === 'success' ? true : undefined), {
      what: 'the time-out, which n8n looks for once a minute',
      timeoutMs: 150_000,
    });
    const execution = await client().waitForExecution(id);
    expect(execution.itemsOf('After')).toEqual([
      expect.objectContaining({ outcome: 'timedOut', approved: false, title: 'Anyone?' }),
    ]);
  });

  it('waits for the button behind a link when there is no API key', async () => {
    const credential = await client().createCredential({
      name: 'SIGNL4 without an API key',
      type: 'signl4AlertingApi',
      data: {
        environment: 'custom',
        baseUrl: playground.emulator(signl4).url,
        teamSecret: seed.teams.operations.secret,
      },
    });
    const { id: workflowId } = await client().createWorkflow(
      chain('By links', [
        { name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
        {
          name: ASK,
          type: 'n8n-nodes-signl4.signl4Alerting',
          webhookId: '5d2f8a10-7c34-4e6b-9b1d-2f4a6c8e0b98',
          parameters: { resource: 'alert', operation: 'sendAndWait', title: 'Restart <web-3>?' },
          credentials: { signl4AlertingApi: { id: credential.id, name: credential.name } },
        },
      ]),
    );
    const id = await client().startWorkflow(workflowId, 'Start');
    await isWaiting(id);
    await control().idle();
    const [, approve] = /Approve: (\S+)/.exec(control().alerts().at(-1)!.text)!;
    const page = await fetch(approve!);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await page.text()).toContain('Restart &lt;web-3&gt;?');
    expect(await statusOf(id)).toBe('waiting');
    const pressed = await fetch(approve!, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'comment=Go+ahead',
    });
    expect([pressed.status, pressed.headers.get('content-type'), await pressed.text()]).toEqual([
      200,
      'text/html; charset=utf-8',
      expect.stringContaining('<h1>Approved</h1>'),
    ]);
    const execution = await client().waitForExecution(id);
    expect(execution.itemsOf(ASK)).toEqual([
      expect.objectContaining({ outcome: 'approvedByLink', approved: true, comment: 'Go ahead' }),
    ]);
  });
});

describe('human review of the tools of an AI agent', () => {
  const model = scriptedModel('restart_server', {
    toolParameters: { server: 'web-3' },
    hitlParameters: {},
  });
  afterAll(async () => await (await model).close());

  /** The example, with the scripted model. */
  async function agentAsks() {
    const { url } = await model;
    const credential = await client().createCredential({
      name: 'Scripted model',
      type: 'openAiApi',
      data: { apiKey: 'not-a-key', url },
    });
    const id = await imported('ai-agent-asks-first.json', {
      openAiApi: { id: credential.id, name: credential.name },
    });
    const running = await asking(id);
    expect(running.alert.title).toBe('May the agent use restart_server?');
    expect(running.alert.text).toContain('"server":"web-3"');
    return running;
  }

  it('holds the call until the person on duty approves it', async () => {
    const { id, alert } = await agentAsks();
    const { asked } = await model;
    expect(JSON.stringify(asked)).not.toContain('was restarted');
    control().acknowledge(alert.id, anna.id);
    const execution = await client().waitForExecution(id);
    expect([execution.status, execution.errorMessage]).toEqual(['success', undefined]);
    expect(JSON.stringify(execution.itemsOf('Operator'))).toContain('web-3 was restarted');
  });

  it('refuses the call and tells the agent why, when the alert is closed with a note', async () => {
    const { id, alert } = await agentAsks();
    control().close(alert.id, ben.id, 'The backup is running');
    const execution = await client().waitForExecution(id);
    expect([execution.status, execution.errorMessage]).toEqual(['success', undefined]);
    const told = JSON.stringify(execution.itemsOf('Operator'));
    expect(told).toContain('The backup is running');
    expect(told).not.toContain('was restarted');
  });
});
