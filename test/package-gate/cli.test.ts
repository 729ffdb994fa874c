import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { copyFixture, removeCopies } from '../package-tools/copy-fixture';

afterAll(removeCopies);

const program = join(__dirname, '../../packages/package-gate/bin/package-gate.js');

const run = (args: string[]): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });

test('a gate that does not pass prints the whole table and exits with 1', () => {
  const fixture = copyFixture();
  fixture.write('nodes/Beacon/origin.ts', "export { sep as origin } from 'node:path';");
  const gated = run([fixture.dir]);
  expect(gated.status).toBe(1);
  expect(gated.stdout).toMatch(/^fail +bundles /m);
  expect(gated.stdout).toMatch(/^not run +readme/m);
  expect(gated.stdout).toMatch(/of 21 checks did not pass\n$/);
}, 60_000);
