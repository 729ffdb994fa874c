import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { nodeError } from '../errors/node-error';
import { redactor } from '../errors/redact';
import { readAhead } from '../n8n-workarounds/read-ahead';
import { cancelSignalOf } from '../platform/cancel-signal';
import { limitConcurrency, mapWithConcurrency } from '../platform/concurrency';
import { KeyedMutex } from '../platform/keyed-mutex';
import { createClient } from '../request/client';
import type { Service } from '../service';
import type { Call, Operation, UntypedOperation } from './define-operation';
import { isFailed, isFinal, partialFailure, withLabel, withRetryAdvice } from './item-outcome';
import type { NodeFailure, Outcome, Progress } from './item-outcome';
import { readItem } from './read-item';
import type { ReadItem } from './read-item';
import { readSettings } from './read-settings';
import { runCall } from './run-call';
import { memoryOfRun } from './run-memory';

/** An item of which at least one call has come to an end. */
interface TriedItem {
  operation: UntypedOperation;
  calls: readonly Call<unknown>[];
  outcomes: readonly Outcome[];
}

/**
 * The whole of an action node's `execute()`: runs the chosen operation for every item.
 *
 * Output in input order, each item with its `pairedItem`. With "On Error: Continue" a failed item becomes
 * an item with `error`; otherwise the first failure ends the execution.
 *
 * With Retry On Fail n8n calls this again for all items. Then a call keeps its outcome if it succeeded or may have changed
 * something; the others are made again.
 *
 * @param operations all operations of the node
 */
export async function runOperations(
  ctx: IExecuteFunctions,
  service: Service,
  operations: readonly Operation[],
): Promise<INodeExecutionData[][]> {
  const items = ctx.getInputData();
  const settings = readSettingsOrThrow(ctx, service);
  const client = await createClient(ctx, service, settings);
  // A separate limit, since an item may stand for several calls.
  const limited = limitConcurrency(settings.concurrency);
  const mutex = new KeyedMutex();
  const memory = memoryOfRun<TriedItem>(ctx);
  const ahead = readAhead(
    items.length,
    settings.concurrency,
    (itemIndex): ReadItem =>
      memory?.get(itemIndex) ?? readItem(ctx, itemIndex, operations, client.config.defaults),
  );
  const runItem = async (itemIndex: number): Promise<INodeExecutionData[]> => {
    const { operation, calls, problem } = ahead.take(itemIndex);
    const tried = memory?.get(itemIndex)?.outcomes;
    const errorOf = async (error: unknown): Promise<NodeFailure> => {
      cancelSignalOf(ctx)?.throwIfAborted();
      return nodeError(ctx.getNode(), error, {
        service,
        redact: await client.redactor(),
        itemIndex,
        hints: operation?.hints,
        changesSomething: operation && operation.semantics !== 'safe',
      });
    };
    const failed = async (error: unknown, label: string, mayBeDone: boolean): Promise<Outcome> => {
      const failure = withLabel(label, await errorOf(error));
      const isRetried = memory && operation?.semantics !== 'safe';
      return { error: isRetried ? withRetryAdvice(failure, mayBeDone) : failure, mayBeDone };
    };
    let outcomes: Outcome[];
    try {
      if (!operation || problem !== undefined) throw problem;
      const run = async ({ label, input }: Call<unknown>): Promise<Outcome> => {
        const progress: Progress = { mayBeDone: false };
        try {
          return { results: await runCall(ctx, itemIndex, client, operation, input, progress) };
        } catch (error) {
          return await failed(error, calls.length > 1 ? label : '', progress.mayBeDone);
        }
      };
      outcomes = await Promise.all(
        calls.map(async (call, index) => {
          const before = tried?.[index];
          if (before && isFinal(before)) return before;
          const key = operation.orderingKey?.(call.input);
          const task = () => limited(() => run(call));
          return await (key === undefined ? task() : mutex.runExclusive(key, task));
        }),
      );
      if (outcomes.some(isFinal)) memory?.set(itemIndex, { operation, calls, outcomes });
    } catch (error) {
      outcomes = [await failed(error, '', false)];
    }
    if (!ctx.continueOnFail()) {
      const failures = outcomes.filter(isFailed);
      if (failures.length > 0 && outcomes.length > 1) throw await errorOf(partialFailure(calls, outcomes));
      for (const { error } of failures) throw error;
    }
    const pairedItem = { item: itemIndex };
    return outcomes.flatMap((outcome): INodeExecutionData[] =>
      isFailed(outcome)
        ? // n8n passes this `json` on as it is because of `error`, which holds the hint.
          [{ json: { error: outcome.error.message }, error: outcome.error, pairedItem }]
        : outcome.results.map((result) => ({ ...result, pairedItem })),
    );
  };
  try {
    return [(await mapWithConcurrency(items.length, settings.concurrency, runItem)).flat()];
  } finally {
    ahead.stop();
  }
}

function readSettingsOrThrow(ctx: IExecuteFunctions, service: Service): ReturnType<typeof readSettings> {
  try {
    return readSettings(ctx, service);
  } catch (error) {
    throw nodeError(ctx.getNode(), error, { service, redact: redactor([]) });
  }
}
