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

/** A wait of the node during which the user stops it. */
interface CancellationCase {
  name: string;
  fault?: WireFault;
  items: number;
  /** Number of requests sent before the cancellation. */
  afterRequests: number;
}

/** Milliseconds within which a cancelled run has to end. */
const LIMIT_MS = 1000;
/** Milliseconds between the last request and the cancellation, so that the node is in its wait. */
const SETTLE_MS = 60;

const alone = { items: 1, afterRequests: 1 };

/** The cancellation cases of a subject; waiting for the rate limit is one of them if it has one. */
export function cancellationCases({
  pacedAfter,
}: Pick<ConformanceSubject, 'pacedAfter'>): CancellationCase[] {
  const cases: CancellationCase[] = [
    {
      name: 'while it waits as Retry-After says',
      fault: { kind: 'status', code: 429, headers: { 'retry-after': '30' } },
      ...alone,
    },
    // Backoff grows, so that a later wait is long enough.
    {
      name: 'while it waits before a retry',
      fault: { kind: 'status', code: 429 },
      items: 1,
      afterRequests: 3,
    },
    { name: 'while the service does not respond', fault: { kind: 'hang' }, ...alone },
    { name: 'while a response drips in', fault: { kind: 'drip', bytesPerSecond: 1 }, ...alone },
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
 * Cancels an operation during a wait.
 * @returns one sentence per violation
 */
export async function checkCancellation(
  world: World,
  operation: SubjectOperation,
  { fault, items, afterRequests }: CancellationCase,
): Promise<string[]> {
  const healthy = await world.healthy(operation);
  // An empty body cannot drip: the run would end before it can be cancelled.
  const own = healthy.outgoing.filter((request) => isOwn(request, world.subject.faultMatch));
  if (fault?.kind === 'drip' && !own[0]?.responseBytes) return [];

  const options: AttemptOptions = {
    items,
    // Only the cancellation may end the wait, not a timeout.
    requestOptions: { timeout: 60, deadline: 120, maxRetries: 20, concurrency: 2 },
    // Without a wait, items follow each other quickly: cancel immediately to be in the middle of them.
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
      // A single item may be retried any number of times before the cancellation.
      wanted: items === 1 ? 1 : items * own.length,
      late: late.length,
    }),
    ...secretViolations(run, world.subject.secrets),
  ];
}

interface CancellationFacts {
  status: string;
  cancelledInMs: number | undefined;
  /** Requests until the end of the run, and without a cancellation. */
  sent: number;
  wanted: number;
  /** Requests after the end of the run. */
  late: number;
}

/** Checks that a cancelled run ends quickly and sends nothing afterwards. */
function cancellationViolations({ status, cancelledInMs, sent, wanted, late }: CancellationFacts): string[] {
  if (cancelledInMs === undefined) return ['Was over before it could be cancelled'];
  const violations: string[] = [];
  if (status !== 'canceled') violations.push(`Ended with "${status}" instead of "canceled"`);
  if (cancelledInMs > LIMIT_MS)
    violations.push(`Went on for ${Math.round(cancelledInMs)} ms after it was cancelled`);
  if (wanted > 1 && sent >= wanted) violations.push(`Sent all ${wanted} requests although it was cancelled`);
  if (late > 0) violations.push(`Sent ${late} request(s) after it was over`);
  return violations;
}
