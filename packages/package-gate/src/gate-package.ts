import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as tar from 'tar';
import { bundlePackage, createTarball, readNodePackage } from '@signalbox/package-tools';
import type { Check, LoadedSubject, SourceSubject, TarballSubject, Verdict } from './check';
import { checks } from './checks';
import { loadEntries } from './load-entries';

interface GateCheck {
  name: string;
  /** `not run`: bundling the package or loading its entries failed, so the check had no input. */
  status: 'pass' | 'fail' | 'not run';
  /** Figures if the check passed, problems if it failed. */
  detail: string;
}

export interface GateReport {
  /** Name and version of the package. */
  name: string;
  version: string;
  /** True if every check passed. */
  passed: boolean;
  checks: GateCheck[];
}

/**
 * Bundles and packs a node package as for publishing, then runs every check on it. Changes only `dist` in the package.
 *
 * @param options.only names of the checks to run in addition to `bundles` and `loads`; all by default
 * @throws Error if the folder contains no node package, or a name in `only` is unknown
 */
export async function gatePackage(
  packageDir: string,
  { only }: { only?: readonly string[] } = {},
): Promise<GateReport> {
  const nodePackage = readNodePackage(packageDir);
  const unknown = only?.filter((name) => !checks.some((check) => check.name === name)) ?? [];
  if (unknown.length > 0) throw new Error(`There is no check named ${unknown.join(', ')}.`);

  const tempRoot = mkdtempSync(join(tmpdir(), 'package-tools-gate-'));
  try {
    const sources: SourceSubject = { nodePackage, makeTempDir: () => mkdtempSync(join(tempRoot, 'check-')) };
    const results: GateCheck[] = [];
    // The two steps that the other checks depend on are reported as checks.
    const tarball = await step('bundles', results, () => buildTarball(sources, tempRoot));
    const loaded = await step('loads', results, async () => {
      if (tarball === undefined) return undefined;
      return { ...tarball, loaded: await loadEntries(nodePackage, tarball.unpackedDir) };
    });
    const subjects = { sources, tarball, loaded };

    for (const check of checks) {
      if (only?.includes(check.name) === false) continue;
      const subject = subjects[check.needs];
      if (subject === undefined) results.push({ name: check.name, status: 'not run', detail: '' });
      // `needs` selected the matching subject; TypeScript cannot follow that through the union.
      else results.push(await runCheck(check, subject as LoadedSubject));
    }
    const { name, version } = nodePackage.manifest;
    return { name, version, passed: results.every(({ status }) => status === 'pass'), checks: results };
  } finally {
    rmSync(tempRoot, { recursive: true, force: true });
  }
}

/** Takes a step and records its outcome: `undefined` means that its input was missing. */
async function step<T>(
  name: string,
  results: GateCheck[],
  take: () => Promise<T | undefined>,
): Promise<T | undefined> {
  try {
    const result = await take();
    results.push({ name, status: result === undefined ? 'not run' : 'pass', detail: '' });
    return result;
  } catch (error) {
    results.push({ name, status: 'fail', detail: (error as Error).message });
    return undefined;
  }
}

/** A check that throws, e.g. on a file it cannot parse, counts as failed. */
async function runCheck({ name, run }: Check, subject: LoadedSubject): Promise<GateCheck> {
  try {
    const { problems, detail }: Verdict = await run(subject);
    return problems.length === 0
      ? { name, status: 'pass', detail }
      : { name, status: 'fail', detail: problems.join('\n') };
  } catch (error) {
    return { name, status: 'fail', detail: (error as Error).message };
  }
}

/** Bundles, packs and unpacks the package. */
async function buildTarball(sources: SourceSubject, tempRoot: string): Promise<TarballSubject> {
  const { nodePackage } = sources;
  const bundle = await bundlePackage(nodePackage.dir);
  const packed = await createTarball(nodePackage, join(tempRoot, 'packed'));

  const unpackedDir = join(tempRoot, 'unpacked', 'package');
  mkdirSync(unpackedDir, { recursive: true });
  await tar.extract({ file: packed.path, cwd: unpackedDir, strip: 1 });
  // n8n offers a community package nothing else. Any other module has to be in the package itself.
  const modules = join(tempRoot, 'unpacked', 'node_modules');
  mkdirSync(modules);
  symlinkSync(
    dirname(require.resolve('n8n-workflow/package.json')),
    join(modules, 'n8n-workflow'),
    'junction',
  );
  return { ...sources, bundle, packed, unpackedDir };
}
