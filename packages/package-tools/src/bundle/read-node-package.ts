import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod/v4';

/** The fields of package.json that the tools read. All others pass through unchanged. */
const Manifest = z.looseObject({
  name: z.string(),
  version: z.string(),
  license: z.optional(z.string()),
  keywords: z.optional(z.array(z.string())),
  files: z.optional(z.array(z.string())),
  repository: z.optional(z.union([z.string(), z.looseObject({ directory: z.optional(z.string()) })])),
  dependencies: z.optional(z.record(z.string(), z.string())),
  devDependencies: z.optional(z.record(z.string(), z.string())),
  peerDependencies: z.optional(z.record(z.string(), z.string())),
  peerDependenciesMeta: z.optional(
    z.record(z.string(), z.looseObject({ optional: z.optional(z.boolean()) })),
  ),
  n8n: z.looseObject({
    strict: z.optional(z.boolean()),
    nodes: z.array(z.string()).check(z.minLength(1)),
    credentials: z.optional(z.array(z.string())),
  }),
});
export type Manifest = z.infer<typeof Manifest>;

/** A file that n8n loads: a node or a credential. Paths are relative to the package, with forward slashes. */
export interface Entry {
  kind: 'node' | 'credential';
  /** Class to instantiate. n8n derives it from the file name, up to the first dot. */
  className: string;
  /** Path in package.json: `dist/nodes/Foo/Foo.node.js`. */
  dist: string;
  /** TypeScript source: `nodes/Foo/Foo.node.ts`. */
  source: string;
}

export interface NodePackage {
  /** Absolute folder of the package. */
  dir: string;
  manifest: Manifest;
  entries: Entry[];
}

const distFile = /^dist\/(.+)\.js$/;

/**
 * Reads the package.json of a node package and lists what n8n loads from it.
 *
 * @throws Error if there is no valid n8n manifest, an entry is not `dist/<path>.js`, or its TypeScript source is missing.
 */
export function readNodePackage(packageDir: string): NodePackage {
  const dir = resolve(packageDir);
  const file = join(dir, 'package.json');
  if (!existsSync(file))
    throw new Error(`No package.json in ${dir}: this is not the folder of a node package.`);

  const raw: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const parsed = Manifest.safeParse(raw);
  if (!parsed.success) {
    throw new Error(
      `${file} is not the package.json of an n8n node package:\n${z.prettifyError(parsed.error)}`,
    );
  }

  // Use the original object: zod's copy reorders keys, and this gets published.
  const manifest = raw as Manifest;
  const { nodes, credentials = [] } = manifest.n8n;
  const entries = [
    ...nodes.map((dist) => toEntry(dir, 'node', dist)),
    ...credentials.map((dist) => toEntry(dir, 'credential', dist)),
  ];
  return { dir, manifest, entries };
}

function toEntry(dir: string, kind: Entry['kind'], dist: string): Entry {
  const path = distFile.exec(dist)?.[1];
  if (path === undefined) {
    throw new Error(
      `package.json registers the ${kind} "${dist}", but n8n only takes files named dist/<path>.js.`,
    );
  }
  const source = `${path}.ts`;
  if (!existsSync(join(dir, source))) {
    throw new Error(`package.json registers the ${kind} ${dist}, but its source ${source} does not exist.`);
  }
  return { kind, className: basename(path).split('.')[0] ?? '', dist, source };
}
