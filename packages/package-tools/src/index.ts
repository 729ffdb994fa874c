export { BundleError } from './bundle/bundle-error';
export { bundlePackage } from './bundle/bundle-package';
export type { BundleResult } from './bundle/emit-bundle';
export { readNodePackage, type Entry, type Manifest, type NodePackage } from './bundle/read-node-package';
export { watchPackage, type WatchEvent } from './bundle/watch-package';
export { createTarball, type PackedFile, type PackResult } from './pack/create-tarball';
export { defaultOutDir, packPackage } from './pack/pack-package';
export { tarballProblems } from './pack/tarball-problems';
export { listPackages } from './generate/list-packages';
