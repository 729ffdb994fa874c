import type { Check } from '../check';
import { loadedNodes } from '../load-entries';
import { nodeOperations } from '../node-operations';
import { probe, type Measurement } from '../probe';

/** Number of processes per figure, of which the median counts. */
const runs = 5;
/**
 * Bytes of heap that a node may take, after a garbage collection. Core and schema library make up 400 KB of that. They are counted for
 * every node, though the nodes of a package share them; the rest is mostly the texts of the node's fields.
 */
const maxHeapBytes = 900 * 1024;
/** Number of operations that the limit allows for. Each further one adds its own fields. */
const operationsInBudget = 30;
const heapBytesPerFurtherOperation = 8 * 1024;
/** Goal, in milliseconds. Only reported: on a busy machine the time says nothing about the package. */
const goalMilliseconds = 5;

const median = (numbers: number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;

/**
 * Fails if loading a node allocates too much heap, or calls localeCompare: its first call takes longer than everything else. Load
 * time is reported only, relative to an empty node on the same machine.
 */
export const loadCost: Check = {
  name: 'cost of loading',
  needs: 'loaded',
  async run({ loaded, unpackedDir: dir }) {
    const problems: string[] = [];
    const idle = { module: './idle-node.cjs', className: 'IdleNode' };
    const reference = await measure(() =>
      probe({ dir: __dirname, modules: [idle], after: ['n8n-workflow'] }),
    );
    const figures: string[] = [];
    for (const { entry, description } of loadedNodes(loaded)) {
      const further = Math.max(0, nodeOperations(description).length - operationsInBudget);
      const mostBytes = maxHeapBytes + further * heapBytesPerFurtherOperation;
      const { milliseconds, heapBytes, collations } = await measure(() =>
        probe({
          dir,
          modules: [{ module: `./${entry.dist}`, className: entry.className }],
          after: ['n8n-workflow'],
        }),
      );
      const ratio = (milliseconds / reference.milliseconds).toFixed(1);
      const heap = Math.round(heapBytes / 1024);
      figures.push(
        `${entry.className} ${milliseconds.toFixed(1)} ms (goal ${goalMilliseconds}; ${ratio}x a node that does nothing), ${heap} KB heap`,
      );
      if (heapBytes > mostBytes) {
        problems.push(`${entry.className} takes ${heap} KB of heap, more than ${mostBytes / 1024} KB`);
      }
      if (collations > 0) {
        problems.push(
          `${entry.className} calls localeCompare while it is loaded, ${collations} times: the first takes several milliseconds`,
        );
      }
    }
    return { problems, detail: figures.join('; ') };
  },
};

async function measure(once: () => Promise<Measurement>): Promise<Omit<Measurement, 'loaded'>> {
  const measured: Measurement[] = [];
  for (let count = 0; count < runs; count++) measured.push(await once());
  return {
    milliseconds: median(measured.map(({ milliseconds }) => milliseconds)),
    heapBytes: median(measured.map(({ heapBytes }) => heapBytes)),
    collations: median(measured.map(({ collations }) => collations)),
  };
}
