import type { IExecuteFunctions } from 'n8n-workflow';

import { InvalidParameterError } from '../errors/invalid-parameter-error';
import type { Call, Operation, UntypedOperation } from './define-operation';
import { readInput } from './read-input';
import { readParameter } from './read-parameter';

/** Calls of an item, or the error in it. */
export interface ReadItem {
  operation?: UntypedOperation;
  calls: readonly Call<unknown>[];
  problem?: unknown;
}

/**
 * Reads the operation and the parameters of an item.
 *
 * Never throws: an item is read ahead of its turn, and its error belongs to its own output.
 *
 * @param defaults values for parameters that are left empty, by name
 */
export function readItem(
  ctx: IExecuteFunctions,
  itemIndex: number,
  operations: readonly Operation[],
  defaults?: Readonly<Record<string, unknown>>,
): ReadItem {
  let operation: UntypedOperation | undefined;
  try {
    const chosen = findOperation(ctx, itemIndex, operations);
    operation = chosen;
    const given = readInput<unknown>(ctx, itemIndex, chosen, defaults);
    const input = operation.refine ? operation.refine(given) : given;
    return { operation, calls: operation.split?.(input) ?? [{ label: '', input }] };
  } catch (problem) {
    return { operation, calls: [], problem };
  }
}

function findOperation(
  ctx: IExecuteFunctions,
  itemIndex: number,
  operations: readonly Operation[],
): Operation {
  const resource = readParameter(ctx, itemIndex, 'resource').value;
  const name = readParameter(ctx, itemIndex, 'operation').value;
  const found = operations.find(
    (candidate) => candidate.resource === resource && candidate.operation === name,
  );
  if (found) return found;
  throw new InvalidParameterError(
    `There is no operation "${String(name)}" for the resource "${String(resource)}"`,
    'Choose Resource and Operation from their lists.',
  );
}
