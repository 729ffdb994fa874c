import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { bundlePackage, packPackage, readNodePackage } from '@signalbox/package-tools';
import { loadPackage } from '@signalbox/package-tools/harness';
import { probe, type Probe } from '../../packages/package-tools/src/gate/probe';
import type { Benchmark } from './benchmark';
import { median } from './median';
import { verdict } from './report/section';

const packageDir = join(__dirname, '..', '..', 'nodes', 'signl4');

const MAX_OWN_KB = 100;
const MAX_FILES = 25;
const MAX_LOAD_MS = 5;
const MAX_HEAP_KB = 600;

/** Size of the package, and what loading its nodes takes. */
export const packageCost: Benchmark = async ({ quick }) => {
  const processes = quick ? 5 : 15;
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-bench-package-'));
  try {
    const { bundledPackages } = await bundlePackage(packageDir);
    const packed = await packPackage(packageDir, folder);
    const loaded = await loadPackage(packed.path);
    try {
      const code = packed.files.filter(({ path }) => path.endsWith('.js'));
      const allKb = kilobytes(code.reduce((sum, { bytes }) => sum + bytes, 0));
      const ownKb = allKb - kilobytes(bundledPackages.reduce((sum, { bytes }) => sum + bytes, 0));
      const files = packed.files.filter(({ path }) => !path.includes('/__schema__/')).length;
      const shared = bundledPackages.map(({ name, bytes }) => `${name} ${kilobytes(bytes).toFixed(0)} KB`);

      const reference = await measure({ dir: __dirname, modules: [{ module: 'zod/v4-mini' }] }, processes);
      const nodes = readNodePackage(packageDir).entries.filter(({ kind }) => kind === 'node');
      const costs: string[][] = [];
      for (const { className, dist } of nodes) {
        const { milliseconds, heapKb } = await measure(
          { dir: loaded.directory, modules: [{ module: `./${dist}`, className }], after: ['n8n-workflow'] },
          processes,
        );
        costs.push([
          className,
          `${milliseconds.toFixed(1)} ms`,
          verdict(milliseconds <= MAX_LOAD_MS),
          (milliseconds / reference.milliseconds).toFixed(2),
          `${heapKb.toFixed(0)} KB`,
          verdict(heapKb <= MAX_HEAP_KB),
        ]);
      }
      costs.push([
        'zod/v4-mini alone, for comparison',
        `${reference.milliseconds.toFixed(1)} ms`,
        '',
        '1.00',
        `${reference.heapKb.toFixed(0)} KB`,
        '',
      ]);
      return {
        title: 'The package n8n-nodes-signl4',
        method: [
          `Sizes are those of the unpacked tarball, unminified. Of the code, ${shared.join(' and ')} come from elsewhere.`,
          `Loading: median of ${processes} fresh processes each, after n8n-workflow; heap after a garbage collection.`,
        ],
        tables: [
          {
            columns: ['size', 'figure', 'bar', ''],
            rows: [
              [
                'code of the package itself',
                `${ownKb.toFixed(1)} KB`,
                `<= ${MAX_OWN_KB} KB`,
                verdict(ownKb <= MAX_OWN_KB),
              ],
              [
                'code with the shared core and the schema library',
                `${allKb.toFixed(1)} KB`,
                `<= ${MAX_OWN_KB} KB`,
                verdict(allKb <= MAX_OWN_KB),
              ],
              ['files, output schemas apart', String(files), `<= ${MAX_FILES}`, verdict(files <= MAX_FILES)],
            ],
          },
          {
            columns: [
              'loading',
              'time',
              `<= ${MAX_LOAD_MS} ms`,
              'time / zod/v4-mini',
              'heap',
              `<= ${MAX_HEAP_KB} KB`,
            ],
            rows: costs,
          },
        ],
        problems: [],
      };
    } finally {
      await loaded.dispose();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

async function measure(what: Probe, processes: number): Promise<{ milliseconds: number; heapKb: number }> {
  const times: number[] = [];
  const heaps: number[] = [];
  for (let count = 0; count < processes; count++) {
    const { milliseconds, heapBytes, loaded } = await probe(what);
    const error = loaded.find((module) => module.error !== undefined)?.error;
    if (error !== undefined) throw new Error(`A module could not be loaded: ${error}`);
    times.push(milliseconds);
    heaps.push(kilobytes(heapBytes));
  }
  return { milliseconds: median(times), heapKb: median(heaps) };
}

function kilobytes(bytes: number): number {
  return bytes / 1024;
}
