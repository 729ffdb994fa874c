import { lazy } from '@signalbox/http-core';
import { InvalidParameterError } from '@signalbox/http-core/errors';
import * as z from 'zod/v4-mini';

import { text } from '../../api/wire';

export type Outcome = 'success' | 'failure';

/** Words for the outcome of a run, as used by schedulers, CI systems and people, and booleans as text. */
const WORDS: Readonly<Record<Outcome, readonly string[]>> = {
  success: [
    'true',
    'success',
    'successful',
    'succeeded',
    'ok',
    'okay',
    'pass',
    'passed',
    'completed',
    'done',
    'happy',
  ],
  failure: [
    'false',
    'failure',
    'failed',
    'fail',
    'error',
    'errored',
    'crashed',
    'cancelled',
    'canceled', // spelled so by n8n and GitHub
    'timeout',
    'timed out',
    'sick',
    'sad',
  ],
};

/**
 * Reads the outcome of a run: a boolean, or one of the words above in any case.
 *
 * @throws InvalidParameterError for anything else: outcomes are not guessed
 */
export function outcomeOf({ outcome, succeeded = '' }: { outcome: string; succeeded?: string }): Outcome {
  if (outcome !== 'field') return outcome === 'success' ? 'success' : 'failure';
  const word = succeeded.trim().toLowerCase().replace(/[_-]/g, ' ');
  if (WORDS.success.includes(word)) return 'success';
  if (WORDS.failure.includes(word)) return 'failure';
  throw new InvalidParameterError(
    `"Succeeded" is neither a success nor a failure (it is ${JSON.stringify(succeeded).slice(0, 80)})`,
    /^[+-]?\d+$/.test(succeeded.trim())
      ? 'A number is ambiguous: 0 means success for programs and false for n8n. Use an expression such as {{ $json.exitCode === 0 }}.'
      : 'Use true or false, or a word such as success, passed, failed or error.',
  );
}

const dataSchema = lazy(() => {
  const error = z.nullish(z.looseObject({ message: text() }));
  return z.looseObject({
    execution: z.nullish(z.looseObject({ url: text(), error, lastNodeExecuted: text() })),
    trigger: z.nullish(z.looseObject({ error })),
    workflow: z.nullish(z.looseObject({ name: text() })),
  });
});
type ErrorTriggerData = z.infer<ReturnType<typeof dataSchema>>;

/**
 * Reads the output of n8n's Error Trigger, about a failed execution or a trigger that failed to start one.
 *
 * @param value the output, also as JSON text
 * @throws InvalidParameterError for anything else
 */
export function errorTriggerDataOf(value: unknown): ErrorTriggerData {
  const { success, data } = z.safeParse(dataSchema(), typeof value === 'string' ? parsed(value) : value);
  if (success && (data.execution ?? data.trigger)) return data;
  throw new InvalidParameterError(
    '"Error Trigger Data" is not the output of an Error Trigger: it has neither an execution nor a trigger that failed',
    'Place the node after an Error Trigger, in a workflow that is set as the error workflow of others, or choose another Outcome.',
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Describes what failed and where, for the history note. */
export function describeFailure({ execution, trigger, workflow }: ErrorTriggerData): string {
  const name = workflow?.name ? `Workflow "${workflow.name}"` : 'A workflow';
  const node = execution?.lastNodeExecuted ? ` at the node "${execution.lastNodeExecuted}"` : '';
  const message = (execution?.error ?? trigger?.error)?.message;
  return `${name} ${execution ? 'failed' : 'could not be started'}${node}${message ? `: ${message}` : ''}`;
}
