import type { EncodedPath, RequestSpec } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';
import type { DefinitionWithInput, Operation } from '@signalbox/http-core/operation';
import type * as z from 'zod/v4-mini';

import { PAGE_SIZE, pagesOf, withIds } from '../api/wire';
import type { Page } from '../api/wire';

/** Shared by the Get and Get Many operations of a resource. */
interface Reading<Input> extends Pick<
  DefinitionWithInput<Input, never>,
  'resource' | 'description' | 'fields' | 'input'
> {
  /** For use in a sentence, such as "a project" and "projects". */
  noun: string;
  path(input: Input): EncodedPath;
  host?: string;
  hints: NonNullable<Operation['hints']>;
  /** @default the resource with its IDs */
  toItem?: Operation['toItem'];
  output: NonNullable<Operation['output']>;
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
  /** Page size limit. */
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
