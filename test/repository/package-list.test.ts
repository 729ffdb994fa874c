import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listPackages } from '@signalbox/package-tools';

const root = join(__dirname, '..', '..');

test('the README of the repository lists every package as it is now', () => {
  expect(listPackages(root, { write: false }) ? 'Run "npm run fix".' : '').toBe('');
});

describe('the list of packages', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'signalbox-packages-'));
    writeFileSync(join(folder, 'README.md'), '# Here\n\n<!-- packages:start --><!-- packages:end -->\n');
    mkdirSync(join(folder, 'nodes'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function addPackage(readme: string): void {
    const beacon = join(__dirname, '..', 'package-tools', 'fixtures', 'n8n-nodes-beacon');
    cpSync(beacon, join(folder, 'nodes', 'beacon'), { recursive: true });
    writeFileSync(join(folder, 'nodes', 'beacon', 'README.md'), readme);
  }

  it('has a row with the purpose of a package and its nodes', () => {
    addPackage('# Beacon\n\nn8n nodes for [Beacon](https://beacon.example),\na lamp: switch it on.\n');
    expect(listPackages(folder, { write: true })).toBe(true);
    const [row] = readFileSync(join(folder, 'README.md'), 'utf8').match(/^\| \[.*$/m) ?? [];
    expect(row).toMatch(
      /^\| \[`n8n-nodes-beacon`\]\(nodes\/beacon#readme\) \| \[Beacon\]\(https:\/\/beacon.example\), a lamp \| Beacon/,
    );
    expect(listPackages(folder, { write: true })).toBe(false);
  });

  it('names the README of a package that does not say what it is for', () => {
    addPackage('# Beacon\n');
    expect(() => listPackages(folder, { write: true })).toThrow(
      /nodes.beacon.README\.md must begin with "n8n nodes for/,
    );
  });
});
