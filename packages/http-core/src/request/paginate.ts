import { RequestError } from '../errors/request-error';
import type { EncodedPath } from './path';
import type { RequestSpec } from './request-spec';

/** How the pages of a list follow each other. */
export interface Pagination<Page> {
  /** The entries of a page. */
  items(page: Page): readonly unknown[];
  /** The request of the next page, or `undefined` after the last. */
  next(page: Page, previous: RequestSpec, baseUrl: string): RequestSpec | undefined;
}

/** The service gives a token with each page, which goes into a query parameter of the next request. */
export function tokenInQuery<Page>(options: {
  parameter: string;
  items: Pagination<Page>['items'];
  token: (page: Page) => string | undefined | null;
}): Pagination<Page> {
  return {
    items: options.items,
    next(page, previous) {
      const token = options.token(page);
      return token ? { ...previous, query: { ...previous.query, [options.parameter]: token } } : undefined;
    },
  };
}

/** The service gives a cursor (any JSON) with each page, which goes into a field of the next request's body. */
export function cursorInBody<Page>(options: {
  field: string;
  items: Pagination<Page>['items'];
  cursor: (page: Page) => unknown;
}): Pagination<Page> {
  return {
    items: options.items,
    next(page, previous) {
      const cursor = options.cursor(page);
      if (cursor === undefined || cursor === null) return undefined;
      return { ...previous, body: { ...previous.body, [options.field]: cursor } };
    },
  };
}

/** Pages are counted in a query parameter; one that is not full is the last. */
export function numberedPages<Page>(options: {
  parameter: string;
  /** Number of the first page. */
  first: number;
  /** Entries of a full page. */
  size: number;
  items: Pagination<Page>['items'];
}): Pagination<Page> {
  return {
    items: options.items,
    next(page, previous) {
      if (options.items(page).length < options.size) return undefined;
      const current = Number(previous.query?.[options.parameter] ?? options.first);
      return { ...previous, query: { ...previous.query, [options.parameter]: current + 1 } };
    },
  };
}

/** The service gives the URL of the next page. It is followed only on the origin of the credential. */
export function nextLink<Page>(options: {
  items: Pagination<Page>['items'];
  link: (page: Page) => string | undefined | null;
}): Pagination<Page> {
  return {
    items: options.items,
    next(page, previous, baseUrl) {
      const link = options.link(page);
      if (!link) return undefined;
      const base = new URL(baseUrl);
      const prefix = base.pathname.replace(/\/+$/, '');
      // A relative link starts from the page that names it.
      const from = base.origin + prefix + previous.path;
      const url = URL.canParse(link, from) ? new URL(link, from) : undefined;
      if (url?.origin !== base.origin || !url.pathname.startsWith(`${prefix}/`)) {
        throw new RequestError({
          kind: 'blocked',
          applied: 'no',
          summary: `names a next page outside of ${base.origin}${prefix}, which was not followed`,
        });
      }
      // The URL parser has encoded it and removed dot segments; the query is part of it.
      const path = (url.pathname.slice(prefix.length) + url.search) as EncodedPath;
      return { ...previous, path, query: undefined };
    },
  };
}

/** More pages than any real list has: a service whose cursors never end. */
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
  {
    limit,
    baseUrl,
    fetchPage,
  }: { limit: number; baseUrl: string; fetchPage(spec: RequestSpec): Promise<Page> },
): Promise<unknown[]> {
  const entries: unknown[] = [];
  const sent = new Set<string>();
  for (let spec: RequestSpec | undefined = first; spec;) {
    const fingerprint = JSON.stringify([spec.path, spec.query, spec.body]);
    if (sent.has(fingerprint) || sent.size >= MAX_PAGES) {
      throw new RequestError({
        kind: 'unreadable',
        applied: 'maybe',
        summary: 'names the same next page again and again, so its list has no end',
      });
    }
    sent.add(fingerprint);
    const page: Page = await fetchPage(spec);
    // One by one: a spread of very many entries would overflow the stack.
    for (const entry of pagination.items(page)) entries.push(entry);
    if (entries.length >= limit) return entries.slice(0, limit);
    spec = pagination.next(page, spec, baseUrl);
  }
  return entries;
}
