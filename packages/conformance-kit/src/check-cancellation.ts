import { attempt, type AttemptOptions } from './attempt';
import type {
  ConformanceEmulator,
  ConformanceSubject,
  SubjectOperation,
  WireFault,
} from './conformance-subject';
import { isOwn } from './is-own';
import { secretViolations } from './secret-violations';
import type { World } from './world';

/** What the node is doing when the user stops it. */
export interface CancellationCase {
  name: string;
  fault?: WireFault;
  items: number;
  /** How many requests were sent before. */
  afterRequests: number;
}

/** A user does not wait longer than this for a stopped execution, in milliseconds. */
const LIMIT_MS = 1000;
/** How long the node is left in its wait, in milliseconds. */
const SETTLE_MS = 60;

const alone = { items: 1, afterRequests: 1 };

/** The waits in which a node is stopped; waiting for a rate limit is among them if the subject has one. */
export function cancellationCases({
  pacedAfter,
}: Pick<ConformanceSubject, 'pacedAfter'>): CancellationCase[] {
  const cases: CancellationCase[] = [
    {
      name: 'while it waits as Retry-After says',
      fault: { kind: 'status', code: 429, headers: { 'retry-after': '30' } },
      ...alone,
    },
    // The waits grow, so that a later one is sure to last.
    {
      name: 'while it waits before a retry',
      fault: { kind: 'status', code: 429 },
      items: 1,
      afterRequests: 3,
    },
    { name: 'while the service does not answer', fault: { kind: 'hang' }, ...alone },
    { name: 'while an answer drips in', fault: { kind: 'drip', bytesPerSecond: 1 }, ...alone },
    { name: 'in the middle of many items', items: 40, afterRequests: 3 },
  ];
  if (pacedAfter !== undefined) {
    cases.push({
      name: 'while it waits for the rate limit of the service',
      items: pacedAfter + 5,
      afterRequests: pacedAfter,
    });
  }
  return cases;
}

/**
 * Stops an operation in the middle of something.
 * @returns what was not as it must be, in words
 */
export async function checkCancellation(
  world: World,
  operation: SubjectOperation,
  { fault, items, afterRequests }: CancellationCase,
): Promise<string[]> {
  const healthy = await world.healthy(operation);
  if (healthy.run.error) return [`Fails with nothing in its way: ${healthy.run.error.message}`];
  // Nothing drips where nothing is said: such a run is over before it can be stopped.
  const own = healthy.outgoing.filter((request) => isOwn(request, world.subject.faultMatch));
  if (fault?.kind === 'drip' && !own[0]?.answerBytes) return [];

  const options: AttemptOptions = {
    items,
    // It must be the cancellation that ends the wait.
    requestOptions: { timeout: 60, deadline: 120, maxRetries: 20, concurrency: 2 },
    // Items follow each other quickly, and there the first moment is the one in the middle.
    cancel: { afterRequests, ms: fault || afterRequests === world.subject.pacedAfter ? SETTLE_MS : 0 },
    arm(emulator: ConformanceEmulator) {
      if (fault) emulator.faults.inject({ match: world.subject.faultMatch ?? {}, times: 'always', fault });
    },
  };
  const { run, late, requests } = await attempt(world, operation, options);
  return [
    ...cancellationViolations({
      ...run,
      sent: requests.length,
      // One item may be sent again and again before it is stopped.
      wanted: items === 1 ? 1 : items * own.length,
      late: late.length,
    }),
    ...secretViolations(run, world.subject.secrets),
  ];
}

interface CancellationFacts {
  status: string;
  cancelledInMs: number | undefined;
  /** Requests until the end of the run, and as many as there would have been without the cancellation. */
  sent: number;
  wanted: number;
  /** Requests after the end of the run. */
  late: number;
}

/** Whether a stopped run is over at once, and stays so. */
export function cancellationViolations({
  status,
  cancelledInMs,
  sent,
  wanted,
  late,
}: CancellationFacts): string[] {
  if (cancelledInMs === undefined) return ['Was over before it could be cancelled'];
  const violations: string[] = [];
  if (status !== 'canceled') violations.push(`Ended with "${status}" instead of "canceled"`);
  if (cancelledInMs > LIMIT_MS)
    violations.push(`Went on for ${Math.round(cancelledInMs)} ms after it was cancelled`);
  if (wanted > 1 && sent >= wanted) violations.push(`Sent all ${wanted} requests although it was cancelled`);
  if (late > 0) violations.push(`Sent ${late} request(s) after it was over`);
  return violations;
}
