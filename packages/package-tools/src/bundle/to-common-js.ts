import { transform } from 'esbuild';
import { charset, target } from './bundle-options';

/** `// path`, which esbuild puts above each module of a bundle. */
const heading = /^\/\/ (\S+)$/gm;
const keptHeading = /^\/\/! /gm;
/** Hoisted imports leave a heading with nothing under it. */
const emptyHeading = /^\/\/! \S+\n(?=\/\/! )/gm;

/**
 * The second pass: one ES module of the bundle as CommonJS, still readable.
 *
 * @param fileName of the output; esbuild derives a variable name from it
 * @param labels what to head each module with, keyed by the path esbuild wrote, which differs between machines
 */
export async function toCommonJs(
  code: string,
  fileName: string,
  labels: ReadonlyMap<string, string>,
): Promise<string> {
  // esbuild drops all but legal comments (`//!`) when it transforms, so the headings travel as such.
  const marked = code.replace(heading, (line, path: string) => {
    const label = labels.get(path);
    return label === undefined ? line : `//! ${label}`;
  });
  const result = await transform(marked, {
    format: 'cjs',
    platform: 'node',
    target,
    charset,
    legalComments: 'inline',
    sourcefile: fileName,
  });
  return result.code.replace(emptyHeading, '').replace(keptHeading, '\n// ');
}
