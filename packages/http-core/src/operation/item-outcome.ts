import type { INodeExecutionData } from 'n8n-workflow';

import type { nodeError } from '../errors/node-error';
import { plainText } from '../errors/plain-text';
import type { Call } from './define-operation';

export type NodeFailure = ReturnType<typeof nodeError>;

/** Progress of a call. */
export interface Progress {
  /** True if the service may have changed something. */
  mayBeDone: boolean;
}

export type Failed = { error: NodeFailure } & Progress;

/** Outcome of one call of an item. */
export type Outcome = { results: INodeExecutionData[] } | Failed;

export function isFailed(outcome: Outcome): outcome is Failed {
  return 'error' in outcome;
}

/** Returns true if a further try of n8n must keep this outcome. */
export function isFinal(outcome: Outcome): boolean {
  return !isFailed(outcome) || outcome.mayBeDone;
}

/** Calls that an error names one by one; the others are counted. */
const MAX_NAMED = 5;

/** Says which of several calls an error is about. */
export function withLabel(label: string, error: NodeFailure): NodeFailure {
  if (label !== '') error.message = `${plainText(label)}: ${error.message}`;
  return error;
}

/** Says in an error of a change whether Retry On Fail repeats it. */
export function withRetryAdvice(error: NodeFailure, mayBeDone: boolean): NodeFailure {
  const advice = mayBeDone
    ? 'Retry On Fail does not send it again.'
    : 'Retry On Fail sends nothing again that was carried out.';
  error.description = [error.description, advice].filter(Boolean).join(' ');
  return error;
}

/** Error of an item of which only some calls failed. It names both kinds, so that no partial change is hidden. */
export function partialFailure(calls: readonly Call<unknown>[], outcomes: readonly Outcome[]): Error {
  const failed = outcomes.filter(isFailed).map(({ error }) => error);
  const succeeded = calls.filter((_, index) => !isFailed(outcomes[index]!)).map(({ label }) => label);
  const rest = succeeded.length === 0 ? 'None' : `The other ${succeeded.length} (${list(succeeded, ', ')})`;
  const message = `${failed.length} of ${calls.length} failed: ${list(
    failed.map((error) => error.message),
    '; ',
  )}`;
  return Object.assign(new Error(message), {
    description: [
      failed[0]!.description,
      `${rest} succeeded. To get an item for each, set On Error of the node to "Continue".`,
    ]
      .filter(Boolean)
      .join(' '),
  });
}

function list(names: readonly string[], separator: string): string {
  const rest = names.length - MAX_NAMED;
  return [...names.slice(0, MAX_NAMED), ...(rest > 0 ? [`and ${rest} more`] : [])].join(separator);
}
