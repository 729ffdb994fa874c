import { bundlePackage, packPackage } from '@signalbox/package-tools';
import { findNodePackages } from './find-node-packages';

/**
 * Bundles and packs every node package as it stands, a matter of a second.
 * @returns absolute paths of the tarballs, as they would be published
 */
export async function packNodePackages(): Promise<string[]> {
  const tarballs: string[] = [];
  for (const dir of findNodePackages()) {
    await bundlePackage(dir);
    tarballs.push((await packPackage(dir)).path);
  }
  return tarballs;
}
