import * as z from 'zod/v4-mini';

import { downloadedFile, path } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';
import type { Field } from '@signalbox/http-core/operation';
import type { INodeProperties } from 'n8n-workflow';

// Each mistake is one that the compiler must refuse: an expected error that does not come is an error, too.

const about = {
  resource: 'book',
  operation: 'get',
  name: 'Get',
  action: 'Get a book',
  description: 'Retrieve a book',
  semantics: 'safe',
} as const;

const Book = () => z.looseObject({ id: z.string(), pages: z.number() });
const read = () => ({ method: 'GET', path: path`/books` }) as const;

const bookId = {
  displayName: 'Book ID',
  name: 'bookId',
  type: 'string',
  default: '',
  required: true,
} as const satisfies Field;

const details = {
  displayName: 'Include Details',
  name: 'includeDetails',
  type: 'boolean',
  default: false,
} as const satisfies Field;

const options = {
  displayName: 'Options',
  name: 'options',
  type: 'collection',
  default: {},
  options: [
    {
      displayName: 'Colour',
      name: 'colour',
      type: 'options',
      options: [
        { name: 'Blue', value: 'blue' },
        { name: 'Red', value: 'red' },
      ],
      default: 'red',
    },
  ],
} as const satisfies Field;

const where = [
  {
    displayName: 'Where',
    name: 'where',
    type: 'options',
    options: [
      { name: 'Cellar', value: 'cellar' },
      { name: 'Shelf', value: 'shelf' },
    ],
    default: 'shelf',
  },
  {
    displayName: 'Box',
    name: 'box',
    type: 'string',
    default: '',
    required: true,
    displayOptions: { show: { where: ['cellar'] } },
  },
] as const satisfies Field[];

// As it should be.
export const fine = defineOperation({
  ...about,
  fields: [bookId, details, options, ...where],
  request: (input) => {
    const { bookId: id, includeDetails, colour } = input;
    const all: [string, boolean, 'red' | 'blue' | undefined] = [id, includeDetails, colour];
    const query = { all: String(all), box: input.where === 'cellar' ? input.box.trim() : undefined };
    return { ...read(), query };
  },
  responseSchema: Book,
  toItem: ({ pages }) => ({ pages: pages + 1 }),
});

// A name that no field has, as after renaming one.
defineOperation({
  ...about,
  fields: [{ ...details, name: 'withDetails' }],
  // @ts-expect-error -- the field is called withDetails
  request: ({ includeDetails }) => ({ ...read(), query: { includeDetails } }),
  responseSchema: Book,
});

// A member of a collection as if it were always there.
defineOperation({
  ...about,
  fields: [options],
  // @ts-expect-error -- colour may be missing
  request: ({ colour }) => ({ ...read(), query: { colour: colour.toUpperCase() } }),
  responseSchema: Book,
});

// A value that is not among the choices.
defineOperation({
  ...about,
  fields: [options],
  // @ts-expect-error -- no colour is green
  request: ({ colour }) => ({ ...read(), query: { green: colour === 'green' } }),
  responseSchema: Book,
});

// A field where its conditions hide it.
defineOperation({
  ...about,
  fields: where,
  // @ts-expect-error -- box is there for the cellar only
  request: ({ box }) => ({ ...read(), query: { box } }),
  responseSchema: Book,
});

// Fields whose names are lost.
defineOperation({
  ...about,
  // @ts-expect-error -- INodeProperties has any name and any type
  fields: [bookId as INodeProperties],
  request: read,
  responseSchema: Book,
});
defineOperation({
  ...about,
  fields: [{ ...bookId, name: String(bookId.name) }],
  // @ts-expect-error -- the name is any text
  request: ({ bookId: id }) => ({ ...read(), query: { id } }),
  responseSchema: Book,
});

// A type of field that is not read, and a default of another type.
defineOperation({
  ...about,
  // @ts-expect-error -- no field is a colour
  fields: [{ displayName: 'Colour', name: 'colour', type: 'color', default: '' }],
  request: read,
  responseSchema: Book,
});
defineOperation({
  ...about,
  // @ts-expect-error -- a text is no boolean
  fields: [{ displayName: 'On', name: 'isOn', type: 'boolean', default: 'yes' }],
  request: read,
  responseSchema: Book,
});

// Nothing to send although nothing was read.
defineOperation({
  ...about,
  fields: [details],
  // @ts-expect-error -- there is no prefetch
  request: ({ includeDetails }) => (includeDetails ? read() : undefined),
  responseSchema: Book,
});
defineOperation(
  // @ts-expect-error -- there is no prefetch
  { ...about, fields: [], request: read, noop: () => ({}), responseSchema: Book },
);

// Members that see another response than there is.
defineOperation({
  ...about,
  fields: [],
  request: read,
  responseSchema: Book,
  // @ts-expect-error -- a book has no title
  toItem: ({ title }) => ({ title }),
});
defineOperation({
  ...about,
  fields: [],
  request: read,
  responseSchema: () => z.looseObject({ books: z.array(Book()) }),
  pages: { items: ({ books }) => books, next: () => undefined },
  // @ts-expect-error -- an entry is a book, and not a page
  toItem: ({ books }) => ({ books }),
});
defineOperation({
  ...about,
  fields: [],
  request: read,
  responseSchema: Book,
  // @ts-expect-error -- the response is a book
  partialError: ({ failed }) => failed,
});

// A call for another input.
defineOperation({
  ...about,
  fields: [bookId],
  // @ts-expect-error -- bookId is a text
  split: ({ bookId: id }) => [{ label: id, input: { bookId: 7 } }],
  request: read,
  responseSchema: Book,
});

// A file without an item that says what it is.
defineOperation(
  // @ts-expect-error -- there is no output
  {
    ...about,
    fields: [],
    request: () => ({ ...read(), file: {} }),
    responseSchema: downloadedFile,
    toItem: ({ mimeType }) => ({ mimeType }),
    attach: () => ({ binaryField: 'data' }),
  },
);

// A list that does more than being read.
const list = {
  ...about,
  fields: [],
  request: read,
  responseSchema: () => z.looseObject({ books: z.array(Book()) }),
  pages: { items: ({ books }: { books: object[] }) => books, next: () => undefined },
} as const;
defineOperation(list);
// @ts-expect-error -- its limit would hold for each call
defineOperation({ ...list, split: () => [] });
// @ts-expect-error -- it is not looked at
defineOperation({ ...list, partialError: () => 'failed' });
// @ts-expect-error -- reading changes nothing
defineOperation({ ...list, semantics: 'idempotent' });

// The outcome of a request that changes nothing.
defineOperation(
  // @ts-expect-error -- it is safe
  {
    ...about,
    fields: [],
    request: read,
    responseSchema: Book,
    outcomeCheck: { request: read, found: (book) => book },
  },
);

// A member that operations do not have.
defineOperation({
  ...about,
  fields: [],
  request: read,
  responseSchema: Book,
  // @ts-expect-error -- it is called hints
  advice: { 404: 'Choose another.' },
});
