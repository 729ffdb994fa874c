export { bundlePackage } from './bundle/bundle-package';
export type { BundledFile, BundleResult } from './bundle/emit-bundle';
export { readNodePackage, type Entry, type Manifest, type NodePackage } from './bundle/read-node-package';
export { watchPackage, type WatchEvent } from './bundle/watch-package';
export { generateFiles } from './generate/generate-files';
export { readOperations } from './generate/read-operations';
export { createTarball, type PackedFile, type PackResult } from './pack/create-tarball';
export { defaultOutDir, packPackage } from './pack/pack-package';
export { tarballProblems } from './pack/tarball-problems';
