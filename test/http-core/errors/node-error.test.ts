import fc from 'fast-check';
import { NodeApiError, NodeOperationError, UserError } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';

import type { Hints, Service } from '@signalbox/http-core';
import { InvalidParameterError, redactor } from '@signalbox/http-core/errors';
import type { ErrorKind } from '@signalbox/http-core/errors';
import { nodeError } from '@signalbox/http-core/internal/errors/node-error';
import type { ErrorContext } from '@signalbox/http-core/internal/errors/node-error';
import { RequestError } from '@signalbox/http-core/internal/errors/request-error';
import type { RequestErrorDetails } from '@signalbox/http-core/internal/errors/request-error';
import { allOf } from '../operation/run-shelf';

const node = {
  id: 'n',
  name: 'Shelf',
  type: 'shelf',
  typeVersion: 1,
  position: [0, 0],
  parameters: {},
} as INode;

const SECRET = 'key/4711 "ü"';

const KINDS: Record<ErrorKind, string | undefined> = {
  'rate-limited': 'rate-limited',
  unavailable: 'temporarily-unavailable',
  unreachable: 'temporarily-unavailable',
  'connection-lost': 'temporarily-unavailable',
  timeout: 'temporarily-unavailable',
  unauthorized: 'credential-invalid',
  forbidden: 'configuration-invalid',
  'not-found': 'configuration-invalid',
  conflict: undefined,
  rejected: undefined,
  redirected: undefined,
  unreadable: undefined,
  blocked: undefined,
};

const service = (hints?: Hints): Service => ({
  name: 'Shelf',
  credentialType: 'shelfApi',
  refreshesToken: false,
  configure: () => ({ baseUrl: 'https://x.example', secrets: [] }),
  ...(hints && { hints }),
});

const failure = (details: Partial<RequestErrorDetails>, attempts = 1): RequestError =>
  Object.assign(new RequestError({ kind: 'rejected', applied: 'no', summary: 'refused', ...details }), {
    attempts,
  });

const errorOf = (error: unknown, context: Partial<ErrorContext> = {}) =>
  nodeError(node, error, { service: service(), redact: redactor([SECRET]), ...context });

describe('the error of a failed request', () => {
  test.each(Object.entries(KINDS) as [ErrorKind, string | undefined][])(
    '%s: what happened as message, what to do as description, and the cause for n8n',
    (kind, cause) => {
      const error = errorOf(failure({ kind, summary: 'did something', status: 418 }), { itemIndex: 3 });
      expect(error).toBeInstanceOf(NodeApiError);
      expect(error.message).toBe('Shelf did something (HTTP 418)');
      expect(error.description).toMatch(/^[A-Z].{20,}\.$/);
      expect(error).toMatchObject({ httpCode: '418', context: { itemIndex: 3 } });
      expect(error.failure).toEqual(cause && expect.objectContaining({ cause }));
    },
  );

  test('the error code is among the details and in the context, and leaves the sentences as they are', () => {
    const lost = failure({ kind: 'timeout', applied: 'maybe' });
    for (const [changesSomething, code] of [
      [true, 'SBX_MAYBE_APPLIED'],
      [false, 'SBX_TIMEOUT'],
    ] as const) {
      const error = errorOf(lost, { changesSomething });
      expect(error.messages).toEqual([code]);
      expect(error.context.errorCode).toBe(code);
      expect(error.message + error.description).not.toContain('SBX_');
    }
    const wrong = errorOf(new InvalidParameterError('"Title" is missing', 'Fill in the field.'));
    expect(wrong).toMatchObject({
      description: 'Fill in the field.',
      messages: ['SBX_INVALID_PARAMETER'],
      context: { errorCode: 'SBX_INVALID_PARAMETER' },
    });
  });

  test.each([
    ['budget', 'this execution has used up its retries'],
    ['deadline', 'the deadline in the Options of the node would have passed'],
  ] as const)('the description says when the %s was the reason for giving up', (reason, words) => {
    const stopped = failure({ kind: 'unavailable' }, 2);
    stopped.stopReason = reason;
    expect(errorOf(stopped).description).toContain(`Sent 2 times. Not sent again: ${words}.`);
  });

  test('advice: that of the failure itself, of the operation, of the service, the general one; status before kind', () => {
    const ofService = {
      404: 'service, status',
      'not-found': 'service, kind',
      conflict: 'service, conflict',
    } as const;
    const advice = (details: Partial<RequestErrorDetails>, hints?: Hints) =>
      errorOf(failure({ kind: 'not-found', status: 404, ...details }), {
        service: service(ofService),
        hints,
      }).description;
    expect(advice({ hint: 'own' }, { 404: 'operation, status' })).toBe('own');
    expect(advice({}, { 404: 'operation, status', 'not-found': 'operation, kind' })).toBe(
      'operation, status',
    );
    expect(advice({}, { 'not-found': 'operation, kind' })).toBe('operation, kind');
    expect(advice({}, { 409: 'operation, other' })).toBe('service, status');
    expect(advice({ status: 410 })).toBe('service, kind');
    expect(advice({ kind: 'timeout', status: undefined })).toMatch(/^Try again later/);
  });

  test('tells that it may have been carried out, where that matters', () => {
    const hint = /may have been carried out/;
    const unknown = failure({ applied: 'maybe' });
    expect(errorOf(unknown, { changesSomething: true }).description).toMatch(hint);
    expect(errorOf(unknown, { changesSomething: false }).description).not.toMatch(hint);
    expect(errorOf(failure({}), { changesSomething: true }).description).not.toMatch(hint);
  });

  test('tells the wait, the attempts and the request ID, and nothing of what is not known', () => {
    const { description } = errorOf(failure({ retryAfterMs: 1500, requestId: 'r-7' }, 3), {
      hints: { rejected: 'Do.' },
    });
    expect(description).toBe('Do. The service asks to wait 2 seconds. Sent 3 times. Request ID: r-7');
    expect(errorOf(failure({}), { hints: { rejected: 'Do.' } }).description).toBe('Do.');
    expect(errorOf(failure({}, 0), { hints: { rejected: 'Do.' } }).description).toBe(
      'Do. It was not sent, since an earlier request has been answered so.',
    );
  });
});

test('invalid input leads to a message and a hint', () => {
  const error = errorOf(new InvalidParameterError('"Title" is missing', 'Fill in the field.'), {
    itemIndex: 2,
  });
  expect(error).toBeInstanceOf(NodeOperationError);
  expect(error).toMatchObject({
    message: '"Title" is missing',
    description: 'Fill in the field.',
    context: { itemIndex: 2 },
  });
});

test('an unexpected error keeps its message, or says that there is none', () => {
  expect(errorOf(new TypeError('a bug')).message).toBe('a bug');
  for (const thrown of [undefined, null, 'text', 7])
    expect(errorOf(thrown).message).toBe('An unknown error occurred');
  expect(errorOf(Object.assign(new Error('a'), { description: 'b' })).description).toBe('b');
});

/** Words for which n8n would replace the whole message: names of system errors, alone or in other words. */
const SYSTEM_WORDS = [
  'ECONNREFUSED',
  'ECONNRESET',
  'enotfound',
  'ETIMEDOUT',
  'EADDRNOTAVAIL',
  'ENOENT',
  'getaddrinfo',
  'A preexisting alert',
  'EPERM',
];

test.each(SYSTEM_WORDS)('n8n leaves a message with %p as it is', (word) => {
  expect(errorOf(failure({ summary: `says: ${word}` })).message).toBe(`Shelf says: ${word}`);
  expect(errorOf(new InvalidParameterError(word)).message).toBe(word);
  expect(errorOf(failure({ summary: 'failed' }), { service: { ...service(), name: word } }).message).toBe(
    `${word} failed`,
  );
});

test('nothing of it marks the execution as stopped by the user', () => {
  const error = errorOf(failure({ summary: 'says: canceled, cancancelededed', requestId: 'canceled' }));
  expect(error.message).toBe('Shelf says: cancelled, cancancellededed');
  expect(error.message + error.description).not.toContain('canceled');
  expect(errorOf(new Error('canceled')).message).toBe('cancelled');
});

test('no secret is anywhere in it: message, description, stack, cause, and what inspection shows', () => {
  const forms = [SECRET, encodeURIComponent(SECRET), JSON.stringify(SECRET).slice(1, -1)];
  const wrapped = (text: string) =>
    Object.assign(new Error(text, { cause: new Error(text) }), {
      description: text,
      context: { text },
      config: { headers: { key: text } },
    });
  const sources: ((text: string) => unknown)[] = [
    (text) => failure({ summary: text, hint: text, requestId: text }),
    (text) => new InvalidParameterError(text, text),
    wrapped,
    (text) => new NodeOperationError(node, wrapped(text), { description: text }),
    (text) => new NodeApiError(node, { message: text, config: { key: text } }, { description: text }),
    (text) => new UserError(text, { extra: { text } }),
  ];
  fc.assert(
    fc.property(fc.constantFrom(...sources), fc.constantFrom(...forms), fc.string(), (make, form, around) => {
      const all = allOf(errorOf(make(`${around} ${form} ${around}`), { hints: { rejected: form } }));
      for (const hidden of [...forms, '4711']) expect(all.replaceAll(around, '')).not.toContain(hidden);
      expect(all).toContain('[hidden]');
    }),
  );
});

test.each([failure({}), new InvalidParameterError('Wrong', 'Do better.')])(
  'nothing that stands in a parameter of the node goes along with its error (%p)',
  (error) => {
    const typed = { ...node, parameters: { signatureSecret: 'typed-into-the-node' } };
    const told = nodeError(typed, error, { service: service(), redact: redactor([]) });
    expect(told.node).toMatchObject({ name: 'Shelf', type: 'shelf' });
    expect(allOf(told)).not.toContain('typed-into-the-node');
  },
);
