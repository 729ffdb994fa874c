import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import {
  madeUpRepository,
  removeMadeUpRepositories,
  repository,
  type MadeUpRepository,
} from './made-up-repository';

const UNTIDY = 'let  a = 1\nmodule.exports = {a}';
const TIDY = 'const a = 1;\nmodule.exports = { a };\n';

let folder: MadeUpRepository;

/** Two packages, one of them with nodes, and a generator that notes what it is asked for. */
beforeEach(() => {
  folder = madeUpRepository();
  folder.write(
    'eslint.config.mjs',
    "export default [{ rules: { 'prefer-const': 'error', 'no-undef': 'off' } }];\n",
  );
  folder.write('packages/core/package.json', { name: '@signalbox/core' });
  folder.write('packages/core/core.js', UNTIDY);
  folder.write('nodes/beacon/package.json', { name: 'n8n-nodes-beacon', n8n: {} });
  folder.write('nodes/beacon/beacon.js', UNTIDY);
  folder.write(
    'packages/package-tools/bin/package-tools.js',
    "require('fs').appendFileSync('asked', process.argv.slice(2).join(' ') + '\\n');\n",
  );
  folder.write('asked', '');
});

afterAll(removeMadeUpRepositories);

const generated = () => read('asked').match(/^generate .*$/gm) ?? [];
const read = (file: string) => readFileSync(join(folder.path, file), 'utf8');

function fix(...names: string[]) {
  const PATH = [join(repository, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  return spawnSync(process.execPath, ['packages/workbench/src/fix.mjs', ...names], {
    cwd: folder.path,
    encoding: 'utf8',
    env: { ...process.env, PATH },
  });
}

test('a node package is generated, linted and formatted, and no other one is touched', () => {
  expect(fix('beacon')).toMatchObject({ status: 0 });
  expect(generated()).toEqual(['generate nodes/beacon']);
  expect(read('nodes/beacon/beacon.js')).toBe(TIDY);
  expect(read('packages/core/core.js')).toBe(UNTIDY);
});

test('a package without nodes is only linted and formatted', () => {
  expect(fix('@signalbox/core')).toMatchObject({ status: 0 });
  expect(generated()).toEqual([]);
  expect(read('packages/core/core.js')).toBe(TIDY);
});

test('what is left for a person makes it fail, and the rest is still formatted', () => {
  folder.write('eslint.config.mjs', "export default [{ rules: { 'no-var': 'off', 'no-eval': 'error' } }];\n");
  folder.write('packages/core/core.js', "eval( '1' )");
  const { status, stdout } = fix('core');
  expect(status).toBe(1);
  expect(stdout).toMatch(/core\.js\n +1:1 +error +.*no-eval/);
  expect(read('packages/core/core.js')).toBe("eval('1');\n".replaceAll("'", '"'));
});

test('a name that is neither a package nor a path leads to the names of the packages', () => {
  const { status, stderr } = fix('baecon');
  expect(status).toBe(1);
  expect(stderr).toMatch(/neither a package nor a path "baecon"[^]*core, beacon|beacon, core/);
});
