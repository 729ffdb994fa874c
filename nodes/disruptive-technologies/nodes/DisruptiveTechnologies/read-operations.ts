import type { EncodedPath, Hints, RequestSpec } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';
import type { Operation } from '@signalbox/http-core/operation';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type * as z from 'zod/v4-mini';

import { PAGE_SIZE, pagesOf, withIds } from '../api/wire';
import type { Page } from '../api/wire';

/** What the two reading operations of a resource have in common. */
interface Reading<Input> {
  resource: string;
  /** In a sentence, such as "a project" and "projects". */
  noun: string;
  description: string;
  fields: INodeProperties[];
  input: () => z.ZodMiniType<Input>;
  path(input: Input): EncodedPath;
  host?: string;
  hints: Hints;
  /** Default: the resource with its IDs. */
  present?(resource: never, input: never): IDataObject;
  output: () => z.ZodMiniType;
}

/** Get: one resource by its ID. */
export function getOperation<Input, Answer>({
  noun,
  path,
  host,
  ...rest
}: Reading<Input> & { responseSchema: () => z.ZodMiniType<Answer> }): Operation {
  return defineOperation<Input, Answer>({
    operation: 'get',
    name: 'Get',
    action: `Get ${noun}`,
    semantics: 'safe',
    toItem: withIds,
    ...rest,
    request: (input): RequestSpec => ({
      method: 'GET',
      path: path(input),
      ...(host !== undefined && { host }),
    }),
  });
}

/** Get Many, or what `operation`, `name` and `action` say: the resources of a list, page by page. */
export function getManyOperation<Input, Entry>({
  noun,
  path,
  host,
  key,
  page,
  query,
  pageSize = PAGE_SIZE,
  ...rest
}: Reading<Input> & {
  operation?: string;
  name?: string;
  action?: string;
  /** Key of the entries in the response. */
  key: string;
  page: () => z.ZodMiniType<Page<Entry>>;
  /** Filters. */
  query?(input: Input): RequestSpec['query'];
  /** Most entries of a page. */
  pageSize?: number;
}): Operation {
  return defineOperation<Input, Page<Entry>>({
    operation: 'getAll',
    name: 'Get Many',
    action: `Get many ${noun}`,
    semantics: 'safe',
    toItem: withIds,
    ...rest,
    responseSchema: page,
    pages: pagesOf<Entry>(key),
    request: (input, { limit }): RequestSpec => ({
      method: 'GET',
      path: path(input),
      ...(host !== undefined && { host }),
      query: { ...query?.(input), pageSize: Math.min(limit, pageSize) },
      whenEmpty: {},
    }),
  });
}
