import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { copyFixture, removeCopies } from './copy-fixture';

afterAll(removeCopies);

const program = join(__dirname, '../../packages/package-tools/bin/package-tools.js');

const run = (args: string[], cwd?: string): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', cwd });

test('bundle and pack work in the current folder', () => {
  const { dir } = copyFixture();
  const bundled = run(['bundle'], dir);
  expect(bundled).toMatchObject({ status: 0, stderr: '' });
  expect(bundled.stdout).toMatch(/\d+ {2}dist\/shared\/core\.js\n/);
  expect(bundled.stdout).toMatch(/\d+ {2}of them from zod\n$/);

  const packed = run(['pack'], dir);
  expect(packed).toMatchObject({ status: 0, stderr: '' });
  expect(packed.stdout).toContain(join(dir, '.signalbox/packages/n8n-nodes-beacon-1.2.3.tgz'));
}, 30_000);

test('a failure exits with 1 and says why', () => {
  const fixture = copyFixture();
  const packed = run(['pack', fixture.dir]);
  expect(packed).toMatchObject({ status: 1, stdout: '' });
  expect(packed.stderr).toMatch(
    /^package-tools: dist\/nodes\/Beacon\/Beacon\.node\.js does not exist .* Bundle the package first\.\n$/,
  );

  const bundled = run(['bundle', join(fixture.dir, 'icons')]);
  expect(bundled).toMatchObject({ status: 1, stdout: '' });
  expect(bundled.stderr).toContain('this is not the folder of a node package');
}, 30_000);

test('bundle --watch goes on after an error', async () => {
  const fixture = copyFixture();
  const watching = spawn(process.execPath, [program, 'bundle', '--watch', fixture.dir]);
  try {
    let output = '';
    const seen = (text: string): Promise<void> =>
      new Promise((resolve) => {
        const look = (chunk: Buffer): void => {
          output += String(chunk);
          if (!output.includes(text)) return;
          output = '';
          watching.stdout.off('data', look);
          watching.stderr.off('data', look);
          resolve();
        };
        watching.stdout.on('data', look);
        watching.stderr.on('data', look);
      });
    await seen('built 12 files, watching');
    fixture.replace('nodes/Beacon/origin.ts', 'export', 'export export');
    await seen('Unexpected "export"');
    fixture.replace('nodes/Beacon/origin.ts', 'export export', 'export');
    await seen('built 12 files, watching');
  } finally {
    watching.kill();
  }
}, 30_000);
