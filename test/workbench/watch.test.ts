import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { madeUpRepository, removeMadeUpRepositories, type MadeUpRepository } from './made-up-repository';

const SOURCE = '../../packages/core/src/a';

/** Tests by the way in which they depend on packages/core/src/a.ts. */
const DEPENDENT = {
  'core/import': `import { a } from '${SOURCE}'; void a;`,
  'core/import-for-its-effects': `import '${SOURCE}';`,
  'core/export-from': `export * from '${SOURCE}';`,
  'core/require': `const { a } = require('${SOURCE}'); void a;`,
  'core/dynamic-import': `const load = () => import('${SOURCE}'); void load;`,
  'core/package-name': `import { a } from '@signalbox/core'; void a;`,
  'core/path-of-a-program': `const program = '${SOURCE}.ts'; void program;`,
  'beacon/name-of-a-package': `const name = 'n8n-nodes-beacon'; void name;`,
  'beacon/folder-of-a-package': `const folder = 'beacon'; void folder;`,
  'beacon/type-of-a-node': `const type = 'n8n-nodes-beacon.beacon'; void type;`,
};
/** The first one has nothing left of the source when it runs. */
const OTHERS = {
  'core/type-import': `import type { A } from '${SOURCE}'; const one: A | undefined = undefined; void one;`,
  'core/another-source': `import { b } from '../../packages/core/src/b'; void b;`,
  'core/a-longer-name': `const text = 'beacons and n8n-nodes-beacon-light'; void text;`,
};

let repository: MadeUpRepository;
let watching: ChildProcess | undefined;

beforeAll(() => {
  repository = madeUpRepository();
  repository.write('package.json', { name: 'made-up', private: true });
  for (const path of ['test/jest.config.js', 'test/dependency-extractor.js']) repository.copy(path);
  for (const path of ['node_modules', 'packages/workbench/node_modules']) repository.link(path);
  repository.write('credentials/package.json', { name: '@signalbox/credentials' });
  repository.write('packages/core/package.json', { name: '@signalbox/core', main: 'src/index.ts' });
  repository.write('packages/core/src/index.ts', "export { a } from './a';\n");
  repository.write('packages/core/src/a.ts', 'export const a = 1;\nexport type A = number;\n');
  repository.write('packages/core/src/b.ts', 'export const b = 1;\n');
  repository.write('nodes/beacon/package.json', {
    name: 'n8n-nodes-beacon',
    n8n: { nodes: ['dist/Beacon.node.js'] },
  });
  repository.write('nodes/beacon/Beacon.node.ts', `export { a } from '${SOURCE}';\n`);
  for (const [name, code] of Object.entries({ ...DEPENDENT, ...OTHERS })) {
    repository.write(`test/${name}.test.ts`, `${code}\ntest('runs', () => {});\n`);
  }
  repository.write('test/node_modules/@signalbox/README.md', '');
  symlinkSync(
    join(repository.path, 'packages/core'),
    join(repository.path, 'test/node_modules/@signalbox/core'),
    'junction',
  );
});

afterEach(async () => {
  if (watching?.exitCode === null) {
    watching.kill();
    await once(watching, 'exit');
  }
});

afterAll(removeMadeUpRepositories);

const named = (tests: object, folder = '') =>
  Object.keys(tests)
    .filter((name) => name.startsWith(folder))
    .map((name) => basename(name))
    .sort();

/** Starts `npm run watch`. @returns a function that waits for the end of the next run and gives the tests that ran */
async function watch(...args: string[]): Promise<() => Promise<string[]>> {
  let output = '';
  let read = 0;
  watching = spawn(process.execPath, ['packages/workbench/src/watch.mjs', ...args], {
    cwd: repository.path,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  for (const stream of [watching.stdout!, watching.stderr!]) {
    stream.on('data', (chunk) => (output += String(chunk)));
  }
  return async () => {
    const announced = () => output.indexOf('Watching the sources', read);
    while (announced() < 0) {
      if (watching!.exitCode !== null) throw new Error(output);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const run = output.slice(read, announced());
    read = announced() + 1;
    return [...run.matchAll(/^PASS test\/\S*?([^/\s]+)\.test\.ts/gm)].map(([, name]) => name!).sort();
  };
}

test('jest knows every test that depends on a source, whichever way it names it', () => {
  const { stdout } = spawnSync(
    process.execPath,
    [
      require.resolve('jest/bin/jest'),
      ...['-c', 'test/jest.config.js', '--listTests', '--findRelatedTests', 'packages/core/src/a.ts'],
    ],
    { cwd: repository.path, encoding: 'utf8' },
  );
  const listed = stdout.split('\n').filter(Boolean);
  expect(listed.map((path) => basename(path, '.test.ts')).sort()).toEqual(named(DEPENDENT));
});

test('a saved source runs exactly the tests that depend on it', async () => {
  const nextRun = await watch();
  expect(await nextRun()).toEqual([]);

  repository.write('packages/core/src/b.ts', 'export const b = 2;\n');
  expect(await nextRun()).toEqual(['another-source']);

  repository.write('packages/core/src/a.ts', 'export const a = 2;\nexport type A = number;\n');
  expect(await nextRun()).toEqual(named(DEPENDENT));
});

test('with a part it begins with the tests of the part, and a saved source runs those of them that depend on it', async () => {
  const nextRun = await watch('nodes/beacon');
  expect(await nextRun()).toEqual(named(DEPENDENT, 'beacon'));

  repository.write('packages/core/src/a.ts', 'export const a = 3;\nexport type A = number;\n');
  expect(await nextRun()).toEqual(named(DEPENDENT, 'beacon'));
});
