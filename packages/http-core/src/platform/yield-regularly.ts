import { wait } from './wait';

/** To be called between two steps of long work. */
export type Yield = () => Promise<void>;

/** Returns a function that lets other work run once `afterMs` milliseconds have passed: n8n has one thread for everything. */
export function yieldRegularly(afterMs: number): Yield {
  let since = Date.now();
  return async () => {
    if (Date.now() - since < afterMs) return;
    await wait(0);
    since = Date.now();
  };
}
