import type { Pagination } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

/**
 * Entries requested for each page. Chronos documents no maximum (trust-lighthouse.md §4), so this stays within what is
 * common.
 */
export const PAGE_SIZE = 50;

/** A list, bare or in an envelope: the documentation does not say which (trust-lighthouse.md §4). */
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
 * True if another page may follow. Chronos may return fewer entries than requested, so unless it states its page size,
 * only an empty page is known to be the last.
 */
export function mayGoOn<T>(page: Page<T>): boolean {
  const full = Number(isList(page) ? 0 : page.per_page) || 1;
  return entriesOf(page).length >= full;
}

/** Pagination by page number, starting at 1. */
export function numberedPages<T>(): Pagination<Page<T>, T> {
  return {
    items: entriesOf,
    next: (page, previous) =>
      mayGoOn(page)
        ? { ...previous, query: { ...previous.query, page: Number(previous.query?.page ?? 1) + 1 } }
        : undefined,
  };
}
