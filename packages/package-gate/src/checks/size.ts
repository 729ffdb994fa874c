import type { PackedFile } from '@signalbox/package-tools';
import type { Check } from '../check';

/**
 * A service's own code, in bytes, nodes and credential together. The leanest widely used community packages have 100 KB with a
 * handful of operations; one with thirty of them, each with its fields, has half as much again.
 */
const maxOwnBytes = 150 * 1024;
/**
 * All code, in bytes. The shared core, the auth schemes and the schema library (zod/v4-mini) together take up to 165 KB of
 * readable code in a package that uses all of them; minified it would be half of that, and nobody could review it.
 */
const maxBytes = 320 * 1024;
/** What these figures are for; a package with more operations needs more code for them, of which this much is its own. */
const operationsInBudget = 30;
const bytesPerFurtherOperation = 2 * 1024;
/** However many operations there are: 400 KB in all. */
const mostFurtherBytes = 80 * 1024;
const maxFiles = 25;

const isSchema = ({ path }: PackedFile): boolean => path.includes('/__schema__/');

/** Small enough to be read by whoever reviews it. */
export const size: Check = {
  name: 'size',
  needs: 'tarball',
  run({ packed: { files }, bundle: { bundledPackages } }) {
    const all = files.filter(({ path }) => path.endsWith('.js')).reduce((sum, { bytes }) => sum + bytes, 0);
    const own = all - bundledPackages.reduce((sum, { bytes }) => sum + bytes, 0);
    // There is an output schema for each operation.
    const furtherOperations = Math.max(0, files.filter(isSchema).length - operationsInBudget);
    const further = Math.min(furtherOperations * bytesPerFurtherOperation, mostFurtherBytes);
    const [mostOwn, most] = [maxOwnBytes + further, maxBytes + further];
    const detail = `${kilobytes(own)} of ${kilobytes(mostOwn)} own code, ${kilobytes(all)} of ${kilobytes(most)} in all`;
    return { problems: own > mostOwn || all > most ? [`Too large: ${detail}`] : [], detail };
  },
};

/** Few enough files to be read by whoever reviews it. */
export const fileCount: Check = {
  name: 'file count',
  needs: 'tarball',
  run({ packed: { files } }) {
    const count = files.filter((file) => !isSchema(file)).length;
    const detail = `${count} of ${maxFiles} files, output schemas apart (${files.length - count})`;
    return { problems: count > maxFiles ? [`Too many: ${detail}`] : [], detail };
  },
};

const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;
