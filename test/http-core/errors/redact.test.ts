import fc from 'fast-check';

import { redactor } from '../../../packages/http-core/src/errors';

const special = fc
  .array(fc.constantFrom(...'.*+?^${}()|[]\\/"\'~!&=%- :;@#,<>$1\n\t\0üß€\u{1f511}aZ9'), {
    minLength: 4,
    maxLength: 16,
  })
  .map((characters) => characters.join(''));
const secret = fc
  .oneof(
    special,
    fc.string({ unit: 'binary', minLength: 4, maxLength: 24 }),
    fc.constantFrom('$&$&', "$`$'", '$1$2', '\\u0041bc'),
  )
  // What is a part of the placeholder cannot be hidden by it.
  .filter((text) => text.length >= 4 && !/\p{Surrogate}/u.test(text) && !'[hidden]'.includes(text));

const lowerCodes = (text: string) =>
  text.replace(/%[0-9A-F]{2}|\\u[0-9a-fA-F]{4}/g, (code) => code.toLowerCase());
const json = (text: string) => JSON.stringify(text).slice(1, -1);

/** How a value may turn up in a text: as the encoders of JavaScript, Python and .NET write it. */
const FORMS: Record<string, (text: string) => string> = {
  plain: (text) => text,
  percent: encodeURIComponent,
  'percent, lower case': (text) => lowerCodes(encodeURIComponent(text)),
  'every byte': (text) =>
    [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  plus: (text) => encodeURIComponent(text).replaceAll('%20', '+'),
  form: (text) => new URLSearchParams({ a: text }).toString().slice(2),
  'form, lower case': (text) => lowerCodes(new URLSearchParams({ a: text }).toString().slice(2)),
  JSON: json,
  'JSON with slashes escaped': (text) => json(text).replaceAll('/', '\\/'),
  'JSON in ASCII': (text) =>
    json(text).replace(
      /[\u007f-\uffff]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  'JSON of .NET': (text) =>
    json(text.replace(/\\/g, '\\')).replace(
      /[+&<>'`]|[\u007f-\uffff]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
    ),
};
const form = fc.constantFrom(...Object.keys(FORMS));

test('no form of a secret survives, and what stands around it does', () => {
  fc.assert(
    fc.property(secret, form, (value, name) => {
      const written = FORMS[name]!(value);
      // Sharp cuts on both sides, so that no character of the surroundings can belong to the secret.
      const redacted = redactor([value])(`before\u0001${written}\u0001after`);
      expect(redacted).toBe('before\u0001[hidden]\u0001after');
    }),
    { numRuns: 1000 },
  );
});

test('no form survives in any text, and hiding twice is hiding once', () => {
  const texts = fc.array(fc.oneof(fc.string(), secret), { maxLength: 4 });
  const secrets = fc.uniqueArray(secret, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(secrets, texts, form, (values, around, name) => {
      const redact = redactor(values);
      const text = values.flatMap((value, index) => [around[index] ?? '', FORMS[name]!(value)]).join('');
      const redacted = redact(text);
      for (const value of values) {
        for (const write of Object.values(FORMS)) {
          const surviving = redacted.split('[hidden]').filter((piece) => piece.includes(write(value)));
          expect(surviving).toEqual([]);
        }
      }
      expect(redact(redacted)).toBe(redacted);
    }),
    { numRuns: 300 },
  );
});

test('of secrets that overlap or lie in each other nothing stays', () => {
  expect(redactor(['abcdef', 'defghi'])('xabcdefghix')).toBe('x[hidden]x');
  expect(redactor(['cdef', 'abcdefgh'])('abcdefgh cdef')).toBe('[hidden] [hidden]');
  expect(redactor(['abcdefgh', 'cdef'])('abcdefgh cdef')).toBe('[hidden] [hidden]');
  expect(redactor(['aaaa'])('aaaaaaa!')).toBe('[hidden]!');
  const pieces = fc
    .array(fc.constantFrom('a', 'b'), { minLength: 4, maxLength: 6 })
    .map((all) => all.join(''));
  fc.assert(
    fc.property(fc.array(pieces, { minLength: 1, maxLength: 3 }), pieces, pieces, (values, left, right) => {
      const text = left + values.join('') + right;
      const covered = [...text].map((_, at) =>
        values.some((value) => {
          const from = Math.max(0, at - value.length + 1);
          return text.slice(from, at + value.length).includes(value);
        }),
      );
      const visible = [...text].filter((_, at) => !covered[at]).join('');
      expect(redactor(values)(text).replaceAll('[hidden]', '')).toBe(visible);
    }),
  );
});

test('texts without secrets are left as they are', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), secret, (text, value) => {
      const holdsIt = Object.values(FORMS).some((write) => text.includes(write(value)));
      fc.pre(!holdsIt);
      expect(redactor([value])(text)).toBe(text);
    }),
  );
  expect(redactor([])('anything')).toBe('anything');
  expect(redactor(['', 'abc'])('abc, and nothing else')).toBe('abc, and nothing else');
  expect(redactor(['Secret'])('secret')).toBe('secret');
  // A secret that is a word of the placeholder is hidden, and the placeholder does not grow.
  const odd = redactor(['hidden']);
  expect(odd(odd('a hidden door'))).toBe('a [[hidden]] door'.replace('[[', '[').replace(']]', ']'));
});
