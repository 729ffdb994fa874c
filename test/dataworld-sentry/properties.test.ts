import fc from 'fast-check';
import { countsQuery } from 'n8n-nodes-dataworld-sentry/nodes/DataWorldSentry/sentry/counts';
import { metadataQuery } from 'n8n-nodes-dataworld-sentry/nodes/DataWorldSentry/sentry/metadata';
import { shorten } from 'n8n-nodes-dataworld-sentry/nodes/DataWorldSentry/sentry/shorten';

/** Letters, astral characters, combining marks, emoji of several parts, flags, white space. */
const graphemes = fc.constantFrom('a', 'ß', '字', '😀', 'e\u0301', '👨‍👩‍👧‍👦', '🇦🇹', '👍🏽', ' ', '\n', '\u0301');
const texts = fc.oneof(
  fc.string({ unit: graphemes, maxLength: 120 }),
  fc.string({ unit: 'binary', maxLength: 120 }),
);

/** As Ruby counts. */
const length = (text: string) => Array.from(text).length;

describe('a shortened text', () => {
  test('fits, is the beginning of the whole, and is cut between characters', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 100 }), (text, max) => {
        const short = shorten(text, max);
        expect(length(short)).toBeLessThanOrEqual(max);
        if (length(text) <= max) return expect(short).toBe(text);
        expect(short.endsWith('…')).toBe(true);
        const kept = short.slice(0, -1);
        expect(text.startsWith(kept)).toBe(true);
        expect(kept).toBe(kept.trimEnd());
        // No half of a surrogate pair.
        expect(/\p{Cs}/u.test(short)).toBe(/\p{Cs}/u.test(kept));
        if (!/\p{Cs}/u.test(text)) expect(short).not.toMatch(/\p{Cs}/u);
      }),
    );
  });

  test('loses no more than it must: the next character would not have fitted', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '字', '😀', 'e\u0301', '👨‍👩‍👧‍👦'), minLength: 30, maxLength: 60 }),
        (text) => {
          fc.pre(length(text) > 20);
          const kept = shorten(text, 20).slice(0, -1);
          const next = [...new Intl.Segmenter().segment(text.slice(kept.length))][0]!.segment;
          expect(length(kept) + length(next)).toBeGreaterThan(19);
          // Nor is one torn apart.
          const ends = [...new Intl.Segmenter().segment(text)].map(({ index }) => index);
          expect(ends).toContain(kept.length);
        },
      ),
    );
  });
});

/** JSON whose objects and lists are not empty, with the keys and lists that can be sent. */
const key = fc
  .string({
    unit: fc.constantFrom('a', 'Z', '0', '_', '.', '-', ' ', '&', '=', '+', '%', 'ü', '😀', '"', ';'),
    minLength: 1,
    maxLength: 8,
  })
  .filter((name) => !['counts', 'latest_record_at', '__proto__', ''].includes(name.trim()));
const plain = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.integer(),
  fc.boolean(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constant(null),
);
const { object } = fc.letrec<{ object: Record<string, unknown>; value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 5 },
    plain,
    fc.array(plain, { minLength: 1, maxLength: 4 }),
    tie('object'),
  ),
  object: fc.dictionary(key, tie('value'), { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
}));

/** JSON as a query carries it: texts only. */
function asTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asTexts);
  if (typeof value !== 'object') return String(value);
  if (value === null) return '';
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, asTexts(inner)]));
}

/**
 * Reads `a[b][]=c` as Rack does, from its documentation (Rack::QueryParser): by itself, so that it shares no mistake with
 * what it checks, nor with the emulator.
 */
function parse(query: string): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const pair of query.split('&').filter(Boolean)) {
    const [name, value] = pair.split('=').map((part) => decodeURIComponent(part.replaceAll('+', ' '))) as [
      string,
      string,
    ];
    const first = /^[^[\]]+/.exec(name)![0];
    const rest = [...name.slice(first.length).matchAll(/\[([^[\]]*)\]/g)].map(([, inner]) => inner!);
    expect(first + rest.map((inner) => `[${inner}]`).join('')).toBe(name);
    const keys = [first, ...rest];
    const isList = keys.at(-1) === '';
    if (isList) keys.pop();
    let at = result;
    for (const inner of keys.slice(0, -1)) {
      if (!Object.hasOwn(at, inner)) at[inner] = {};
      at = at[inner] as Record<string, unknown>;
    }
    const last = keys.at(-1)!;
    if (isList) at[last] = [...((at[last] as string[] | undefined) ?? []), value];
    else {
      expect(Object.hasOwn(at, last)).toBe(false);
      at[last] = value;
    }
  }
  return result;
}

const encode = (query: Record<string, string | readonly string[]>) =>
  Object.entries(query)
    .flatMap(([name, values]) =>
      [values].flat().map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
    )
    .join('&');

describe('bracket notation', () => {
  test('gives back all metadata, as texts', () => {
    fc.assert(
      fc.property(object, (metadata) => {
        const query = encode(metadataQuery(Object.entries(metadata)));
        expect(query).not.toMatch(/[[\] ]/);
        expect(parse(query)).toEqual({ meta: asTexts(metadata) });
      }),
      { numRuns: 500 },
    );
  });

  test('loses nothing but empty lists and objects, and refuses what it cannot say', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ maxLength: 5 }), fc.jsonValue({ maxDepth: 4 })), (metadata) => {
        let query: Record<string, string | readonly string[]>;
        try {
          query = metadataQuery(Object.entries(metadata));
        } catch (error) {
          expect((error as Error).name).toBe('InvalidParameterError');
          return;
        }
        const wanted = withoutEmpty(asTexts(JSON.parse(JSON.stringify(metadata))));
        const { meta = {} } = parse(encode(query)) as { meta?: unknown };
        // Broken halves of characters are replaced.
        expect(JSON.stringify(meta)).toBe(
          JSON.stringify(wanted ?? {}).replace(/\\ud[89a-f][0-9a-f]{2}/gi, '\uFFFD'),
        );
      }),
      { numRuns: 500 },
    );
  });

  test('keeps the value of every number that is counted', () => {
    const numbers = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
    fc.assert(
      fc.property(fc.dictionary(key, numbers, { noNullPrototype: true }), (counts) => {
        const query = countsQuery(Object.entries(counts));
        const { counts: read = {} } = parse(encode(query)) as { counts?: Record<string, string> };
        expect(Object.keys(read).sort()).toEqual(Object.keys(counts).sort());
        for (const [name, text] of Object.entries(read)) {
          expect(text).toMatch(/^-?\d+(\.\d+)?$/);
          expect(Number(text) === counts[name]).toBe(true);
        }
      }),
    );
  });
});

function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .map(([name, inner]) => [name, withoutEmpty(inner)] as const)
    .filter(([, inner]) => inner !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
