// Runs in a separate process, so that every measurement starts from the same state and includes nothing else.
import { dirname } from 'node:path';
import { disposeIsolate, installIsolate, loadPackage, runNode } from '@signalbox/node-harness';
import type { LoadedPackage } from '@signalbox/node-harness';
import { requireFromN8n } from '@signalbox/n8n-versions';
import type { INodeParameters } from 'n8n-workflow';
import type { ExpressionEngine } from './n8n/bench-n8n';

/** One measurement of a node. */
export interface CostRequest {
  engine: ExpressionEngine;
  /** Packages to load in addition to n8n's nodes. */
  tarballs: readonly string[];
  nodeType: string;
  typeVersion?: number;
  parameters: INodeParameters;
  /** Of the type `signl4AlertingApi`. */
  credential: Record<string, string>;
  /** One item each. */
  alertIds: readonly string[];
}

/** Result of a measurement. */
export interface Cost {
  /** Of the whole process, for all items. */
  cpuMs: number;
  /** CPU time of the main thread between two turns of its event loop. */
  longestBlockMs: number;
  /** By how much the resident memory has grown at its peak. */
  peakBytes: number;
  /** IDs in the output that are not in their place. */
  misplaced: number;
  /** Why the node failed, if it did. */
  error?: string;
}

const WARM_UP_ITEMS = 300;
/** Sampling interval of the main thread: the precision of a block. */
const LOOK_EVERY_MS = 2;
const LOOK_AT_MEMORY_EVERY = 25;

async function measure({ engine, tarballs, alertIds, credential, ...node }: CostRequest): Promise<Cost> {
  if (engine === 'vm' && (await installIsolate()) !== 'vm') throw new Error('The isolate does not start');
  const packages: LoadedPackage[] = [];
  for (const tarball of [...tarballs, dirname(requireFromN8n.resolve('n8n-nodes-base/package.json'))]) {
    packages.push(await loadPackage(tarball));
  }
  const run = async (ids: readonly string[]) =>
    await runNode({
      ...node,
      packages,
      credentials: { signl4AlertingApi: credential },
      items: ids.map((alertId) => ({ json: { alertId } })),
    });
  try {
    const { error } = await run(alertIds.slice(0, WARM_UP_ITEMS));
    if (error) throw error;
    globalThis.gc?.();
    const { result, ...cost } = await watch(async () => await run(alertIds));
    const given = result.outputs[0] ?? [];
    return {
      ...cost,
      misplaced: alertIds.filter((id, at) => given[at]?.json.id !== id).length,
      ...(result.error && { error: messagesOf(result.error).join(': ') }),
    };
  } finally {
    await disposeIsolate();
    await Promise.all(packages.slice(0, -1).map((one) => one.dispose()));
  }
}

/** An error and all that caused it, which is where the system error of a connection is. */
function messagesOf(error: unknown): string[] {
  const { message, code, cause } = Object(error) as { message?: string; code?: string; cause?: unknown };
  const own = [message, code].filter((text): text is string => typeof text === 'string' && text !== '');
  return cause === undefined || own.length === 0 ? own : [...new Set([...own, ...messagesOf(cause)])];
}

async function watch<T>(work: () => Promise<T>) {
  const mainThreadMs = () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  const memory = process.memoryUsage.rss();
  let [peak, last, longest, looks] = [memory, mainThreadMs(), 0, 0];
  const looking = setInterval(() => {
    const now = mainThreadMs();
    longest = Math.max(longest, now - last);
    last = now;
    if (looks++ % LOOK_AT_MEMORY_EVERY === 0) peak = Math.max(peak, process.memoryUsage.rss());
  }, LOOK_EVERY_MS);
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  clearInterval(looking);
  longest = Math.max(longest, mainThreadMs() - last);
  peak = Math.max(peak, process.memoryUsage.rss());
  return { result, cpuMs: (user + system) / 1000, longestBlockMs: longest, peakBytes: peak - memory };
}

process.once('message', (request: CostRequest) => {
  void measure(request)
    .catch((error: Error): Cost => ({
      cpuMs: NaN,
      longestBlockMs: NaN,
      peakBytes: NaN,
      misplaced: NaN,
      error: error.message,
    }))
    .then((cost) => process.send!(cost, undefined, undefined, () => process.exit()));
});
