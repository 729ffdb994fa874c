import './n8n-core';
import { Expression } from 'n8n-workflow';

/**
 * Starts the engine that n8n evaluates expressions with by default: a V8 isolate. Contexts acquire and release it by
 * themselves. Where it cannot start (no prebuilt isolated-vm for this Node, or inside jest, which has no dynamic import)
 * expressions stay with n8n's `legacy` engine.
 *
 * Concerns the whole process: call it once, at start.
 *
 * @returns the engine that is used from now on
 */
export async function installIsolate(): Promise<'vm' | 'legacy'> {
  try {
    await Expression.initExpressionEngine({
      engine: 'vm',
      // n8n's own defaults.
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

/** Ends the isolate, so that the process can exit. */
export async function disposeIsolate(): Promise<void> {
  await Expression.disposeExpressionEngine();
  Expression.setExpressionEngine('legacy');
}
