import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { path } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { typeErrors } from '../../docs/type-errors';

const MISTAKES = 'test/http-core/operation/mistaken-operations.ts';
const code = readFileSync(join(__dirname, 'mistaken-operations.ts'), 'utf8');

test('the compiler refuses members of an operation that do not fit each other', () => {
  expect(code.match(/@ts-expect-error -- /g)!.length).toBeGreaterThan(15);
  // An error that is expected and does not come is an error.
  expect(typeErrors('test/tsconfig.json', { [MISTAKES]: code })).toEqual([]);
}, 60_000);

test('a member that operations do not have is refused when the node is loaded, also in an object that is spread', () => {
  const more = { advice: { 404: 'Choose another.' } };
  expect(() =>
    defineOperation({
      resource: 'book',
      operation: 'get',
      name: 'Get',
      action: 'Get a book',
      description: 'Retrieve a book',
      semantics: 'safe',
      fields: [],
      request: () => ({ method: 'GET', path: path`/book` }),
      responseSchema: () => z.unknown(),
      ...more,
    }),
  ).toThrow(
    'The operation book.get has a member "advice" that no operation has. Take it out of what is given to defineOperation.',
  );
});
