import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import { bundlePackage, watchPackage, type BundleResult, type WatchEvent } from '@signalbox/package-tools';
import { copyFixture, removeCopies, type FixtureCopy } from './copy-fixture';

afterAll(removeCopies);

const codeOf = ({ packageDir, files }: BundleResult): Map<string, string> =>
  new Map(
    files
      .filter(({ path }) => path.endsWith('.js'))
      .map(({ path }) => [path, readFileSync(join(packageDir, path), 'utf8')]),
  );

describe('a bundle of the good package', () => {
  let fixture: FixtureCopy;
  let result: BundleResult;
  let code: Map<string, string>;

  beforeAll(async () => {
    fixture = copyFixture();
    result = await bundlePackage(fixture.dir);
    code = codeOf(result);
  });

  test('the bundle contains entries, shared code and assets, and reports their sizes', () => {
    expect(result.files.map(({ path, kind }) => `${kind} ${path}`)).toEqual([
      'notice dist/THIRD_PARTY_LICENSES.txt',
      'entry dist/credentials/BeaconApi.credentials.js',
      'asset dist/icons/beacon.dark.svg',
      'asset dist/icons/beacon.svg',
      'entry dist/nodes/Beacon/Beacon.node.js',
      'asset dist/nodes/Beacon/Beacon.node.json',
      'asset dist/nodes/Beacon/__schema__/v1.0.0/lamp/get.json',
      'asset dist/nodes/Beacon/__schema__/v1.0.0/lamp/set.json',
      'entry dist/nodes/BeaconTrigger/BeaconTrigger.node.js',
      'asset dist/nodes/BeaconTrigger/BeaconTrigger.node.json',
      'shared dist/shared/core.js',
      'shared dist/shared/nodes.js',
    ]);
    for (const { path, bytes } of result.files) expect(statSync(join(fixture.dir, path)).size).toBe(bytes);
  });

  test('each shared module is in one file, named after the entries that share it', () => {
    const holders = (text: string): string[] =>
      [...code].filter(([, content]) => content.includes(text)).map(([path]) => path);
    expect(holders('// zod/v4/core/parse.js\n')).toEqual(['dist/shared/nodes.js']);
    expect(holders('"https://beacon.example.com"')).toEqual(['dist/shared/core.js']);
  });

  test('the code requires only n8n-workflow and files of the bundle', () => {
    const required = [...code].flatMap(([path, content]) =>
      [...content.matchAll(/require\("([^"]+)"\)/g)].map(([, module = '']) =>
        module.startsWith('.') ? posix.join(posix.dirname(path), module) : module,
      ),
    );
    expect([...new Set(required)].sort()).toEqual([
      'dist/shared/core.js',
      'dist/shared/nodes.js',
      'n8n-workflow',
    ]);
  });

  test('shared functions are called by name, without helpers of a bundler', () => {
    for (const content of code.values()) {
      expect(content).not.toMatch(/__toCommonJS|__copyProps|import_\w+\./);
      expect(content.match(/^"use strict";$/gm)).toHaveLength(1);
    }
    const node = code.get('dist/nodes/Beacon/Beacon.node.js');
    expect(node).toContain('\nconst { Lamp } = require("../../shared/nodes.js");\n');
    expect(node).toMatch(/\n\nmodule\.exports = \{ Beacon \};\n$/);
  });

  test('no code generates code: n8n forbids it, so what zod has of the kind is left out', () => {
    for (const content of code.values()) expect(content).not.toMatch(/\bFunction\b|\beval\(/);
  });

  test('unused helpers of zod are left out', () => {
    const nodes = code.get('dist/shared/nodes.js');
    expect(nodes).toContain('// zod/v4/core/util.js\n');
    expect(nodes).not.toMatch(/util_exports|randomString|promiseAllObject/);
  });

  test('the code contains no path of this machine', () => {
    for (const content of code.values()) expect(content).not.toMatch(/node_modules|package-tools-test/);
  });

  test('every entry exports the class that n8n looks for', () => {
    const { Beacon } = require(join(fixture.dir, 'dist/nodes/Beacon/Beacon.node.js')) as {
      Beacon: new () => { description: { name: string } };
    };
    expect(new Beacon().description.name).toBe('beacon');
  });

  test('the bundle contains the licences of its libraries', () => {
    expect(result.bundledPackages).toEqual([{ name: 'zod', bytes: expect.any(Number) }]);
    const notice = readFileSync(join(fixture.dir, 'dist/THIRD_PARTY_LICENSES.txt'), 'utf8');
    expect(notice).toContain('zod 3.25.76');
    expect(notice).toContain('Permission is hereby granted');
  });

  test('the result reports how much code comes from other packages', () => {
    const own = result.files.find(({ path }) => path === 'dist/shared/nodes.js')?.bytes ?? 0;
    const [zod] = result.bundledPackages;
    // The rest is a schema of the fixture, and what makes a CommonJS module of it.
    expect(zod?.bytes).toBeGreaterThan(own * 0.8);
    expect(zod?.bytes).toBeLessThan(own);
  });

  test('the bundle has the same bytes in another folder', async () => {
    expect(codeOf(await bundlePackage(copyFixture().dir))).toEqual(code);
  });
});

test('code that only some entries share is named after them', async () => {
  const fixture = copyFixture();
  fixture.replace('nodes/Beacon/Beacon.node.ts', "import { Lamp } from './Lamp';", '');
  fixture.replace(
    'nodes/Beacon/Beacon.node.ts',
    'Lamp.safeParse(answer)',
    '{ success: true as const, data: {} }',
  );
  fixture.replace(
    'credentials/BeaconApi.credentials.ts',
    "url: '/account'",
    "url: Lamp.parse({ id: '1', on: true }).id",
  );
  fixture.replace(
    'credentials/BeaconApi.credentials.ts',
    'import { origin }',
    "import { Lamp } from '../nodes/Beacon/Lamp';\nimport { origin }",
  );
  const { files } = await bundlePackage(fixture.dir);
  expect(files.filter(({ kind }) => kind === 'shared').map(({ path }) => path)).toEqual([
    'dist/shared/BeaconTrigger-BeaconApi.js',
    'dist/shared/core.js',
  ]);
});

test('files of a former build are deleted', async () => {
  const fixture = copyFixture();
  fixture.write('dist/known/nodes.json', '{}');
  await bundlePackage(fixture.dir);
  expect(existsSync(join(fixture.dir, 'dist/known'))).toBe(false);
});

test('workspace packages are bundled, and their code needs no licence notice', async () => {
  const fixture = copyFixture();
  fixture.write('../lib/package.json', '{ "name": "@example/lib", "main": "index.ts" }');
  fixture.write('../lib/index.ts', "export const origin = 'https://lib.example.com' as string;");
  fixture.write('nodes/Beacon/origin.ts', "export { origin } from '../../../lib';");
  const result = await bundlePackage(fixture.dir);
  expect(result.bundledPackages.map(({ name }) => name)).toEqual(['zod', '@example/lib']);
  expect(codeOf(result).get('dist/shared/core.js')).toContain('// @example/lib/index.ts');
  expect(fixture.read('dist/THIRD_PARTY_LICENSES.txt')).not.toContain('@example/lib');
});

test('code is plain ASCII, since one other character doubles the memory a file takes', async () => {
  const fixture = copyFixture();
  fixture.replace('nodes/Beacon/origin.ts', 'beacon.example.com', 'leuchtfeuer…example.com');
  expect(codeOf(await bundlePackage(fixture.dir)).get('dist/shared/core.js')).toContain(
    'leuchtfeuer\\u2026example',
  );
});

test('a library of which no code is used is not in the bundle', async () => {
  const fixture = copyFixture();
  fixture.write(
    'nodes/Beacon/Lamp.ts',
    "export { object as unused } from 'zod/v4-mini';\nexport const Lamp = { parse: Object, safeParse: Object };",
  );
  const { bundledPackages, files } = await bundlePackage(fixture.dir);
  expect(bundledPackages).toEqual([]);
  expect(files.filter(({ kind }) => kind === 'notice')).toEqual([]);
});

describe('an import that cannot be bundled', () => {
  const bundleWith = (statement: string): Promise<BundleResult> => {
    const fixture = copyFixture();
    fixture.write('nodes/Beacon/origin.ts', `${statement}\nexport const origin = String(imported);`);
    return bundlePackage(fixture.dir);
  };

  test.each([
    [
      'a builtin',
      'node:fs',
      'nodes/Beacon/origin.ts imports "node:fs". Only n8n-workflow and node:crypto may stay outside',
    ],
    ['node:crypto by its old name', 'crypto', 'Import it as "node:crypto".'],
    [
      'a package that is not installed',
      'left-pad',
      'nodes/Beacon/origin.ts imports "left-pad", which is not installed here',
    ],
    ['a file that does not exist', './nowhere', 'Could not resolve "./nowhere"'],
  ])('%s is refused', async (_, module, message) => {
    await expect(bundleWith(`import * as imported from '${module}';`)).rejects.toThrow(message);
  });

  test.each([
    [
      'waits while it is loaded',
      'const imported = await Promise.resolve(1);',
      'Top-level await is not available',
    ],
    ['asks where it is', 'const imported = import.meta.url;', '"import.meta" is not available'],
  ])('code that %s is refused, because CommonJS has none', async (_, statement, message) => {
    await expect(bundleWith(statement)).rejects.toThrow(message);
  });

  test('node:crypto stays outside', async () => {
    const result = await bundleWith("import * as imported from 'node:crypto';");
    expect(codeOf(result).get('dist/shared/core.js')).toContain('require("node:crypto")');
  });
});

describe('a manifest that does not fit', () => {
  test.each([
    [
      'has no source',
      { nodes: ['dist/nodes/Other/Other.node.js'] },
      'its source nodes/Other/Other.node.ts does not exist',
    ],
    [
      'is not in dist',
      { nodes: ['nodes/Beacon/Beacon.node.ts'] },
      'n8n only takes files named dist/<path>.js',
    ],
    ['does not exist', { nodes: [] }, 'is not the package.json of an n8n node package'],
  ])('an entry that %s is refused', async (_, n8n, message) => {
    const fixture = copyFixture();
    fixture.manifest({ n8n });
    await expect(bundlePackage(fixture.dir)).rejects.toThrow(message);
  });

  test('a missing package.json is refused', async () => {
    const fixture = copyFixture();
    fixture.remove('package.json');
    await expect(bundlePackage(fixture.dir)).rejects.toThrow('this is not the folder of a node package');
  });
});

test('a class that is not named after its file is refused', async () => {
  const fixture = copyFixture();
  fixture.replace('nodes/Beacon/Beacon.node.ts', 'class Beacon ', 'class Lighthouse ');
  await expect(bundlePackage(fixture.dir)).rejects.toThrow(
    'nodes/Beacon/Beacon.node.ts exports no class Beacon',
  );
});

test('a failed bundle leaves the last good one', async () => {
  const fixture = copyFixture();
  await bundlePackage(fixture.dir);
  fixture.replace('nodes/Beacon/origin.ts', 'export', 'export export');
  await expect(bundlePackage(fixture.dir)).rejects.toThrow('Unexpected "export"');
  expect(existsSync(join(fixture.dir, 'dist/nodes/Beacon/Beacon.node.js'))).toBe(true);
  expect(fixture.list().filter((path) => path.startsWith('.dist-'))).toEqual([]);
});

test('a syntax error names file, line and column, and shows the code', async () => {
  const fixture = copyFixture();
  fixture.write('nodes/Beacon/origin.ts', '// A comment.\nexport const origin = ;\n');
  const file = relative('.', join(fixture.dir, 'nodes/Beacon/origin.ts'));
  await expect(bundlePackage(fixture.dir)).rejects.toThrow(
    `${file}:2:22:\n      2 │ export const origin = ;\n        ╵                       ^`,
  );
});

test('watching bundles again when a source or an icon changes, and survives an error', async () => {
  const fixture = copyFixture();
  const events: WatchEvent[] = [];
  let wake: () => void = () => {};
  const stop = await watchPackage(fixture.dir, (event) => {
    events.push(event);
    wake();
  });
  const source = (file: string) => join(realpathSync(fixture.dir), file);
  const nextEvent = async (): Promise<WatchEvent | undefined> => {
    if (events.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    return events.shift();
  };
  try {
    expect(await nextEvent()).toHaveProperty('result');

    fixture.replace('nodes/Beacon/origin.ts', 'beacon.example.com', 'other.example.com');
    expect(await nextEvent()).toHaveProperty('result');
    expect(fixture.read('dist/shared/core.js')).toContain('other.example.com');

    fixture.replace('nodes/Beacon/origin.ts', 'export', 'export export');
    const failure = await nextEvent();
    expect(failure).toMatchObject({
      error: { name: 'BundleError' },
      changed: [source('nodes/Beacon/origin.ts')],
    });
    expect(failure).toHaveProperty(
      'error.message',
      expect.stringMatching(/Unexpected "export"[^]*origin\.ts:\d+:7:\n/),
    );
    expect(fixture.read('dist/shared/core.js')).toContain('other.example.com');

    fixture.replace('nodes/Beacon/origin.ts', 'export export', 'export');
    expect(await nextEvent()).toHaveProperty('result');

    fixture.replace('icons/beacon.svg', '#1f2937', '#222222');
    expect(await nextEvent()).toHaveProperty('result');
    expect(fixture.read('dist/icons/beacon.svg')).toContain('#222222');
  } finally {
    await stop();
  }
}, 30_000);
