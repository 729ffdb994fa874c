import type { PackedFile } from '@signalbox/package-tools';
import type { Check } from '../check';

/**
 * Limit for a service's own code, nodes and credential together. The leanest widely used community packages take 100 KB for a handful
 * of operations; thirty operations, each with its fields, take half as much again.
 */
const maxOwnBytes = 150 * 1024;
/**
 * Limit for all code. The shared core, the auth schemes and the schema library (zod/v4-mini) take up to 165 KB of readable code in a
 * package that uses all of them. Minified it would be half of that, but impossible to review.
 */
const maxBytes = 320 * 1024;
/** Number of operations that the limits allow for, and bytes of own code for each further one. */
const operationsInBudget = 30;
const bytesPerFurtherOperation = 2 * 1024;
/** Cap on the bytes for further operations, which makes 400 KB of code in total. */
const mostFurtherBytes = 80 * 1024;
const maxFiles = 25;

const isSchema = ({ path }: PackedFile): boolean => path.includes('/__schema__/');

/** The code is small enough to review. */
export const size: Check = {
  name: 'size',
  needs: 'tarball',
  run({ packed: { files }, bundle: { bundledPackages } }) {
    const all = files.filter(({ path }) => path.endsWith('.js')).reduce((sum, { bytes }) => sum + bytes, 0);
    const own = all - bundledPackages.reduce((sum, { bytes }) => sum + bytes, 0);
    // Every operation has one output schema.
    const furtherOperations = Math.max(0, files.filter(isSchema).length - operationsInBudget);
    const further = Math.min(furtherOperations * bytesPerFurtherOperation, mostFurtherBytes);
    const [mostOwn, most] = [maxOwnBytes + further, maxBytes + further];
    const detail = `${kilobytes(own)} of ${kilobytes(mostOwn)} own code, ${kilobytes(all)} of ${kilobytes(most)} in all`;
    return { problems: own > mostOwn || all > most ? [`Too large: ${detail}`] : [], detail };
  },
};

/** The package has few enough files to review. */
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
