import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { outputSchema } from './output-schema';
import { readNodePackage } from '../bundle/read-node-package';
import { exampleProblems } from './example-problems';
import { operationProblems } from './operation-problems';
import { readOperations, type SourceNode } from './read-operations';
import { readmeTables, withTables } from './readme-tables';
import { supportedN8n } from './supported-n8n';

/**
 * Writes the files that follow from the operations of a node package: output schemas, and the tables of the README. They are committed
 * because n8n's verification and human readers look at the sources.
 *
 * @param write `false` only compares
 * @throws Error if an operation or an example does not fit the nodes
 * @returns paths of the files that changed or would change, relative to the package
 */
export function generateFiles(packageDir: string, { write }: { write: boolean }): string[] {
  const root = resolve(packageDir);
  const nodes = readOperations(root);
  assertConsistent(root, nodes);
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

/** @throws Error naming every operation and every value of an example that the nodes do not have */
function assertConsistent(root: string, nodes: readonly SourceNode[]): void {
  const { manifest } = readNodePackage(root);
  const descriptions = new Map(
    nodes.map(({ description }) => [`${manifest.name}.${description.name}`, description]),
  );
  const examples = globSync('examples/*.json', { cwd: root }).sort();
  const problems = [
    ...nodes.flatMap(({ dir, operations, description }) =>
      operationProblems(relative(root, join(dir, 'operations.ts')), operations, description),
    ),
    ...examples.flatMap((file) =>
      exampleProblems(file, JSON.parse(readFileSync(join(root, file), 'utf8')) as Workflow, descriptions),
    ),
  ];
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

type Workflow = Parameters<typeof exampleProblems>[1];

function textOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
