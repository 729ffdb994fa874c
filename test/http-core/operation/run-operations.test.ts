import { API_KEY, allOf, jsonOf, runShelf, told } from './run-shelf';
import { rateLimits } from './shelf';
import { shelfService } from './shelf-service';
import type { ShelfService } from './shelf-service';

let service: ShelfService;
beforeEach(async () => {
  service = await shelfService();
});
afterEach(async () => {
  rateLimits.current = undefined;
  await service.close();
});

const books = (count: number) => Array.from({ length: count }, (_, n) => ({ json: { n } }));
const get = { bookId: '=book {{ $json.n }}' };

describe('items', () => {
  test('come out in input order, each paired with its own, whatever the service answers first', async () => {
    service.answer = async ({ url }) => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
      return { body: { id: decodeURIComponent(url.slice(7)), title: 'x', extra: { kept: true } } };
    };
    const run = await runShelf('get', { baseUrl: service.url, items: books(60), parameters: get });
    expect(run.error).toBeUndefined();
    expect(run.outputs[0]).toHaveLength(60);
    run.outputs[0]!.forEach(({ json, pairedItem }, n) => {
      expect(json).toEqual({ id: `book ${n}`, title: 'x', extra: { kept: true } });
      expect(pairedItem).toEqual({ item: n });
    });
  });

  test.each([
    [1, 1],
    [3, 3],
    [undefined, 10],
  ])('with Concurrency %p at most %p are under way, and as many as that', async (concurrency, most) => {
    const all = 25;
    let answered = 0;
    const seen: number[] = [];
    const waiting: (() => void)[] = [];
    // No request gets a response before as many as allowed are waiting, and then only after a moment in which one more could come.
    service.answer = async () => {
      const turn = new Promise<void>((resolve) => waiting.push(resolve));
      seen.push(waiting.length);
      if (waiting.length === Math.min(most, all - answered)) {
        await new Promise((resolve) => setTimeout(resolve, 15));
        answered += waiting.length;
        for (const release of waiting.splice(0)) release();
      }
      await turn;
      return { body: { id: 'a', title: 'x' } };
    };
    const options = concurrency === undefined ? {} : { concurrency };
    const run = await runShelf('get', {
      baseUrl: service.url,
      items: books(all),
      parameters: { ...get, options },
    });
    expect(run.error).toBeUndefined();
    expect(Math.max(...seen)).toBe(most);
  });

  test('a list becomes one item per entry, up to the limit, all paired with the input item', async () => {
    service.answer = ({ url }) => {
      const page = Number(new URL(url, service.url).searchParams.get('page') ?? 0);
      const entries = [0, 1, 2].map((n) => ({ n: page * 3 + n }));
      return { body: { books: entries, next: page < 3 ? String(page + 1) : null } };
    };
    const all = await runShelf('getAll', {
      baseUrl: service.url,
      items: books(2),
      parameters: { returnAll: true },
    });
    expect(all.outputs[0]!.map(({ json, pairedItem }) => [json.n, pairedItem])).toEqual(
      [0, 1].flatMap((item) => Array.from({ length: 12 }, (_, n) => [n, { item }])),
    );
    const some = await runShelf('getAll', { baseUrl: service.url, parameters: { limit: 4 } });
    expect(jsonOf(some)).toEqual([{ n: 0 }, { n: 1 }, { n: 2 }, { n: 3 }]);
    const wrong = await runShelf('getAll', { baseUrl: service.url, parameters: { limit: '={{ "many" }}' } });
    expect(told(wrong).message).toBe('"Limit" must be a whole number from 1 (it is "many")');
  });

  test.each([
    [{ message: 'ok' }, { message: 'ok' }],
    [
      { error: 'none', message: 'ok' },
      { serviceError: 'none', message: 'ok' },
    ],
    [
      { error: true, details: [] },
      { serviceError: true, details: [] },
    ],
  ])('an answer %j is a success, also where there is an error output', async (answer, json) => {
    service.answer = () => ({ body: answer });
    const run = await runShelf('add', {
      baseUrl: service.url,
      onError: 'continueErrorOutput',
      parameters: { title: 'a' },
    });
    expect(run.itemsPerOutput).toEqual([1, 0]);
    expect(jsonOf(run)).toEqual([json]);
  });

  test.each([['text'], [['a', 'b']], [null], [7]])(
    'an answer that is no object, %j, stands in data',
    async (answer) => {
      service.answer = () => ({ body: JSON.stringify(answer) });
      const run = await runShelf('add', { baseUrl: service.url, parameters: { title: 'a' } });
      expect(jsonOf(run)).toEqual([{ data: answer }]);
    },
  );
});

describe('the ordering key', () => {
  /** @returns the largest number of requests under way at the same time */
  const orderAll = async (references: readonly string[]) => {
    let [underWay, most] = [0, 0];
    service.answer = async () => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, 50));
      underWay -= 1;
      return { body: { orderId: 'a' } };
    };
    const run = await runShelf('order', {
      baseUrl: service.url,
      items: references.map((reference) => ({ json: { reference } })),
      parameters: { reference: '={{ $json.reference }}' },
    });
    expect(run.error).toBeUndefined();
    expect(run.outputs[0]).toHaveLength(references.length);
    return most;
  };

  test('makes calls with the same key wait for one another', async () => {
    expect(await orderAll(['a', 'a', 'a'])).toBe(1);
  });

  test('lets calls with different keys run at the same time', async () => {
    expect(await orderAll(['a', 'b', 'c'])).toBe(3);
  });

  test('lets calls without a key wait for none', async () => {
    expect(await orderAll(['', 'a', '', ''])).toBe(4);
  });
});

describe('an item that fails', () => {
  beforeEach(() => {
    service.answer = ({ url }) =>
      url === '/books/book%201'
        ? { status: 404, headers: { 'x-request-id': 'r-1' }, body: { message: `No book for ${API_KEY}` } }
        : { body: { id: 'a', title: 'x' } };
  });
  const options = () => ({ baseUrl: service.url, items: books(3), parameters: get });
  const message = 'Shelf says: No book for [hidden] (HTTP 404)';
  const description = 'Advice of the operation for 404. Request ID: r-1';

  test('ends the execution, and says what, why and what to do', async () => {
    const run = await runShelf('get', options());
    expect(run.status).toBe('error');
    expect(told(run)).toEqual({ message, description });
    expect(run.thrown).toMatchObject({ httpCode: '404', context: { itemIndex: 1 } });
    expect(allOf(run.thrown)).not.toContain('4711');
  });

  test('leaves the others alone with On Error: Continue', async () => {
    const run = await runShelf('get', { ...options(), onError: 'continueRegularOutput' });
    expect(run.status).toBe('success');
    expect(run.outputs[0]!.map(({ pairedItem }) => pairedItem)).toEqual([
      { item: 0 },
      { item: 1 },
      { item: 2 },
    ]);
    expect(run.outputs[0]!.map(({ json }) => json.error)).toEqual([undefined, message, undefined]);
    expect(run.outputs[0]![1]!.error?.description).toBe(description);
    expect(allOf(run.run)).not.toContain('4711');
  });

  test('goes to the error output where there is one', async () => {
    const run = await runShelf('get', { ...options(), onError: 'continueErrorOutput' });
    expect(run.itemsPerOutput).toEqual([2, 1]);
    expect(run.outputs[1]![0]).toMatchObject({
      json: { error: message },
      error: { description },
      pairedItem: { item: 1 },
    });
  });

  test('keeps the rest from being sent, but not what is under way from ending', async () => {
    const run = await runShelf('get', {
      ...options(),
      items: books(50),
      parameters: { ...get, options: { concurrency: 2 } },
    });
    expect(run.status).toBe('error');
    expect(service.received.length).toBeLessThan(5);
  });
});

test('words of the service that would mark the execution as stopped by the user do not', async () => {
  service.answer = () => ({ status: 422, body: { message: 'The order was canceled' } });
  const run = await runShelf('get', { baseUrl: service.url, parameters: { bookId: 'a' } });
  expect(run.status).toBe('error');
  expect(told(run).message).toBe('Shelf says: The order was cancelled (HTTP 422)');
});

test('a long text of the service is cut, without leaving part of a secret at the cut', async () => {
  for (let length = 480; length <= 500; length += 4) {
    const message = 'x'.repeat(length) + API_KEY + 'y'.repeat(100);
    service.answer = () => ({
      status: 422,
      headers: { 'x-request-id': 'x'.repeat(length - 400) + API_KEY },
      body: { message },
    });
    const run = await runShelf('get', { baseUrl: service.url, parameters: { bookId: 'a' } });
    expect(told(run).message).not.toContain('key-');
    expect(told(run).message.length).toBeLessThan(530);
    expect(told(run).description).not.toContain('key-');
  }
});

describe('a conflict', () => {
  const close = () => runShelf('close', { baseUrl: service.url, parameters: { bookId: 'a' } });
  /** Closes at the first call, whose answer is lost; refuses after that. */
  const losingTheAnswer = (state: () => { status?: number; body: object }) => {
    service.answer = ({ method }, response, n) => {
      if (method === 'GET') return state();
      if (n === 0) return void response.destroy();
      return { status: 409, body: { message: 'It is closed' } };
    };
  };

  test('after an attempt that may have been carried out is success, if the state is as wanted', async () => {
    losingTheAnswer(() => ({ body: { id: 'a', open: false, by: 'us' } }));
    const run = await close();
    expect(run.error).toBeUndefined();
    expect(jsonOf(run)).toEqual([{ id: 'a', open: false, by: 'us' }]);
    expect(service.received.map(({ method }) => method)).toEqual(['POST', 'POST', 'GET']);
  });

  test.each([
    ['is not as wanted', () => ({ body: { id: 'a', open: true } })],
    ['cannot be read', () => ({ status: 403, body: {} })],
  ])('after such an attempt is an error, if the state %s', async (_, state) => {
    losingTheAnswer(state);
    const run = await close();
    expect(told(run).message).toBe('Shelf says: It is closed (HTTP 409)');
    expect(told(run).description).toContain('may have been carried out all the same');
    expect(told(run).description).toContain('Sent 2 times.');
  });

  test('at the first attempt is an error, without a further question', async () => {
    service.answer = () => ({ status: 409, body: { message: 'It is closed' } });
    const run = await close();
    expect(told(run).message).toBe('Shelf says: It is closed (HTTP 409)');
    expect(told(run).description).not.toContain('may have been carried out');
    expect(service.received).toHaveLength(1);
  });
});

test('an empty object is sent as a JSON body', async () => {
  service.answer = () => ({ body: { id: 'a', open: false } });
  await runShelf('close', { baseUrl: service.url, parameters: { bookId: 'a' } });
  const [sent] = service.received;
  expect([sent!.headers['content-type'], sent!.body.toString()]).toEqual(['application/json', '{}']);
  expect(sent!.headers['x-shelf-key']).toBeDefined();
});

describe('a file', () => {
  const content = Buffer.from(Array.from({ length: 512 }, (_, n) => n % 256));
  const binary = {
    data: { data: content.toString('base64'), mimeType: 'Image/PNG; charset=x', fileName: 'a "scan".png' },
  };

  test('binary data of the item arrives byte by byte', async () => {
    const run = await runShelf('scan', { baseUrl: service.url, items: [{ json: {}, binary }] });
    expect(run.error).toBeUndefined();
    const [{ body, headers }] = service.received as [(typeof service.received)[0]];
    const form = await new Response(body, {
      headers: { 'content-type': headers['content-type']! },
    }).formData();
    const page = form.get('page') as File;
    expect([page.type, form.get('note')]).toEqual(['image/png', 'scanned']);
    expect(Buffer.from(await page.arrayBuffer())).toEqual(content);
  });

  test.each(['other', 'constructor', '__proto__'])(
    'missing binary data (%s) is named, with the data that exists',
    async (binaryField) => {
      const run = await runShelf('scan', {
        baseUrl: service.url,
        items: [{ json: {}, binary }],
        parameters: { binaryField },
      });
      expect(told(run)).toEqual({
        message: `The item has no binary field "${binaryField}"`,
        description: 'It has: data.',
      });
      expect(service.received).toEqual([]);
    },
  );
});

test('1,000 items through a service with a rate limit: none fails, and none is refused without need', async () => {
  // Less than what n8n itself can send.
  const limit = { requests: 150, perMs: 400 };
  const arrivals: number[] = [];
  let refused = 0;
  service.answer = () => {
    const now = performance.now();
    while (arrivals.length > 0 && now - arrivals[0]! >= limit.perMs) arrivals.shift();
    if (arrivals.length >= limit.requests) {
      refused++;
      return { status: 429, body: {} };
    }
    arrivals.push(now);
    return { body: { id: 'a', title: 'x' } };
  };
  rateLimits.current = [limit];
  const run = await runShelf('get', {
    baseUrl: service.url,
    items: books(1000),
    parameters: { ...get, options: { concurrency: 20 } },
  });
  expect(run.error).toBeUndefined();
  expect(run.itemsPerOutput).toEqual([1000]);
  // The first attempts are paced; a few are late on a busy machine.
  expect(refused).toBeLessThan(50);
}, 60_000);

test('the user stops the execution: it ends at once, and nothing more is sent', async () => {
  service.answer = () => ({ status: 429, headers: { 'retry-after': '60' }, body: {} });
  const run = await runShelf('get', {
    baseUrl: service.url,
    items: books(50),
    parameters: get,
    onError: 'continueRegularOutput',
    cancelAfterMs: 150,
  });
  expect(run.status).toBe('canceled');
  // It has not been turned into items with errors.
  expect(run.thrown).toBeDefined();
  expect(run.cancelledInMs).toBeLessThan(1000);
  expect(service.received.length).toBeLessThanOrEqual(10);
});

test('a credential that cannot work is an error before anything is sent', async () => {
  const run = await runShelf('get', { baseUrl: '', parameters: { bookId: 'a' } });
  expect(told(run)).toEqual({
    message: 'Base URL is empty',
    description: 'Fill in "Base URL" of the credential.',
  });
});
