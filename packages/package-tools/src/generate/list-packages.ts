import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { INodeTypeDescription } from 'n8n-workflow';
import { readOperations } from './read-operations';
import { table, withTables } from './readme-tables';

/** First sentence of the README of a package, up to its colon. */
const SUBJECT = /^n8n nodes for ([^]+?):\s/m;

/**
 * Writes the table of packages into the README of a repository: one row for each folder in `nodes/`.
 *
 * @param root folder of the repository
 * @param write `false` only compares
 * @returns `true` if the README changed or would change
 * @throws Error that names the file if the README of a package does not say what it is for
 */
export function listPackages(root: string, { write }: { write: boolean }): boolean {
  const rows = globSync('nodes/*/package.json', { cwd: root })
    .map((file) => dirname(file))
    .sort()
    .map((folder) => rowOf(root, folder));
  const file = join(root, 'README.md');
  const before = readFileSync(file, 'utf8');
  const after = withTables(before, new Map([['packages', table(['Package', 'For', 'Nodes'], rows)]]));
  if (write && after !== before) writeFileSync(file, after);
  return after !== before;
}

function rowOf(root: string, folder: string): string[] {
  const readme = join(folder, 'README.md');
  const { name } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as { name: string };
  const [, subject] = SUBJECT.exec(textOf(join(root, readme))) ?? [];
  if (subject === undefined)
    throw new Error(`${readme} must begin with "n8n nodes for ...: ", which says what it is for`);
  return [
    `[\`${name}\`](${folder.replaceAll('\\', '/')}#readme)`,
    subject.replace(/\s+/g, ' '),
    readOperations(join(root, folder))
      .map(({ description }) => described(description))
      .join(', '),
  ];
}

function described({ displayName, polling, webhooks }: INodeTypeDescription): string {
  if (polling) return `${displayName} (poll)`;
  return webhooks ? `${displayName} (webhook)` : displayName;
}

function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
