import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type * as z from 'zod/v4-mini';

import type { Field } from './field';
import type { InputOf } from './input-of';
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

/** Access to the current input item beyond its validated parameters. */
export interface ItemAccess {
  /** Reads a file of the item. @throws InvalidParameterError if the item has no such binary field */
  file(binaryField: string): Promise<BinaryFile>;
  /** Number of list entries that the user wants; Infinity for all. */
  limit: number;
  /** URL at which n8n shows the running execution. */
  executionUrl: string;
}

/** One of several calls for the same item. */
export interface Call<Input> {
  /** Begins the error of this call, to tell it from the others. */
  label: string;
  input: Input;
}

/** A file for the output item. */
export interface Attachment {
  binaryField: string;
  /** @default the name that the service gives */
  fileName?: string;
}

/** Way to find out whether a request was applied, see {@link OutcomeCheck}. */
export interface OutcomeCheckDefinition<Input, ResponseBody, Found> extends Pick<
  OutcomeCheck<ResponseBody>,
  'idOf' | 'appearsWithinMs'
> {
  /** Asks for the trace of the request; `undefined` if it leaves none. */
  request(input: Input): RequestSpec | undefined;
  /**
   * Response to that.
   * @default the `responseSchema` of the operation
   */
  responseSchema?: () => z.ZodMiniType<Found>;
  /** Picks the trace of this very request from the response. */
  found(seen: Found, input: Input, isOurs: IsOurs): ResponseBody | undefined;
  /**
   * Time to wait for the trace after a success, so that the next call sees it.
   * @default no wait
   */
  awaitMs?(input: Input): number | undefined;
}

/**
 * An operation of a node, declared once. Everything else follows from it: the fields on the canvas, the validation, the
 * request, the retries, the output schema, the row in the README and the fault tests.
 */
export interface OperationDefinition<
  Fields,
  Given,
  Input,
  ResponseBody,
  Prefetched = undefined,
  Found = ResponseBody,
  Entry = ResponseBody,
> {
  /** Value of the Resource parameter, such as `alert`. */
  resource: string;
  /** Value of the Operation parameter, such as `acknowledge`. */
  operation: string;
  /** Name in the Operation menu, such as "Acknowledge". */
  name: string;
  /** Name in the node panel, such as "Acknowledge an alert". */
  action: string;
  description: string;
  /**
   * Parameters, without `displayOptions` for resource and operation. Each is checked by its type, or by the schema that it has under
   * the key `schema`: expressions and AI tools can send anything. Members of a collection are read like fields beside it, so each
   * name may occur only once. An empty string in an optional field counts as missing.
   */
  fields: Fields;
  /**
   * Checks fields against each other, or makes of them what the operation works with.
   * @default the values of the fields
   * @throws InvalidParameterError
   */
  refine?(input: Given): Input;
  /**
   * Splits an item into several calls, such as one per target. They succeed and fail independently.
   * @default one call per item
   * @example split: ({ ids }) => ids.map((id) => ({ label: id, input: { id } }))
   */
  split?(input: NoInfer<Input>): readonly Call<NoInfer<Input>>[];
  /**
   * Calls with the same key run one after the other, in the order of the items. All others run side by side.
   * @default no order
   * @example orderingKey: ({ sentry }) => sentry.uid
   */
  orderingKey?(input: NoInfer<Input>): string | undefined;
  /**
   * Reads something before the request, such as the current state for a partial update. Sent as `safe`.
   * @default nothing is read
   */
  prefetch?: {
    /** `undefined`: nothing needs to be read for this input. */
    request(input: NoInfer<Input>): RequestSpec | undefined;
    responseSchema: () => z.ZodMiniType<Prefetched>;
  };
  /**
   * Builds the request; `undefined` if the prefetch showed that there is nothing to do, see `noop`.
   *
   * @param prefetched `undefined` if nothing was read
   * @throws InvalidParameterError for errors that only show here
   */
  request(
    input: NoInfer<Input>,
    item: ItemAccess,
    prefetched: NoInfer<Prefetched> | undefined,
  ): Sent<Prefetched> | Promise<Sent<Prefetched>>;
  /**
   * Output item when there was nothing to send.
   * @default the prefetched response
   */
  noop?(prefetched: NoInfer<Prefetched> | undefined, input: NoInfer<Input>): IDataObject;
  /** Successful response; for a list, one page. Use `z.looseObject`, which keeps unknown fields. */
  responseSchema: () => z.ZodMiniType<ResponseBody>;
  semantics: Semantics;
  /**
   * Marks the most common operation of a resource, with which the node opens.
   * @default the node opens with a `safe` operation
   */
  isDefault?: true;
  /**
   * For lists: adds Return All and Limit, and makes each entry an item.
   * @default no list
   */
  pages?: Pagination<NoInfer<ResponseBody>, Entry>;
  /**
   * Error that a successful response reports for a part of the request. Should also say what succeeded.
   * @default a successful response has no errors
   */
  partialError?(response: NoInfer<ResponseBody>, input: NoInfer<Input>): string | undefined;
  /**
   * Turns a response, or an entry of a list, into an output item.
   * @default unchanged
   */
  toItem?(
    response: Known<NoInfer<Entry>>,
    input: NoInfer<Input>,
    prefetched: NoInfer<Prefetched> | undefined,
  ): IDataObject;
  /**
   * For requests with `file`: where to put the file. Needs `toItem` and `output`.
   * @default no file
   */
  attach?(file: DownloadedFile, input: NoInfer<Input>): Attachment;
  /**
   * Result of `toItem`, for the output schema.
   * @default responseSchema
   */
  output?: () => z.ZodMiniType;
  /**
   * Settles an unknown outcome by looking for the trace of the request. If it is there, the operation succeeds; if it is
   * certainly not there, the request is sent again like after any temporary failure.
   * @default the outcome stays unknown
   */
  outcomeCheck?: OutcomeCheckDefinition<NoInfer<Input>, NoInfer<ResponseBody>, Found>;
  /**
   * Advice by HTTP status or kind of failure.
   * @default the advice of the service
   * @example { 404: 'The alert was deleted, or belongs to another team.' }
   */
  hints?: Hints;
}

/** A request, or nothing: only a prefetch can show that there is nothing to send. */
type Sent<Prefetched> = [Prefetched] extends [undefined] ? RequestSpec : RequestSpec | undefined;

/** An entry of whose type nothing is known may be taken for any: `never` fits every parameter. */
type Known<Entry> = unknown extends Entry ? never : Entry;

/** A list is read, and its pages are all that is looked at. */
type ListOrNot =
  | { pages?: never }
  | {
      pages: object;
      semantics: 'safe';
      split?: never;
      noop?: never;
      partialError?: never;
      attach?: never;
      outcomeCheck?: never;
    };

/** A file goes beside the item, which says what it is. */
type FileOrNot = { attach?: never } | { attach: object; toItem: object; output: object };

/** Nothing has to be done only where something was read before. */
type NoopOrNot = { noop?: never } | { noop: object; prefetch: object };

/** A request that changes nothing leaves no trace, and may always be repeated. */
type OutcomeOrNot =
  { outcomeCheck?: never } | { outcomeCheck: object; semantics: Exclude<Semantics, 'safe'> };

/** Combinations of members that make sense. */
type Fitting = ListOrNot & FileOrNot & NoopOrNot & OutcomeOrNot;

/** An operation without its type parameters. They are contravariant, so a list of different operations needs `never`. */
export type Operation = OperationDefinition<INodeProperties[], never, never, never, never, never, never>;

/** An operation with its types erased; `readInput` and `parseResponse` have checked what goes in and out. */
export type UntypedOperation = OperationDefinition<
  unknown,
  unknown,
  unknown,
  unknown,
  unknown,
  unknown,
  never
> & {
  toItem?(response: unknown, input: unknown, prefetched: unknown): IDataObject;
};

/** Members that an operation can have. A `Record`, so that the compiler says when one is missing here. */
const MEMBERS: Readonly<Record<keyof Operation, true>> = {
  resource: true,
  operation: true,
  name: true,
  action: true,
  description: true,
  fields: true,
  refine: true,
  split: true,
  orderingKey: true,
  prefetch: true,
  request: true,
  noop: true,
  responseSchema: true,
  semantics: true,
  isDefault: true,
  pages: true,
  partialError: true,
  toItem: true,
  attach: true,
  output: true,
  outcomeCheck: true,
  hints: true,
};

/**
 * Declares an operation. The type parameters make sure that its members fit each other, and `Fitting`, that they can be together.
 *
 * @throws Error for a member that operations do not have: the compiler sees none in an object that is spread
 */
export function defineOperation<
  const Fields extends readonly Field[],
  ResponseBody,
  Input = InputOf<Fields>,
  Prefetched = undefined,
  Found = ResponseBody,
  Entry = ResponseBody,
>(
  operation: OperationDefinition<Fields, InputOf<Fields>, Input, ResponseBody, Prefetched, Found, Entry> &
    Fitting,
): Operation {
  const unknown = Object.keys(operation).find((member) => !Object.hasOwn(MEMBERS, member));
  if (unknown !== undefined) {
    throw new Error(
      `The operation ${operation.resource}.${operation.operation} has a member "${unknown}" that no operation has. Take it out of what is given to defineOperation.`,
    );
  }
  const { responseSchema, prefetch, outcomeCheck } = operation;
  return {
    ...operation,
    responseSchema: lazy(responseSchema),
    ...(prefetch && { prefetch: { ...prefetch, responseSchema: lazy(prefetch.responseSchema) } }),
    ...(outcomeCheck?.responseSchema && {
      outcomeCheck: { ...outcomeCheck, responseSchema: lazy(outcomeCheck.responseSchema) },
    }),
  } as unknown as Operation;
}
