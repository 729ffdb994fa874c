import type { INodeExecutionData, OnError } from 'n8n-workflow';
import { attempt } from './attempt';
import type { SubjectOperation } from './conformance-subject';
import { errorViolations } from './error-violations';
import { isOwn } from './is-own';
import { secretViolations } from './secret-violations';
import type { World } from './world';

/** `none`: all items succeed. Otherwise one item is refused, and the node has this setting for errors. */
export type ItemCase = 'none' | OnError;

export const itemCases: readonly ItemCase[] = [
  'none',
  'stopWorkflow',
  'continueRegularOutput',
  'continueErrorOutput',
];

const COUNT = 3;
/** Index of the bad item: neither the first nor the last. */
const BAD = 1;

/**
 * Runs an operation on several items, one of which the service refuses (400) unless `itemCase` is `none`.
 * @returns one sentence per violation
 */
export async function checkItems(
  world: World,
  operation: SubjectOperation,
  itemCase: ItemCase,
): Promise<string[]> {
  const healthy = await world.healthy(operation);
  const perItem = healthy.run.outputs[0]?.length ?? 0;

  const { run } = await attempt(world, operation, {
    items: COUNT,
    // Sequential, so that the second request belongs to the second item.
    requestOptions: { concurrency: itemCase === 'none' ? COUNT : 1 },
    ...(itemCase !== 'none' && { onError: itemCase }),
    arm(emulator) {
      if (itemCase === 'none') return;
      const match = world.subject.faultMatch ?? {};
      const before = BAD * healthy.requests.filter((request) => isOwn(request, match)).length;
      // The requests of the items before pass; the next one is refused.
      emulator.faults.inject({ match, times: before, fault: { kind: 'delay', ms: 0 } });
      emulator.faults.inject({
        match,
        times: 1,
        fault: { kind: 'status', code: 400, body: { message: 'Emulated refusal' } },
      });
    },
  });
  return [...itemViolations({ itemCase, perItem, ...run }), ...secretViolations(run, world.subject.secrets)];
}

interface ItemFacts {
  itemCase: ItemCase;
  /** Number of output items per input item in a healthy run. */
  perItem: number;
  outputs: INodeExecutionData[][];
  status: string;
  error: { message?: string; description?: string | null; context?: Record<string, unknown> } | undefined;
}

/** Checks that every input item leads to its output items or one error, on the right output and paired with the item. */
function itemViolations({ itemCase, perItem, outputs, status, error }: ItemFacts): string[] {
  if (itemCase === 'stopWorkflow') {
    if (status !== 'error' || !error)
      return [`A refused item did not stop the run: it ended with "${status}"`];
    const told = error.context?.itemIndex;
    return [
      ...errorViolations(error),
      ...(told === BAD ? [] : [`The error is said to be of item ${String(told)} instead of item ${BAD}`]),
    ];
  }
  if (status !== 'success') return [`Ended with "${status}"${error ? `: ${error.message}` : ''}`];

  const regular = outputs[0] ?? [];
  const errors = itemCase === 'continueErrorOutput' ? (outputs[1] ?? []) : [];
  const bad = itemCase === 'none' ? -1 : BAD;
  const wanted = Array.from({ length: COUNT }, (_, index) => index).flatMap((index) => {
    if (index !== bad) return Array.from({ length: perItem }, () => `item ${index}`);
    return itemCase === 'continueRegularOutput' ? [`error of item ${index}`] : [];
  });
  const violations = differences('The output', regular.map(nameOf), wanted);
  if (itemCase === 'continueErrorOutput') {
    violations.push(...differences('The error output', errors.map(nameOf), [`error of item ${bad}`]));
  }
  const failed = [...regular, ...errors].filter(isError);
  return [...violations, ...failed.flatMap((item) => itemErrorViolations(item))];
}

function differences(place: string, got: string[], wanted: string[]): string[] {
  const list = (names: string[]) => names.join(', ') || 'nothing';
  return list(got) === list(wanted) ? [] : [`${place} holds ${list(got)}; it should hold ${list(wanted)}`];
}

function nameOf(item: INodeExecutionData): string {
  const { pairedItem } = item;
  // Merge nodes need the object; a bare number works only in most places.
  const index = typeof pairedItem === 'object' && !Array.isArray(pairedItem) ? pairedItem.item : undefined;
  const paired = index === undefined ? `an item paired with ${JSON.stringify(pairedItem)}` : `item ${index}`;
  return isError(item) ? `error of ${paired}` : paired;
}

function isError(item: INodeExecutionData): boolean {
  return item.error !== undefined || item.json.error !== undefined;
}

/** Checks the error of an item: n8n's error object, or the texts in its json. */
function itemErrorViolations({ error, json }: INodeExecutionData): string[] {
  const words = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return errorViolations({
    message: error?.message ?? words(json.error) ?? words(json.message),
    description:
      (error as { description?: string | null } | undefined)?.description ??
      words(json.description) ??
      words(json.details),
  });
}
