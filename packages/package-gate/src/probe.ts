import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Probe {
  /** Absolute folder to resolve modules from. */
  dir: string;
  /** Modules to load, each with the class to instantiate, if any. */
  modules: { module: string; className?: string }[];
  /** Modules to load before the measurement starts. */
  after?: string[];
}

export interface Measurement {
  /** Wall time of loading and instantiating all modules. */
  milliseconds: number;
  /** Growth of the heap, after a garbage collection. */
  heapBytes: number;
  /** Number of calls of `localeCompare`. */
  collations: number;
  /** Per module: the instance as JSON, without its methods, or the error that loading threw. */
  loaded: { instance?: unknown; error?: string }[];
}

/** Measures loading modules in a fresh Node process. */
export async function probe(what: Probe): Promise<Measurement> {
  const { stdout } = await run(
    process.execPath,
    ['--expose-gc', '--no-warnings', join(__dirname, 'probe-modules.mts'), JSON.stringify(what)],
    { maxBuffer: 64 * 1024 * 1024 },
  );
  return JSON.parse(stdout) as Measurement;
}
