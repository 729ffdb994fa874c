import { jsonOf, runShelf, told } from './run-shelf';
import { shelfService } from './shelf-service';
import type { ShelfService } from './shelf-service';

let service: ShelfService;
beforeEach(async () => {
  service = await shelfService();
});
afterEach(async () => await service.close());

const run = async (operation: string, options: Partial<Parameters<typeof runShelf>[1]> = {}) =>
  await runShelf(operation, { baseUrl: service.url, ...options });
const sent = () => service.received.map(({ method, url }) => `${method} ${url}`);

describe('an operation that reads first', () => {
  beforeEach(() => {
    service.answer = ({ method, body }) => ({
      body: method === 'GET' ? { id: 'a', title: 'Old', shelf: 3 } : (JSON.parse(String(body)) as object),
    });
  });

  test('makes its request of what it read, and may show it', async () => {
    const done = await run('retitle', { parameters: { bookId: 'a', newTitle: 'New' } });
    expect(jsonOf(done)).toEqual([{ id: 'a', title: 'New', shelf: 3, changed: true, was: 'Old' }]);
    expect(sent()).toEqual(['GET /books/a', 'PUT /books/a']);
  });

  test('sends nothing where there is nothing to do', async () => {
    const done = await run('retitle', { parameters: { bookId: 'a', newTitle: 'Old' } });
    expect(jsonOf(done)).toEqual([{ id: 'a', title: 'Old', shelf: 3, changed: false }]);
    expect(sent()).toEqual(['GET /books/a']);
  });

  test('reads nothing where it need not', async () => {
    service.answer = () => ({ body: { id: 'a', title: 'New' } });
    const done = await run('retitle', { parameters: { bookId: 'a', newTitle: 'New', blindly: true } });
    expect(jsonOf(done)).toEqual([{ id: 'a', title: 'New', changed: true }]);
    expect(sent()).toEqual(['PUT /books/a']);
  });

  test('repeats the reading after a failure, also where its own request must not be repeated', async () => {
    const answer = service.answer;
    service.answer = (request, response, n) =>
      n === 0 ? { status: 500, body: {} } : answer(request, response, n);
    const done = await run('retitle', { parameters: { bookId: 'a', newTitle: 'New' } });
    expect(done.error).toBeUndefined();
    expect(sent()).toEqual(['GET /books/a', 'GET /books/a', 'PUT /books/a']);
  });

  test('says so when the reading fails, and sends nothing more', async () => {
    service.answer = () => ({ status: 404, body: { message: 'No such book' } });
    const done = await run('retitle', { parameters: { bookId: 'a', newTitle: 'New' } });
    expect(told(done)).toEqual({
      message: 'Shelf says: No such book (HTTP 404)',
      description: 'Advice of the service for 404.',
    });
    expect(sent()).toEqual(['GET /books/a']);
  });
});

describe('an item that stands for several calls', () => {
  beforeEach(() => {
    service.answer = ({ url }) =>
      url.includes('bad')
        ? { status: 422, body: { message: `No ${url.split('/')[3]}` } }
        : { body: { id: url.split('/')[3] } };
  });

  test('gives an item for each, in their order, paired with it', async () => {
    const done = await run('lend', {
      parameters: { books: '={{ ["a", "b", "c"] }}' },
      items: [{ json: {} }, { json: {} }],
    });
    expect(done.outputs[0]!.map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual(
      [0, 1].flatMap((item) => ['a', 'b', 'c'].map((id) => [id, { item }])),
    );
    expect(new Set(sent())).toEqual(
      new Set(['POST /annex/books/a/lend', 'POST /annex/books/b/lend', 'POST /annex/books/c/lend']),
    );
  });

  test('tries all, and then names those that failed and those that did not', async () => {
    const done = await run('lend', { parameters: { books: '={{ ["a", "bad1", "c", "bad2"] }}' } });
    expect(told(done)).toEqual({
      message: '2 of 4 failed: bad1: Shelf says: No bad1 (HTTP 422); bad2: Shelf says: No bad2 (HTTP 422)',
      description:
        'Check the parameters of the node. The other 2 (a, c) succeeded. To get an item for each, set On Error of the node to "Continue".',
    });
    expect(sent()).toHaveLength(4);
  });

  test('names five, and counts the rest', async () => {
    const done = await run('lend', {
      parameters: { books: '={{ Array.from({ length: 7 }, (_, n) => "bad" + n) }}' },
    });
    expect(told(done).message).toMatch(/^7 of 7 failed: bad0: .*bad4: [^;]*; and 2 more$/);
    expect(told(done).description).toContain('None succeeded.');
  });

  test('fails as any other when it is one call', async () => {
    const done = await run('lend', { parameters: { books: '={{ ["bad"] }}' } });
    expect(told(done).message).toBe('Shelf says: No bad (HTTP 422)');
    expect(done.thrown).toMatchObject({ httpCode: '422', context: { itemIndex: 0 } });
  });

  test('gives an item with an error for each that fails with On Error: Continue', async () => {
    const done = await run('lend', {
      parameters: { books: '={{ ["a", "bad", "c"] }}' },
      onError: 'continueErrorOutput',
    });
    expect(done.itemsPerOutput).toEqual([2, 1]);
    expect(done.outputs[1]![0]).toMatchObject({
      json: { error: 'bad: Shelf says: No bad (HTTP 422)' },
      pairedItem: { item: 0 },
    });
  });

  test('has no more calls under way than Concurrency allows', async () => {
    let open = 0;
    let most = 0;
    service.answer = async () => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, 5));
      open--;
      return { body: {} };
    };
    const books = '={{ Array.from({ length: 20 }, (_, n) => "b" + n) }}';
    await run('lend', {
      items: [{ json: {} }, { json: {} }, { json: {} }],
      parameters: { books, options: { concurrency: 3 } },
    });
    expect(service.received).toHaveLength(60);
    expect(most).toBe(3);
  });
});

test('a successful answer that tells of a failure is one', async () => {
  service.answer = () => ({ body: { failed: ['page 3'] } });
  const done = await run('lend', { parameters: { books: '={{ ["a"] }}' } });
  expect(told(done).message).toBe('Shelf could not lend page 3');
});

describe('a file in the answer', () => {
  const content = Buffer.from(Array.from({ length: 256 }, (_, n) => n));
  const serve = (headers: Record<string, string>, body: Buffer = content) => {
    service.answer = (_, response) => {
      response.writeHead(200, headers).end(body);
    };
  };
  const fileOf = (done: Awaited<ReturnType<typeof run>>) => done.outputs[0]![0]!.binary!.text!;

  test('goes into the item byte by byte, with its name and type', async () => {
    serve({ 'content-type': 'Image/PNG; q=1', 'content-disposition': 'attachment; filename="a b.png"' });
    const done = await run('read');
    expect(jsonOf(done)).toEqual([{ mimeType: 'image/png', fileName: 'a b.png', bytes: 256 }]);
    expect(Buffer.from(fileOf(done).data, 'base64')).toEqual(content);
    expect(fileOf(done)).toMatchObject({ mimeType: 'image/png', fileName: 'a b.png' });
  });

  test.each([
    [`attachment; filename="x.txt"; filename*=UTF-8''na%C3%AFve.txt`, 'naïve.txt'],
    [`attachment; filename="x.txt"; filename*=UTF-8''%E0%A4%A`, 'x.txt'],
    ['inline; filename=plain.txt', 'plain.txt'],
    ['attachment; filename="../../etc/passwd"', 'passwd'],
    ['attachment; filename="C:\\\\temp\\\\x.txt"', 'x.txt'],
    ['attachment; filename="a\\"b.txt"', 'a"b.txt'],
    ['attachment; filename=".."', undefined],
    ['attachment', undefined],
  ])('with the disposition %s is called %s', async (disposition, fileName) => {
    serve({ 'content-disposition': disposition });
    expect(jsonOf(await run('read'))).toEqual([
      { mimeType: 'application/octet-stream', bytes: 256, ...(fileName && { fileName }) },
    ]);
  });

  test('may be empty, and may be a web page', async () => {
    serve({ 'content-type': 'text/html' }, Buffer.alloc(0));
    expect(jsonOf(await run('read'))).toEqual([{ mimeType: 'text/html', bytes: 0 }]);
  });

  test('a file that is too large is an error', async () => {
    serve({}, Buffer.alloc(1001));
    expect(told(await run('read')).message).toBe('Shelf answered with more than 1 KiB');
  });
});

test('an empty parameter has what the credential says, and a given one what was given', async () => {
  const change = { bookId: 'a', blindly: true };
  await run('retitle', { parameters: change });
  await run('retitle', { parameters: { ...change, newTitle: 'Mine' } });
  await run('read');
  expect(service.received.map(({ url, body }) => url + String(body))).toEqual([
    '/books/a{"title":"The default title"}',
    '/books/a{"title":"Mine"}',
    '/text?chapter=7',
  ]);
});

test('an address that the credential does not have is not called', async () => {
  const done = await run('nowhere');
  expect(told(done).message).toBe('Shelf was not called: the credential has no address for "constructor"');
  expect(sent()).toEqual([]);
});

describe('a refusal that is an answer', () => {
  test.each([
    [404, { is: 'none' }, 0],
    [410, '', -1],
    [200, { found: 3 }, 3],
  ])('%p with %j has the content that the request makes of it', async (status, body, found) => {
    service.answer = () => ({ status, body });
    expect(jsonOf(await run('find'))).toEqual([{ found }]);
    expect(sent()).toHaveLength(1);
  });

  test.each([
    [404, { is: 'gone' }],
    [404, ''],
    [410, { is: 'none' }],
  ])('%p with %j stays a refusal', async (status, body) => {
    service.answer = () => ({ status, body });
    expect(told(await run('find')).message).toContain(`(HTTP ${status})`);
  });
});

test('a field that its conditions hide is as if it were not there, also a required one', async () => {
  service.answer = () => ({ body: { found: 1 } });
  const hidden = await run('find', { parameters: { cellar: { __rl: true, mode: 'id', value: 'c1' } } });
  const cellar = { __rl: true, mode: 'id', value: 'c2' };
  const shown = await run('find', { parameters: { where: 'cellar', cellar } });
  expect([hidden.error, shown.error]).toEqual([undefined, undefined]);
  const queries = service.received.map(({ url }) => new URL(url, service.url).searchParams);
  expect(queries.map((query) => query.get('cellar'))).toEqual([null, 'c2']);
  expect(queries[0]!.get('executionUrl')).toMatch(/^https?:\/\/[^/]+\/workflow\/[^/]+\/executions\/[^/]+$/);
});
