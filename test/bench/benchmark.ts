import type { ExpressionEngine } from './n8n/bench-n8n';
import type { Section } from './report/section';

/** Options of a run. */
interface BenchOptions {
  /** Fewer repetitions, smaller amounts, one expression engine; the figures are rougher. */
  quick: boolean;
  /** The engines that n8n is tried with. */
  engines: readonly ExpressionEngine[];
  /** Work tree of an earlier commit, with its dependencies installed, to compare with. */
  before: string | undefined;
  /** Says what is going on during the long parts. */
  progress: (text: string) => void;
}

/** Compares something of ours with the real alternative, in the same run. */
export type Benchmark = (options: BenchOptions) => Promise<Section>;
