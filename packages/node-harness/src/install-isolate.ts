import './n8n-core';
import { Expression } from 'n8n-workflow';

/**
 * Starts n8n's default engine for expressions, a V8 isolate, for the whole process. Falls back to the `legacy` engine if it cannot start:
 * without a prebuilt isolated-vm for this Node, or inside jest, which has no dynamic import.
 *
 * @returns the engine in use
 */
export async function installIsolate(): Promise<'vm' | 'legacy'> {
  try {
    await Expression.initExpressionEngine({
      engine: 'vm',
      // Defaults of n8n.
      bridgeTimeout: 5000,
      bridgeMemoryLimit: 128,
      maxCodeCacheSize: 1024,
      poolSize: 1,
    });
    return 'vm';
  } catch {
    Expression.setExpressionEngine('legacy');
    return 'legacy';
  }
}

/** Stops the isolate, so that the process can exit. */
export async function disposeIsolate(): Promise<void> {
  await Expression.disposeExpressionEngine();
  Expression.setExpressionEngine('legacy');
}
