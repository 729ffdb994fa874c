import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { RepositoryCopy } from './repository-copy';

/** Each trigger with another authentication scheme, so that all of both are tried. */
const KINDS = [
  { trigger: 'signed-webhook', auth: 'header-key' },
  { trigger: 'poll', auth: 'basic' },
  { trigger: 'token-webhook', auth: 'client-credentials' },
  { trigger: 'none', auth: 'bearer' },
].filter(({ trigger }) => [undefined, '', trigger].includes(process.env.NEW_SERVICE_TRIGGER));

const SERVICE = 'parcel-lockers';
const PACKAGE = `nodes/${SERVICE}`;
const FOLDERS = [PACKAGE, `packages/emulators/src/${SERVICE}`, `test/${SERVICE}`];

describe.each(KINDS)('a new service with the trigger $trigger and the scheme $auth', ({ trigger, auth }) => {
  let copy: RepositoryCopy;
  beforeAll(async () => {
    copy = await RepositoryCopy.create();
  });
  afterAll(() => copy?.remove());

  const jest = async (config: string, ...patterns: string[]) =>
    await copy.run('jest', '-c', config, '--maxWorkers=2', ...patterns);

  test('is generated from flags, without a terminal', async () => {
    await copy.run('node', 'bootstrap.cjs', 'new-service', ...answers({ trigger, auth }));
    expect(FOLDERS.filter((folder) => !existsSync(join(copy.root, folder)))).toEqual([]);
    expect((await copy.changedFiles()).filter((file) => file.endsWith('.tpl'))).toEqual([]);
  });

  test('changes nothing that a person would have to edit', async () => {
    const changed = await copy.changedFiles();
    const generated = ['README.md', 'pnpm-lock.yaml', 'test/package.json', `docs/services/${SERVICE}.md`];
    const others = changed.filter((file) => !FOLDERS.some((folder) => file.startsWith(`${folder}/`)));
    expect(others.sort()).toEqual(generated.sort());
  });

  test('has no text that a person would have to replace', async () => {
    const texts = await copy.textsOf(await copy.changedFiles());
    const left = texts.filter(
      ([file, text]) =>
        file !== 'pnpm-lock.yaml' && /TODO|FIXME|\{\{[^ $]|lorem|undefined,\s*undefined/i.test(text),
    );
    expect(left.map(([file]) => file)).toEqual([]);
  });

  test('is formatted, and passes the rules of this repository', async () => {
    await copy.run(
      'prettier',
      '--check',
      '--ignore-unknown',
      ...FOLDERS,
      `docs/services/${SERVICE}.md`,
      'README.md',
    );
    await copy.run('eslint', '--max-warnings', '0', '--no-warn-ignored', ...FOLDERS);
    await copy.run('npm', 'run', '-s', 'lint:imports');
  });

  test.each([PACKAGE, 'packages/emulators', 'test'])('has the right types: %s', async (project) => {
    await copy.run('node', 'node_modules/typescript-7/bin/tsc', '--noEmit', '-p', project);
  });

  test('has its generated files', async () => {
    await copy.run('node', 'packages/package-tools/bin/package-tools.js', 'generate', '--check', PACKAGE);
  });

  test('passes its own tests, and those of all services', async () => {
    await jest(
      'test/jest.config.js',
      `test/${SERVICE}`,
      'test/repository',
      'test/docs/(citations|links|paths)',
    );
  });

  test('passes under every fault', async () => {
    await jest('test/conformance/jest.config.js', SERVICE);
  });

  test('passes the gate', async () => {
    await copy.run('turbo', 'run', 'gate', '--filter', `n8n-nodes-${SERVICE}`);
  });
});

function answers({ trigger, auth }: { trigger: string; auth: string }): string[] {
  return [
    ...['--name', 'Parcel Lockers', '--base-url', 'https://api.parcel-lockers.example/v1'],
    ...['--auth', auth, '--trigger', trigger, '--resource', 'parcel'],
  ];
}

describe('the command', () => {
  const ask = async (changes: Record<string, string>) => {
    const given = {
      name: 'Parcel Lockers',
      'base-url': 'https://api.example/v1',
      auth: 'bearer',
      trigger: 'none',
      ...changes,
    };
    const flags = Object.entries({ ...given, resource: 'parcel' }).flatMap(([flag, value]) => [
      `--${flag}`,
      value,
    ]);
    return await RepositoryCopy.here
      .run('plop', '--plopfile', 'packages/new-service/src/plopfile.mjs', '--', ...flags)
      .then(
        () => 'it ran',
        (error: Error) => error.message,
      );
  };
  // Should it ever accept one of them.
  afterEach(() => {
    for (const folder of FOLDERS)
      rmSync(join(RepositoryCopy.here.root, folder), { recursive: true, force: true });
  });

  test.each([
    [{ name: readdirSync(join(RepositoryCopy.here.root, 'nodes'))[0]! }, /is there already/],
    [{ name: 'Node' }, /occurs in the code of others/],
    [{ name: '4711' }, /Write the name with letters and digits/],
    [{ 'base-url': 'http://api.example' }, /must begin with https/],
    [{ auth: 'magic' }, /invalid choice/],
    [{ resource: 'item' }, /is a word of n8n/],
  ])('refuses %j with a reason, and writes nothing', async (changes, reason) => {
    expect(await ask(changes)).toMatch(reason);
  });
});
