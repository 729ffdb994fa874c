import fc from 'fast-check';

import type { EncodedPath } from '@signalbox/http-core';
import { InvalidParameterError } from '@signalbox/http-core/errors';
import { RequestError } from '@signalbox/http-core/internal/errors/request-error';
import { path } from '@signalbox/http-core/internal/request/path';
import { prepareRequest } from '@signalbox/http-core/internal/request/prepare';
import type { QueryValue, RequestSpec } from '@signalbox/http-core/internal/request/request-spec';

const BASE = 'https://api.example.com/v2';

const prepare = (spec: Partial<RequestSpec>, baseUrl = BASE) =>
  prepareRequest({ method: 'POST', path: path`/alerts`, ...spec }, baseUrl);

describe('origin', () => {
  /** A path that did not come from `path`: what a careless cast would let through. */
  const forged = fc
    .array(
      fc.constantFrom(
        ...[
          '/',
          '//',
          '\\',
          '..',
          '%2e%2e',
          '@',
          ':',
          ':8443',
          '.',
          'evil.example',
          'https://evil.example',
          '?',
          '#',
          'x',
          '\n',
          '\t',
        ],
      ),
      { maxLength: 8 },
    )
    .map((pieces) => pieces.join('') as EncodedPath);
  const baseUrl = fc.constantFrom(
    ...[
      'https://api.example.com',
      BASE,
      `${BASE}/`,
      `${BASE}///`,
      'http://127.0.0.1:8080',
      'http://[::1]:80/x',
    ],
  );

  test('is that of the credential, or nothing is prepared', () => {
    let refused = 0;
    fc.assert(
      fc.property(forged, baseUrl, (madeUp, base) => {
        try {
          const url = new URL(prepare({ path: madeUp }, base).url);
          expect([url.origin, url.username, url.password]).toEqual([new URL(base).origin, '', '']);
        } catch (error) {
          if (!(error instanceof RequestError)) throw error;
          expect(error.details).toMatchObject({ kind: 'blocked', applied: 'no' });
          refused++;
        }
      }),
      { numRuns: 1000 },
    );
    expect(refused).toBeGreaterThan(10);
  });

  test.each([['.evil.example/x'], ['@evil.example/x'], [':x@evil.example'], ['x@api.example.com/']])(
    'is not changed by a path that begins with %s',
    (madeUp) => {
      expect(() => prepare({ path: madeUp as EncodedPath }, 'https://api.example.com')).toThrow(
        /was not called/,
      );
    },
  );
});

describe('query', () => {
  const text = fc.string({ unit: 'binary' }).filter((value) => !/\p{Surrogate}/u.test(value));
  const value: fc.Arbitrary<QueryValue> = fc.oneof(
    text,
    fc.integer(),
    fc.boolean(),
    fc.array(text, { maxLength: 3 }),
    fc.constant(undefined),
  );

  test('comes out as it went in: lists repeated, undefined left out', () => {
    fc.assert(
      fc.property(fc.dictionary(text, value, { maxKeys: 5 }), (query) => {
        const expected = Object.entries(query).flatMap(([name, given]) =>
          [given ?? []].flat().map((single) => [name, String(single)]),
        );
        const { url } = prepare({ query });
        expect([...new URL(url).searchParams]).toEqual(expected);
        expect(new URL(url).pathname).toBe('/v2/alerts');
      }),
    );
  });

  test('has brackets and spaces encoded in the one way that every server reads', () => {
    expect(
      prepare({ query: { 'filter[state]': 'a b', 'tags[]': ['x', 'y&z=1'], none: undefined } }).url,
    ).toBe(`${BASE}/alerts?filter%5Bstate%5D=a%20b&tags%5B%5D=x&tags%5B%5D=y%26z%3D1`);
    expect(prepare({ query: { empty: '', off: false, zero: 0 } }).url).toBe(
      `${BASE}/alerts?empty=&off=false&zero=0`,
    );
    expect(prepare({ query: { list: [], none: undefined } }).url).toBe(`${BASE}/alerts`);
  });
});

test('headers: JSON is asked for and said to be sent, own ones come on top', () => {
  expect(prepare({}).headers).toEqual({ accept: 'application/json' });
  expect(prepare({ body: { a: 1 }, headers: { accept: 'text/plain', 'x-a': 'b' } })).toMatchObject({
    headers: { accept: 'text/plain', 'x-a': 'b', 'content-type': 'application/json' },
    body: '{"a":1}',
  });
  expect(prepare({ body: [] }).body).toBe('[]');
});

describe('a content type of its own', () => {
  test.each([['content-type'], ['Content-Type'], ['CONTENT-TYPE']])(
    'wins as %s, and stands alone',
    (name) => {
      const { headers, body } = prepare({ body: { a: 1 }, headers: { [name]: 'application/vnd.api+json' } });
      expect(headers).toEqual({ accept: 'application/json', 'content-type': 'application/vnd.api+json' });
      expect(body).toBe('{"a":1}');
    },
  );

  test('does not replace that of multipart, without whose boundary no server can read the body', () => {
    const multipart = [{ name: 'note', text: 'x' }];
    const { headers } = prepare({ multipart, headers: { 'Content-Type': 'application/vnd.api+json' } });
    expect(headers).toEqual({
      accept: 'application/json',
      'content-type': expect.stringMatching(/^multipart\/form-data; boundary=/),
    });
  });
});

test('what is accepted may be said under a name in any case', () => {
  expect(prepare({ headers: { Accept: 'application/vnd.api+json' } }).headers).toEqual({
    accept: 'application/vnd.api+json',
  });
});

describe('what cannot be sent is refused by its name, before anything is sent', () => {
  test.each<[Partial<RequestSpec>, string]>([
    [{ query: { search: 'cut \ud83d' } }, 'The query parameter "search" contains half of a character'],
    [{ query: { 'tags[]': ['a', '\udc00'] } }, 'The query parameter "tags[]" contains half of a character'],
    [{ query: { '\ud800': 'a' } }, 'The query parameter "\ufffd" contains half of a character'],
    [{ headers: { 'X-Note': 'a\r\nb' } }, 'The header "X-Note" contains characters that no header may have'],
    [{ headers: { 'X-Note': '字' } }, 'The header "X-Note" contains characters that no header may have'],
    [{ headers: { 'X Note': 'a' } }, 'The header "X Note" contains characters that no header may have'],
  ])('%j', (spec, message) => {
    let thrown: unknown;
    try {
      prepare(spec);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(InvalidParameterError);
    expect((thrown as InvalidParameterError).message).toBe(message);
    expect((thrown as InvalidParameterError).hint).toBeTruthy();
  });
});
