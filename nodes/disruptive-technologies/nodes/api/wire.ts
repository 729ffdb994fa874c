import { lazy, tokenInQuery } from '@signalbox/http-core';
import type { Pagination } from '@signalbox/http-core';
import type { IDataObject } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

/** The building blocks of what Disruptive Technologies sends: whatever is not sure may be missing or null. */
export const text = lazy(() => z.nullish(z.string()));
export const texts = lazy(() => z.nullish(z.array(z.string())));
export const number = lazy(() => z.nullish(z.number()));
export const flag = lazy(() => z.nullish(z.boolean()));
/** Keys and values, such as labels. */
export const textMap = lazy(() => z.nullish(z.record(z.string(), z.string())));

/** Response without content, whose body may also be empty (disruptive-technologies.md §9, 9). */
export const nothing = lazy(() => z.looseObject({}));

/** Page size limit (disruptive-technologies.md §2f). */
export const PAGE_SIZE = 100;

/** One page of a list: the entries under the given key, and the token of the next page, empty on the last. */
export type Page<Entry> = Record<string, Entry[] | string | null | undefined>;

/** The schema of a page. */
export function pageOf<Entry>(
  key: string,
  entry: () => z.ZodMiniType<Entry>,
): () => z.ZodMiniType<Page<Entry>> {
  return lazy(
    () =>
      z.looseObject({
        [key]: z.nullish(z.array(entry())),
        nextPageToken: text(),
      }) as unknown as z.ZodMiniType<Page<Entry>>,
  );
}

/** Pagination of a list. */
export function pagesOf<Entry>(key: string): Pagination<Page<Entry>, Entry> {
  return tokenInQuery<Page<Entry>, Entry>({
    parameter: 'pageToken',
    items: (page) => entriesOf(page, key),
    token: ({ nextPageToken }) => nextPageToken as string | null | undefined,
  });
}

/** The entries of a page. */
export function entriesOf<Entry>(page: Page<Entry>, key: string): readonly Entry[] {
  return (page[key] as Entry[] | null | undefined) ?? [];
}

/** IDs in a resource name such as `projects/x/devices/y`: of the resource, and of its project if it is in one. */
export function idsIn(name: string): { id: string; projectId?: string } {
  const [collection, parent = '', ...rest] = name.split('/');
  const id = rest.at(-1) ?? parent;
  return { id, ...(collection === 'projects' && rest.length > 0 && { projectId: parent }) };
}

/** A resource with its IDs beside its name. */
export function withIds(resource: { name: string } & IDataObject): IDataObject {
  return { ...idsIn(resource.name), ...resource };
}

/** The IDs that `withIds` adds, for output schemas. */
export const ids = lazy(() => ({ id: z.string(), projectId: z.optional(z.string()) }));
