import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { N8nClient, findNodePackages, freePorts, pollUntil } from '@signalbox/playground';
import { copyRepository } from './repository-copy';
import { temporaryFolder } from './temporary-folder';

const NODE = 'nodes/signl4/nodes/Signl4Alerting/Signl4Alerting.node.ts';
const TYPE = 'n8n-nodes-signl4.signl4Alerting';
const SERVICES = findNodePackages().map((path) => basename(path));
/** n8n, its task broker and the emulators. */
const PORTS = 2 + SERVICES.length;

const folder = temporaryFolder();
const repository = copyRepository(join(folder.path, 'repository'));
let dev: ChildProcess;
let output = '';
let n8n: N8nClient;

beforeAll(async () => {
  const port = await freePorts(PORTS);
  const data = join(folder.path, 'n8n');
  dev = spawn(process.execPath, ['bootstrap.cjs', 'dev', '--port', String(port), '--data', data], {
    cwd: repository.path,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [dev.stdout!, dev.stderr!]) stream.on('data', (chunk) => (output += String(chunk)));
  await said('Watching nodes, credentials and packages/http-core', 200_000);
  n8n = new N8nClient(`http://127.0.0.1:${port}`);
  const { email, password } = JSON.parse(readFileSync(join(data, 'playground.json'), 'utf8')) as {
    email: string;
    password: string;
  };
  await n8n.login(email, password);
});

afterAll(async () => {
  if (dev?.exitCode === null) {
    dev.kill('SIGTERM');
    await once(dev, 'exit');
  }
  folder.remove();
});

/** Waits until the task has said it, and forgets what it said. */
async function said(text: string, timeoutMs = 60_000): Promise<string> {
  const before = await pollUntil(
    () => {
      if (dev.exitCode !== null) throw new Error(`The task has ended:\n${output}`);
      return output.includes(text) ? output : undefined;
    },
    { what: `"${text}" in what the task says`, timeoutMs },
  );
  output = '';
  return before;
}

/** n8n writes the file while it loads, so that a reader may find half of it. */
async function nodeTypes(): Promise<{ name: string; displayName?: unknown }[]> {
  return await pollUntil(() => n8n.nodeTypes().catch(() => undefined), { what: 'the descriptions' });
}

async function displayName(): Promise<unknown> {
  return (await nodeTypes()).find(({ name }) => name === TYPE)?.displayName;
}

test('a saved node is in the running n8n, one that cannot be bundled or loaded is not, and the next good one is again', async () => {
  repository.replace(NODE, "displayName: 'SIGNL4 Alerting'", "displayName: 'First Change'");
  expect(await said('n8n-nodes-signl4: loaded again, ')).toMatch(
    /again, \d+\.\d s after \S+node\.ts was saved/,
  );
  expect(await displayName()).toBe('First Change');

  repository.replace(NODE, "displayName: 'First Change'", "displayName: = 'Syntax Error'");
  expect(await said('goes on with the last good bundle')).toMatch(
    /Unexpected "="\n\n +nodes\/signl4\/\S+node\.ts:\d+:17:\n +\d+ │ +displayName: = 'Syntax Error'/,
  );
  expect(await displayName()).toBe('First Change');

  repository.replace(NODE, "displayName: = 'Syntax Error'", 'displayName: String(undefined!.x)');
  expect(await said('goes on with the last good bundle')).toMatch(
    /n8n-nodes-signl4 cannot be loaded: TypeError: .* undefined/,
  );
  expect(await displayName()).toBe('First Change');

  repository.replace(NODE, 'displayName: String(undefined!.x)', "displayName: 'Second Change'");
  await said('n8n-nodes-signl4: loaded again, ');
  expect(await displayName()).toBe('Second Change');
});

test('a change of the core is in every package of the running n8n that has operations', async () => {
  repository.replace(
    'packages/http-core/src/operation/node-properties.ts',
    "displayName: 'Timeout (Seconds)'",
    "displayName: 'From the Core'",
  );
  const nodes = await pollUntil(
    async () => {
      const texts = (await nodeTypes()).filter((type) => JSON.stringify(type).includes('From the Core'));
      return texts.length >= SERVICES.length ? texts : undefined;
    },
    { what: 'every package to have it', timeoutMs: 60_000 },
  );
  expect(new Set(nodes.map(({ name }) => name.split('.')[0]))).toEqual(
    new Set(SERVICES.map((service) => `n8n-nodes-${service}`)),
  );
});
