import { median } from './median';
import type { ReplayApi } from './replay-api';
import { verdict, type Table } from './report/section';

/** Milliseconds that the API takes per response. */
export const LATENCY_MS = 50;

/** Upper limit for the time of our nodes, relative to the ideal. */
export const BAR = 1.15;

/** Name of the node that does nothing but call n8n's own helper: what n8n itself takes. */
export const BARE = 'Bare request';

/** One way to send many requests, a node of a workflow. */
export interface Subject {
  name: string;
  /** Requests at a time that it was set to, if it can be. */
  concurrency?: number;
  /** True if the bar applies; the others are there for comparison. */
  isOurs: boolean;
}

/** One run of a node. */
export interface Run {
  /** Time of the node, as n8n stores it. */
  milliseconds: number;
  /** The ids in the items that it gave. */
  ids: readonly unknown[];
}

export interface Comparison {
  /** Counted runs of each subject; one more comes first, to warm up. */
  runs: number;
  /** The API that receives the requests. */
  api: ReplayApi;
  /** Takes what went wrong. */
  problems: string[];
  /** Makes ids that have not been used, one for each request. */
  newIds(): string[];
}

/**
 * Runs all subjects in turn, again and again, and compares the median of their times with the ideal:
 * requests x latency / requests at a time. Each id has to be asked for once and to come out in its place.
 */
export async function besideIdeal<S extends Subject>(
  subjects: readonly S[],
  { runs, api, problems, newIds }: Comparison,
  run: (subject: S, ids: string[]) => Promise<Run>,
): Promise<Pick<Table, 'columns' | 'rows'>> {
  const times = subjects.map((): number[] => []);
  const peaks = subjects.map(() => 0);
  let count = NaN;
  for (let round = -1; round < runs; round++) {
    for (const [at, subject] of subjects.entries()) {
      const ids = newIds();
      count = ids.length;
      await api.takeCounts();
      const { milliseconds, ids: given } = await run(subject, ids);
      const { requests, distinct, peak } = await api.takeCounts();
      const wrong = ids.filter((id, index) => given[index] !== id).length;
      if (wrong > 0 || given.length !== count || requests !== count || distinct !== count) {
        problems.push(
          `${subject.name}: ${requests} requests for ${distinct} of ${count} ids and ${given.length} items, ${wrong} lost or in the wrong place`,
        );
      }
      if (round < 0) continue;
      times[at]!.push(milliseconds);
      peaks[at] = Math.max(peaks[at]!, peak);
    }
  }
  const bareMs = (concurrency: number | undefined) => {
    const at = subjects.findIndex((one) => one.name === BARE && one.concurrency === concurrency);
    return at < 0 ? NaN : median(times[at]!);
  };
  return {
    columns: [
      'node',
      'at a time',
      'time',
      'ideal',
      'time / ideal',
      `<= ${BAR}`,
      'time / bare',
      'peak in flight',
    ],
    rows: subjects.map(({ name, concurrency, isOurs }, at) => {
      const ms = median(times[at]!);
      const ideal = (count * LATENCY_MS) / (concurrency ?? count);
      return [
        name,
        concurrency === undefined ? 'all' : String(concurrency),
        `${ms.toFixed(0)} ms`,
        `${ideal.toFixed(0)} ms`,
        (ms / ideal).toFixed(2),
        isOurs ? verdict(ms / ideal <= BAR) : '',
        concurrency === undefined ? '' : (ms / bareMs(concurrency)).toFixed(2),
        String(peaks[at]),
      ];
    }),
  };
}
