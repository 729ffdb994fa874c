import { pollUntil } from '@signalbox/playground';
import type { Round } from './load';
import { median } from './median';
import type { BenchN8n } from './n8n/bench-n8n';
import { verdict, type Table } from './report/section';

/** However slow n8n is with a burst. */
const SETTLING_TIMEOUT_MS = 300_000;

/** A trigger that waits for deliveries. */
export interface Subject {
  name: string;
  workflowId: string;
  url: string;
  rounds: Round[];
  /** The ids of all deliveries that lead to an execution, those to warm up included: one for each execution. */
  sent: string[];
  /** Executions that were there before. */
  earlier: number;
}

/** @param earlier executions that are there already, or are about to be */
export function triggerSubject(name: string, workflowId: string, url: string, earlier = 0): Subject {
  return { name, workflowId, url, rounds: [], sent: [], earlier };
}

/** The order of a round: another one begins each time, and every second time the order is reversed. */
export function inTurn<S extends Subject>(subjects: readonly S[], round: number): S[] {
  const turn = subjects.map((_subject, at) => subjects[(at + round) % subjects.length]!);
  return round % 2 === 1 ? turn.reverse() : turn;
}

/** Waits for the end of all executions. */
export async function settled(
  { executions }: BenchN8n,
  { name, workflowId, sent, earlier }: Subject,
): Promise<void> {
  await pollUntil(() => executions.countEnded(workflowId) >= sent.length + earlier || undefined, {
    what: `all executions of "${name}"`,
    intervalMs: 50,
    timeoutMs: SETTLING_TIMEOUT_MS,
  });
}

/** Checks that every id has led to the expected number of executions. */
export function problemsOf({ executions }: BenchN8n, { name, workflowId, sent, earlier }: Subject): string[] {
  const all = executions.all(workflowId).slice(earlier);
  const failed = all.filter(({ status }) => status !== 'success').length;
  const expected = new Map<string, number>();
  for (const id of sent) expected.set(id, (expected.get(id) ?? 0) + 1);
  let unexpected = 0;
  for (const { data } of all) {
    const ids = data.match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
    const found = ids.find((id) => (expected.get(id) ?? 0) > 0);
    if (found === undefined) unexpected += 1;
    else expected.set(found, expected.get(found)! - 1);
  }
  const lost = [...expected.values()].reduce((sum, count) => sum + count, 0);
  const wrong = [
    [failed, 'executions failed'],
    [lost, 'deliveries were lost'],
    [unexpected, 'executions of a delivery that had its own before, or should have none'],
  ] as const;
  return wrong.flatMap(([count, what]) => (count > 0 ? [`${name}: ${count} ${what}`] : []));
}

interface Comparison {
  caption: string;
  /** Baseline of the others, in every round. */
  nothing: Subject;
  /** Lower limit for the throughput of the first subject relative to `nothing`; absent if the two are not comparable. */
  bar?: number;
}

/** A row for each subject; ours is the first. */
export function subjectTable({ caption, nothing, bar }: Comparison, subjects: readonly Subject[]): Table {
  const rows = subjects.map((subject) => {
    const of = (field: 'perSecond' | 'p50' | 'p99') => median(subject.rounds.map((round) => round[field]));
    const ratios = subject.rounds.map(({ perSecond }, round) => perSecond / nothing.rounds[round]!.perSecond);
    const ratio = median(ratios);
    const isOurs = subject === subjects[0];
    return [
      subject.name,
      `${of('perSecond').toFixed(1)}/s`,
      `${of('p50').toFixed(0)} ms`,
      `${of('p99').toFixed(0)} ms`,
      ratio.toFixed(2),
      subject === nothing ? '' : `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`,
      ...(bar === undefined ? [] : [isOurs ? verdict(ratio >= bar) : '']),
      String(subject.sent.length),
    ];
  });
  return {
    caption,
    columns: [
      'trigger',
      'answers',
      'p50',
      'p99',
      'ratio',
      'of single rounds',
      ...(bar === undefined ? [] : [`>= ${bar}`]),
      'executed once each',
    ],
    rows,
  };
}
