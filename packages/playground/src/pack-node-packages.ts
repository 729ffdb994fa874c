import { BundleError, bundlePackage, packPackage } from '@signalbox/package-tools';
import { findNodePackages } from './find-node-packages';
import { PlaygroundError } from './playground-error';

/**
 * Bundles and packs every node package as it stands, a matter of a second.
 * @returns absolute paths of the tarballs, as they would be published
 * @throws PlaygroundError if the sources cannot be bundled
 */
export async function packNodePackages(): Promise<string[]> {
  const tarballs: string[] = [];
  for (const dir of findNodePackages()) {
    await bundlePackage(dir).catch(explain);
    tarballs.push((await packPackage(dir)).path);
  }
  return tarballs;
}

function explain(error: unknown): never {
  if (!(error instanceof BundleError)) throw error as Error;
  throw new PlaygroundError(error.message, 'Correct that, and start again.', { cause: error });
}
