import fc from 'fast-check';

import { redactor } from '@signalbox/http-core/errors';
import { SecretSearch } from '@signalbox/http-core/internal/errors/secret-search';

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
  // A part of the placeholder cannot be hidden by it.
  .filter((text) => text.length >= 4 && !/\p{Surrogate}/u.test(text) && !'[hidden]'.includes(text));

const lowerCodes = (text: string) =>
  text.replace(/%[0-9A-F]{2}|\\u[0-9a-fA-F]{4}/g, (code) => code.toLowerCase());
const json = (text: string) => JSON.stringify(text).slice(1, -1);

/** Forms in which a text may contain a value: as encoders of JavaScript, Python and .NET write it. */
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

test('secrets that overlap or contain one another are redacted completely', () => {
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

test('what was encoded twice is hidden too', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'aZ9/"=? üß\u{1f511}'), minLength: 4, maxLength: 16 });
  // The outer one has to leave nothing that the inner one means.
  const inner = fc.constantFrom(
    'percent',
    'percent, lower case',
    'every byte',
    'form',
    'JSON',
    'JSON in ASCII',
  );
  const outer = fc.constantFrom('percent', 'every byte', 'JSON', 'JSON in ASCII');
  fc.assert(
    fc.property(letters, inner, outer, (value, first, second) => {
      const written = FORMS[second]!(FORMS[first]!(value));
      expect(redactor([value])(`before\u0001${written}\u0001after`)).toBe('before\u0001[hidden]\u0001after');
    }),
  );
});

/** Characters that look random, always the same ones. */
function token(length: number): string {
  let seed = 4711;
  const next = () => String.fromCharCode(97 + ((seed = (seed * 48_271) % 2_147_483_647) % 26));
  return Array.from({ length }, next).join('');
}

test.each([6_400, 6_500, 100_000])(
  'a secret of %d characters is hidden, and nothing of it is an error',
  (length) => {
    const secret = token(length);
    const redact = redactor([secret]);
    expect(redact(`before ${secret.slice(0, 40)} after`)).toBe(`before ${secret.slice(0, 40)} after`);
    const redacted = redact(`before ${secret} after`);
    expect(redacted.length).toBeLessThan(40);
    expect(redacted).toMatch(/^before \[hidden\]( after|…)$/);
  },
);

test('all lines of a long private key are hidden, in any form', () => {
  const pem = Array.from({ length: 200 }, (_, line) => token(64 * (line + 1)).slice(-64));
  const redact = redactor([pem.join('\n'), ...pem]);
  expect(redact(`key: ${JSON.stringify(pem.slice(0, 100).join('\n'))}`)).toMatch(
    /^key: "(\[hidden\](\\n)?)+"$/,
  );
  for (const line of pem) expect(redact(`a ${line} b`)).toBe('a [hidden] b');
});

test('a text is bounded, and no beginning of a secret is left where it was cut', () => {
  const secret = token(300);
  const redact = redactor([secret]);
  for (const write of Object.values(FORMS)) {
    const written = write(secret);
    for (const shown of [1, 2, 3, 10, 13, 150, 299, written.length - 1, written.length]) {
      const redacted = redact('-'.repeat(10_000 - shown) + written + ' and more of it '.repeat(100_000));
      expect(redacted.slice(0, 10_000 - shown)).toBe('-'.repeat(10_000 - shown));
      expect(redacted.slice(10_000 - shown)).toMatch(/^(\[hidden\])?…$/);
    }
  }
  expect(redactor([])('-'.repeat(20_000))).toHaveLength(10_001);
});

/** CPU time, so that what else the machine does counts little; the best of several runs. */
function effort(run: () => void): number {
  const once = () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  return Math.min(once(), once(), once());
}

const REPEATED: Record<string, (length: number) => [secret: string, text: string]> = {
  'one letter': (length) => ['a'.repeat(length), 'a'.repeat(50_000)],
  'one letter, encoded': (length) => ['a'.repeat(length), '%61'.repeat(4_000)],
  'two letters that never fit': (length) => [`${'ab'.repeat(length / 2)}c`, 'ab'.repeat(25_000)],
  'codes that mean themselves': (length) => ['%61'.repeat(length / 4), '%61'.repeat(4_000)],
  backslashes: (length) => ['\\'.repeat(length), '\\'.repeat(4_000)],
  'plus and space': (length) => ['+ '.repeat(length / 2), '+'.repeat(4_000)],
};

test.each(Object.entries(REPEATED))('time does not grow with secret times text: %s', (_, make) => {
  const search = (length: number) => {
    const [secret, text] = make(length);
    const found = new SecretSearch([secret]);
    return effort(() => found.rangesIn(text, false));
  };
  search(40);
  // A hundred times the secret; a search that tries it at each place takes some hundred times as long.
  expect(search(4_000) / search(40)).toBeLessThan(15);
});

test('many secrets take no longer than one that is as long', () => {
  const [text, all] = [token(50_000), token(40_000)];
  const one = effort(() => new SecretSearch([all.slice(20_000)]).rangesIn(text, false));
  const lines = Array.from({ length: 1_000 }, (_, line) => all.slice(20 * line, 20 * (line + 1)));
  expect(effort(() => new SecretSearch(lines).rangesIn(text, false)) / one).toBeLessThan(15);
});

test('it never throws, and shows nothing of a text that it cannot search', () => {
  const text = 'a text with the-secret-4711 in it';
  const broken = [undefined, { length: 7 }, Symbol('a') as unknown] as string[];
  for (const odd of broken) {
    const redacted = redactor(['the-secret-4711', odd])(text);
    expect(redacted).not.toContain('4711');
    expect(redacted).toContain('[hidden');
  }
});
