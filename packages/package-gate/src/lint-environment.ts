/**
 * Environment for processes that run n8n's linters. With NODE_ENV=test, which jest sets, eslint-plugin-n8n-nodes-base mistakes every
 * file for its test fixture `Test.node.ts` and reports false errors.
 */
export function lintEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, NODE_ENV: 'production' };
}
