import { formatReport, gatePackage } from '@signalbox/package-gate';
import { copyFixture, removeCopies, type FixtureCopy } from '../package-tools/copy-fixture';
import { detailOf, failed, gateWith, quick, slow } from './gate-report';

afterAll(removeCopies);

test('the good package passes every check, and the report shows the figures', async () => {
  const report = await gatePackage(copyFixture().dir);
  expect(failed(report)).toEqual([]);
  expect(report.passed).toBe(true);
  expect(report.checks.map(({ name }) => name).sort()).toEqual(
    ['bundles', 'loads', ...slow, ...quick].sort(),
  );
  expect(detailOf(report, "n8n's scanner: sources")).toBe('11 files scanned');
  expect(detailOf(report, "n8n's scanner: tarball")).toBe('6 files scanned');
  expect(detailOf(report, 'file count')).toBe('14 of 25 files, output schemas apart (2)');
  expect(detailOf(report, 'cost of loading')).toMatch(
    /^Beacon [\d.]+ ms \(goal 5; [\d.]+x a node that does nothing\), \d+ KB heap; BeaconTrigger /,
  );
  expect(formatReport(report)).toMatch(/^n8n-nodes-beacon 1\.2\.3\npass +bundles\n/);
  expect(formatReport(report)).toMatch(/\nn8n-nodes-beacon: all 21 checks passed$/);
}, 120_000);

describe('problems that only slow checks find', () => {
  const lint = 'n8n-node lint, strict';
  const sources = "n8n's scanner: sources";
  const tarball = "n8n's scanner: tarball";

  test.each<[title: string, checks: string[], message: string, change: (fixture: FixtureCopy) => void]>([
    [
      'a timer in a node',
      [lint, sources, tarball],
      'setTimeout',
      (f) => f.replace('nodes/Beacon/origin.ts', "'https", "setTimeout(() => {}, 1) && 'https"),
    ],
    [
      'process in bundled code',
      [tarball],
      'process',
      (f) => {
        f.write('library/now.js', 'export const now = process.hrtime();');
        f.replace('nodes/Beacon/origin.ts', "'https", "now && 'https");
        f.write(
          'nodes/Beacon/origin.ts',
          `import { now } from '../../library/now.js';\n${f.read('nodes/Beacon/origin.ts')}`,
        );
      },
    ],
    [
      'a script among the sources',
      [sources],
      'process',
      (f) => f.write('nodes/Beacon/build.js', 'process.exit();'),
    ],
    [
      'an ESLint config of its own',
      [lint],
      'eslint.config.mjs has been modified',
      (f) => f.write('eslint.config.mjs', 'export default [];'),
    ],
    [
      'no strict mode',
      [lint],
      '"strict": true',
      (f) => f.replace('package.json', '"strict": true', '"strict": false'),
    ],
  ])(
    '%s',
    async (_, checks, message, change) => {
      const report = await gateWith(change, [lint, sources, tarball]);
      expect(failed(report)).toEqual(checks);
      for (const check of checks) expect(detailOf(report, check)).toContain(message);
    },
    60_000,
  );

  test('a node that takes too much memory fails', async () => {
    const report = await gateWith(
      (f) =>
        f.replace(
          'nodes/Beacon/Beacon.node.ts',
          'description: INod',
          'ballast = Array.from({ length: 2e5 }, Math.random);\n  description: INod',
        ),
      ['cost of loading'],
    );
    expect(failed(report)).toEqual(['cost of loading']);
    expect(detailOf(report, 'cost of loading')).toMatch(/^Beacon takes \d+ KB of heap, more than 900 KB$/);
  }, 60_000);

  test('a node that calls localeCompare while it is loaded fails', async () => {
    const report = await gateWith(
      (f) =>
        f.replace(
          'nodes/Beacon/Beacon.node.ts',
          'description: INod',
          "sorted = ['b', 'a'].sort((a, b) => a.localeCompare(b));\n  description: INod",
        ),
      ['cost of loading'],
    );
    expect(failed(report)).toEqual(['cost of loading']);
    expect(detailOf(report, 'cost of loading')).toBe(
      'Beacon calls localeCompare while it is loaded, 1 times: the first takes several milliseconds',
    );
  }, 60_000);
});
