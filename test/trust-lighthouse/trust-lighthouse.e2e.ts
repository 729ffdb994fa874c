import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { serviceNames } from '@signalbox/emulators';
import { plugin as trust } from '@signalbox/emulators/trust-lighthouse';
import {
  exampleId,
  freePorts,
  pollUntil,
  startPlayground,
  type Execution,
  type ExecutionSummary,
  type Playground,
  type PlaygroundOptions,
  type Workflow,
} from '@signalbox/playground';
import type { ChainNode } from '../n8n/chain';
import { ExecutionDatabase } from '../n8n/execution-database';
import { activateOnCanvas, credentialsFor } from '../e2e/canvas';
import { temporaryFolder } from '../e2e/temporary-folder';

type Tags = Record<string, string>;

const example = (file: string) => exampleId({ name: 'trust-lighthouse' }, file);
const CONTRACT = example('signed-contract-arrives.json');
const ROUTER = example('tag-router.json');
const RECONCILE = example('reconcile-missed-files.json');

const UPLOAD = 'When clicking "Execute workflow"';
const TRIGGER = 'When a signed contract arrives';
const SIGNED: Tags = { workspace: 'contracts', status: 'signed' };

/** n8n, its broker and the emulators. */
const PORTS = 2 + serviceNames().length;

const folder = temporaryFolder();
let options: PlaygroundOptions;
let playground: Playground;
let credentials: NonNullable<ChainNode['credentials']>;

const emulator = () => playground.emulator(trust);
const control = () => emulator().control;

beforeAll(async () => {
  // The same ones at each start, as somebody has them who starts the playground again.
  const port = await freePorts(PORTS);
  // n8n takes up a publication in which it died only when the lease of that has run out: after two minutes by default.
  const env = { N8N_WORKFLOW_PUBLICATION_OUTBOX_LEASE_SECONDS: '20' };
  options = { port, dataDir: folder.path, env };
  playground = await startPlayground(options);
  credentials = await credentialsFor(playground, 'trustApi');
});

afterAll(async () => {
  await playground?.stop();
  folder.remove();
});

/** Executions that the trigger of a workflow started, newest first. */
async function triggered(workflowId: string): Promise<ExecutionSummary[]> {
  return (await playground.client.listExecutions(workflowId)).filter(({ mode }) => mode === 'webhook');
}

/** Does something that makes Trust call, and waits for the one execution it starts. */
async function executionAfter(act: () => unknown, workflowId = CONTRACT): Promise<Execution> {
  const known = new Set((await triggered(workflowId)).map(({ id }) => id));
  await act();
  const fresh = await pollUntil(async () => (await triggered(workflowId)).find(({ id }) => !known.has(id)), {
    what: 'an execution of the trigger',
  });
  const execution = await playground.client.waitForExecution(fresh.id);
  expect([execution.status, execution.errorMessage]).toEqual(['success', undefined]);
  return execution;
}

/** Name and content of the file that a node gives. */
async function fileIn(execution: Execution, node: string): Promise<[name: unknown, content: string]> {
  const { id, fileName } = execution.filesOf(node)[0]!.data!;
  return [fileName, (await playground.client.binaryContent(id!)).toString()];
}

/** The live events that call a workflow, oldest first. */
function eventsOf({ nodes }: Pick<Workflow, 'nodes'>) {
  const webhookIds = nodes.flatMap(({ webhookId }) => webhookId ?? []);
  return control()
    .events()
    .filter(({ callbackUrl = '' }) => webhookIds.some((id) => callbackUrl.includes(id)));
}

/** IDs of the events that n8n's log names as left behind. */
function namedInLog(): string[] {
  const log = readFileSync(join(playground.dataDir, 'n8n.log'), 'utf8');
  return [...log.matchAll(/Left behind at the service: event ([\w-]+) /g)].map(([, id]) => id!);
}

function asFields(tags: Tags) {
  return { tag: Object.entries(tags).map(([name, value]) => ({ name, value })) };
}

function triggerNode(tags: Tags, options: object = {}): ChainNode {
  return {
    name: 'Trigger',
    type: 'n8n-nodes-trust-lighthouse.trustLighthouseTrigger',
    webhookId: randomUUID(),
    parameters: { tags: asFields(tags), options },
    credentials,
  };
}

async function workflowOf(id: string): Promise<Workflow> {
  return (await playground.client.findWorkflow(id))!;
}

/** Sends a callback on a new connection, as from many senders. @returns status and body of the answer */
async function post(url: string, body: object): Promise<string> {
  return await new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    request(url, { method: 'POST', agent: false, headers }, (response) => {
      text(response).then((answer) => resolve(`${response.statusCode} ${answer}`), reject);
    })
      .once('error', reject)
      .end(JSON.stringify(body));
  });
}

/**
 * Sends until n8n gets round to it. When it is too slow for a burst, it answers 500 or 503 by itself, with a code and a
 * message, before it asks any node: to what has waited for a minute for its SQLite database, and while that is overdue.
 */
async function untilServed(send: () => Promise<string>): Promise<string> {
  for (;;) {
    const answer = await send();
    if (!/^50[03] {"code":/.test(answer)) return answer;
    await pollUntil(async () => (await fetch(`${playground.url}/healthz/readiness`)).ok || undefined, {
      what: 'n8n to be ready again',
      intervalMs: 1_000,
      timeoutMs: 120_000,
    });
  }
}

/** Sends until n8n has its webhooks back; before, it answers 404. */
async function afterRestart(send: () => Promise<string>): Promise<string> {
  return await pollUntil(
    async () => {
      const answer = await send();
      return answer.startsWith('404') ? undefined : answer;
    },
    { what: 'the webhook after the restart' },
  );
}

/** Number of occurrences of each text. */
function counted(texts: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of texts) counts[one] = (counts[one] ?? 0) + 1;
  return counts;
}

/** Uploads files without callbacks from Trust: the test sends them itself. */
function uploadSilently(count: number, tags: Tags) {
  control().switchDeliveries({ drop: count });
  const files = Array.from({ length: count }, (_unused, n) => control().upload({ name: `${n}.txt`, tags }));
  control().switchDeliveries({ drop: 0 });
  return files;
}

describe('the example "Signed contract arrives"', () => {
  it('brings a file from the canvas to Chronos, and from there to the trigger, once', async () => {
    let uploaded: Record<string, unknown> | undefined;
    const execution = await executionAfter(async () => {
      const upload = await playground.client.runWorkflow(CONTRACT, UPLOAD);
      expect([upload.status, upload.errorMessage]).toEqual(['success', undefined]);
      [uploaded] = upload.itemsOf('Upload it');
    });
    expect(execution.itemsOf(TRIGGER)).toMatchObject([
      { uuid: uploaded!.uuid, name: 'contract.txt', tags: SIGNED },
    ]);
    expect(execution.itemsOf('What to tell')).toMatchObject([
      { message: 'Signed: contract.txt in contracts' },
    ]);
    for (const node of [TRIGGER, 'What to tell']) {
      expect(await fileIn(execution, node)).toEqual(['contract.txt', 'Signed by both sides.']);
    }
    await control().idle();
    expect(control().files()).toMatchObject([{ tags: { ...SIGNED, processed: 'yes' } }]);
    expect(await triggered(CONTRACT)).toHaveLength(1);
  });

  it('starts nothing for other tags', async () => {
    control().upload({ tags: { ...SIGNED, status: 'draft' } });
    await executionAfter(() => control().upload({ tags: SIGNED }));
    expect(await triggered(CONTRACT)).toHaveLength(2);
  });

  it('names its event when it is deactivated, and uses it again', async () => {
    const workflow = await workflowOf(CONTRACT);
    const [event, ...more] = eventsOf(workflow);
    expect(more).toEqual([]);
    expect(namedInLog()).not.toContain(event!.id);
    await playground.client.unpublish(workflow);
    expect(namedInLog()).toContain(event!.id);

    const before = (await triggered(CONTRACT)).length;
    control().upload({ tags: SIGNED });
    await control().idle();
    expect(emulator().journal.deliveries.at(-1)).toMatchObject({ subscriberId: event!.id, status: 404 });

    await playground.client.publish(workflow);
    expect(eventsOf(workflow)).toEqual([event]);
    const execution = await executionAfter(() => control().upload({ tags: SIGNED }));
    expect(execution.itemsOf(TRIGGER)).toMatchObject([{ eventId: event!.id }]);
    expect(await triggered(CONTRACT)).toHaveLength(before + 1);
  });

  it('answers first, then gets the file, and n8n starts the workflow all the same', async () => {
    emulator().faults.inject({ match: { path: '/chronos' }, fault: { kind: 'delay', ms: 10_000 } });
    const earlier = emulator().journal.requests.length;
    const downloads = () =>
      emulator()
        .journal.requests.slice(earlier)
        .filter(({ method, path }) => method === 'GET' && path.startsWith('/chronos'));
    let file: { uuid: string } | undefined;
    const execution = await executionAfter(async () => {
      file = control().upload({ name: 'contract.txt', content: 'Signed.', tags: SIGNED });
      await control().idle();
      expect(emulator().journal.deliveries.at(-1)?.status).toBe(200);
      // The file is still on its way, or not even asked for.
      expect(downloads().filter(({ status }) => status !== null)).toEqual([]);
    });
    expect(execution.itemsOf(TRIGGER)).toMatchObject([
      { uuid: file!.uuid, name: 'contract.txt', tags: SIGNED },
    ]);
    expect(execution.itemsOf(TRIGGER)[0]).not.toHaveProperty('downloadError');
    expect(downloads().map(({ status }) => status)).toEqual([200]);
  });

  it('runs once for a file, also after the sudden death of n8n, and has one event', async () => {
    const delivered = emulator().journal.deliveries.at(-1)!;
    const before = (await triggered(CONTRACT)).length;
    const events = control().events();
    expect(events).toHaveLength(1);

    await playground.kill9();
    await playground.restartN8n();
    expect(control().events()).toEqual(events);
    const answer = await afterRestart(() => post(delivered.url, delivered.event));
    expect(answer).toBe('200 {"accepted":true,"duplicate":true}');
    await executionAfter(() => control().upload({ tags: SIGNED }));
    expect(await triggered(CONTRACT)).toHaveLength(before + 1);
  });
});

it('sends each type of file its own way: the example "Tag router"', async () => {
  await playground.client.publish(await workflowOf(ROUTER));
  const arrived = (tags: Tags) =>
    executionAfter(
      () =>
        control().upload({
          name: 'file.txt',
          content: 'Content',
          tags: { workspace: 'back-office', ...tags },
        }),
      ROUTER,
    );
  const ways = ['Download the invoice', 'Mark the identity card as received', 'Unknown type'];
  const taken = (execution: Execution) => ways.filter((way) => execution.itemsOf(way).length > 0);

  const invoice = await arrived({ type: 'invoice' });
  expect(taken(invoice)).toEqual([ways[0]]);
  expect(await fileIn(invoice, ways[0]!)).toEqual(['file.txt', 'Content']);

  expect(taken(await arrived({ type: 'identity' }))).toEqual([ways[1]]);
  expect(control().files().at(-1)?.tags).toMatchObject({ type: 'identity', kyc: 'received' });

  for (const [tags, type] of [
    [{ type: 'poem' }, 'poem'],
    [{}, '(none)'],
  ] as const) {
    const other = await arrived(tags);
    expect(taken(other)).toEqual([ways[2]]);
    expect(other.itemsOf(ways[2]!)).toMatchObject([
      { problem: `Nobody handles files of the type ${type}: file.txt` },
    ]);
  }
  await playground.client.unpublish(await workflowOf(ROUTER));
});

it('processes what the push trigger has missed, and nothing twice: the example "Reconcile missed files"', async () => {
  const run = async () => {
    const execution = await playground.client.runWorkflow(RECONCILE, 'Signed contracts, every ten minutes');
    expect([execution.status, execution.errorMessage]).toEqual(['success', undefined]);
    return execution;
  };
  const contracts = () =>
    control()
      .files()
      .filter(({ tags }) => Object.entries(SIGNED).every(([name, value]) => tags[name] === value));
  uploadSilently(1, { ...SIGNED, processed: 'yes' });
  uploadSilently(1, SIGNED);
  // Perhaps there is also one that came while the workflow was not active.
  const missed = contracts().filter(({ tags }) => tags.processed === undefined);
  const first = await run();
  expect(first.itemsOf('Process it').map(({ uuid }) => uuid)).toEqual(missed.map(({ uuid }) => uuid));
  expect(contracts().filter(({ tags }) => tags.processed !== 'yes')).toEqual([]);
  const second = await run();
  expect(second.itemsOf('Get its tags now')).toHaveLength(contracts().length);
  expect(second.itemsOf('Process it')).toEqual([]);
});

describe('a burst of 500 callbacks, each twice, among forgeries', () => {
  const AMOUNT = 500;

  it('gives each genuine file once', async () => {
    const tags = { burst: 'one' };
    const workflow = await activateOnCanvas(playground, 'Burst', [
      triggerNode(tags),
      { name: 'NoOp', type: 'n8n-nodes-base.noOp' },
    ]);
    const [event] = eventsOf(workflow);
    const url = event!.callbackUrl!;
    const callback = (uuid: string, changes: object = {}) => ({
      event_id: event!.id,
      room_id: '',
      callback_url: url,
      callback_type: 'webhook',
      data: { file_register_uuid: uuid, filename: 'test.txt', tags, ...changes },
    });
    const files = uploadSilently(AMOUNT, tags);
    const genuine = files.map(
      ({ uuid }) =>
        () =>
          post(url, callback(uuid)),
    );
    const forge = [
      () => post(url.replace(/\?.*/, ''), callback(randomUUID())),
      () => post(url.replace(/token=.*/, `token=${'A'.repeat(43)}`), callback(randomUUID())),
      () => post(url, { ...callback(randomUUID()), event_id: randomUUID() }),
      () => post(url, { ...callback(randomUUID()), data: undefined }),
      () => post(url, callback(randomUUID(), { tags: { burst: 'two' } })),
    ];
    const forged = Array.from({ length: 100 }, (_unused, n) => forge[n % forge.length]!);

    // One list, so that a forgery stands between two genuine ones, and a copy beside its original.
    const sent = genuine.flatMap((send, n) => [send, send, ...forged.slice(n, n + 1)]);
    const answers = await Promise.all(sent.map(untilServed));
    expect(counted(answers)).toEqual({
      '200 {"accepted":true}': AMOUNT,
      '200 {"accepted":true,"duplicate":true}': AMOUNT,
      '200 {"accepted":false}': 20,
      '401 {"error":"unauthorized"}': 60,
      '400 {"error":"malformed payload"}': 20,
    });

    let newest: string[];
    const database = new ExecutionDatabase(playground.dataDir);
    try {
      await pollUntil(() => database.countEnded(workflow.id) >= AMOUNT || undefined, {
        what: `${AMOUNT} executions`,
        timeoutMs: 300_000,
      });
      // Had anything else been taken, it would be among them: n8n stores an execution before it answers.
      const executions = database.all(workflow.id);
      expect(counted(executions.map(({ status }) => status))).toEqual({ success: AMOUNT });
      const missing = new Set(files.map(({ uuid }) => uuid));
      for (const { data } of executions) {
        for (const [id] of data.matchAll(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g)) missing.delete(id);
      }
      expect([...missing]).toEqual([]);
      newest = executions.slice(-100).map(({ data }) => files.find(({ uuid }) => data.includes(uuid))!.uuid);
    } finally {
      database.close();
    }

    // In a burst few deliveries save what all have accepted; the next one has saved all of it when it is answered.
    const [next] = uploadSilently(1, tags);
    expect(await post(url, callback(next!.uuid))).toBe('200 {"accepted":true}');
    newest.push(next!.uuid);
    await playground.kill9();
    await playground.restartN8n();
    const copies: string[] = [];
    for (const uuid of newest) copies.push(await afterRestart(() => post(url, callback(uuid))));
    expect(counted(copies)).toEqual({ '200 {"accepted":true,"duplicate":true}': newest.length });
    await playground.client.unpublish(workflow);
  }, 600_000);

  it('starts nothing for a file that Chronos does not know, even if somebody knows the URL', async () => {
    const tags = { burst: 'confirmed' };
    const workflow = await activateOnCanvas(playground, 'Confirmed', [triggerNode(tags, { confirm: true })]);
    const [event] = eventsOf(workflow);
    const genuine = Array.from({ length: 10 }, () => {
      control().forge(event!.id);
      return control().upload({ tags }).uuid;
    });
    await control().idle();
    const executions = await pollUntil(
      async () => {
        const all = await triggered(workflow.id);
        return all.length >= genuine.length ? all : undefined;
      },
      { what: 'the executions for the genuine files' },
    );
    const uuids = [];
    for (const { id } of executions) {
      const [item] = (await playground.client.waitForExecution(id)).itemsOf('Trigger');
      expect(item).toMatchObject({ confirmed: true });
      uuids.push(item!.uuid);
    }
    expect(uuids.sort()).toEqual(genuine.sort());
    await playground.client.unpublish(workflow);
  });
});

describe('events that cannot be removed', () => {
  it('are the one in use or named, after twenty edits, crashes, restarts and tests', async () => {
    const tagSets: Tags[] = [{ cycle: 'a' }, { cycle: 'b' }, { cycle: 'a', more: 'x' }, { more: 'x' }];
    const trigger = triggerNode(tagSets[0]!);
    let workflow = await activateOnCanvas(playground, 'Twenty cycles', [trigger]);
    const { client } = playground;
    const allTags = [...tagSets];
    let tags = tagSets[0]!;

    const change = async (wanted: Tags) => {
      tags = wanted;
      const { name, nodes, connections, settings } = workflow;
      const edited = nodes.map((node) => ({
        ...node,
        parameters: { ...node.parameters, tags: asFields(wanted) },
      }));
      workflow = await client.updateWorkflow(workflow.id, { name, nodes: edited, connections, settings });
    };
    const uploadAll = async () => {
      for (const each of allTags) control().upload({ tags: each });
      await control().idle();
    };
    const steps: Record<string, (cycle: number) => Promise<void>> = {
      async edit(cycle) {
        await change(tagSets[cycle % tagSets.length]!);
        await client.publish(workflow);
      },
      async activate() {
        await client.unpublish(workflow);
        await client.publish(workflow);
      },
      /** n8n dies when Trust has just registered an event. */
      async crash(cycle) {
        const fresh = { cycle: `crash ${cycle}` };
        allTags.push(fresh);
        await change(fresh);
        const before = eventsOf(workflow).length;
        const publishing = client.publish(workflow).catch(() => 'n8n is dead');
        await pollUntil(() => eventsOf(workflow).length > before || undefined, {
          what: 'the registration',
          intervalMs: 5,
        });
        await playground.kill9();
        expect(await publishing).toBe('n8n is dead');
        await playground.restartN8n();
        await client.publish(workflow);
      },
      async restart() {
        await playground.stopN8n();
        await playground.restartN8n();
      },
      /** "Execute step" on the trigger; the file that ends it comes every second time only. */
      async listen(cycle) {
        const run = await client.request('POST', `/rest/workflows/${workflow.id}/run`, {
          triggerToStartFrom: { name: trigger.name },
        });
        expect(run).toEqual({ waitingForWebhook: true });
        expect(eventsOf(workflow).at(-1)).toMatchObject({ deleteAfterAction: true });
        if (cycle % 2 === 0) control().upload({ tags });
        await control().idle();
        await client.request('DELETE', `/rest/test-webhook/${workflow.id}`);
      },
    };
    const plan =
      'edit listen activate edit crash listen edit activate restart edit listen crash activate edit listen edit activate listen edit activate';
    for (const [cycle, step] of plan.split(' ').entries()) await steps[step]!(cycle);

    // Twice: the first call of an event that was forgotten decides which one counts.
    await uploadAll();
    await uploadAll();
    let wanted: { uuid: string } | undefined;
    await executionAfter(async () => {
      wanted = control().upload({ tags });
      await control().idle();
    }, workflow.id);
    const executions = await Promise.all(
      (await triggered(workflow.id)).map(({ id }) => client.waitForExecution(id)),
    );
    const items = executions
      .flatMap((execution) => execution.itemsOf(trigger.name))
      .filter(({ uuid }) => uuid === wanted!.uuid);
    expect(items).toHaveLength(1);

    const { eventId, leftoverEvents = [] } = items[0] as { eventId: string; leftoverEvents?: string[] };
    const others = eventsOf(workflow).map(({ id }) => id);
    expect(others).toContain(eventId);
    others.splice(others.indexOf(eventId), 1);
    // Different tags and three crashes: it is not for nothing that they are named.
    expect(others.length).toBeGreaterThan(2);
    expect([...leftoverEvents].sort()).toEqual(others.sort());
    const inLog = new Set(namedInLog());
    expect(others.filter((id) => !inLog.has(id))).toEqual([]);
    expect(eventsOf(workflow).filter(({ deleteAfterAction }) => deleteAfterAction)).toEqual([]);
    await client.unpublish(workflow);
  }, 600_000);
});

describe('a second start on the same data', () => {
  it('finds the event that n8n remembers', async () => {
    const [event, ...more] = eventsOf(await workflowOf(CONTRACT));
    expect(more).toEqual([]);
    await playground.stop();
    playground = await startPlayground(options);
    expect(eventsOf(await workflowOf(CONTRACT))).toEqual([event]);
    const execution = await executionAfter(() => control().upload({ tags: SIGNED }));
    expect(execution.itemsOf(TRIGGER)).toMatchObject([{ eventId: event!.id }]);
  });
});
