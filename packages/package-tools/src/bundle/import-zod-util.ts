import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/**
 * zod/v4-mini reaches its helpers through a namespace that another module exports again, in which esbuild keeps all of
 * them, used or not: 8 KB. Imported directly, the same helpers can be told apart.
 */
export const importZodUtil: Plugin = {
  name: 'import-zod-util',
  setup(build) {
    build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]mini[\\/]schemas\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(
        'import { util } from "../core/index.js";',
        'import * as util from "../core/util.js";',
      ),
    }));
  },
};
