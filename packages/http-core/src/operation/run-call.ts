import type { IBinaryKeyData, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { InvalidParameterError } from '../errors/invalid-parameter-error';
import { RequestError } from '../errors/request-error';
import type { Client } from '../request/client';
import type { DownloadedFile } from '../request/downloaded-file';
import type { OutcomeCheck } from '../request/outcome-check';
import { collectPages } from '../request/paginate';
import type { RequestSpec } from '../request/request-spec';
import type { UntypedOperation } from './define-operation';
import { itemAccess } from './item-access';
import type { Progress } from './item-outcome';

/**
 * Makes one call of an item: prefetch, request, and the response as output items without `pairedItem`.
 *
 * @param progress is updated on the way, and holds after a failure as well
 */
export async function runCall(
  ctx: IExecuteFunctions,
  itemIndex: number,
  client: Client,
  operation: UntypedOperation,
  input: unknown,
  progress: Progress,
): Promise<INodeExecutionData[]> {
  const item = itemAccess(ctx, itemIndex, operation.pages !== undefined);
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
  const content = await sendOwnRequest(client, operation, spec, input, progress);
  const problem = operation.partialError?.(content, input);
  if (problem !== undefined) throw new RequestError({ kind: 'rejected', applied: 'no', summary: problem });
  const result = toItem(content);
  if (operation.attach) result.binary = await attachment(ctx, operation, content as DownloadedFile, input);
  return [result];
}

async function runPrefetch(client: Client, { prefetch }: UntypedOperation, input: unknown): Promise<unknown> {
  const request = prefetch?.request(input);
  if (!prefetch || !request) return undefined;
  try {
    return (await client.send(request, 'safe', prefetch.responseSchema())).content;
  } catch (error) {
    // The prefetch failed, so the change itself was not sent.
    if (error instanceof RequestError) error.details.applied = 'no';
    throw error;
  }
}

/** Sends the request of the operation. A failure after it has been sent must not make n8n send it again. */
async function sendOwnRequest(
  client: Client,
  operation: UntypedOperation,
  spec: RequestSpec,
  input: unknown,
  progress: Progress,
): Promise<unknown> {
  progress.mayBeDone = operation.semantics !== 'safe';
  try {
    const outcomeCheck = outcomeCheckOf(operation, input);
    return (await client.send(spec, operation.semantics, operation.responseSchema(), outcomeCheck)).content;
  } catch (error) {
    if (isCertainlyNotApplied(error)) progress.mayBeDone = false;
    throw error;
  }
}

function outcomeCheckOf(
  { outcomeCheck, responseSchema }: UntypedOperation,
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

function isCertainlyNotApplied(error: unknown): boolean {
  return (
    error instanceof InvalidParameterError ||
    (error instanceof RequestError && error.details.applied === 'no')
  );
}

async function attachment(
  ctx: IExecuteFunctions,
  operation: UntypedOperation,
  file: DownloadedFile,
  input: unknown,
): Promise<IBinaryKeyData> {
  const { binaryField, fileName = file.fileName } = operation.attach!(file, input);
  return { [binaryField]: await ctx.helpers.prepareBinaryData(file.content, fileName, file.mimeType) };
}

/**
 * Turns a response into an object without `error`. n8n sends an item that has little else to the error output, and with
 * Retry On Fail it runs the node again if the first item has one; n8n 2.0 and older even if it is null or false.
 */
function toJson(response: unknown): IDataObject {
  if (typeof response !== 'object' || response === null || Array.isArray(response))
    return { data: response as IDataObject };
  if (!Object.hasOwn(response, 'error')) return response as IDataObject;
  return Object.fromEntries(
    Object.entries(response as IDataObject).map(([key, value]) => [
      key === 'error' ? 'serviceError' : key,
      value,
    ]),
  );
}
