import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

const original = join(__dirname, 'fixtures', 'n8n-nodes-beacon');
const copies: string[] = [];

/** A node package that a test may change at will. */
export interface FixtureCopy {
  /** Absolute folder of the package. */
  dir: string;
  read: (file: string) => string;
  write: (file: string, text: string) => void;
  remove: (file: string) => void;
  /** All files outside node_modules, sorted. */
  list: () => string[];
  /** Replaces a text that has to be there. */
  replace: (file: string, from: string, to: string) => void;
  /** Merges top-level fields into package.json; undefined removes one. */
  manifest: (fields: Record<string, unknown>) => void;
}

/** Copies the good fixture package out of the repository; what is installed here resolves there too. */
export function copyFixture(): FixtureCopy {
  const root = mkdtempSync(join(tmpdir(), 'package-tools-test-'));
  copies.push(root);
  const dir = join(root, 'package');
  cpSync(original, dir, { recursive: true, filter: (path) => basename(path) !== 'dist' });
  symlinkSync(join(__dirname, '..', 'node_modules'), join(dir, 'node_modules'), 'junction');

  const read = (file: string): string => readFileSync(join(dir, file), 'utf8');
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), text);
  };
  return {
    dir,
    read,
    write,
    remove: (file) => rmSync(join(dir, file), { recursive: true }),
    list: () => globSync('**', { cwd: dir, exclude: (path) => path === 'node_modules' }).sort(),
    replace: (file, from, to) => {
      if (!read(file).includes(from)) throw new Error(`${file} does not contain ${from}`);
      write(file, read(file).replace(from, to));
    },
    manifest: (fields) =>
      write('package.json', JSON.stringify({ ...JSON.parse(read('package.json')), ...fields }, null, 2)),
  };
}

/** Removes all copies; for afterAll. */
export function removeCopies(): void {
  for (const root of copies.splice(0)) rmSync(root, { recursive: true, force: true });
}
