import fc from 'fast-check';

import { encodeMultipart } from '@signalbox/http-core/internal/request/multipart';
import type { Part } from '@signalbox/http-core/internal/request/multipart';

/** Read back by the parser of Node's own fetch. */
async function parse(parts: readonly Part[]): Promise<[string, string | File][]> {
  const { body, contentType } = encodeMultipart(parts);
  const form = await new Response(body, { headers: { 'content-type': contentType } }).formData();
  return [...form] as [string, string | File][];
}

const wellFormed = fc
  .string({ unit: 'binary' })
  .filter((text) => !/\p{Surrogate}/u.test(text) && !/[\0\ufeff]/.test(text));
const hostile = fc
  .array(
    fc.constantFrom(
      ...[
        '"',
        '\r',
        '\n',
        '\r\n',
        '\r\n\r\n',
        '; filename="x"',
        'Content-Type: text/html',
        '--',
        '\\',
        '%22',
        'ü',
        'a',
        ' ',
      ],
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((pieces) => pieces.join(''));
const name = fc.oneof(hostile, wellFormed);

test('what goes in comes out: texts and bytes, in order', async () => {
  const plain = fc.stringMatching(/^[A-Za-z0-9 ._-]{1,20}$/);
  const part: fc.Arbitrary<Part> = fc.oneof(
    fc.record({ name: plain, text: wellFormed }),
    fc.record({
      name: plain,
      file: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      fileName: plain,
      contentType: fc.constantFrom('image/png', 'text/plain', 'application/octet-stream'),
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 5 }), async (parts) => {
      const parsed = await parse(parts);
      expect(parsed.map(([key]) => key)).toEqual(parts.map((each) => each.name));
      for (const [index, given] of parts.entries()) {
        const value = parsed[index]![1];
        if ('text' in given) {
          expect(value).toBe(given.text);
          continue;
        }
        const file = value as File;
        expect([file.name, file.type]).toEqual([given.fileName, given.contentType]);
        expect(Buffer.from(await file.arrayBuffer())).toEqual(given.file);
      }
    }),
  );
});

test('no name, file name or content type adds a header or a part', async () => {
  await fc.assert(
    fc.asyncProperty(name, name, name, async (fieldName, fileName, contentType) => {
      const file = Buffer.from('content');
      const { body, contentType: outer } = encodeMultipart([
        { name: fieldName, file, fileName, contentType },
        { name: 'last', text: 'text' },
      ]);
      const boundary = outer.slice(outer.indexOf('boundary=') + 'boundary='.length);
      const [head, ...parts] = body.toString('utf8').split(`--${boundary}`);
      expect([head, parts.length, parts.at(-1)]).toEqual(['', 3, '--\r\n']);
      const [headers, ...content] = parts[0]!.slice(2).split('\r\n\r\n');
      expect(content).toEqual(['content\r\n']);
      const lines = headers!.split(/[\r\n]+/);
      expect(lines).toHaveLength(2);
      expect(lines[0]).toMatch(/^Content-Disposition: form-data; name="[^"]*"; filename="[^"]*"$/);
      expect(lines[1]).toMatch(/^Content-Type: /);
    }),
    { numRuns: 300 },
  );
});

test('the boundary is another one each time', () => {
  const made = Array.from({ length: 50 }, () => encodeMultipart([]).contentType);
  expect(new Set(made).size).toBe(50);
});
