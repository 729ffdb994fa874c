import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/** Code of zod that compiles a parser with `new Function`, and its replacement. */
const JIT: readonly (readonly [code: RegExp, without: string])[] = [
  [/^import \{ Doc \} from "\.\/doc\.js";\n/m, ''],
  [/ {4}const generateFastpass = [^]*?=> fn\(shape, payload, ctx\);\n {4}\};\n {4}let fastpass;\n/, ''],
  [/ {4}const jit = [^]*?const fastEnabled = [^\n]*\n/, ''],
  [/if \(jit && fastEnabled[^]*?\n {8}\}\n {8}else (?=\{)/, ''],
];

/** zod's test for `new Function`, which uses it itself. */
const EVAL_PROBE = [/^export const allowsEval = cached\(\(\) => \{[^]*?\n\}\);\n/m, ''] as const;

/**
 * Removes the parts of zod that a node never uses. Only zod/v4-mini can be in a bundle; the lint rule `zod-dialect` refuses the others.
 *
 * - zod/v4-mini imports its helpers as a re-exported namespace, of which esbuild keeps every member. Imported directly, unused
 *   helpers are dropped: 8 KB per package.
 * - n8n does not allow code to be generated from strings, so zod always takes its slower path there. Without the other one no
 *   package contains `new Function`: 4 KB.
 */
export const trimZod: Plugin = {
  name: 'trim-zod',
  setup(build) {
    build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]mini[\\/]schemas\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(
        'import { util } from "../core/index.js";',
        'import * as util from "../core/util.js";',
      ),
    }));
    build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]core[\\/](schemas|util)\.js$/ }, ({ path }) => ({
      contents: (path.endsWith('util.js') ? [EVAL_PROBE] : JIT).reduce(
        (text, [code, without]) => {
          if (!code.test(text))
            throw new Error(`${path} has no ${String(code)}: adapt trim-zod.ts to this zod`);
          return text.replace(code, without);
        },
        readFileSync(path, 'utf8'),
      ),
    }));
  },
};
