import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Verdict } from './check';
import { lintEnvironment } from './lint-environment';

const run = promisify(execFile);

/**
 * Runs one part of n8n's scanner for community packages on a folder outside every repository.
 *
 * @param patterns files to scan, relative to the folder; `source` is the scanner's own list for sources
 * @param expected files that the scan has to cover, relative to the folder. The scanner passes if it finds no file at all.
 */
export async function scan(dir: string, patterns: string[] | 'source', expected: string[]): Promise<Verdict> {
  const { stdout } = await run(
    process.execPath,
    [
      '--no-warnings',
      join(__dirname, 'scan-folder.mts'),
      require.resolve('@n8n/scan-community-package/scanner/scanner.mjs'),
      dir,
      patterns === 'source' ? patterns : JSON.stringify(patterns),
    ],
    { env: lintEnvironment(), maxBuffer: 64 * 1024 * 1024 },
  );
  const { passed, message, details, linted } = JSON.parse(stdout) as {
    passed: boolean;
    message?: string;
    details?: string;
    linted: string[];
  };

  const problems: string[] = [];
  if (!passed) problems.push([message, details].filter(Boolean).join('\n'));
  const missed = expected.filter((file) => !linted.includes(file));
  const surplus = linted.filter((file) => !expected.includes(file));
  if (expected.length === 0) problems.push('There is nothing to scan.');
  if (missed.length > 0) problems.push(`The scanner did not look at ${missed.join(', ')}.`);
  if (surplus.length > 0)
    problems.push(`The scanner looked at ${surplus.join(', ')}, which was not expected.`);
  return { problems, detail: `${linted.length} files scanned` };
}
