import fc from 'fast-check';

import { cursorInBody, path, tokenInQuery } from '@signalbox/http-core';
import type { Pagination, RequestSpec } from '@signalbox/http-core';
import { RequestError } from '@signalbox/http-core/internal/errors/request-error';
import { collectPages } from '@signalbox/http-core/internal/request/paginate';

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
          expect(sent).toHaveLength(needed);
          // Parameters of the first page are sent for all.
          for (const spec of sent) {
            expect(spec.body).toMatchObject({ team: 'a' });
            expect(spec.query).toMatchObject({ state: 'open' });
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
  const endless = tokenInQuery<Page>({
    parameter: 'token',
    items: ({ items }) => items,
    token: () => `t${asked}`,
  });
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
