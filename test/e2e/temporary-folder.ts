import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface TemporaryFolder {
  path: string;
  remove(): void;
}

/** An empty folder for one test file. */
export function temporaryFolder(): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), 'signalbox-e2e-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
