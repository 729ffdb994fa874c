import type { IBinaryKeyData, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { InvalidParameterError } from '../errors/invalid-parameter-error';
import { nodeError } from '../errors/node-error';
import { plainText } from '../errors/plain-text';
import { redactor } from '../errors/redact';
import { RequestError } from '../errors/request-error';
import { cancelSignalOf } from '../platform/cancel-signal';
import { limitConcurrency, mapWithConcurrency } from '../platform/concurrency';
import { KeyedMutex } from '../platform/keyed-mutex';
import { createClient } from '../request/client';
import type { Client } from '../request/client';
import { collectPages } from '../request/paginate';
import type { RequestSpec } from '../request/request-spec';
import type { OutcomeCheck } from '../request/outcome-check';
import type { Service } from '../service';
import type { DownloadedFile } from '../request/downloaded-file';
import type { BinaryFile, Call, ItemAccess, Operation, OperationDefinition } from './define-operation';
import { readAhead } from '../n8n-workarounds/read-ahead';
import { quote, readInput } from './read-input';
import { readParameter } from './read-parameter';
import { readSettings } from './read-settings';
import { memoryOfRun } from './run-memory';

/** An operation with its types erased; `readInput` and `parseResponse` have checked what goes in and out. */
type AnyOperation = OperationDefinition<unknown, unknown, unknown, unknown, unknown, unknown> & {
  toItem?(response: unknown, input: unknown, prefetched: unknown): IDataObject;
};

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
  const settings = prepareOrThrow(ctx, service, () => readSettings(ctx, service));
  const client = await createClient(ctx, service, settings);
  // A separate limit, since an item may stand for several calls.
  const limited = limitConcurrency(settings.concurrency);
  const mutex = new KeyedMutex();
  const memory = memoryOfRun<TriedItem>(ctx);
  const ahead = readAhead(
    items.length,
    settings.concurrency,
    (itemIndex): ReadItem => memory?.get(itemIndex) ?? readItem(ctx, itemIndex, operations, client),
  );
  const work = async (itemIndex: number): Promise<INodeExecutionData[]> => {
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
      const failure = named(label, await errorOf(error));
      if (memory && operation?.semantics !== 'safe') advise(failure, mayBeDone ? NOT_AGAIN : NOTHING_AGAIN);
      return { error: failure, mayBeDone };
    };
    const pairedItem = { item: itemIndex };
    // n8n gives the item this very json because of its `error`; what to do stands in there alone.
    const errorItem = (error: NodeFailure) => ({ json: { error: error.message }, error, pairedItem });
    let outcomes: Outcome[];
    try {
      if (!operation || problem !== undefined) throw problem;
      const run = async ({ label, input }: Call<unknown>): Promise<Outcome> => {
        const progress: Progress = { mayBeDone: false };
        try {
          return { results: await runOne(ctx, itemIndex, client, operation, input, progress) };
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
    return outcomes.flatMap((outcome): INodeExecutionData[] =>
      isFailed(outcome)
        ? [errorItem(outcome.error)]
        : outcome.results.map((result) => ({ ...result, pairedItem })),
    );
  };
  try {
    return [(await mapWithConcurrency(items.length, settings.concurrency, work)).flat()];
  } finally {
    ahead.stop();
  }
}

/** Calls of an item, or the error in it. */
interface ReadItem {
  operation?: AnyOperation;
  calls: readonly Call<unknown>[];
  problem?: unknown;
}

function readItem(
  ctx: IExecuteFunctions,
  itemIndex: number,
  operations: readonly Operation[],
  client: Client,
): ReadItem {
  let operation: AnyOperation | undefined;
  try {
    const chosen = findOperation(ctx, itemIndex, operations);
    operation = chosen;
    const given = readInput<unknown>(ctx, itemIndex, chosen, client.config.defaults);
    const input = operation.refine ? operation.refine(given) : given;
    return { operation, calls: operation.split?.(input) ?? [{ label: '', input }] };
  } catch (problem) {
    return { operation, calls: [], problem };
  }
}

/** An item of which at least one call has come to an end. */
interface TriedItem {
  operation: AnyOperation;
  calls: readonly Call<unknown>[];
  outcomes: readonly Outcome[];
}

type NodeFailure = ReturnType<typeof nodeError>;
type Failed = { error: NodeFailure } & Progress;
type Outcome = { results: INodeExecutionData[] } | Failed;

/** Progress of a call. */
interface Progress {
  /** True if the service may have changed something. */
  mayBeDone: boolean;
}

function isFailed(outcome: Outcome): outcome is Failed {
  return 'error' in outcome;
}

/** Returns true if a further try of n8n must keep this outcome. */
function isFinal(outcome: Outcome): boolean {
  return !isFailed(outcome) || outcome.mayBeDone;
}

const NOT_AGAIN = 'Retry On Fail does not send it again.';
const NOTHING_AGAIN = 'Retry On Fail sends nothing again that was carried out.';

function advise(error: NodeFailure, advice: string): void {
  error.description = [error.description, advice].filter(Boolean).join(' ');
}

/** Calls that an error names one by one; the others are counted. */
const MAX_NAMED = 5;

/** Says which of several calls an error is about. */
function named(label: string, error: NodeFailure): NodeFailure {
  if (label !== '') error.message = `${plainText(label)}: ${error.message}`;
  return error;
}

/** Error of an item of which only some calls failed. It names both kinds, so that no partial change is hidden. */
function partialFailure(calls: readonly Call<unknown>[], outcomes: readonly Outcome[]): Error {
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

function prepareOrThrow<T>(ctx: IExecuteFunctions, service: Service, prepare: () => T): T {
  try {
    return prepare();
  } catch (error) {
    throw nodeError(ctx.getNode(), error, { service, redact: redactor([]) });
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

async function runOne(
  ctx: IExecuteFunctions,
  itemIndex: number,
  client: Client,
  operation: AnyOperation,
  input: unknown,
  progress: Progress,
): Promise<INodeExecutionData[]> {
  const item = itemAccess(ctx, itemIndex, operation);
  const prefetched = await runPrefetch(client, operation, input);
  const spec = await operation.request(input, item, prefetched);
  if (!spec) return [{ json: toJson(operation.noop?.(prefetched, input) ?? prefetched ?? {}) }];
  const schema = operation.responseSchema();
  const toItem = (response: unknown): INodeExecutionData => ({
    json: toJson(operation.toItem ? operation.toItem(response, input, prefetched) : response),
  });

  if (operation.pages) {
    const entries = await collectPages(spec, operation.pages, {
      limit: item.limit,
      fetchPage: async (page) => (await client.send(page, operation.semantics, schema)).content,
    });
    return entries.map(toItem);
  }
  const content = await sendChange(client, operation, spec, input, progress);
  const problem = operation.partialError?.(content, input);
  if (problem !== undefined) throw new RequestError({ kind: 'rejected', applied: 'no', summary: problem });
  const result = toItem(content);
  if (operation.attach) result.binary = await attachment(ctx, operation, content as DownloadedFile, input);
  return [result];
}

/** Sends the operation's own request. Whatever fails after that, it is not to be sent again. */
async function sendChange(
  client: Client,
  operation: AnyOperation,
  spec: RequestSpec,
  input: unknown,
  progress: Progress,
): Promise<unknown> {
  progress.mayBeDone = operation.semantics !== 'safe';
  try {
    const outcomeCheck = outcomeCheckOf(operation, input);
    return (await client.send(spec, operation.semantics, operation.responseSchema(), outcomeCheck)).content;
  } catch (error) {
    if (surelyNotDone(error)) progress.mayBeDone = false;
    throw error;
  }
}

function outcomeCheckOf(
  { outcomeCheck, responseSchema }: AnyOperation,
  input: unknown,
): OutcomeCheck<unknown> | undefined {
  const look = outcomeCheck?.request(input);
  if (!outcomeCheck || !look) return undefined;
  return {
    ...outcomeCheck,
    look,
    schema: (outcomeCheck.responseSchema ?? responseSchema)(),
    found: (seen, isOurs) => outcomeCheck.found(seen, input, isOurs),
    awaitMs: outcomeCheck.awaitMs?.(input),
  };
}

function surelyNotDone(error: unknown): boolean {
  return (
    error instanceof InvalidParameterError ||
    (error instanceof RequestError && error.details.applied === 'no')
  );
}

async function runPrefetch(client: Client, { prefetch }: AnyOperation, input: unknown): Promise<unknown> {
  const request = prefetch?.request(input);
  if (!prefetch || !request) return undefined;
  try {
    return (await client.send(request, 'safe', prefetch.responseSchema())).content;
  } catch (error) {
    // Of the change itself nothing was sent.
    if (error instanceof RequestError) error.details.applied = 'no';
    throw error;
  }
}

async function attachment(
  ctx: IExecuteFunctions,
  operation: AnyOperation,
  file: DownloadedFile,
  input: unknown,
): Promise<IBinaryKeyData> {
  const { binaryField, fileName = file.fileName } = operation.attach!(file, input);
  return { [binaryField]: await ctx.helpers.prepareBinaryData(file.content, fileName, file.mimeType) };
}

function itemAccess(ctx: IExecuteFunctions, itemIndex: number, operation: AnyOperation): ItemAccess {
  return {
    limit: operation.pages ? readLimit(ctx, itemIndex) : Infinity,
    file: (binaryField) => readFile(ctx, itemIndex, binaryField),
    get executionUrl() {
      const base = ctx.getInstanceBaseUrl().replace(/\/$/, '');
      return `${base}/workflow/${ctx.getWorkflow().id}/executions/${ctx.getExecutionId()}`;
    },
  };
}

function readLimit(ctx: IExecuteFunctions, itemIndex: number): number {
  if (readParameter(ctx, itemIndex, 'returnAll', false).value === true) return Infinity;
  const given = readParameter(ctx, itemIndex, 'limit', 50).value;
  const limit = Number(given);
  if (Number.isInteger(limit) && limit >= 1) return limit;
  throw new InvalidParameterError(
    `"Limit" must be a whole number from 1 (it is ${quote(given)})`,
    'To get everything, turn on Return All.',
  );
}

async function readFile(ctx: IExecuteFunctions, itemIndex: number, binaryField: string): Promise<BinaryFile> {
  const present = Object.keys(ctx.getInputData()[itemIndex]?.binary ?? {});
  if (!present.includes(binaryField)) {
    throw new InvalidParameterError(
      `The item has no binary field "${binaryField}"`,
      present.length > 0
        ? `It has: ${present.join(', ')}.`
        : 'It has no binary data at all. Put a node before this one that gives a file, such as HTTP Request or Read/Write Files.',
    );
  }
  const { fileName, fileExtension, mimeType } = ctx.helpers.assertBinaryData(itemIndex, binaryField);
  return {
    content: await ctx.helpers.getBinaryDataBuffer(itemIndex, binaryField),
    fileName: fileName ?? `${binaryField}${fileExtension ? `.${fileExtension}` : ''}`,
    mimeType: (mimeType.split(';', 1)[0] ?? '').trim().toLowerCase(),
  };
}

/**
 * The answer as an item: an object without `error`. n8n sends an item that has little else to the error output, and with Retry On
 * Fail it runs the node again if the first item has one; n8n 2.0 and older even if it is null or false.
 */
function toJson(answer: unknown): IDataObject {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer))
    return { data: answer as IDataObject };
  if (!Object.hasOwn(answer, 'error')) return answer as IDataObject;
  return Object.fromEntries(
    Object.entries(answer as IDataObject).map(([key, value]) => [
      key === 'error' ? 'serviceError' : key,
      value,
    ]),
  );
}
