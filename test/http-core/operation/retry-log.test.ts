import { inspect } from 'node:util';

import { API_KEY, runShelf } from './run-shelf';
import { shelfService } from './shelf-service';
import type { ShelfService } from './shelf-service';

let service: ShelfService;
beforeEach(async () => {
  service = await shelfService();
});
afterEach(() => service.close());

/** Lines of a run of the real n8n-core that the core wrote, with their fields. */
async function logsOf(operation: string, parameters: Parameters<typeof runShelf>[1]['parameters']) {
  const { logs } = await runShelf(operation, { baseUrl: service.url, parameters });
  return logs.filter(({ message }) => message.startsWith('Shelf: '));
}

/** The secret, the address, and the secret as a service may repeat it. */
const FORBIDDEN = [API_KEY, 'key-4711', '127.0.0.1', '/books', 'secret-book'];

const assertNothingSecret = (logs: readonly unknown[]): void => {
  const text = inspect(logs, { depth: Infinity });
  for (const secret of FORBIDDEN) expect(text).not.toContain(secret);
};

test('a repeated request is logged with attempt, status, wait and request ID, and without a secret', async () => {
  const refusals = [429, 503];
  service.answer = () => {
    const status = refusals.shift();
    if (status === undefined) return { body: { id: '1', title: 'A book' } };
    const message = `Too many requests with ${API_KEY}`;
    return { status, headers: { 'retry-after': '1', 'x-request-id': `r-${API_KEY}` }, body: { message } };
  };
  const logs = await logsOf('get', { bookId: 'secret-book' });
  expect(logs.map(({ level, message }) => [level, message.replace(/, request ID .*/, '')])).toEqual([
    ['info', 'Shelf: attempt 1 failed (HTTP 429), trying again in 1000 ms'],
    ['info', 'Shelf: attempt 2 failed (HTTP 503), trying again in 1000 ms'],
  ]);
  expect(logs[0]!.metadata[0]).toMatchObject({
    attempt: 1,
    status: 429,
    delayMs: 1000,
    errorCode: 'SBX_RATE_LIMITED',
  });
  assertNothingSecret(logs);
});

test.each([
  ['all retries are used up', 'attempts', { maxRetries: 1 }, 'get', 'warn', 2],
  ['it may have been applied', 'may-have-been-applied', {}, 'add', 'warn', 1],
  ['the deadline would pass', 'deadline', { deadline: 2 }, 'get', 'warn', 1],
] as const)(
  'a request is given up with the reason that %s',
  async (words, reason, options, operation, level, attempt) => {
    const headers = reason === 'deadline' ? { 'retry-after': '60' } : undefined;
    service.answer = () => ({ status: 503, headers, body: {} });
    const parameters = operation === 'add' ? { title: 'secret-book' } : { bookId: 'secret-book' };
    const last = (await logsOf(operation, { ...parameters, options })).at(-1)!;
    expect(last.level).toBe(level);
    expect(last.message).toContain(`Shelf: attempt ${attempt} failed (HTTP 503), giving up: ${words}`);
    expect(last.metadata[0]).toMatchObject({ reason, errorCode: 'SBX_UNAVAILABLE' });
    assertNothingSecret([last]);
  },
);

test('an ordinary refusal is logged for debugging only', async () => {
  service.answer = () => ({ status: 404, body: {} });
  const logs = await logsOf('get', { bookId: 'secret-book' });
  expect(logs.map(({ level, message }) => [level, message])).toEqual([
    ['debug', 'Shelf: attempt 1 failed (HTTP 404), giving up: a retry cannot help'],
  ]);
});

test('a lost connection is logged with its error code', async () => {
  service.answer = (_request, response) => void response.destroy();
  const [first] = await logsOf('get', { bookId: 'secret-book', options: { maxRetries: 0 } });
  expect(first!.message).toBe('Shelf: attempt 1 failed (ECONNRESET), giving up: all retries are used up');
  assertNothingSecret([first]);
});
