import { isBuiltin } from 'node:module';
import { relative } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * Modules that a published package may `require`. n8n supplies n8n-workflow; node:crypto is the only builtin that n8n's verification
 * allows. Any other devDependency would pass the linter and crash in a user's n8n.
 */
export const allowedExternals: readonly string[] = ['n8n-workflow', 'node:crypto'];

/** Marks lookups made by this plugin, so that it does not intercept them. */
const asked = Symbol('asked');

/** Creates an esbuild plugin that bundles every import except the allowed externals, with an error that explains why it cannot. */
export function bundleAllBut(externals: readonly string[], packageDir: string): Plugin {
  return {
    name: 'bundle-all-but-allowed-externals',
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, async ({ path, importer, kind, resolveDir, pluginData }) => {
        if (kind === 'entry-point' || pluginData === asked) return undefined;
        if (externals.includes(path)) return { path, external: true };

        const where = relative(packageDir, importer);
        if (isBuiltin(path)) {
          const hint = externals.includes(`node:${path}`) ? ` Import it as "node:${path}".` : '';
          return {
            errors: [
              {
                text: `${where} imports "${path}". Only ${externals.join(' and ')} may stay outside the bundle.${hint}`,
              },
            ],
          };
        }

        const found = await build.resolve(path, { kind, importer, resolveDir, pluginData: asked });
        if (found.errors.length === 0) return found;
        return {
          errors: [
            {
              text: `${where} imports "${path}", which is not installed here, so it cannot be bundled. Add it to devDependencies.`,
            },
          ],
        };
      });
    },
  };
}
