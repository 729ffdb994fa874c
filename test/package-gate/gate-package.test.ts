import { formatReport, gatePackage } from '@signalbox/package-gate';
import { bundlePackage } from '@signalbox/package-tools';
import { copyFixture, removeCopies, type FixtureCopy } from '../package-tools/copy-fixture';
import { detailOf, failed, gateWith, quick } from './gate-report';

afterAll(removeCopies);

describe('a package with one thing wrong fails the check for that, and no other', () => {
  const schemas = 'nodes/Beacon/__schema__/v1.0.0/lamp';
  const example = 'examples/turn-on-the-lamp.json';
  const manyIcons = Array.from({ length: 12 }, (_, number) => `icons/${number}.svg`);

  const mutations: [title: string, check: string, message: string, change: (fixture: FixtureCopy) => void][] =
    [
      [
        'a runtime dependency',
        'no runtime dependencies',
        'dependencies: lodash',
        (f) => f.manifest({ dependencies: { lodash: '4' } }),
      ],
      [
        'an optional dependency',
        'no runtime dependencies',
        'optionalDependencies: lodash',
        (f) => f.manifest({ optionalDependencies: { lodash: '4' } }),
      ],
      [
        'a bundled dependency',
        'no runtime dependencies',
        'bundledDependencies: lodash',
        (f) => f.manifest({ bundledDependencies: ['lodash'] }),
      ],
      [
        'a peer range',
        'peer dependency',
        '"^2.0.0"',
        (f) => f.manifest({ peerDependencies: { 'n8n-workflow': '^2.0.0' } }),
      ],
      [
        'a second peer',
        'peer dependency',
        '"zod"',
        (f) => f.manifest({ peerDependencies: { 'n8n-workflow': '*', zod: '*' } }),
      ],
      [
        'a peer that npm would install',
        'optional peer',
        '"optional": true',
        (f) => f.manifest({ peerDependenciesMeta: undefined }),
      ],
      ['no peer', 'peer dependency', '{}', (f) => f.manifest({ peerDependencies: undefined })],
      [
        'a repository directory',
        'repository without a directory',
        'repository.directory',
        (f) =>
          f.manifest({
            repository: { type: 'git', url: 'https://git.example.com/beacon.git', directory: 'nodes/beacon' },
          }),
      ],
      ['no keyword', 'keyword', 'n8n-community-node-package', (f) => f.manifest({ keywords: ['beacon'] })],
      [
        'a file too many',
        'contents of the tarball',
        'examples/turn-on-the-lamp.json does not belong',
        (f) => f.manifest({ files: ['dist', 'CHANGELOG.md', 'examples'] }),
      ],
      ['no changelog', 'contents of the tarball', 'CHANGELOG.md is missing', (f) => f.remove('CHANGELOG.md')],
      ['no licence text', 'contents of the tarball', 'LICENSE is missing', (f) => f.remove('LICENSE')],
      [
        'a program',
        'contents of the tarball',
        '"bin"',
        (f) => f.manifest({ bin: { beacon: 'dist/shared/core.js' } }),
      ],
      [
        'too much code',
        'size',
        'Too large',
        (f) => f.write('nodes/Beacon/origin.ts', `export const origin = '${'x'.repeat(160 * 1024)}';`),
      ],
      [
        'too many files',
        'file count',
        'Too many: 26 of 25',
        (f) => manyIcons.forEach((icon) => f.write(icon, '<svg/>')),
      ],
      ['another licence', 'licence', '"Apache-2.0"', (f) => f.manifest({ license: 'Apache-2.0' })],
      [
        'another licence text',
        'licence',
        'LICENSE is not the text of the MIT License',
        (f) => f.write('LICENSE', 'Do what you want'),
      ],
      [
        'no dark icon',
        'icons',
        'Beacon: its dark icon dist/icons/beacon.dark.svg is not in the tarball',
        (f) => f.remove('icons/beacon.dark.svg'),
      ],
      [
        'a dark icon like the light one',
        'icons',
        'Beacon: its light and dark icons are the same picture',
        (f) => f.write('icons/beacon.dark.svg', f.read('icons/beacon.svg')),
      ],
      [
        'a credential with one icon',
        'icons',
        'BeaconApi has no icon of the form { light, dark }',
        (f) =>
          f.replace(
            'credentials/BeaconApi.credentials.ts',
            "{ light: 'file:../icons/beacon.svg', dark: 'file:../icons/beacon.dark.svg' }",
            "'file:../icons/beacon.svg'",
          ),
      ],
      [
        'a node without codex',
        'codex',
        'BeaconTrigger.node.json is not in the tarball',
        (f) => f.remove('nodes/BeaconTrigger/BeaconTrigger.node.json'),
      ],
      [
        'a codex without resources',
        'codex',
        'Beacon.node.json has no resources',
        (f) => f.write('nodes/Beacon/Beacon.node.json', '{ "resources": {} }'),
      ],
      ['a codex that is not JSON', 'codex', 'JSON', (f) => f.write('nodes/Beacon/Beacon.node.json', '{')],
      [
        'an operation without output schema',
        'output schemas',
        'lamp/get.json is not in the tarball',
        (f) => f.remove(`${schemas}/get.json`),
      ],
      [
        'an output schema that is none',
        'output schemas',
        'lamp/get.json is not a JSON schema',
        (f) => f.write(`${schemas}/get.json`, '{ "type": "lamp" }'),
      ],
      [
        'an output schema that says nothing',
        'output schemas',
        'lamp/get.json does not say',
        (f) => f.write(`${schemas}/get.json`, '{}'),
      ],
      [
        'an output schema for nothing',
        'output schemas',
        'lamp/sell.json belongs to no operation',
        (f) => f.write(`${schemas}/sell.json`, f.read(`${schemas}/get.json`)),
      ],
      [
        'a second version without schemas',
        'output schemas',
        'v1.1.0/lamp/get.json is not in the tarball',
        (f) => f.replace('nodes/Beacon/Beacon.node.ts', 'version: 1', 'version: [1, 1.1]'),
      ],
      [
        'an action node that is no tool',
        'usable as tool',
        'Beacon has no "usableAsTool: true"',
        (f) => f.replace('nodes/Beacon/Beacon.node.ts', 'usableAsTool: true,', ''),
      ],
      [
        'a README without limits',
        'readme',
        'no section about limits',
        (f) => f.replace('README.md', '## Limits', '## Notes'),
      ],
      [
        'a README without credentials',
        'readme',
        'no section about credentials',
        (f) => f.replace('README.md', '## Credentials', '## Notes'),
      ],
      [
        'a README with an empty section',
        'readme',
        'the section about examples is empty',
        (f) => f.replace('README.md', 'See `examples/`.', ''),
      ],
      ['no examples', 'examples', 'There are no example workflows', (f) => f.remove('examples')],
      ['an example that is not JSON', 'examples', 'not JSON', (f) => f.write(example, '{')],
      [
        'an example that is no workflow',
        'examples',
        'not an n8n workflow',
        (f) => f.write(example, '{ "nodes": [] }'),
      ],
      [
        'an example with an unknown node',
        'examples',
        'n8n-nodes-base.nonesuch, which does not exist',
        (f) => f.replace(example, 'n8n-nodes-base.manualTrigger', 'n8n-nodes-base.nonesuch'),
      ],
      [
        'an example with an unknown node of ours',
        'examples',
        'n8n-nodes-beacon.lamp, which does not exist',
        (f) => f.replace(example, 'n8n-nodes-beacon.beacon', 'n8n-nodes-beacon.lamp'),
      ],
      [
        'an example with an unknown version',
        'examples',
        'has no version 2',
        (f) =>
          f.replace(
            example,
            '"typeVersion": 1,\n      "position": [220',
            '"typeVersion": 2,\n      "position": [220',
          ),
      ],
      [
        'an example with an unknown operation',
        'examples',
        'has no operation lamp: sell',
        (f) => f.replace(example, '"set"', '"sell"'),
      ],
      [
        'an example wired to nowhere',
        'examples',
        'a connection names "Bell"',
        (f) => f.replace(example, '"node": "Lamp"', '"node": "Bell"'),
      ],
    ];

  test.each(mutations)(
    '%s',
    async (_, check, message, change) => {
      const report = await gateWith(change, quick);
      expect(failed(report)).toEqual([check]);
      expect(detailOf(report, check)).toContain(message);
      expect(report.passed).toBe(false);
    },
    30_000,
  );

  test('every quick check has been seen to fail', () => {
    expect([...new Set(mutations.map(([, check]) => check))].sort()).toEqual([...quick].sort());
  });
});

describe('a package that does not get far', () => {
  test('checks that need the bundle are not run for a package that cannot be bundled', async () => {
    const report = await gateWith(
      (f) => f.write('nodes/Beacon/origin.ts', "export { sep as origin } from 'node:path';"),
      ['keyword', 'size', 'icons'],
    );
    expect(report.checks.map(({ name, status }) => `${name}: ${status}`)).toEqual([
      'bundles: fail',
      'loads: not run',
      'keyword: pass',
      'size: not run',
      'icons: not run',
    ]);
    expect(detailOf(report, 'bundles')).toContain('imports "node:path"');
    expect(formatReport(report)).toMatch(
      /^fail +bundles +✘ \[ERROR\] .*imports "node:path".*\n {18,}.*origin\.ts:1:30/m,
    );
    expect(formatReport(report)).toMatch(/4 of 5 checks did not pass$/);
  });

  test('checks that need the loaded nodes are not run for a package that cannot be loaded', async () => {
    const report = await gateWith(
      (f) =>
        f.replace(
          'nodes/Beacon/Beacon.node.ts',
          'description: INod',
          "broken = [].at(0)!['lamp'];\n  description: INod",
        ),
      ['keyword', 'size', 'icons'],
    );
    expect(failed(report)).toEqual(['loads', 'icons']);
    expect(detailOf(report, 'loads')).toMatch(
      /^dist\/nodes\/Beacon\/Beacon\.node\.js cannot be loaded: TypeError/,
    );
  });

  test('an unknown name of a check is refused', async () => {
    await expect(gatePackage(copyFixture().dir, { only: ['spelling'] })).rejects.toThrow(
      'no check named spelling',
    );
  });
});

test('the gate changes only dist', async () => {
  const fixture = copyFixture();
  await bundlePackage(fixture.dir);
  const before = fixture.list();
  await gatePackage(fixture.dir, { only: ['contents of the tarball'] });
  expect(fixture.list()).toEqual(before);
});
