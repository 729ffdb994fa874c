import { build } from 'esbuild';
import { bundleOptions } from './bundle-options';
import { emitBundle, type BundleResult } from './emit-bundle';
import { readNodePackage } from './read-node-package';

/**
 * Builds `dist` of a node package from its TypeScript sources: one CommonJS file for each node and credential that
 * package.json registers, code they share once in `dist/shared`, and the icons, codex files and output schemas that n8n
 * reads beside them. The output is readable, and the same bytes for the same sources.
 *
 * @throws Error when the manifest is wrong, an import can neither be bundled nor stay outside, a source does not export
 *   the class n8n will look for, or esbuild has anything to warn about. The previous `dist` is then left alone.
 */
export async function bundlePackage(packageDir: string): Promise<BundleResult> {
  const nodePackage = readNodePackage(packageDir);
  return emitBundle(nodePackage, await build(bundleOptions(nodePackage)));
}
