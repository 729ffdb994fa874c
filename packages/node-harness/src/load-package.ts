import { mkdir, mkdtemp, readFile, realpath, rename, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import * as tar from 'tar';
import { LazyPackageDirectoryLoader } from './n8n-core';

/** A node package as n8n has loaded it. */
export interface LoadedPackage {
  name: string;
  version: string;
  /** Where the package lies; for a tarball, `…/.n8n/nodes/node_modules/<name>` in a temporary folder. */
  directory: string;
  loader: InstanceType<typeof LazyPackageDirectoryLoader>;
  /** Full names of its node types: `<package>.<node>`. */
  nodeTypes: string[];
  credentialTypes: string[];
  /** Forgets the loaded code and deletes the temporary folder, if there is one. */
  dispose(): Promise<void>;
}

/**
 * Loads a node package with n8n's own loader (the one n8n uses at start: icons, codex, supported nodes and lazily loaded
 * descriptions included).
 *
 * A tarball is unpacked as a community package is installed, with nothing but `n8n-workflow` within reach (unless
 * NODE_PATH leads elsewhere, as in the launchers that pnpm writes). A directory is loaded in place.
 *
 * @param dirOrTarball directory with a package.json, or a `.tgz` as `npm pack` makes it
 * @throws if there is no package, if a registered file is missing, or if n8n refuses a description
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

  // n8n puts its own modules on NODE_PATH. A link further up does the same for one module, inside jest too, and leads to
  // the instance of n8n-workflow that n8n-core uses.
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
