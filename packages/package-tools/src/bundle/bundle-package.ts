import { build } from 'esbuild';
import { asBundleError } from './bundle-error';
import { bundleOptions } from './bundle-options';
import { emitBundle, type BundleResult } from './emit-bundle';
import { readNodePackage } from './read-node-package';

/**
 * Builds `dist` of a node package from its TypeScript sources: one CommonJS file per node and credential in package.json, shared code
 * in `dist/shared`, and the icons, codex files and output schemas. The output is readable and reproducible.
 *
 * @throws BundleError if a source has a syntax error, an import can neither be bundled nor stay external, or esbuild warns
 * @throws Error if the manifest is invalid, or a source does not export the class that n8n expects. The previous `dist` then
 *   stays untouched.
 */
export async function bundlePackage(packageDir: string): Promise<BundleResult> {
  const nodePackage = readNodePackage(packageDir);
  try {
    return emitBundle(nodePackage, await build(bundleOptions(nodePackage)));
  } catch (error) {
    throw asBundleError(error, nodePackage.dir);
  }
}
