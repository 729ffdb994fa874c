import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type * as z from 'zod/v4-mini';

import { once } from '../platform/once';
import type { Pagination } from '../request/paginate';
import type { Effect, RequestSpec } from '../request/request-spec';
import type { Remedies } from '../service';

/** A file of the input item. */
export interface BinaryFile {
  content: Buffer;
  fileName: string;
  /** MIME type, in lower case, without parameters. */
  mimeType: string;
}

/** What an operation may ask of the item it works on, besides its validated parameters. */
export interface ItemAccess {
  /** Reads a file of the item. @throws InputProblem when the item has no such binary field */
  file(binaryField: string): Promise<BinaryFile>;
  /** How many entries the user wants of a list; Infinity for all. */
  limit: number;
}

/**
 * One thing that a node can do, declared once. From it are derived: the fields on the canvas, the validation, the
 * request, what may be retried, the output schema, the row in the README and the fault tests.
 */
export interface OperationDefinition<Input, Answer> {
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
  /** The request for one item. Throws InputProblem for what only the request shows to be wrong. */
  request(input: Input, item: ItemAccess): RequestSpec | Promise<RequestSpec>;
  /** What the service promises to answer; for a list, one page. Use `z.looseObject`: unknown fields are kept. */
  answer: () => z.ZodMiniType<Answer>;
  effect: Effect;
  /** Set for lists: adds Return All and Limit, and gives one item an entry. */
  pages?: Pagination<Answer>;
  /** What becomes of an answer, or of an entry of a list, on the canvas. Default: it is left as it is. */
  present?(answer: never, input: Input): IDataObject;
  /** What `present` gives, for the output schema; default `answer`. */
  output?: () => z.ZodMiniType;
  /**
   * For a change that the service refuses with 409 when it has been made already: after an attempt whose outcome is
   * unknown, such a refusal may be our own success. Then the present state is read, and counts if it is as wanted.
   */
  settled?: { request(input: Input): RequestSpec; isDone(answer: Answer, input: Input): boolean };
  /** What the user can do, by HTTP status or kind of failure. */
  remedies?: Remedies;
}

/** An operation whose types are checked and of no more interest. */
export type Operation = OperationDefinition<never, never>;

/** Declares an operation; checks that its parts fit each other. */
export function defineOperation<Input, Answer>(operation: OperationDefinition<Input, Answer>): Operation {
  const { input, answer } = operation;
  return { ...operation, input: once(input), answer: once(answer) } as unknown as Operation;
}
