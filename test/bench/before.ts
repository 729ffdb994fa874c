import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import * as tar from 'tar';

/** The packages as they were at an earlier commit. */
export interface Before {
  /** Short hash of the commit. */
  commit: string;
  /** Tarball of a package in `nodes/`, or of a fixture of the benchmarks, by its folder. */
  tarball(folder: string): string;
}

/**
 * Bundles and packs the packages of another work tree with the tools of that tree.
 *
 * @param workTree of an earlier commit, with its dependencies installed
 * @param folders in `nodes/` or `test/bench/fixtures/`
 * @param outDir where the tarballs go
 */
export async function packBefore(
  workTree: string,
  folders: readonly string[],
  outDir: string,
): Promise<Before> {
  const root = resolve(workTree);
  const run = promisify(execFile);
  const { stdout } = await run('git', ['-C', root, 'rev-parse', '--short', 'HEAD']);
  const dirs = folders.map((folder) =>
    folder.startsWith('n8n-nodes-') ? join(root, 'test/bench/fixtures', folder) : join(root, 'nodes', folder),
  );
  const script = `const { bundlePackage } = require('@signalbox/package-tools');
(async () => { for (const dir of ${JSON.stringify(dirs)}) await bundlePackage(dir); })();`;
  await run(process.execPath, ['--import', 'tsx', '--eval', script], { cwd: join(root, 'test') });

  const out = join(outDir, 'before');
  mkdirSync(out, { recursive: true });
  for (const [at, dir] of dirs.entries()) {
    await tar.create({ file: join(out, `${folders[at]}.tgz`), cwd: dir, prefix: 'package', gzip: true }, [
      'package.json',
      'dist',
    ]);
  }
  return { commit: stdout.trim(), tarball: (folder) => join(out, `${folder}.tgz`) };
}
