import type { Pagination } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

/**
 * Entries of a page. The most that Chronos gives is not documented (trust-lighthouse.md §4), so no more than is usual.
 */
export const PAGE_SIZE = 50;

/** A list with or without an envelope around it: which is not documented (trust-lighthouse.md §4). */
export type Page<T> =
  readonly T[] | { data?: readonly T[] | null | undefined; per_page?: unknown; [field: string]: unknown };

export function pageOf<T>(entry: z.ZodMiniType<T>): z.ZodMiniType<Page<T>> {
  return z.union([z.array(entry), z.looseObject({ data: z.nullish(z.array(entry)) })]);
}

export function entriesOf<T>(page: Page<T>): readonly T[] {
  return isList(page) ? page : (page.data ?? []);
}

function isList<T>(page: Page<T>): page is readonly T[] {
  return Array.isArray(page);
}

/**
 * Whether a page may have another one behind it. Chronos may give fewer entries than it is asked for; unless it says how
 * many make a page, only an empty one is surely the last.
 */
export function mayGoOn<T>(page: Page<T>): boolean {
  const full = Number(isList(page) ? 0 : page.per_page) || 1;
  return entriesOf(page).length >= full;
}

/** Counts the pages in the query, from 1 on. */
export function numberedPages<T>(): Pagination<Page<T>> {
  return {
    items: entriesOf,
    next: (page, previous) =>
      mayGoOn(page)
        ? { ...previous, query: { ...previous.query, page: Number(previous.query?.page ?? 1) + 1 } }
        : undefined,
  };
}
