import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { InputProblem } from '../errors/input-problem';
import { nodeError } from '../errors/node-error';
import { redactor } from '../errors/redact';
import { RequestFailure } from '../errors/request-failure';
import { cancelSignalOf } from '../platform/cancel-signal';
import { createClient } from '../request/client';
import type { Client } from '../request/client';
import { collectPages } from '../request/paginate';
import type { Service } from '../service';
import type { BinaryFile, ItemAccess, Operation, OperationDefinition } from './define-operation';
import { inOrder } from './in-order';
import { readInput } from './read-input';
import { readSettings } from './read-settings';

/** An operation with its types erased; `readInput` and `parseResponse` have checked what goes in and out. */
type AnyOperation = OperationDefinition<unknown, unknown> & {
  present?(answer: unknown, input: unknown): IDataObject;
};

/**
 * The whole of an action node's `execute()`: runs the chosen operation for every item.
 *
 * Output in input order, each item with its `pairedItem`. With "On Error: Continue" a failed item becomes
 * an item with `error`; otherwise the first failure ends the execution.
 *
 * @param operations all operations of the node
 */
export async function runOperations(
  ctx: IExecuteFunctions,
  service: Service,
  operations: readonly Operation[],
): Promise<INodeExecutionData[][]> {
  const items = ctx.getInputData();
  const settings = prepareOrThrow(ctx, service, () => readSettings(ctx));
  const client = await createClient(ctx, service, settings);
  const outputs = await inOrder(items.length, settings.concurrency, async (itemIndex) => {
    let operation: Operation | undefined;
    try {
      operation = findOperation(ctx, itemIndex, operations);
      const results = await runOne(ctx, itemIndex, client, operation);
      return results.map((json): INodeExecutionData => ({ json, pairedItem: { item: itemIndex } }));
    } catch (error) {
      cancelSignalOf(ctx)?.throwIfAborted();
      const failure = nodeError(ctx.getNode(), error, {
        service,
        redact: client.redact,
        itemIndex,
        remedies: operation?.remedies,
        changesSomething: operation && operation.effect !== 'read',
      });
      if (!ctx.continueOnFail()) throw failure;
      // n8n gives the item this very json because of its `error`; what to do stands in there alone.
      return [{ json: { error: failure.message }, error: failure, pairedItem: { item: itemIndex } }];
    }
  });
  return [outputs.flat()];
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
  const resource = ctx.getNodeParameter('resource', itemIndex);
  const name = ctx.getNodeParameter('operation', itemIndex);
  const found = operations.find(
    (candidate) => candidate.resource === resource && candidate.operation === name,
  );
  if (found) return found;
  throw new InputProblem(
    `There is no operation "${String(name)}" for the resource "${String(resource)}"`,
    'Choose Resource and Operation from their lists.',
  );
}

async function runOne(
  ctx: IExecuteFunctions,
  itemIndex: number,
  client: Client,
  operation: AnyOperation,
): Promise<IDataObject[]> {
  const input = readInput<unknown>(ctx, itemIndex, operation as unknown as Operation);
  const item = itemAccess(ctx, itemIndex, operation);
  const spec = await operation.request(input, item);
  const schema = operation.answer();
  const present = (answer: unknown) => toJson(operation.present ? operation.present(answer, input) : answer);

  if (operation.pages) {
    const entries = await collectPages(spec, operation.pages, {
      limit: item.limit,
      baseUrl: client.connection.baseUrl,
      fetchPage: async (page) => (await client.send(page, operation.effect, schema)).content,
    });
    return entries.map(present);
  }
  try {
    const { content } = await client.send(spec, operation.effect, schema);
    return [present(content)];
  } catch (error) {
    const answer = await ownSuccess(error, client, operation, input);
    if (answer === undefined) throw error;
    return [present(answer)];
  }
}

/** The state as wanted, if a conflict turns out to be the trace of an earlier attempt of ours that did succeed. */
async function ownSuccess(
  error: unknown,
  client: Client,
  { settled, answer }: AnyOperation,
  input: unknown,
): Promise<unknown> {
  if (!settled || !(error instanceof RequestFailure)) return undefined;
  // `unknown` on a refusal means that an attempt before it may have been carried out.
  if (error.details.kind !== 'conflict' || error.details.delivery !== 'unknown') return undefined;
  try {
    const { content } = await client.send(settled.request(input), 'read', answer());
    return settled.isDone(content, input) ? content : undefined;
  } catch (problem) {
    // Then it stays open what has happened, which is what the conflict says.
    if (problem instanceof RequestFailure) return undefined;
    throw problem;
  }
}

function itemAccess(ctx: IExecuteFunctions, itemIndex: number, operation: AnyOperation): ItemAccess {
  return {
    limit: operation.pages ? readLimit(ctx, itemIndex) : Infinity,
    file: (binaryField) => readFile(ctx, itemIndex, binaryField),
  };
}

function readLimit(ctx: IExecuteFunctions, itemIndex: number): number {
  if (ctx.getNodeParameter('returnAll', itemIndex, false) === true) return Infinity;
  const limit = Number(ctx.getNodeParameter('limit', itemIndex, 50));
  if (Number.isInteger(limit) && limit >= 1) return limit;
  throw new InputProblem('"Limit" must be a whole number from 1', 'To get everything, turn on Return All.');
}

async function readFile(ctx: IExecuteFunctions, itemIndex: number, binaryField: string): Promise<BinaryFile> {
  const present = Object.keys(ctx.getInputData()[itemIndex]?.binary ?? {});
  if (!present.includes(binaryField)) {
    throw new InputProblem(
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

/** n8n takes an item that has nothing but these keys for an error. */
const ERROR_KEYS = new Set(['error', 'message', 'details']);

/** The answer as an item: an object, and not one that n8n would send to the error output. */
function toJson(answer: unknown): IDataObject {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer))
    return { data: answer as IDataObject };
  const keys = Object.keys(answer);
  const looksLikeError = keys.length > 0 && keys.every((key) => ERROR_KEYS.has(key));
  return looksLikeError ? { data: answer } : (answer as IDataObject);
}
