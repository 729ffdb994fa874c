import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, posix, sep } from 'node:path';
import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import type { Check } from '../check';
import { isTrigger, loadedNodes } from '../load-entries';
import { nodeOperations } from '../node-operations';

const draft7 = new Ajv({ strict: false });
const draft2020 = new Ajv2020({ strict: false });

/**
 * Every operation of an action node has a JSON schema of its output in the folder where n8n looks for it, so that the editor can
 * show the fields before the node has run. Schemas of operations that do not exist are reported too.
 */
export const outputSchemas: Check = {
  name: 'output schemas',
  needs: 'loaded',
  run({ loaded, unpackedDir }) {
    const problems: string[] = [];
    const found = new Set<string>();
    for (const { entry, description } of loadedNodes(loaded)) {
      if (isTrigger(description)) continue;
      for (const version of [description.version].flat()) {
        for (const { resource = '', operation } of nodeOperations(description)) {
          const folder = posix.join(dirname(entry.dist), '__schema__', versionFolder(version));
          const path = posix.join(folder, resource, `${operation}.json`);
          found.add(path);
          const problem = schemaProblem(join(unpackedDir, path));
          if (problem !== undefined) problems.push(`${path} ${problem}`);
        }
      }
    }
    for (const file of globSync('dist/**/__schema__/**/*.json', { cwd: unpackedDir })) {
      const path = file.split(sep).join('/');
      if (!found.has(path)) problems.push(`${path} belongs to no operation`);
    }
    return { problems, detail: `${found.size} operations, ${found.size} schemas` };
  },
};

/** n8n looks for version 1 in v1.0.0 and for 2.1 in v2.1.0 (n8n-core, nodes-loader/output-schema-resolver). */
const versionFolder = (version: number): string =>
  `v${[...String(version).split('.'), '0', '0'].slice(0, 3).join('.')}`;

function schemaProblem(file: string): string | undefined {
  if (!existsSync(file)) return 'is not in the tarball';
  const schema = JSON.parse(readFileSync(file, 'utf8')) as { $schema?: string; type?: string };
  const ajv = schema.$schema?.includes('2020-12') ? draft2020 : draft7;
  if (ajv.validateSchema(schema) !== true) return `is not a JSON schema: ${ajv.errorsText()}`;
  // {} is a valid schema, but tells the editor nothing.
  return schema.type === undefined ? 'does not say of which type the output is' : undefined;
}
