import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

const slashes = (path: string): string => path.split(sep).join('/');

/** The package a bundled module comes from. */
export interface ModuleOrigin {
  /** Name on npm or in the workspace; undefined for the node package's own files. */
  packageName?: string;
  /** Absolute folder of that package. */
  packageRoot: string;
  /** True if it comes from a registry: its licence has to be published with the code. */
  thirdParty: boolean;
  /** Path that is the same on every machine: `nodes/Foo/Foo.node.ts`, `http-core/poll/quick-scan.ts`, `zod/v4/core/util.js`. */
  label: string;
}

/** Finds the package of a bundled file.
 * @param file absolute, with symbolic links resolved
 */
export function moduleOrigin(file: string, packageDir: string): ModuleOrigin {
  if (!relative(packageDir, file).startsWith('..')) {
    return { packageRoot: packageDir, thirdParty: false, label: slashes(relative(packageDir, file)) };
  }
  for (let dir = dirname(file); dir !== dirname(dir); dir = dirname(dir)) {
    const name = packageNameIn(dir);
    if (name === undefined) continue;
    return {
      packageName: name,
      packageRoot: dir,
      thirdParty: slashes(dir).includes('/node_modules/'),
      label: slashes(join(name, relative(dir, file))).replace(/^@signalbox\/([^/]+)\/src\//, '$1/'),
    };
  }
  throw new Error(`${file} belongs to no package.`);
}

/** Ignores a nameless package.json, which only sets "type" for a folder inside a package. */
function packageNameIn(dir: string): string | undefined {
  const file = join(dir, 'package.json');
  if (!existsSync(file)) return undefined;
  return (JSON.parse(readFileSync(file, 'utf8')) as { name?: string }).name;
}
