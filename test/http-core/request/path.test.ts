import fc from 'fast-check';

import { InvalidParameterError } from '@signalbox/http-core/errors';
import { path } from '@signalbox/http-core/internal/request/path';

const PREFIX = '/api/v2/alerts/';

/** Texts that some parser may mistake for more than an ID. */
const trouble = fc
  .array(
    fc.constantFrom(
      ...[
        '/',
        '\\',
        '.',
        '..',
        '%2e',
        '%2E',
        '%2f',
        '%5c',
        '%00',
        '%',
        '?',
        '#',
        '&',
        '=',
        ';',
        ':',
        '@',
        '+',
      ],
      ...[
        ' ',
        '\t',
        '\r',
        '\n',
        '\0',
        '"',
        "'",
        '<',
        '{',
        '|',
        '^',
        '`',
        'ü',
        '\u{1f6a8}',
        '\u2028',
        '\ufeff',
        'a',
      ],
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((pieces) => pieces.join(''));
const id = fc
  .oneof(trouble, fc.string({ unit: 'binary', minLength: 1 }), fc.string({ minLength: 1 }))
  .filter((value) => value !== '.' && value !== '..' && !/\p{Surrogate}/u.test(value));

test('any text is one segment, and comes out as it went in', () => {
  fc.assert(
    fc.property(id, id, (first, second) => {
      const made = path`/api/v2/alerts/${first}/notes/${second}`;
      const segments = made.split('/');
      expect(segments).toHaveLength(7);
      expect(decodeURIComponent(segments[4]!)).toBe(first);
      expect(decodeURIComponent(segments[6]!)).toBe(second);
    }),
    { numRuns: 300 },
  );
});

test('the URL parser finds nothing in it that leads elsewhere', () => {
  fc.assert(
    fc.property(id, (value) => {
      const made = path`/api/v2/alerts/${value}/acknowledge`;
      const url = new URL(`https://api.example.com${made}?team=1`);
      expect(url.origin).toBe('https://api.example.com');
      expect(url.pathname).toBe(made);
      expect(url.search).toBe('?team=1');
      expect(url.hash).toBe('');
      expect(url.pathname.startsWith(PREFIX)).toBe(true);
      expect(url.pathname.endsWith('/acknowledge')).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test.each([[''], ['.'], ['..'], ['\ud800'], ['a\udc00b'], ['\udc00\ud800']])('refuses %j', (value) => {
  expect(() => path`/alerts/${value}`).toThrow(InvalidParameterError);
});

test('numbers, and paths without values, are left as they are', () => {
  expect(path`/alerts/${42}/x`).toBe('/alerts/42/x');
  expect(path`/alerts`).toBe('/alerts');
});
