import { mkdir, mkdtemp, readFile, realpath, rename, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import * as tar from 'tar';
import { LazyPackageDirectoryLoader } from './n8n-core';

/** A node package loaded by n8n's loader. */
export interface LoadedPackage {
  name: string;
  version: string;
  /** Folder of the package; for a tarball, `…/.n8n/nodes/node_modules/<name>` in a temporary folder. */
  directory: string;
  loader: InstanceType<typeof LazyPackageDirectoryLoader>;
  /** Full names of its node types: `<package>.<node>`. */
  nodeTypes: string[];
  credentialTypes: string[];
  /** Unloads the code and deletes the temporary folder, if there is one. */
  dispose(): Promise<void>;
}

/**
 * Loads a node package with the loader that n8n uses at start, including icons, codex, supported nodes and lazy descriptions.
 *
 * A tarball is unpacked like an installed community package, where it can resolve `n8n-workflow` only (unless NODE_PATH leads
 * elsewhere, as in the launchers that pnpm writes). A directory is loaded in place.
 *
 * @param dirOrTarball directory with a package.json, or a `.tgz` as `npm pack` makes it
 * @throws if there is no package, a registered file is missing, or n8n refuses a description
 */
export async function loadPackage(dirOrTarball: string): Promise<LoadedPackage> {
  const source = resolve(dirOrTarball);
  if ((await stat(source)).isDirectory()) return await load(source, async () => {});

  const root = await realpath(await mkdtemp(join(tmpdir(), 'signalbox-package-')));
  const remove = async () => await rm(root, { recursive: true, force: true });
  try {
    return await load(await install(source, root), remove);
  } catch (error) {
    await remove();
    throw error;
  }
}

async function load(directory: string, remove: () => Promise<void>): Promise<LoadedPackage> {
  const loader = new LazyPackageDirectoryLoader(directory);
  await loader.loadAll();
  const { name, version } = loader.packageJson;
  return {
    name,
    version,
    directory: loader.directory,
    loader,
    nodeTypes: Object.keys(loader.known.nodes).map((node) => `${name}.${node}`),
    credentialTypes: Object.keys(loader.known.credentials),
    dispose: async () => {
      loader.reset();
      await remove();
    },
  };
}

async function install(tarball: string, root: string): Promise<string> {
  const unpacked = join(root, 'unpacked');
  await mkdir(unpacked);
  await tar.x({ file: tarball, cwd: unpacked, strip: 1 });
  const { name } = JSON.parse(await readFile(join(unpacked, 'package.json'), 'utf8')) as { name: string };

  // n8n puts its modules on NODE_PATH. A link in a parent folder does the same for one module, also inside jest, and leads to the
  // instance of n8n-workflow that n8n-core uses.
  const modules = join(root, 'node_modules');
  await mkdir(modules);
  await symlink(packageRoot('n8n-workflow'), join(modules, 'n8n-workflow'), 'junction');

  const directory = join(root, '.n8n', 'nodes', 'node_modules', name);
  await mkdir(dirname(directory), { recursive: true });
  await rename(unpacked, directory);
  return directory;
}

function packageRoot(name: string): string {
  return dirname(require.resolve(`${name}/package.json`));
}
