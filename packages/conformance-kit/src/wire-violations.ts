import type { Attempt } from './attempt';
import type { ConformanceSubject, SubjectOperation } from './conformance-subject';
import type { FaultCase } from './fault-cases';
import { isOwn } from './is-own';
import type { OutgoingRequest } from './watch-outgoing';

interface Facts {
  subject: Pick<ConformanceSubject, 'refreshesToken' | 'faultMatch'>;
  operation: SubjectOperation;
  faultCase: FaultCase;
  /** The run with the fault, and the healthy one. */
  tried: Attempt;
  healthy: Attempt;
  /** The fault could not take effect, e.g. truncating an empty body. */
  harmless?: boolean | undefined;
}

/** Checks the status of a run and the number of its attempts. */
export function wireViolations(facts: Facts): string[] {
  const expected = expectation(facts);
  const { tried, healthy, faultCase } = facts;
  const attempts = attemptsOf(tried, facts);
  const { status, error } = tried.run;
  const said = error ? `: ${error.message}` : '';
  const violations: string[] = [];

  if (status !== expected.status)
    violations.push(`Ended with "${status}" instead of "${expected.status}"${said}`);

  const sent = attempts.length;
  const [least, most] = expected.attempts;
  if (sent < least || sent > most) {
    const wanted = least === most ? `${least}` : `${least} to ${most}`;
    violations.push(`Was sent ${sent} time(s) instead of ${wanted}`);
  }
  if (expected.status === 'success') violations.push(...resultViolations(tried, healthy));

  const [first, second] = attempts;
  if (faultCase.waitsMs !== undefined && first && second) {
    const waitedMs = Math.round(second.startedMs - first.startedMs);
    if (waitedMs < faultCase.waitsMs) {
      violations.push(`Waited ${waitedMs} ms, though the service asked for ${faultCase.waitsMs} ms or more`);
    }
  }
  return violations;
}

interface Expectation {
  status: 'success' | 'error';
  /** Minimum and maximum number of times that the request is sent. */
  attempts: [least: number, most: number];
}

function expectation(facts: Facts): Expectation {
  const { subject, operation, faultCase, healthy, harmless } = facts;
  const once = attemptsOf(healthy, facts).length;
  // The prefetch is safe, whatever the operation does.
  const effect = faultCase.step === 'prefetch' ? 'safe' : operation.semantics;
  if (harmless) return { status: 'success', attempts: [once, once] };
  const { meaning, times } = faultCase;
  const limit = 1 + (faultCase.requestOptions?.maxRetries ?? 2);
  const again: Expectation =
    times === 1
      ? { status: 'success', attempts: [once + 1, once + (faultCase.fault === 'refused' ? limit : 1)] }
      : { status: 'error', attempts: [2, limit] };
  const notAgain: Expectation = { status: 'error', attempts: [1, 1] };
  const settles = operation.outcomeCheck !== undefined && faultCase.step !== 'prefetch' && times === 1;
  const found: Expectation = { status: 'success', attempts: [1, 1] };
  switch (meaning) {
    case 'not-applied':
      return again;
    case 'maybe-applied':
      if (effect !== 'non-idempotent') return again;
      if (!settles) return notAgain;
      return faultCase.applied ? found : again;
    case 'not-a-response':
      return settles && faultCase.applied ? found : notAgain;
    case 'unauthorized':
      if (!subject.refreshesToken) return notAgain;
      return times === 1 ? again : { status: 'error', attempts: [2, 2] };
  }
}

/**
 * All attempts of the request that meets the fault: the operation's first one, or its last for step `own`. Logins and outcome checks do
 * not count, except that a login refused at a closed port stands for the request it was meant for.
 */
function attemptsOf({ outgoing }: Attempt, { healthy, faultCase, subject }: Facts): OutgoingRequest[] {
  const own = healthy.outgoing.filter((request) => isOwn(request, subject.faultMatch));
  const met = faultCase.step === 'own' ? own.at(-1) : own[0];
  return outgoing.filter(
    (request) => request.error === 'ECONNREFUSED' || (met && shape(request) === shape(met)),
  );
}

/** Method and path of a request, without the parts that differ between runs: ids and the query. */
export function shape({ method, path }: Pick<OutgoingRequest, 'method' | 'path'>): string {
  return `${method} ${path.split('?', 1)[0]!.replace(/[^/]*\d[^/]*/g, '*')}`;
}

/** Checks that a run after a fault gives as many items as a healthy one. */
function resultViolations({ run }: Attempt, { run: wanted }: Attempt): string[] {
  const got = run.itemsPerOutput.join(', ');
  const should = wanted.itemsPerOutput.join(', ');
  return got === should ? [] : [`Gave ${got || 'no'} item(s) instead of ${should}`];
}
