import { plugin as signl4, seed as signl4Seed } from '@signalbox/emulators/signl4';
import {
  exampleId,
  pollUntil,
  startPlayground,
  type Execution,
  type ExecutionSummary,
  type Playground,
} from '@signalbox/playground';
import { temporaryFolder } from '../e2e/temporary-folder';

const ROUND_TRIP = exampleId({ name: 'signl4' }, 'alert-round-trip.json');
const MANUAL_TRIGGER = 'When clicking "Execute workflow"';
const RAISE = 'Raise an alert';
const TRIGGER = 'When an alert is acknowledged';
const LAST = 'Who took it';
const { anna, ben } = signl4Seed.users;

const folder = temporaryFolder();
const anyPorts = { port: 0, brokerPort: 0, emulatorPort: 0 };
let playground: Playground;

const emulator = () => playground.emulator(signl4);
const control = () => emulator().control;

beforeAll(async () => {
  playground = await startPlayground({ ...anyPorts, dataDir: folder.path });
});

afterAll(async () => {
  await playground?.stop();
  folder.remove();
});

/** Presses "Execute workflow" and waits for the alert to appear at the service. */
async function raiseAlert(): Promise<{ id: string; execution: Execution }> {
  const known = new Set(
    control()
      .alerts()
      .map(({ id }) => id),
  );
  const execution = await playground.client.runWorkflow(ROUND_TRIP, MANUAL_TRIGGER);
  const alert = await pollUntil(
    () =>
      control()
        .alerts()
        .find(({ id }) => !known.has(id)),
    { what: 'the alert' },
  );
  return { id: alert.id, execution };
}

/** Executions that the trigger started, newest first. */
async function triggered(): Promise<ExecutionSummary[]> {
  return (await playground.client.listExecutions(ROUND_TRIP)).filter(({ mode }) => mode === 'webhook');
}

/** Does something that makes the service send an event, and waits for the execution it starts. */
async function executionAfter(act: () => void): Promise<Execution> {
  const known = new Set((await triggered()).map(({ id }) => id));
  act();
  const fresh = await pollUntil(async () => (await triggered()).find(({ id }) => !known.has(id)), {
    what: 'an execution of the trigger',
  });
  return await playground.client.waitForExecution(fresh.id);
}

describe('the package in n8n', () => {
  it('is there under its published names, with icons, and as a tool', async () => {
    const types = await playground.client.nodeTypes();
    const ours = types.filter(({ name }) => name.startsWith('n8n-nodes-signl4.'));
    expect(ours.map(({ name }) => name).sort()).toEqual([
      'n8n-nodes-signl4.signl4Alerting',
      'n8n-nodes-signl4.signl4AlertingHitlTool',
      'n8n-nodes-signl4.signl4AlertingTool',
      'n8n-nodes-signl4.signl4AlertingTrigger',
    ]);
    for (const { iconUrl } of ours) {
      const paths =
        typeof iconUrl === 'string' ? [iconUrl] : Object.values(iconUrl as Record<string, string>);
      expect(paths.length).toBeGreaterThan(0);
      for (const path of paths) {
        const icon = await fetch(`${playground.url}/${path}`);
        expect([path, icon.status, icon.headers.get('content-type')]).toEqual([
          path,
          200,
          expect.stringContaining('image/svg+xml'),
        ]);
      }
    }
  });

  it.each([
    ['good keys', signl4Seed.apiKey, 'OK'],
    ['an unknown key', 'not-a-key-of-this-subscription', 'Error'],
    ['an expired key', signl4Seed.expiredApiKey, 'Error'],
  ])('tests a credential with %s', async (_title, apiKey, status) => {
    const result = await playground.client.testCredential({
      id: '',
      name: 'Tested',
      type: 'signl4AlertingApi',
      data: {
        environment: 'custom',
        baseUrl: emulator().url,
        apiKey,
        teamSecret: signl4Seed.teams.operations.secret,
      },
    });
    expect(result.status).toBe(status);
    expect(result.message).not.toContain(apiKey);
  });
});

describe('the alert round trip', () => {
  it('goes from the canvas to the service and back', async () => {
    const { id, execution } = await raiseAlert();
    expect([execution.status, execution.errorMessage]).toEqual(['success', undefined]);
    const alert = control()
      .alerts()
      .find((candidate) => candidate.id === id);
    expect(execution.itemsOf(RAISE)).toEqual([expect.objectContaining({ eventId: alert?.eventId })]);

    const answer = await executionAfter(() => control().acknowledge(id, anna.id));
    expect([answer.status, answer.errorMessage]).toEqual(['success', undefined]);
    const [event] = answer.itemsOf(TRIGGER);
    expect(event).toMatchObject({
      event: 'alertAcknowledged',
      alertId: id,
      userId: anna.id,
      userName: anna.name,
    });
    expect(answer.itemsOf(LAST)).toEqual([
      expect.objectContaining({ alertId: id, acknowledgedBy: anna.name, externalId: alert?.externalId }),
    ]);
  });

  it('leaves no webhook at the service when it is deactivated', async () => {
    const workflow = await playground.client.findWorkflow(ROUND_TRIP);
    expect(control().webhooks()).toHaveLength(1);
    await playground.client.unpublish(workflow!);
    expect(control().webhooks()).toEqual([]);
    await playground.client.publish(workflow!);
    expect(control().webhooks()).toHaveLength(1);
  });

  it('survives the sudden death of n8n: registered once, nothing run twice, nothing missed after', async () => {
    const { id } = await raiseAlert();
    await executionAfter(() => control().acknowledge(id, anna.id));
    const delivered = emulator()
      .journal.deliveries.filter(({ event }) => JSON.stringify(event).includes(id))
      .at(-1)!;
    expect(delivered.status).toBe(200);
    const before = (await triggered()).length;
    const [webhook] = control().webhooks();

    await playground.kill9();
    await playground.restartN8n();
    expect(control().webhooks()).toEqual([webhook]);

    const repeated = await pollUntil(
      async () => {
        const response = await fetch(delivered.url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(delivered.event),
        });
        // n8n answers 404 until it has its webhooks back.
        return response.status === 404 ? undefined : response.status;
      },
      { what: 'the webhook after the restart' },
    );
    expect(repeated).toBe(200);

    const next = await raiseAlert();
    const answer = await executionAfter(() => control().acknowledge(next.id, ben.id));
    expect(answer.itemsOf(TRIGGER)).toEqual([
      expect.objectContaining({ alertId: next.id, userName: ben.name }),
    ]);
    // The repeated event came first: had it started an execution, it would be here as well.
    expect(await triggered()).toHaveLength(before + 1);
  });
});

describe('a second start on the same data', () => {
  it('registers the trigger at the new emulator and keeps what a person changed', async () => {
    const workflow = await playground.client.findWorkflow(ROUND_TRIP);
    const { nodes, connections, settings } = workflow!;
    await playground.client.updateWorkflow(ROUND_TRIP, {
      name: 'Renamed by a person',
      nodes,
      connections,
      settings,
    });
    await playground.stop();
    playground = await startPlayground({ ...anyPorts, dataDir: folder.path });

    expect(await playground.client.findWorkflow(ROUND_TRIP)).toMatchObject({ name: 'Renamed by a person' });
    expect(control().webhooks()).toEqual([
      expect.objectContaining({ extUrl: expect.stringContaining(`${playground.url}/webhook/`) }),
    ]);
    const { id } = await raiseAlert();
    const answer = await executionAfter(() => control().acknowledge(id, anna.id));
    expect(answer.status).toBe('success');
  });
});
