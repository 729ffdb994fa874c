import fc from 'fast-check';

import { cursorInBody, nextLink, numberedPages, path, tokenInQuery } from '@signalbox/http-core';
import type { Pagination, RequestSpec } from '@signalbox/http-core';
import { RequestError } from '@signalbox/http-core/internal/errors/request-error';
import { collectPages } from '@signalbox/http-core/internal/request/paginate';
import { prepareRequest } from '@signalbox/http-core/internal/request/prepare';

const BASE = 'https://api.example.com/v2';

interface Page {
  items: number[];
  next?: unknown;
}

/** A list of the numbers from 0, served in pages, each kind by its own rules. */
const KINDS: Record<
  string,
  (all: number[], size: number) => { pagination: Pagination<Page>; serve(spec: RequestSpec): Page }
> = {
  tokenInQuery: (all, size) => ({
    pagination: tokenInQuery({
      parameter: 'page_token',
      items: ({ items }) => items,
      token: ({ next }) => next as string,
    }),
    serve: (spec) => from(Number(spec.query?.page_token ?? 0), all, size, (at) => String(at), ''),
  }),
  cursorInBody: (all, size) => ({
    pagination: cursorInBody({ field: 'after', items: ({ items }) => items, cursor: ({ next }) => next }),
    serve: (spec) => from((spec.body as { after?: [number] }).after?.[0] ?? 0, all, size, (at) => [at], null),
  }),
  numberedPages: (all, size) => ({
    pagination: numberedPages({ parameter: 'page', first: 1, size, items: ({ items }) => items }),
    serve: (spec) => from((Number(spec.query?.page ?? 1) - 1) * size, all, size, () => undefined, undefined),
  }),
  nextLink: (all, size) => ({
    pagination: nextLink({ items: ({ items }) => items, link: ({ next }) => next as string }),
    serve: (spec) => {
      const at = Number(new URL(prepareRequest(spec, BASE).url).searchParams.get('offset') ?? 0);
      return from(at, all, size, (offset) => `${BASE}/alerts?offset=${offset}&q=a%20b`, null);
    },
  }),
};

function from(
  start: number,
  all: number[],
  size: number,
  token: (at: number) => unknown,
  end: unknown,
): Page {
  const next = start + size < all.length ? token(start + size) : end;
  return { items: all.slice(start, start + size), next };
}

const first: RequestSpec = {
  method: 'POST',
  path: path`/alerts`,
  query: { state: 'open' },
  body: { team: 'a' },
};

async function collect<P>(
  pagination: Pagination<P>,
  fetchPage: (spec: RequestSpec) => P,
  limit = Infinity,
): Promise<{ entries: unknown[]; sent: RequestSpec[] }> {
  const sent: RequestSpec[] = [];
  const entries = await collectPages(first, pagination, {
    limit,
    baseUrl: BASE,
    fetchPage: async (spec) => {
      sent.push(spec);
      return fetchPage(spec);
    },
  });
  return { entries, sent };
}

describe.each(Object.keys(KINDS))('%s', (kind) => {
  test('gives the list as it is, up to the limit, with no page more than needed', async () => {
    const limits = fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 60 }));
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 50 }),
        fc.integer({ min: 1, max: 12 }),
        limits,
        async (count, size, limit) => {
          const all = Array.from({ length: count }, (_, index) => index);
          const { pagination, serve } = KINDS[kind]!(all, size);
          const { entries, sent } = await collect(pagination, serve, limit);
          expect(entries).toEqual(all.slice(0, limit));
          const needed = Math.max(1, Math.ceil(Math.min(count, limit) / size));
          // A last page that is full looks like one that is followed by another.
          const mayAskOnceMore =
            kind === 'numberedPages' && limit > count && count % size === 0 && count > 0 ? 1 : 0;
          expect(sent).toHaveLength(needed + mayAskOnceMore);
          // What was asked of the first page is asked of all; a link speaks for itself.
          for (const spec of sent) {
            expect(spec.body).toMatchObject({ team: 'a' });
            if (kind !== 'nextLink') expect(spec.query).toMatchObject({ state: 'open' });
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

test('a service that names the same page again is found out', async () => {
  let asked = 0;
  const circle = tokenInQuery<Page>({
    parameter: 'token',
    items: ({ items }) => items,
    token: () => `t${asked++ % 3}`,
  });
  const failure = await collect(circle, () => ({ items: [1] })).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(RequestError);
  expect(failure).toMatchObject({ details: { kind: 'unreadable' } });
  expect(asked).toBe(4);
});

test('a service whose pages never end is given up on', async () => {
  let asked = 0;
  const endless = numberedPages<Page>({ parameter: 'page', first: 0, size: 1, items: ({ items }) => items });
  const failure = await collect(endless, () => {
    asked++;
    return { items: [1] };
  }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ details: { kind: 'unreadable' } });
  expect(asked).toBe(10_000);
});

test('a page may be as large as an answer can be', async () => {
  const items = new Array<number>(500_000).fill(1);
  const single = tokenInQuery<Page>({ parameter: 'token', items: (page) => page.items, token: () => null });
  expect((await collect(single, () => ({ items }))).entries).toHaveLength(500_000);
});

describe('nextLink', () => {
  const follow = (link: string, base = BASE): string | undefined => {
    const pagination = nextLink<Page>({ items: ({ items }) => items, link: () => link });
    const spec = pagination.next({ items: [] }, first, base);
    return spec && prepareRequest(spec, base).url;
  };

  test.each([
    [`${BASE}/alerts?offset=2`, `${BASE}/alerts?offset=2`],
    ['https://API.example.com:443/v2/alerts?offset=2#x', `${BASE}/alerts?offset=2`],
    ['/v2/alerts?offset=2', `${BASE}/alerts?offset=2`],
    ['?offset=2', `${BASE}/alerts?offset=2`],
    ['alerts/page/2', `${BASE}/alerts/page/2`],
    ['https://user:password@api.example.com/v2/alerts?a=%2F', `${BASE}/alerts?a=%2F`],
    [`${BASE}//evil.example/x`, `${BASE}//evil.example/x`],
  ])('follows %s', (link, url) => {
    expect(follow(link)).toBe(url);
  });

  test.each([
    ['https://evil.example/v2/alerts'],
    ['http://api.example.com/v2/alerts'],
    ['https://api.example.com:8443/v2/alerts'],
    ['//evil.example/v2/alerts'],
    ['\\\\evil.example\\v2\\alerts'],
    ['https://api.example.com@evil.example/v2/alerts'],
    ['https://api.example.com.evil.example/v2/alerts'],
    ['https://api.example.com/v1/alerts'],
    ['https://api.example.com/v2-old/alerts'],
    ['/admin'],
    ['/v2/../admin'],
    ['/v2/%2e%2e/admin'],
    ['../../admin'],
    ['javascript:alert(1)'],
    ['https://[not-an-address'],
  ])('does not follow %s', (link) => {
    expect(() => follow(link)).toThrow(RequestError);
    expect(() => follow(link)).toThrow(/^names a next page outside of https:\/\/api\.example\.com\/v2,/);
  });

  test('whatever the link is, the next request stays below the base URL', () => {
    const pieces = [
      'https:',
      '//',
      '/',
      '\\',
      '@',
      'api.example.com',
      'evil.example',
      'v2',
      '..',
      '%2e',
      ':',
      '?',
      '#',
      ' ',
      '\t',
      'x',
    ];
    const link = fc
      .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 10 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(link, (text) => {
        let url: string | undefined;
        try {
          url = follow(text);
        } catch (error) {
          expect(error).toBeInstanceOf(RequestError);
          return;
        }
        expect(url!.startsWith(`${BASE}/`)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
