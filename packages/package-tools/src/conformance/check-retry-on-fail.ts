import { attempt } from './attempt';
import type { SubjectOperation } from './conformance-subject';
import { isOwn } from './is-own';
import type { World } from './world';

const TRIES = 3;

/**
 * Runs an operation with Retry On Fail against a service that answers its own request with 502.
 * @returns what was not as it must be, in words
 */
export async function checkRetryOnFail(world: World, operation: SubjectOperation): Promise<string[]> {
  const healthy = await world.healthy(operation);
  if (healthy.run.error) return [`Fails with nothing in its way: ${healthy.run.error.message}`];
  const match = world.subject.faultMatch ?? {};
  const { run, requests } = await attempt(world, operation, {
    maxTries: TRIES,
    requestOptions: { maxRetries: 0 },
    arm({ faults }) {
      // Lets what is read first pass.
      if (operation.first) faults.inject({ match, times: 1, fault: { kind: 'delay', ms: 0 } });
      faults.inject({ match, times: 'always', fault: { kind: 'status', code: 502 } });
    },
  });
  const own = requests.filter((request) => isOwn(request, match));
  return retryViolations({
    status: run.status,
    changes: operation.effect !== 'read',
    sent: own.length,
    // Of a change nothing is sent again, neither what is read before it.
    once: healthy.requests.filter((request) => isOwn(request, match)).length,
  });
}

interface RetryFacts {
  status: string;
  /** Whether the operation changes something. */
  changes: boolean;
  /** Requests of all tries, and of a run that succeeds. */
  sent: number;
  once: number;
}

/** Whether what may have been carried out was left alone, and what only reads was tried as often as the user wants. */
export function retryViolations({ status, changes, sent, once }: RetryFacts): string[] {
  if (status !== 'error') return [`Ended with "${status}" instead of "error"`];
  if (changes) return sent <= once ? [] : [`Retry On Fail sent ${sent} requests instead of ${once}`];
  return sent >= TRIES ? [] : [`Retry On Fail sent ${sent} requests instead of ${TRIES} or more`];
}
