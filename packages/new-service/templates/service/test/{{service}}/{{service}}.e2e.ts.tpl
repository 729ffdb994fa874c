import { plugin as {{key}} } from '@signalbox/emulators/{{service}}';
import { {{#if hasTrigger}}exampleId, pollUntil, {{/if}}startPlayground, type Playground } from '@signalbox/playground';
import { credentialsFor, runOnCanvas } from '../e2e/canvas';
import { temporaryFolder } from '../e2e/temporary-folder';

const folder = temporaryFolder();
let playground: Playground;

beforeAll(async () => {
  playground = await startPlayground({ port: 0, brokerPort: 0, emulatorPort: 0, dataDir: folder.path });
});

afterAll(async () => {
  await playground?.stop();
  folder.remove();
});

it('creates {{noun.one}} on the canvas', async () => {
  const [created] = await runOnCanvas(playground, {
    type: 'n8n-nodes-{{service}}.{{key}}',
    parameters: { resource: '{{noun.key}}', operation: 'create', name: 'Made in a real n8n' },
    credentials: await credentialsFor(playground, '{{key}}Api'),
  });
  expect(playground.emulator({{key}}).control.{{noun.keys}}()).toContainEqual(created);
});
{{#if hasTrigger}}

it('starts a workflow on a new {{noun.word}}', async () => {
  const workflowId = exampleId({ name: '{{service}}' }, '{{exampleFile}}');
  {{#if isPoll}}
  const { requests } = playground.emulator({{key}}).journal;
  // Until the trigger has noted what is there, nothing is new.
  await pollUntil(() => requests.some(({ query }) => query.has('createdSince')) || undefined, {
    what: 'the first poll',
    timeoutMs: 120_000,
  });
  {{/if}}
  const { id } = playground.emulator({{key}}).control.create('Seen by a trigger');
  const { id: executionId } = await pollUntil(
    async () => (await playground.client.listExecutions(workflowId))[0],
    { what: 'an execution of the trigger', timeoutMs: 120_000 },
  );
  const execution = await playground.client.waitForExecution(executionId);
  expect([execution.status, execution.errorMessage]).toEqual(['success', undefined]);
  expect(execution.itemsOf('Get it')).toMatchObject([{ id }]);
});
{{/if}}
