/**
 * The environment for processes that run n8n's linters. With NODE_ENV=test, which jest sets, eslint-plugin-n8n-nodes-base
 * takes every file to be its own `Test.node.ts`, and reports nonsense.
 */
export function lintEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, NODE_ENV: 'production' };
}
