import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import {
  madeUpRepository,
  removeMadeUpRepositories,
  repository,
  type MadeUpRepository,
} from './made-up-repository';

const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
  packageManager: string;
  scripts: Record<string, string>;
};

afterAll(removeMadeUpRepositories);

function run({ path }: { path: string }, args: string[], env: NodeJS.ProcessEnv = {}) {
  const options = { cwd: path, encoding: 'utf8', env: { ...process.env, ...env } } as const;
  return spawnSync(
    process.execPath,
    [...args.slice(0, -1), join(path, 'bootstrap.cjs'), ...args.slice(-1)],
    options,
  );
}

/** pnpm as it is installed here, where the tasks would fetch it from the registry. */
function withoutRegistry(folder: MadeUpRepository): NodeJS.ProcessEnv {
  const pnpm = join(repository, 'node_modules', '.bin', 'pnpm');
  folder.write('bin/npx', `#!/bin/sh\nshift 2\nexec "${pnpm}" --offline "$@"\n`);
  chmodSync(join(folder.path, 'bin', 'npx'), 0o755);
  return { PATH: [join(folder.path, 'bin'), process.env.PATH].join(delimiter) };
}

test('without a task it lists every script of package.json, with what it does and how long it takes', () => {
  const { status, stdout } = spawnSync(process.execPath, [join(repository, 'bootstrap.cjs')], {
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  const listed = stdout
    .trim()
    .split('\n')
    .map((line) => /^npm (?:run )?([\w:-]+).* {2}\S.* \(.+\)$/.exec(line)?.[1]);
  const tasks = Object.entries(manifest.scripts).filter(([, command]) => command.includes('bootstrap.cjs'));
  expect(listed.sort()).toEqual(tasks.map(([name]) => name).sort());
});

test('a task that does not exist leads to the list', () => {
  const { status, stderr } = run(madeUpRepository(), ['tset']);
  expect(status).toBe(1);
  expect(stderr).toMatch(/There is no task "tset"\.\n\n.*\n\n {2}npm run setup /);
});

test('an old Node is told so, and reads nothing but bootstrap.cjs', () => {
  const folder = madeUpRepository();
  folder.write('bootstrap.mjs', 'This is no JavaScript.');
  folder.write('old.cjs', "Object.defineProperty(process.versions, 'node', { value: '12.22.12' });");
  const { status, stderr } = run(folder, ['--require', join(folder.path, 'old.cjs'), 'setup']);
  expect(status).toBe(1);
  expect(stderr).toContain('This needs Node 20 or newer');
});

test('a package.json that the lockfile does not know leads to the command that updates it', () => {
  const folder = madeUpRepository();
  const { packageManager } = manifest;
  folder.write('package.json', {
    name: 'x',
    private: true,
    packageManager,
    dependencies: { zod: '3.25.76' },
  });
  folder.write('pnpm-workspace.yaml', 'packages: []\npmOnFail: ignore\n');
  folder.write('pnpm-lock.yaml', "lockfileVersion: '9.0'\nimporters:\n  .: {}\n");
  const { status, stderr } = run(folder, ['setup'], withoutRegistry(folder));
  expect(status).toBe(1);
  expect(stderr).toContain(`npx ${packageManager} install --no-frozen-lockfile`);
  expect(stderr).toMatch(/zod/);
});
