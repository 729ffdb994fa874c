import { build } from 'esbuild';
import { bundleOptions } from './bundle-options';
import { emitBundle, type BundleResult } from './emit-bundle';
import { readNodePackage } from './read-node-package';

/**
 * Builds `dist` of a node package from its TypeScript sources: one CommonJS file per node and credential in package.json, shared code
 * in `dist/shared`, and the icons, codex files and output schemas. The output is readable and reproducible.
 *
 * @throws Error if the manifest is invalid, an import can neither be bundled nor stay external, a source does not export the class
 *   that n8n expects, or esbuild warns. The previous `dist` then stays untouched.
 */
export async function bundlePackage(packageDir: string): Promise<BundleResult> {
  const nodePackage = readNodePackage(packageDir);
  return emitBundle(nodePackage, await build(bundleOptions(nodePackage)));
}
