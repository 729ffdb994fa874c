import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import type { Check } from '../check';
import { lintEnvironment } from '../lint-environment';

const run = promisify(execFile);

/** The CLI exports only its ESLint config, dist/configs/eslint.js; the program is two folders above it. */
const program = (): string =>
  join(dirname(require.resolve('@n8n/node-cli/eslint')), '..', '..', 'bin', 'n8n-node.mjs');

/** Runs n8n's lint in strict mode, in which the ESLint config must be n8n's template and no rule can be disabled. */
export const strictLint: Check = {
  name: 'n8n-node lint, strict',
  needs: 'sources',
  async run({ nodePackage: { dir, manifest } }) {
    if (manifest.n8n.strict !== true)
      return { problems: ['package.json has no "strict": true in "n8n"'], detail: '' };
    try {
      await run(process.execPath, [program(), 'lint'], {
        cwd: dir,
        // The CLI starts ESLint through the package manager of its user agent. npm is always installed. Offline, a package without
        // ESLint fails instead of downloading some version.
        env: {
          ...lintEnvironment(),
          npm_config_user_agent: 'npm',
          npm_config_offline: 'true',
          npm_config_loglevel: 'error',
        },
        maxBuffer: 16 * 1024 * 1024,
      });
      return { problems: [], detail: 'no errors' };
    } catch (error) {
      const {
        stdout = '',
        stderr = '',
        message,
      } = error as { stdout?: string; stderr?: string; message: string };
      const output = stripVTControlCharacters(`${stdout}${stderr}`).trim();
      return { problems: [output || message], detail: '' };
    }
  },
};
