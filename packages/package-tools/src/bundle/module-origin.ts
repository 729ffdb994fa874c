import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

const slashes = (path: string): string => path.split(sep).join('/');

/** The package a bundled module comes from. */
export interface ModuleOrigin {
  /** Its name on npm or in the workspace; undefined for the node package's own files. */
  packageName?: string;
  /** Absolute folder of that package. */
  packageRoot: string;
  /** Installed from a registry, so its licence has to travel with the code. */
  thirdParty: boolean;
  /** Reads the same on every machine: `nodes/Foo/Foo.node.ts`, `zod/v4/core/util.js`. */
  label: string;
}

/** Says where a bundled file comes from; `file` is absolute, with symbolic links resolved. */
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
      label: slashes(join(name, relative(dir, file))),
    };
  }
  throw new Error(`${file} belongs to no package.`);
}

/** Folders inside a package often hold a nameless package.json that only sets "type"; those do not count. */
function packageNameIn(dir: string): string | undefined {
  const file = join(dir, 'package.json');
  if (!existsSync(file)) return undefined;
  return (JSON.parse(readFileSync(file, 'utf8')) as { name?: string }).name;
}
