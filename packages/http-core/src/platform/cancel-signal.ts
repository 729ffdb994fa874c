import type { Context } from './context';

/** The signal that tells that the user stopped the execution; absent in contexts that cannot be stopped. */
export function cancelSignalOf(ctx: Context): AbortSignal | undefined {
  return 'getExecutionCancelSignal' in ctx ? ctx.getExecutionCancelSignal() : undefined;
}
