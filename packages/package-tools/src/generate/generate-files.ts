import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { outputSchema } from './output-schema';
import { readOperations } from './read-operations';
import { readmeTables, withTables } from './readme-tables';
import { supportedN8n } from './supported-n8n';

/**
 * Writes the files of a node package that follow from its operations: an output schema for each, and the tables of
 * its README, with the versions of n8n that it is tested with. They are committed, since n8n's verification and readers look at sources.
 *
 * @param write `false` changes nothing
 * @returns the paths that were, or would be, changed; relative to the package
 */
export function generateFiles(packageDir: string, { write }: { write: boolean }): string[] {
  const root = resolve(packageDir);
  const nodes = readOperations(root);
  const wanted = new Map<string, string | undefined>();
  for (const { dir, operations } of nodes) {
    for (const file of globSync('__schema__/**/*.json', { cwd: dir })) wanted.set(join(dir, file), undefined);
    for (const operation of operations) {
      const file = join(dir, '__schema__', 'v1.0.0', operation.resource, `${operation.operation}.json`);
      wanted.set(file, outputSchema(operation));
    }
  }
  const readme = join(root, 'README.md');
  wanted.set(
    readme,
    withTables(readFileSync(readme, 'utf8'), new Map([...readmeTables(nodes), ['n8n', supportedN8n()]])),
  );

  const outdated = [...wanted].filter(([file, text]) => textOf(file) !== text);
  for (const [file, text] of write ? outdated : []) {
    if (text === undefined) {
      rmSync(file);
    } else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
  return outdated.map(([file]) => relative(root, file));
}

function textOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
