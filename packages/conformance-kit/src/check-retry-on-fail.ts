import { attempt } from './attempt';
import type { SubjectOperation } from './conformance-subject';
import { isOwn } from './is-own';
import { shape } from './wire-violations';
import type { World } from './world';

const TRIES = 3;

/**
 * Runs an operation with Retry On Fail against a service that responds to the operation's own request with 502.
 * @returns one sentence per violation
 */
export async function checkRetryOnFail(world: World, operation: SubjectOperation): Promise<string[]> {
  const healthy = await world.healthy(operation);
  const own = healthy.requests.filter((request) => isOwn(request, world.subject.faultMatch));
  const last = shape(own.at(-1)!);
  const path = new RegExp(`^${last.split(' ')[1]!.split('*').map(literally).join('[^/?]+')}(\\?|$)`);
  // A look at what has become of the request must not settle it, so it fails as well.
  const match = operation.outcomeCheck ? world.subject.faultMatch : { method: last.split(' ')[0]!, path };
  const { run, requests } = await attempt(world, operation, {
    maxTries: TRIES,
    requestOptions: { maxRetries: 0 },
    arm({ faults }) {
      faults.inject({ match: match ?? {}, times: 'always', fault: { kind: 'status', code: 502 } });
    },
  });
  return retryViolations({
    status: run.status,
    changes: operation.semantics !== 'safe',
    sent: requests.filter((request) => shape(request) === last).length,
    once: own.filter((request) => shape(request) === last).length,
  });
}

function literally(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}

interface RetryFacts {
  status: string;
  /** True if the operation is not safe (RFC 9110 §9.2.1). */
  changes: boolean;
  /** Requests of all tries, and of a healthy run. */
  sent: number;
  once: number;
}

/** Checks that Retry On Fail repeats safe operations and no other: the lost request may have been applied. */
export function retryViolations({ status, changes, sent, once }: RetryFacts): string[] {
  if (status !== 'error') return [`Ended with "${status}" instead of "error"`];
  if (changes) return sent <= once ? [] : [`Retry On Fail sent ${sent} requests instead of ${once}`];
  return sent >= TRIES ? [] : [`Retry On Fail sent ${sent} requests instead of ${TRIES} or more`];
}
