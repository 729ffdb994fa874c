import type { Check } from '../check';
import { loadedNodes } from '../load-entries';
import { nodeOperations } from '../node-operations';
import { probe, type Measurement } from '../probe';

/** Processes for each figure; the median of them counts. */
const runs = 5;
/**
 * What a node may cost, in bytes of heap after a garbage collection. Core and schema library are 400 KB of that, counted for every
 * node though the nodes of a package share them; the rest is mostly the text of the node's fields.
 */
const maxHeapBytes = 900 * 1024;
/** That is for thirty operations; each further one has fields of its own. */
const operationsInBudget = 30;
const heapBytesPerFurtherOperation = 8 * 1024;
/** What a node should cost, in milliseconds. Only shown: on a busy machine time says nothing about the package. */
const goalMilliseconds = 5;

const median = (numbers: number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;

/**
 * Loading a node takes little memory, and compares no texts by the rules of a language, whose first use takes longer than all of the
 * rest. The time is compared with that of a node that does nothing on the same machine, and never fails.
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
