import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const repository = join(__dirname, '..', '..');

const made: string[] = [];

/** A folder with the real tasks in it, and nothing else but what a test writes. */
export interface MadeUpRepository {
  readonly path: string;
  write(file: string, content: string | object): void;
  /** Takes a file or folder of the real repository. */
  copy(path: string): void;
  /** The same without a copy. */
  link(path: string): void;
}

export function madeUpRepository(): MadeUpRepository {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'signalbox-workbench-')));
  made.push(folder);
  const place = (path: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    return join(folder, path);
  };
  const one = {
    path: folder,
    write: (file: string, content: string | object) =>
      writeFileSync(place(file), typeof content === 'string' ? content : JSON.stringify(content)),
    copy: (path: string) => cpSync(join(repository, path), place(path), { recursive: true }),
    link: (path: string) => symlinkSync(join(repository, path), place(path)),
  };
  for (const path of ['bootstrap.cjs', 'bootstrap.mjs', 'packages/workbench/src']) one.copy(path);
  return one;
}

export function removeMadeUpRepositories(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}
