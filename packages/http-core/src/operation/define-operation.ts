import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type * as z from 'zod/v4-mini';

import { lazy } from '../platform/lazy';
import type { Pagination } from '../request/paginate';
import type { DownloadedFile } from '../request/downloaded-file';
import type { RequestSpec } from '../request/request-spec';
import type { Semantics } from '../request/retry/decide-retry';
import type { IsOurs, OutcomeCheck } from '../request/outcome-check';
import type { Hints } from '../errors/hints';

/** A file of the input item. */
export interface BinaryFile {
  content: Buffer;
  fileName: string;
  /** MIME type, in lower case, without parameters. */
  mimeType: string;
}

/** What an operation may ask of the item it works on, besides its validated parameters. */
export interface ItemAccess {
  /** Reads a file of the item. @throws InvalidParameterError when the item has no such binary field */
  file(binaryField: string): Promise<BinaryFile>;
  /** How many entries the user wants of a list; Infinity for all. */
  limit: number;
  /** Where n8n shows the running execution. */
  executionUrl: string;
}

/** One of the calls that an item stands for. */
export interface Call<Input> {
  /** Names it among the others, at the beginning of its error. */
  label: string;
  input: Input;
}

/** A file for the item. */
export interface Attachment {
  binaryField: string;
  fileName?: string;
}

/** How an operation finds out whether its request was carried out, see `Settlement`. */
export interface OutcomeCheckDefinition<Input, ResponseBody, Found> extends Pick<
  OutcomeCheck<ResponseBody>,
  'idOf' | 'appearsWithinMs'
> {
  /** Asks for the trace of the request; `undefined` where it leaves none. */
  request(input: Input): RequestSpec | undefined;
  /** What the service promises to answer to that. Default: that of the operation. */
  responseSchema?: () => z.ZodMiniType<Found>;
  found(seen: Found, input: Input, isOurs: IsOurs): ResponseBody | undefined;
  awaitMs?(input: Input): number | undefined;
}

/**
 * One thing that a node can do, declared once. From it are derived: the fields on the canvas, the validation, the
 * request, what may be retried, the output schema, the row in the README and the fault tests.
 */
export interface OperationDefinition<Input, ResponseBody, Prefetched = undefined, Found = ResponseBody> {
  /** Value of the Resource parameter, such as `alert`. */
  resource: string;
  /** Value of the Operation parameter, such as `acknowledge`. */
  operation: string;
  /** What the user picks, such as "Acknowledge". */
  name: string;
  /** What the user finds in the node panel, such as "Acknowledge an alert". */
  action: string;
  description: string;
  /**
   * Parameters of the operation, without `displayOptions` for resource and operation. Members of a collection are
   * read as if they stood beside it, so every name may occur once. An empty text of an optional field is as if it was not there.
   */
  fields: INodeProperties[];
  /**
   * What the parameters must be, by name; expressions and AI tools can send anything. A function, like every schema here, which is
   * called once when it is needed.
   */
  input: () => z.ZodMiniType<Input>;
  /** One item that stands for several calls, such as one for each target: they succeed and fail by themselves. */
  split?(input: Input): readonly Call<Input>[];
  /**
   * What the call is about, where the order matters: calls with the same text are carried out one after the other, in the order
   * of the items. Those of different texts, and all without one, go side by side.
   */
  orderingKey?(input: Input): string | undefined;
  /** What has to be read before the request, such as the present state for a change of a part of it. Sent as `safe`. */
  prefetch?: {
    /** `undefined`: nothing needs to be read. */
    request(input: Input): RequestSpec | undefined;
    responseSchema: () => z.ZodMiniType<Prefetched>;
  };
  /**
   * The request for one item; none when `prefetch` has shown that there is nothing to do, see `noop`. Throws InvalidParameterError
   * for what only the request shows to be wrong.
   *
   * @param prefetched what was read before; `undefined` when nothing was
   */
  request(
    input: Input,
    item: ItemAccess,
    prefetched: Prefetched | undefined,
  ): RequestSpec | undefined | Promise<RequestSpec | undefined>;
  /** What the item becomes when there was nothing to send. */
  noop?(prefetched: Prefetched | undefined, input: Input): IDataObject;
  /** What the service promises to answer; for a list, one page. Use `z.looseObject`: unknown fields are kept. */
  responseSchema: () => z.ZodMiniType<ResponseBody>;
  semantics: Semantics;
  /** Set for the most usual operation of a resource, which the node then opens on; otherwise it opens on one that reads. */
  isDefault?: true;
  /** Set for lists: adds Return All and Limit, and gives one item an entry. */
  pages?: Pagination<ResponseBody>;
  /** What a successful answer says has failed all the same, as a partial error does; also says what succeeded. */
  partialError?(response: ResponseBody, input: Input): string | undefined;
  /** What becomes of an answer, or of an entry of a list, on the canvas. Default: it is left as it is. */
  toItem?(response: never, input: Input, prefetched: Prefetched | undefined): IDataObject;
  /** Where the file of an answer goes, for requests with `file`; needs `toItem` and `output`. */
  attach?(file: DownloadedFile, input: Input): Attachment;
  /** What `toItem` gives, for the output schema; default `responseSchema`. */
  output?: () => z.ZodMiniType;
  /**
   * How to settle an outcome that is unknown, by looking for what the request leaves at the service: if it is there, the operation succeeds;
   * if it is surely not there, the request is sent again as after any temporary failure.
   */
  outcomeCheck?: OutcomeCheckDefinition<Input, ResponseBody, Found>;
  /** What the user can do, by HTTP status or kind of failure. */
  hints?: Hints;
}

/** An operation whose types are checked and of no more interest. */
export type Operation = OperationDefinition<never, never, never, never>;

/** Declares an operation; checks that its parts fit each other. */
export function defineOperation<Input, ResponseBody, Prefetched = undefined, Found = ResponseBody>(
  operation: OperationDefinition<Input, ResponseBody, Prefetched, Found>,
): Operation {
  const { input, responseSchema, prefetch, outcomeCheck } = operation;
  return {
    ...operation,
    input: lazy(input),
    responseSchema: lazy(responseSchema),
    ...(prefetch && { prefetch: { ...prefetch, responseSchema: lazy(prefetch.responseSchema) } }),
    ...(outcomeCheck?.responseSchema && {
      outcomeCheck: { ...outcomeCheck, responseSchema: lazy(outcomeCheck.responseSchema) },
    }),
  } as unknown as Operation;
}
