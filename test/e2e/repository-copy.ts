import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const repository = join(__dirname, '..', '..');
const FOLDERS = ['packages', 'credentials', 'nodes'];
const FILES = [
  'bootstrap.cjs',
  'bootstrap.mjs',
  'package.json',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'tsconfig.base.json',
  'test/package.json',
];

/** Copies what the tasks work on; the sources in it may be changed at will. It shares what is installed with this repository. */
export function copyRepository(folder: string) {
  for (const path of [...FOLDERS, ...FILES]) {
    cpSync(join(repository, path), join(folder, path), {
      recursive: true,
      // Links to packages of the workspace are relative, and so lead into the copy.
      verbatimSymlinks: true,
      filter: (source) => basename(source) !== 'dist',
    });
  }
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'), 'junction');
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  return {
    path: folder,
    /** Replaces a text that has to be there. */
    replace(file: string, from: string, to: string): void {
      if (!read(file).includes(from)) throw new Error(`${file} does not contain ${from}`);
      writeFileSync(join(folder, file), read(file).replace(from, to));
    },
  };
}
