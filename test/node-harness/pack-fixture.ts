import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import * as tar from 'tar';

/**
 * Packs a fixture package as npm does, into a temporary folder.
 * @returns the tarball, and how to delete it
 */
export async function packFixture(directory: string): Promise<{ tarball: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-fixture-'));
  const tarball = join(folder, `${basename(directory)}.tgz`);
  await tar.c({ file: tarball, cwd: dirname(directory), gzip: true }, [basename(directory)]);
  return { tarball, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
