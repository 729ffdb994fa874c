import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Probe {
  /** Absolute folder to resolve modules from. */
  dir: string;
  /** What to load, and the class to instantiate, if any. */
  modules: { module: string; className?: string }[];
  /** Modules to load first, unmeasured. */
  after?: string[];
}

export interface Measurement {
  /** Wall time of loading and instantiating all modules. */
  milliseconds: number;
  /** Growth of the heap by it, after a garbage collection. */
  heapBytes: number;
  /** Calls of `localeCompare` by it. */
  collations: number;
  /** For each module its instance as JSON, so without methods, or the error that loading it threw. */
  loaded: { instance?: unknown; error?: string }[];
}

/** Loads modules in a fresh Node process, and measures that. */
export async function probe(what: Probe): Promise<Measurement> {
  const { stdout } = await run(
    process.execPath,
    ['--expose-gc', '--no-warnings', join(__dirname, 'probe-modules.mts'), JSON.stringify(what)],
    { maxBuffer: 64 * 1024 * 1024 },
  );
  return JSON.parse(stdout) as Measurement;
}
