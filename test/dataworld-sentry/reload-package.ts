import { cpSync } from 'node:fs';
import { loadPackage, type LoadedPackage } from '@signalbox/node-harness';
import type { Lab } from './lab';

let copies = 0;

/**
 * Loads the package of the lab once more: new code with an empty memory, as after a restart of n8n. From a copy beside
 * it, which goes when the lab goes, since what is loaded from one place is one and the same.
 */
export async function reloadPackage({ packages }: Lab): Promise<LoadedPackage[]> {
  const { directory } = packages[0]!;
  const copy = `${directory}-${++copies}`;
  cpSync(directory, copy, { recursive: true });
  return [await loadPackage(copy)];
}
