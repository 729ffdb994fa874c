import type { EncodedPath, RequestSpec } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';
import type { Field, InputOf, Operation } from '@signalbox/http-core/operation';
import type * as z from 'zod/v4-mini';

import { PAGE_SIZE, pagesOf, withIds } from '../api/wire';
import type { Page } from '../api/wire';

/** Shared by the Get and Get Many operations of a resource. */
interface Reading<Fields extends readonly Field[]> {
  resource: string;
  description: string;
  fields: Fields;
  /** For use in a sentence, such as "a project" and "projects". */
  noun: string;
  path(input: InputOf<Fields>): EncodedPath;
  host?: string;
  hints: NonNullable<Operation['hints']>;
  /** @default the resource with its IDs */
  toItem?: Operation['toItem'];
  output: NonNullable<Operation['output']>;
}

/** Get: one resource by its ID. */
export function getOperation<const Fields extends readonly Field[], Answer>({
  noun,
  path,
  host,
  ...rest
}: Reading<Fields> & { responseSchema: () => z.ZodMiniType<Answer> }): Operation {
  return defineOperation<Fields, Answer>({
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
export function getManyOperation<const Fields extends readonly Field[], Entry>({
  noun,
  path,
  host,
  key,
  page,
  query,
  pageSize = PAGE_SIZE,
  ...rest
}: Reading<Fields> & {
  operation?: string;
  name?: string;
  action?: string;
  /** Key of the entries in the response. */
  key: string;
  page: () => z.ZodMiniType<Page<Entry>>;
  /** Filters. */
  query?(input: InputOf<Fields>): RequestSpec['query'];
  /** Page size limit. */
  pageSize?: number;
}): Operation {
  return defineOperation<Fields, Page<Entry>, InputOf<Fields>, undefined, Page<Entry>, Entry>({
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
