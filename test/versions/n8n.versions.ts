import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { n8nVersion } from './on-this-n8n';

const nodes = join(__dirname, '..', '..', 'nodes');
const tests = join(__dirname, '..');

test('this is the n8n that it is said to be, of parts that belong together', () => {
  const core = require.resolve('n8n-core');
  const { version } = require(join(dirname(core), '..', 'package.json')) as { version: string };
  const [major, minor] = version.split('.').map(Number) as [number, number];
  // n8n-core was one behind n8n until both became 2.0.
  expect(`${major}.${major === 1 ? minor + 1 : minor}`).toBe(n8nVersion);
  const belonging = createRequire(core).resolve('n8n-workflow');
  expect(realpathSync(require.resolve('n8n-workflow'))).toBe(realpathSync(belonging));
});

test('every package is tested', () => {
  const packages = readdirSync(nodes).filter((name) => existsSync(join(nodes, name, 'package.json')));
  expect(packages.length).toBeGreaterThan(0);
  const untested = packages.filter((name) => !existsSync(join(tests, name, `${name}.versions.ts`)));
  expect(untested).toEqual([]);
});
