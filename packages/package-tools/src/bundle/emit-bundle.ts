import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import type { BuildResult, Metafile } from 'esbuild';
import type { bundleOptions } from './bundle-options';
import { assertAcyclicChunks } from './assert-acyclic-chunks';
import { BundleError } from './bundle-error';
import { listAssets } from './list-assets';
import { moduleOrigin, type ModuleOrigin } from './module-origin';
import { nameSharedChunks } from './name-shared-chunks';
import type { NodePackage } from './read-node-package';
import { thirdPartyNotice } from './third-party-notice';
import { toCommonJs } from './to-common-js';

/** A file of `dist`. */
interface BundledFile {
  /** Relative to the package, with forward slashes: `dist/shared/core.js`. */
  path: string;
  /** Size in bytes. */
  bytes: number;
  kind: 'entry' | 'shared' | 'asset' | 'notice';
}

export interface BundleResult {
  packageDir: string;
  /** Everything in `dist`, sorted by path. */
  files: BundledFile[];
  /** Other packages with code in the bundle, and how many bytes it takes; the largest first. */
  bundledPackages: { name: string; bytes: number }[];
}

type Bundled = BuildResult<ReturnType<typeof bundleOptions>>;
type GeneratedFile = { path: string; text: string; kind: BundledFile['kind'] };

/**
 * Writes `dist` from the result of esbuild. All files are generated in memory and written beside it first: a failure leaves the
 * previous `dist` untouched, no one sees half of the new one, and no stale file is ever packed.
 */
export function emitBundle(nodePackage: NodePackage, build: Bundled): BundleResult {
  const { dir } = nodePackage;
  refuseUnfit(nodePackage, build);
  assertAcyclicChunks(build.metafile.outputs);
  const origins = moduleOrigins(dir, build.metafile);
  const generated = generateCode(nodePackage, build, origins);
  const notice = thirdPartyNotice(origins.values());
  if (notice !== undefined)
    generated.push({ path: 'dist/THIRD_PARTY_LICENSES.txt', text: notice, kind: 'notice' });

  const staging = mkdtempSync(join(dir, '.dist-'));
  try {
    const files = write(generated, dir, staging);
    replaceFolder(join(dir, 'dist'), join(staging, 'dist'), join(staging, 'previous'));
    return { packageDir: dir, files, bundledPackages: bundledPackages(build.metafile, origins) };
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** @param target folder in which `dist` is made */
function write(generated: readonly GeneratedFile[], dir: string, target: string): BundledFile[] {
  const files: BundledFile[] = [];
  for (const { path, text, kind } of generated) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), text);
    files.push({ path, bytes: Buffer.byteLength(text), kind });
  }
  for (const asset of listAssets(dir)) {
    const path = `dist/${asset}`;
    cpSync(join(dir, asset), join(target, path));
    files.push({ path, bytes: statSync(join(target, path)).size, kind: 'asset' });
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function replaceFolder(folder: string, next: string, previous: string): void {
  if (existsSync(folder)) renameSync(folder, previous);
  renameSync(next, folder);
}

function refuseUnfit({ dir, entries }: NodePackage, { warnings, metafile }: Bundled): void {
  if (warnings.length > 0) throw new BundleError(warnings, dir);
  for (const { dist, className, source } of entries) {
    if (!metafile.outputs[dist]?.exports.includes(className)) {
      throw new Error(
        `${source} exports no class ${className}. n8n takes the class name from the file name.`,
      );
    }
  }
}

function bundledPackages(
  { outputs }: Metafile,
  origins: ReadonlyMap<string, ModuleOrigin>,
): BundleResult['bundledPackages'] {
  const sizes = new Map<string, number>();
  for (const { inputs } of Object.values(outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const name = origins.get(path)?.packageName;
      if (name !== undefined) sizes.set(name, (sizes.get(name) ?? 0) + bytesInOutput);
    }
  }
  return [...sizes].map(([name, bytes]) => ({ name, bytes })).sort((a, b) => b.bytes - a.bytes);
}

/** Origin of every module with code in the bundle, keyed by esbuild's input path. */
function moduleOrigins(dir: string, { outputs }: Metafile): Map<string, ModuleOrigin> {
  const modules = Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  const realDir = realpathSync(dir);
  return new Map(
    modules.map((path) => [path, moduleOrigin(realpathSync(resolve(dir, path)), realDir)] as const),
  );
}

function generateCode(
  { dir, entries }: NodePackage,
  { outputFiles, metafile }: Bundled,
  origins: ReadonlyMap<string, ModuleOrigin>,
): GeneratedFile[] {
  const labels = new Map([...origins].map(([path, { label }]) => [path, label] as const));
  const chunkNames = nameSharedChunks(metafile.outputs, entries);
  return outputFiles.map((output): GeneratedFile => {
    const written = relative(dir, output.path).split(sep).join('/');
    const path = chunkNames.get(written) ?? written;
    let esm = output.text;
    for (const [chunk, name] of chunkNames) esm = esm.replaceAll(posix.basename(chunk), posix.basename(name));
    return { path, text: toCommonJs(esm, labels), kind: chunkNames.has(written) ? 'shared' : 'entry' };
  });
}
