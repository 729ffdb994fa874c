import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundlePackage, defaultOutDir, packPackage } from '@signalbox/package-tools';
import * as tar from 'tar';
import { copyFixture, removeCopies } from './copy-fixture';

afterAll(removeCopies);

test('the tarball contains the files that npm would pack', async () => {
  const fixture = copyFixture();
  const { dir } = fixture;
  await bundlePackage(dir);
  const packed = await packPackage(dir, join(dir, '..', 'out'));
  expect(packed.path).toBe(join(dir, '..', 'out', 'n8n-nodes-beacon-1.2.3.tgz'));

  // npm would read all that is installed there, for a package that bundles none of it.
  fixture.remove('node_modules');
  const dryRun = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: dir,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [byNpm] = JSON.parse(String(dryRun)) as [{ files: { path: string }[] }];
  const sorted = byNpm.files.map(({ path }) => path).sort();
  expect(packed.files.map(({ path }) => path)).toEqual(sorted);

  const inside: { path: string; size: number }[] = [];
  await tar.list({ file: packed.path, onReadEntry: ({ path, size }) => void inside.push({ path, size }) });
  expect(inside.map(({ path }) => path)).toEqual(sorted.map((path) => `package/${path}`));
  expect(packed.unpackedBytes).toBe(inside.reduce((sum, { size }) => sum + size, 0));
  expect(packed.packedBytes).toBe(readFileSync(packed.path).length);
});

test('the published package.json names versions that anyone can resolve, and is otherwise as written', async () => {
  const fixture = copyFixture();
  await bundlePackage(fixture.dir);
  const { path, manifest } = await packPackage(fixture.dir, join(fixture.dir, '..', 'out'));
  expect(manifest.devDependencies).toEqual({
    '@signalbox/http-core': '0.0.0',
    'n8n-workflow': '2.41.0',
    zod: '3.25.76',
  });

  let text = '';
  await tar.list({
    file: path,
    filter: (entry) => entry === 'package/package.json',
    onReadEntry: (entry) => void entry.on('data', (chunk: Buffer) => (text += String(chunk))),
  });
  const written = JSON.parse(fixture.read('package.json')) as object;
  expect(JSON.stringify(JSON.parse(text))).toBe(
    JSON.stringify({ ...written, devDependencies: manifest.devDependencies }),
  );
});

test.each([
  ['workspace:^', '^3.25.76'],
  ['workspace:~', '~3.25.76'],
  ['workspace:3.0.0', '3.0.0'],
  ['^3.25.0', '^3.25.0'],
])('the version %s is published as %s', async (written, published) => {
  const fixture = copyFixture();
  fixture.manifest({ devDependencies: { zod: written } });
  await bundlePackage(fixture.dir);
  const { manifest } = await packPackage(fixture.dir, join(fixture.dir, '..', 'out'));
  expect(manifest.devDependencies).toEqual({ zod: published });
});

test('the same files give the same bytes, whenever they were written', async () => {
  const paths: string[] = [];
  for (let count = 0; count < 2; count++) {
    const { dir } = copyFixture();
    await bundlePackage(dir);
    paths.push((await packPackage(dir, join(dir, '..', 'out'))).path);
  }
  const [first = '', second = ''] = paths;
  expect(readFileSync(first)).toEqual(readFileSync(second));

  const times = new Set<string | undefined>();
  await tar.list({ file: first, onReadEntry: ({ mtime }) => void times.add(mtime?.toISOString()) });
  expect([...times]).toEqual(['1985-10-26T08:15:00.000Z']);
});

test('the default folder is .signalbox at the root of the workspace', () => {
  const root = join(__dirname, '../..');
  expect(defaultOutDir(join(__dirname, 'fixtures/n8n-nodes-beacon'))).toBe(join(root, '.signalbox/packages'));
  const { dir } = copyFixture();
  expect(defaultOutDir(dir)).toBe(join(dir, '.signalbox/packages'));
});

test('a package that was not bundled cannot be packed', async () => {
  const { dir } = copyFixture();
  await expect(packPackage(dir)).rejects.toThrow('Bundle the package first');
});

test('a dependency that is not installed cannot be published', async () => {
  const fixture = copyFixture();
  fixture.manifest({ devDependencies: { 'left-pad': 'catalog:' } });
  await bundlePackage(fixture.dir);
  await expect(packPackage(fixture.dir)).rejects.toThrow('left-pad is not installed');
});

test.each([
  ['a source map', 'dist/shared/core.js.map', 'dist/shared/core.js.map does not belong'],
  ['a source', 'dist/origin.ts', 'dist/origin.ts does not belong'],
  ['dist/known', 'dist/known/nodes.json', 'with dist/known n8n loads the package lazily'],
])('%s in the tarball', async (_, file, message) => {
  const fixture = copyFixture();
  await bundlePackage(fixture.dir);
  fixture.write(file, '{}');
  await expect(packPackage(fixture.dir)).rejects.toThrow(message);
});
