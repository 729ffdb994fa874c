import fc from 'fast-check';
import * as z from 'zod/v4-mini';

import { RequestError } from '@signalbox/http-core/internal/errors/request-error';
import { parseResponse } from '@signalbox/http-core/internal/request/parse';

const Alert = z.looseObject({ id: z.string(), owner: z.optional(z.looseObject({ name: z.string() })) });

const answer = (body: string | Buffer, contentType?: string) => ({
  status: 200,
  headers: contentType ? { 'content-type': contentType } : {},
  body: Buffer.from(body),
});

const problemOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(RequestError);
    // It was answered with success, so whatever it was has been done.
    expect((error as RequestError).details).toMatchObject({ kind: 'unreadable', applied: 'maybe' });
    return (error as RequestError).details.summary;
  }
  throw new Error('parsed without complaint');
};

test('any JSON comes through unchanged, unknown fields included', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.boolean(), (extra, withMark) => {
      delete extra.owner;
      // zod leaves it out, since it would replace the prototype where it is copied on.
      delete extra['__proto__'];
      const content = JSON.parse(JSON.stringify({ ...extra, id: 'a' })) as object;
      const text = (withMark ? '\ufeff' : '') + JSON.stringify(content);
      expect(parseResponse(answer(text), Alert)).toEqual(content);
    }),
  );
});

test.each([
  ['{"id":"a","owner":{}}', '"owner.name" is missing or of another type'],
  ['{"name":"x"}', '"id" is missing'],
  ['{"id":7}', '"id" is missing or of another type'],
  ['[]', 'the content is missing or of another type'],
  ['null', 'the content is missing or of another type'],
])('the error about %s names the position', (body, words) => {
  expect(problemOf(() => parseResponse(answer(body), Alert))).toContain(words);
});

test('JSON that was cut off anywhere is no JSON', () => {
  const whole = JSON.stringify({ id: 'a', owner: { name: 'ü"\\' } });
  for (let length = 1; length < Buffer.byteLength(whole); length++) {
    const cut = Buffer.from(whole).subarray(0, length);
    expect(problemOf(() => parseResponse(answer(cut), Alert))).toBe(
      'answered with something that is not valid JSON',
    );
  }
});

test('a web page is named as such, whatever it calls itself, also where text would be welcome', () => {
  for (const text of [false, true]) {
    for (const page of [
      answer('<html><body>Log in</body></html>'),
      answer('\n  <!DOCTYPE html><title>x</title>', 'application/json'),
      answer('Please log in', 'text/html; charset=utf-8'),
    ]) {
      expect(problemOf(() => parseResponse(page, z.unknown(), { text }))).toContain('web page');
    }
  }
});

test('nothing: stands for what the operation says, and is an error where something was promised', () => {
  expect(parseResponse(answer(''), Alert, { whenEmpty: { id: 'none' } })).toEqual({ id: 'none' });
  expect(parseResponse(answer(''), z.undefined())).toBeUndefined();
  expect(problemOf(() => parseResponse(answer(''), Alert))).toBe(
    'answered with nothing, where content was expected',
  );
});

test('bare text is taken where it is allowed only', () => {
  expect(parseResponse(answer('accepted'), z.string(), { text: true })).toBe('accepted');
  expect(parseResponse(answer('{"id":"a"}'), Alert, { text: true })).toEqual({ id: 'a' });
  expect(problemOf(() => parseResponse(answer('accepted'), z.string()))).toContain('not valid JSON');
});

describe('an answer in another charset', () => {
  const latin = Buffer.from('{"id":"K\u00fchlraum"}', 'latin1');

  test.each<[string, Buffer]>([
    ['application/json; charset=ISO-8859-1', latin],
    ['application/json;charset="windows-1252"; profile=x', latin],
    ['application/json; profile=x; Charset=iso-8859-1', latin],
    ['application/json; charset=utf-16le', Buffer.from('{"id":"K\u00fchlraum"}', 'utf16le')],
    ['application/json; charset=utf8', Buffer.from('{"id":"K\u00fchlraum"}')],
    ['application/json', Buffer.from('{"id":"K\u00fchlraum"}')],
    // A charset that does not exist is ignored; JSON is UTF-8 by default (RFC 8259).
    ['application/json; charset=none-such', Buffer.from('{"id":"K\u00fchlraum"}')],
  ])('a body is decoded by its declared charset: %s', (contentType, body) => {
    expect(parseResponse(answer(body, contentType), Alert)).toEqual({ id: 'K\u00fchlraum' });
  });

  test('the declared charset also applies to plain text and to the body of an error', () => {
    const contentType = 'text/plain; charset=iso-8859-1';
    const text = answer(Buffer.from('K\u00fchlraum', 'latin1'), contentType);
    expect(parseResponse(text, z.string(), { text: true })).toBe('K\u00fchlraum');
    const refusal = { ...answer(latin, 'application/json; charset=latin1'), status: 404 };
    expect(parseResponse(refusal, z.unknown(), { contentOf: (_, body) => body })).toEqual({
      id: 'K\u00fchlraum',
    });
  });
});
