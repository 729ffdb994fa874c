import * as z from 'zod/v4-mini';

import { downloadedFile, path, tokenInQuery } from '@signalbox/http-core';
import type { DownloadedFile, RateLimit, Service } from '@signalbox/http-core';
import { InvalidParameterError } from '@signalbox/http-core/errors';
import { defineOperation, schema } from '@signalbox/http-core/operation';
import type { Operation, Resource } from '@signalbox/http-core/operation';

/** A small service with one operation of each sort. */
export const shelf: Service = {
  name: 'Shelf',
  credentialType: 'shelfApi',
  refreshesToken: false,
  configure(credential) {
    const { baseUrl, apiKey } = credential as Record<string, string>;
    if (!baseUrl)
      throw new InvalidParameterError('Base URL is empty', 'Fill in "Base URL" of the credential.');
    return {
      baseUrl,
      secrets: [apiKey!],
      hosts: { annex: `${baseUrl}/annex` },
      defaults: { newTitle: 'The default title', chapter: 7 },
      ...(rateLimits.current && { rateLimits: { default: rateLimits.current } }),
    };
  },
  explain: (body) => (body as { message?: string } | undefined)?.message,
  requestId: (_, headers) => headers['x-request-id'] as string | undefined,
  hints: {
    404: 'Advice of the service for 404.',
    forbidden: 'Advice of the service for what is forbidden.',
  },
};

/** Published rate limits of the service in the current test. */
export const rateLimits: { current: RateLimit[] | undefined } = { current: undefined };

export const resources: Resource[] = [{ name: 'Book', value: 'book' }];

const Book = z.looseObject({ id: z.string(), title: z.string() });
const bookId = {
  displayName: 'Book ID',
  name: 'bookId',
  type: 'string',
  required: true,
  default: '',
  description: 'The ID as the shelf shows it',
} as const;

const about = (operation: string) => ({
  resource: 'book',
  operation,
  name: operation,
  action: `${operation} a book`,
  description: `The ${operation} of a book`,
});

export const operations: Operation[] = [
  defineOperation({
    ...about('get'),
    fields: [bookId],
    request: ({ bookId: id }) => ({ method: 'GET', path: path`/books/${id}` }),
    responseSchema: () => Book,
    semantics: 'safe',
    hints: { 404: 'Advice of the operation for 404.' },
  }),
  defineOperation({
    ...about('add'),
    fields: [
      {
        displayName: 'Title',
        name: 'title',
        type: 'string',
        required: true,
        default: '',
        [schema]: () => z.string().check(z.minLength(1), z.maxLength(100)),
      },
      { displayName: 'Subtitle', name: 'subtitle', type: 'string', default: '' },
      {
        displayName: 'Copies',
        name: 'copies',
        type: 'number',
        typeOptions: { minValue: 1, maxValue: 50, numberPrecision: 0 },
        default: 1,
      },
      {
        displayName: 'Door Code',
        name: 'doorCode',
        type: 'string',
        typeOptions: { password: true },
        default: '',
        [schema]: () => z.optional(z.string().check(z.maxLength(8))),
      },
      { displayName: 'A word to the reader', name: 'notice', type: 'notice', default: '' },
      {
        displayName: 'More Options',
        name: 'more',
        type: 'collection',
        default: {},
        options: [
          {
            displayName: 'Shelf Number',
            name: 'shelfNumber',
            type: 'number',
            default: 0,
            description: 'From 1 to 9',
            [schema]: () => z.number().check(z.minimum(1), z.maximum(9, 'must be one of our nine shelves')),
          },
          {
            displayName: 'Colour',
            name: 'colour',
            type: 'options',
            options: [
              { name: 'Red', value: 'red' },
              { name: 'Blue', value: 'blue' },
            ],
            default: '',
          },
          {
            displayName: 'Authors',
            name: 'authors',
            type: 'json',
            default: '',
            [schema]: () => z.array(z.object({ name: z.string() })).check(z.maxLength(3)),
          },
        ],
      },
    ],
    request: (input) => ({ method: 'POST', path: path`/books`, body: input }),
    responseSchema: () => z.unknown(),
    semantics: 'non-idempotent',
  }),
  defineOperation({
    ...about('close'),
    fields: [bookId],
    request: ({ bookId: id }) => ({ method: 'POST', path: path`/books/${id}/close`, body: {} }),
    responseSchema: () => z.looseObject({ id: z.string(), open: z.boolean() }),
    semantics: 'idempotent',
    outcomeCheck: {
      request: ({ bookId: id }) => ({ method: 'GET', path: path`/books/${id}` }),
      found: (book) => (book.open ? undefined : book),
    },
  }),
  defineOperation({
    ...about('order'),
    fields: [
      { displayName: 'Reference', name: 'reference', type: 'string', default: '' },
      { displayName: 'Wait', name: 'waits', type: 'boolean', default: false },
    ],
    orderingKey: ({ reference }) => reference,
    request: ({ reference }) => ({ method: 'POST', path: path`/orders`, body: { reference } }),
    responseSchema: () => z.looseObject({ orderId: z.string() }),
    outcomeCheck: {
      request: ({ reference }) =>
        reference ? { method: 'GET', path: path`/orders`, query: { reference } } : undefined,
      responseSchema: () => z.looseObject({ orders: z.array(z.object({ id: z.string(), at: z.number() })) }),
      found: ({ orders }, _, isOurs) => {
        const own = orders.find(({ id, at }) => isOurs(id, at));
        return own && { orderId: own.id };
      },
      idOf: ({ orderId }) => orderId,
      appearsWithinMs: 400,
      awaitMs: ({ waits }) => (waits ? 300 : undefined),
    },
    semantics: 'non-idempotent',
  }),
  defineOperation({
    ...about('getAll'),
    fields: [],
    request: () => ({ method: 'GET', path: path`/books` }),
    responseSchema: () => z.looseObject({ books: z.array(z.unknown()) }),
    pages: tokenInQuery<{ books: unknown[]; next?: unknown }>({
      parameter: 'page',
      items: ({ books }) => books,
      token: (page) => page.next as string | undefined,
    }),
    semantics: 'safe',
  }),
  defineOperation({
    ...about('scan'),
    fields: [{ displayName: 'Field', name: 'binaryField', type: 'string', default: 'data' }],
    request: async ({ binaryField }, item) => {
      const { content, fileName, mimeType } = await item.file(binaryField);
      return {
        method: 'POST',
        path: path`/scans`,
        multipart: [
          { name: 'note', text: 'scanned' },
          { name: 'page', file: content, fileName, contentType: mimeType },
        ],
      };
    },
    responseSchema: () => z.unknown(),
    semantics: 'non-idempotent',
  }),
  defineOperation({
    ...about('retitle'),
    fields: [
      bookId,
      { displayName: 'New Title', name: 'newTitle', type: 'string', default: '', [schema]: z.string },
      { displayName: 'Blindly', name: 'blindly', type: 'boolean', default: false },
    ],
    prefetch: {
      request: ({ bookId: id, blindly }) =>
        blindly ? undefined : { method: 'GET', path: path`/books/${id}` },
      responseSchema: () => Book,
    },
    request: ({ bookId: id, newTitle: title }, _, book) =>
      book?.title === title
        ? undefined
        : { method: 'PUT', path: path`/books/${id}`, body: { ...book, title } },
    noop: (book) => ({ ...book, changed: false }),
    responseSchema: () => Book,
    toItem: (book: { title: string }, _, before) => ({ ...book, changed: true, was: before?.title }),
    semantics: 'non-idempotent',
  }),
  defineOperation({
    ...about('lend'),
    fields: [
      {
        displayName: 'Books',
        name: 'books',
        type: 'json',
        default: '[]',
        [schema]: () => z.array(z.string()),
      },
    ],
    split: ({ books }) => books.map((book) => ({ label: book, input: { books: [book] } })),
    request: ({ books: [book] }) => ({ method: 'POST', path: path`/books/${book!}/lend`, host: 'annex' }),
    responseSchema: () => z.looseObject({ failed: z.optional(z.array(z.string())) }),
    partialError: ({ failed = [] }) =>
      failed.length > 0 ? `could not lend ${failed.join(', ')}` : undefined,
    semantics: 'non-idempotent',
  }),
  defineOperation({
    ...about('read'),
    fields: [{ displayName: 'Chapter', name: 'chapter', type: 'number', default: '' }],
    request: ({ chapter }) => ({
      method: 'GET',
      path: path`/text`,
      query: { chapter },
      file: { maxBytes: 1000 },
    }),
    responseSchema: downloadedFile,
    toItem: ({ content, ...file }: DownloadedFile) => ({ ...file, bytes: content.length }),
    output: () => z.object({ fileName: z.optional(z.string()), mimeType: z.string(), bytes: z.int() }),
    attach: () => ({ binaryField: 'text' }),
    semantics: 'safe',
  }),
  defineOperation({
    ...about('nowhere'),
    fields: [],
    request: () => ({ method: 'GET', path: path`/`, host: 'constructor' }),
    responseSchema: () => z.unknown(),
    semantics: 'safe',
  }),
  defineOperation({
    ...about('find'),
    fields: [
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
        displayName: 'Cellar',
        name: 'cellar',
        type: 'resourceLocator',
        default: { mode: 'id', value: '' },
        required: true,
        displayOptions: { show: { where: ['cellar'] } },
        modes: [{ displayName: 'By ID', name: 'id', type: 'string' }],
      },
    ],
    request: (input, { executionUrl }) => ({
      method: 'GET',
      path: path`/${input.where}`,
      query: { cellar: input.where === 'cellar' ? input.cellar : undefined, executionUrl },
      contentOf(status, body) {
        if (status === 404 && (body as { is?: string } | undefined)?.is === 'none') return { found: 0 };
        return status === 410 && body === '' ? { found: -1 } : undefined;
      },
    }),
    responseSchema: () => z.looseObject({ found: z.number() }),
    semantics: 'safe',
  }),
];
