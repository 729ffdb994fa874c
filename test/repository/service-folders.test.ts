import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emulatorPlugins, playgroundServices, serviceNames } from '@signalbox/emulators';

const root = join(__dirname, '..', '..');
const services = readdirSync(join(root, 'nodes')).filter((name) =>
  existsSync(join(root, 'nodes', name, 'package.json')),
);

/** A path relative to the repository that may name a service, and why. */
const ALLOWED: readonly (readonly [path: RegExp, reason: string])[] = [
  [/^docs\/|^\.github\/|^test\/docs\/|\.md$/, 'text for people, and the tests of it'],
  [/^nodes\/[^/]+\/examples\//, 'an example may use several services'],
  [/^package\.json$/, 'the description of the repository'],
  [/^eslint\.config\.mjs$/, 'lists folders that a rule does not cover yet'],
  [/^packages\/workbench\/src\//, 'gives an example of an argument'],
  [/^pnpm-lock\.yaml$|^test\/package\.json$/, 'pnpm links a workspace package only by its name'],
  [/^packages\/playground\/src\/screenshot\.ts$/, 'chooses the scenes of the documentation'],
  [/^test\/n8n\//, 'tests several services together'],
  [/^test\/e2e\/reload\.e2e\.ts$/, 'changes the node of a real package and sees it loaded again'],
  [/^test\/bench\//, 'measures chosen services; fixtures are made from their nodes'],
  [/^test\/(emulators|repository)\//, 'the kit is tested with a service that has all of its features'],
  [/^test\/new-service\//, 'generates a service that a person may generate as well'],
  [/^test\/eslint-rules\//, 'a lint rule resolves the path of a real package'],
];

describe.each(services)('the service %s', (service) => {
  it.each([
    ['emulator', `packages/emulators/src/${service}/index.ts`],
    ['entry for the playground', `packages/emulators/src/${service}/playground.ts`],
    ['conformance listing', `test/${service}/conformance.ts`],
    ['run of the conformance kit', `test/${service}/${service}.conformance.ts`],
    ['end-to-end test', `test/${service}/${service}.e2e.ts`],
    ['test on older versions of n8n', `test/${service}/${service}.versions.ts`],
    ['tests of its emulator', `test/${service}/emulator`],
  ])('has its %s in %s', (_part, path) => {
    expect(existsSync(join(root, path)) ? [] : [path]).toEqual([]);
  });

  it('is named only in its three folders', () => {
    const own = [`nodes/${service}/`, `packages/emulators/src/${service}/`, `test/${service}/`];
    const name = new RegExp(service.split('-').join('[-_ ]?'), 'i');
    const naming = repositoryFiles().filter(
      (path) =>
        !own.some((folder) => path.startsWith(folder)) &&
        !ALLOWED.some(([pattern]) => pattern.test(path)) &&
        (name.test(path) || name.test(readFileSync(join(root, path), 'utf8'))),
    );
    expect(naming).toEqual([]);
  });
});

test('every emulated service has a package in nodes/', () => {
  expect(serviceNames()).toEqual(services);
});

describe('the discovery of services', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'signalbox-services-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('names the missing file of a folder without an emulator and says what it must export', () => {
    mkdirSync(join(folder, 'beacon'));
    expect(() => emulatorPlugins(folder)).toThrow(
      `${join(folder, 'beacon', 'index.ts')} must export "plugin". Every folder in packages/emulators/src but`,
    );
  });

  it('names the missing file of a service without an entry for the playground', () => {
    mkdirSync(join(folder, 'beacon'));
    writeFileSync(join(folder, 'beacon', 'index.ts'), `export const plugin = { name: 'beacon' };`);
    expect(emulatorPlugins(folder)).toEqual([{ name: 'beacon' }]);
    expect(() => playgroundServices(folder)).toThrow(
      `${join(folder, 'beacon', 'playground.ts')} must export "playground".`,
    );
  });

  it('refuses an emulator with another name than its folder', () => {
    mkdirSync(join(folder, 'beacon'));
    writeFileSync(join(folder, 'beacon', 'index.ts'), `export const plugin = { name: 'lamp' };`);
    expect(() => emulatorPlugins(folder)).toThrow(
      `${join(folder, 'beacon', 'plugin.ts')} must have the name of its folder, "beacon".`,
    );
  });
});

function repositoryFiles(): string[] {
  return execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((path) => path !== '' && existsSync(join(root, path)) && !/\.(png|svg)$/.test(path));
}
