import { existsSync } from 'node:fs';
import { mkdtemp, cp, rm, writeFile, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { NodeApiError } from 'n8n-workflow';
import { InstalledTypes, loadPackage } from '@signalbox/node-harness';
import { packFixture } from './pack-fixture';

const fixture = join(__dirname, 'fixtures', 'n8n-nodes-echo');

test('a tarball is loaded like an installed community package, by the loader of n8n', async () => {
  const { tarball, remove } = await packFixture(fixture);
  const loaded = await loadPackage(tarball);
  try {
    expect(loaded).toMatchObject({ name: 'n8n-nodes-echo', version: '1.2.3' });
    expect(loaded.directory.endsWith(['', '.n8n', 'nodes', 'node_modules', 'n8n-nodes-echo'].join(sep))).toBe(
      true,
    );
    expect(loaded.nodeTypes).toEqual([
      'n8n-nodes-echo.echo',
      'n8n-nodes-echo.echoTrigger',
      'n8n-nodes-echo.echoPoll',
      'n8n-nodes-echo.echoDeclared',
    ]);
    expect(loaded.credentialTypes).toEqual(['echoApi', 'echoTokenApi', 'echoSandboxApi']);

    const { description } = new InstalledTypes([loaded]).getByNameAndVersion('n8n-nodes-echo.echo');
    expect(description.iconUrl).toBe('icons/n8n-nodes-echo/nodes/echo.svg');
    expect(description.codex?.categories).toEqual(['Development']);
    expect(description.communityNodePackageVersion).toBe('1.2.3');
    const poll = new InstalledTypes([loaded]).getByNameAndVersion('n8n-nodes-echo.echoPoll');
    expect(poll.description.properties[0]?.name).toBe('pollTimes');
    expect(new InstalledTypes([loaded]).supportedNodes('echoTokenApi')).toEqual(['n8n-nodes-echo.echo']);
  } finally {
    await loaded.dispose();
    remove();
  }
  expect(existsSync(loaded.directory)).toBe(false);
});

test('a package shares n8n-workflow with n8n, and has to contain everything else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-fixture-'));
  const copy = join(folder, 'n8n-nodes-echo');
  try {
    await cp(fixture, copy, { recursive: true });
    const node = join(copy, 'nodes', 'Echo.node.js');
    const code = await readFile(node, 'utf8');
    await writeFile(node, `${code}\nexports.Echo.prototype.apiError = NodeApiError;\n`);
    const shared = await packFixture(copy);
    const loaded = await loadPackage(shared.tarball);
    const type = loaded.loader.getNode('echo').type as unknown as { apiError: unknown };
    expect(type.apiError).toBe(NodeApiError);
    await loaded.dispose();

    await rm(node);
    const incomplete = await packFixture(copy);
    await expect(loadPackage(incomplete.tarball)).rejects.toThrow(/Cannot find module .*Echo\.node\.js/);
    shared.remove();
    incomplete.remove();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('the types of several packages are found by their full names', async () => {
  const echo = await loadPackage(fixture);
  const types = new InstalledTypes([echo]);
  expect(types.getByNameAndVersion('n8n-nodes-echo.echo', 1).description.displayName).toBe('Echo');
  expect(Object.keys(types.getKnownTypes())).toContain('n8n-nodes-echo.echoTrigger');
  expect(types.parentTypes('echoSandboxApi')).toEqual(['echoApi']);
  expect(types.parentTypes('echoApi')).toEqual([]);
  expect(() => types.getByName('n8n-nodes-other.echo')).toThrow(/No loaded package.*n8n-nodes-echo/);
  expect(() => types.credentialType('otherApi')).toThrow(/otherApi/);
});
