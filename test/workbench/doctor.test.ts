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
  const hash = createHash('sha256');
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json']) {
    hash.update(readFileSync(join(folder.path, file)));
  }
  hash.update(process.platform + process.arch);
  folder.write('node_modules/.signalbox-installed', hash.digest('hex'));
  return folder;
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
