import { RequestError } from '../errors/request-error';
import type { RequestSpec } from './request-spec';

/** Pagination of a list. */
export interface Pagination<Page, Entry = unknown> {
  /** The entries of a page. */
  items(page: Page): readonly Entry[];
  /** The request of the next page, or `undefined` after the last. */
  next(page: Page, previous: RequestSpec): RequestSpec | undefined;
}

/** The service gives the whole list with one response. */
export function wholeList<Page>(items: Pagination<Page>['items']): Pagination<Page> {
  return { items, next: () => undefined };
}

/** The service gives a token with each page, which goes into a query parameter of the next request. */
export function tokenInQuery<Page, Entry = unknown>(options: {
  parameter: string;
  items: (page: Page) => readonly Entry[];
  token: (page: Page) => string | undefined | null;
}): Pagination<Page, Entry> {
  return {
    items: options.items,
    next(page, previous) {
      const token = options.token(page);
      return token ? { ...previous, query: { ...previous.query, [options.parameter]: token } } : undefined;
    },
  };
}

/** The service gives a cursor (any JSON) with each page, which goes into a field of the next request's body. */
export function cursorInBody<Page, Entry = unknown>(options: {
  field: string;
  items: (page: Page) => readonly Entry[];
  cursor: (page: Page) => unknown;
}): Pagination<Page, Entry> {
  return {
    items: options.items,
    next(page, previous) {
      const cursor = options.cursor(page);
      if (cursor === undefined || cursor === null) return undefined;
      return { ...previous, body: { ...previous.body, [options.field]: cursor } };
    },
  };
}

/** More pages than any real list has, in case the cursors of a service never end. */
const MAX_PAGES = 10_000;

/**
 * Follows a list to its end or to `limit` entries.
 *
 * @param fetchPage sends one page's request
 * @throws RequestError when a page repeats the request of an earlier one, which would never end
 */
export async function collectPages<Page>(
  first: RequestSpec,
  pagination: Pagination<Page>,
  { limit, fetchPage }: { limit: number; fetchPage(spec: RequestSpec): Promise<Page> },
): Promise<unknown[]> {
  const entries: unknown[] = [];
  const sent = new Set<string>();
  for (let spec: RequestSpec | undefined = first; spec;) {
    const requestKey = JSON.stringify([spec.path, spec.query, spec.body]);
    if (sent.has(requestKey) || sent.size >= MAX_PAGES) {
      throw new RequestError({
        kind: 'unreadable',
        applied: 'maybe',
        summary: 'names the same next page again and again, so its list has no end',
      });
    }
    sent.add(requestKey);
    const page: Page = await fetchPage(spec);
    // Not `push(...entries)`: very many arguments would overflow the stack.
    for (const entry of pagination.items(page)) entries.push(entry);
    if (entries.length >= limit) return entries.slice(0, limit);
    spec = pagination.next(page, spec);
  }
  return entries;
}
