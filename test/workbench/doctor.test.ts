import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { madeUpRepository, removeMadeUpRepositories, type MadeUpRepository } from './made-up-repository';

afterAll(removeMadeUpRepositories);

const doctor = ({ path }: MadeUpRepository, preload?: string) =>
  spawnSync(
    process.execPath,
    [...(preload ? ['--require', join(path, preload)] : []), join(path, 'bootstrap.cjs'), 'doctor'],
    { cwd: path, encoding: 'utf8' },
  );

/** A repository as it is after an installation, as far as the doctor looks. */
function installed(): MadeUpRepository {
  const folder = madeUpRepository();
  for (const file of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml']) folder.copy(file);
  folder.write('node_modules/.signalbox-installed', stampOf(folder));
  return folder;
}

/** @param dependencies of the packages of the workspace, as they enter into it */
function stampOf({ path }: MadeUpRepository, dependencies = ''): string {
  const hash = createHash('sha256');
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json']) {
    hash.update(readFileSync(join(path, file)));
  }
  return hash.update(dependencies + process.platform + process.arch).digest('hex');
}

test('nothing installed: says what to run', () => {
  const folder = madeUpRepository();
  for (const file of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml']) folder.copy(file);
  const { status, stdout } = doctor(folder);
  expect(status).toBe(1);
  expect(stdout).toMatch(/FAULT {2}Installation: Nothing is installed yet.*\n +-> npm run setup/);
});

test('node_modules older than the lockfile: says what to run', () => {
  const folder = installed();
  expect(doctor(folder).stdout).toContain('ok     Installation');
  folder.write(
    'pnpm-workspace.yaml',
    `${readFileSync(join(folder.path, 'pnpm-workspace.yaml'), 'utf8')}# newer\n`,
  );
  const { status, stdout } = doctor(folder);
  expect(status).toBe(1);
  expect(stdout).toMatch(/FAULT {2}Installation: node_modules is older than .*\n +-> npm run setup/);
});

test('a dependency that was added to a package of the workspace: says what to run; a new version or script is nothing', () => {
  const folder = installed();
  const write = (fields: object) => folder.write('packages/core/package.json', { name: 'core', ...fields });
  write({});
  folder.write('node_modules/.signalbox-installed', stampOf(folder, '[null,null,null,null]'));
  write({ version: '2.0.0', scripts: { test: 'jest' } });
  expect(doctor(folder).stdout).toContain('ok     Installation');
  write({ dependencies: { zod: '3.25.76' } });
  const { status, stdout } = doctor(folder);
  expect(status).toBe(1);
  expect(stdout).toMatch(
    /FAULT {2}Installation: node_modules is older than .*package\.json\.\n +-> npm run setup/,
  );
});

test('an installation that the checks of the playground do not run in: says how to renew it', () => {
  const { status, stdout } = doctor(installed());
  expect(status).toBe(1);
  expect(stdout).toMatch(
    /FAULT {2}Playground: .*\n[^]*-> The installation is damaged\. Delete .* npm run setup/,
  );
});

test('what the playground finds is reported with the rest', () => {
  const folder = installed();
  folder.write('node_modules/tsx/package.json', { name: 'tsx', main: 'index.js' });
  folder.write('node_modules/tsx/index.js', '');
  folder.write(
    'packages/playground/src/doctor/main.ts',
    `console.log('{"title":"Data"}\\n{"title":"Port 5678","message":"It is taken.","remedy":"Stop the other."}');`,
  );
  const { status, stdout } = doctor(folder);
  expect(status).toBe(1);
  expect(stdout).toContain('  ok     Data\n  FAULT  Port 5678: It is taken.\n         -> Stop the other.\n');
});

test('no room on the disk: says how much is missing', () => {
  const folder = installed();
  folder.write(
    'full.cjs',
    "const fs = require('fs'); fs.statfsSync = () => ({ bavail: 1, bsize: 4096 }); require('module').syncBuiltinESMExports();",
  );
  const { status, stdout } = doctor(folder, 'full.cjs');
  expect(status).toBe(1);
  expect(stdout).toMatch(/FAULT {2}Disk: .* has 0\.0 GB left\.\n +-> Make room/);
});
