import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { bundlePackage, packPackage, readNodePackage } from '@signalbox/package-tools';
import { loadPackage } from '@signalbox/node-harness';
import { probe, type Probe } from '@signalbox/package-gate';
import { findNodePackages } from '@signalbox/playground';
import type { Benchmark } from './benchmark';
import { median } from './median';

/** Sizes of all packages, and what loading their nodes takes. */
export const packageCost: Benchmark = async ({ quick }) => {
  const processes = quick ? 5 : 15;
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-bench-package-'));
  try {
    const reference = await measure({ dir: __dirname, modules: [{ module: 'zod/v4-mini' }] }, processes);
    const sizes: string[][] = [];
    const costs: string[][] = [];
    for (const packageDir of findNodePackages()) {
      const { bundledPackages } = await bundlePackage(packageDir);
      const packed = await packPackage(packageDir, folder);
      const code = packed.files.filter(({ path }) => path.endsWith('.js'));
      const allKb = kilobytes(code.reduce((sum, { bytes }) => sum + bytes, 0));
      const sharedKb = kilobytes(bundledPackages.reduce((sum, { bytes }) => sum + bytes, 0));
      const { manifest, entries } = readNodePackage(packageDir);
      sizes.push([
        manifest.name,
        `${(allKb - sharedKb).toFixed(0)} KB`,
        ...SHARED.map((shared) => {
          const found = bundledPackages.find((bundled) => bundled.name === shared);
          return found ? `${kilobytes(found.bytes).toFixed(0)} KB` : '';
        }),
        `${allKb.toFixed(0)} KB`,
        String(packed.files.filter(({ path }) => !path.includes('/__schema__/')).length),
      ]);
      const loaded = await loadPackage(packed.path);
      try {
        for (const { className, dist } of entries.filter(({ kind }) => kind === 'node')) {
          const cost = await measure(
            { dir: loaded.directory, modules: [{ module: `./${dist}`, className }], after: ['n8n-workflow'] },
            processes,
          );
          costs.push(costRow(className, cost, reference));
        }
      } finally {
        await loaded.dispose();
      }
    }
    costs.push(costRow('zod/v4-mini alone, for comparison', reference, reference));
    return {
      title: 'Sizes of the packages, and what loading their nodes takes',
      method: [
        'Sizes are those of the unpacked tarballs, unminified. What their limits are, `npm run gate` checks.',
        `Loading: median of ${processes} fresh processes each, after n8n-workflow; heap after a garbage collection.`,
      ],
      tables: [
        {
          columns: ['package', 'own code', ...SHARED, 'all code', 'files, output schemas apart'],
          rows: sizes,
        },
        { columns: ['loading', 'time', 'time / zod/v4-mini', 'heap'], rows: costs },
      ],
      problems: [],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Packages that several bundles contain. */
const SHARED = ['@signalbox/http-core', '@signalbox/credentials', 'zod'];

function costRow(name: string, cost: Cost, reference: Cost): string[] {
  return [
    name,
    `${cost.milliseconds.toFixed(1)} ms`,
    (cost.milliseconds / reference.milliseconds).toFixed(2),
    `${cost.heapKb.toFixed(0)} KB`,
  ];
}

interface Cost {
  milliseconds: number;
  heapKb: number;
}

async function measure(what: Probe, processes: number): Promise<Cost> {
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
