import type { IExecuteFunctions, INodeParameters } from 'n8n-workflow';

import { memoryOfRun } from '@signalbox/http-core/internal/operation/run-memory';
import { API_KEY, allOf, jsonOf, runShelf, told } from './run-shelf';
import { shelfService } from './shelf-service';
import type { ShelfService } from './shelf-service';

let service: ShelfService;
beforeEach(async () => {
  service = await shelfService();
});
afterEach(() => service.close());

/** n8n's least wait between tries. */
const retry = { maxTries: 5, waitBetweenTries: 1 };
const numbered = (count: number) => Array.from({ length: count }, (_, n) => ({ json: { n } }));
const titles = () =>
  service.received.map(({ body }) => (JSON.parse(body.toString()) as { title: string }).title);

/** Runs an operation that n8n tries up to five times; the node itself sends each request once. */
const tried = (
  operation: string,
  parameters: INodeParameters,
  options: Partial<Parameters<typeof runShelf>[1]> = {},
) =>
  runShelf(operation, {
    baseUrl: service.url,
    retry,
    ...options,
    parameters: { options: { maxRetries: 0 }, ...parameters },
  });

describe('Retry On Fail of a node that stops at an error', () => {
  test('sends an item that succeeded once, however often another fails', async () => {
    const title = '={{ $json.n === 1 ? "" : "Book " + $json.n }}';
    const run = await tried('add', { title }, { items: numbered(5) });
    expect(run.status).toBe('error');
    expect(titles().sort()).toEqual(['Book 0', 'Book 2', 'Book 3', 'Book 4']);
    expect(told(run).message).toContain('Title');
    expect(told(run).description).toMatch(/Retry On Fail sends nothing again that was carried out/);
  });

  test.each<[string, ShelfService['answer']]>([
    ['502', () => ({ status: 502, body: {} })],
    ['an answer that cannot be read', () => ({ body: 'not JSON' })],
    ['a lost answer', (_, response) => void response.destroy()],
  ])('does not send again after %s, and says so', async (_, answer) => {
    service.answer = answer;
    const run = await tried('add', { title: 'a' });
    expect(run.status).toBe('error');
    expect(titles()).toEqual(['a']);
    expect(told(run).description).toMatch(/may have been carried out all the same/);
    expect(told(run).description).toMatch(/Retry On Fail does not send it again\./);
    expect(told(run).description.match(/Retry On Fail/g)).toHaveLength(1);
  });

  test.each([
    ['a refusal', { status: 503, headers: { 'retry-after': '0' } }, 'get'],
    ['400', { status: 400 }, 'add'],
    ['429', { status: 429 }, 'add'],
  ])('sends again what was surely not carried out: %s', async (_, refusal, operation) => {
    service.answer = (__, ___, n) => (n < 2 ? { body: {}, ...refusal } : { body: { id: 'a', title: 'x' } });
    const run = await tried(operation, { title: 'a', bookId: 'a' });
    expect(run.error).toBeUndefined();
    expect(service.received).toHaveLength(3);
  });

  test('gives results of earlier tries in their places', async () => {
    let refused = 0;
    service.answer = ({ body }) => {
      const { title } = JSON.parse(body.toString()) as { title: string };
      if (title === 'Book 1' && refused++ < 2) return { status: 429, body: {} };
      return { body: { title, n: service.received.length } };
    };
    const run = await tried('add', { title: '=Book {{ $json.n }}' }, { items: numbered(4) });
    expect(run.outputs[0]!.map(({ json, pairedItem }) => [json.title, pairedItem])).toEqual(
      [0, 1, 2, 3].map((item) => [`Book ${item}`, { item }]),
    );
    expect(titles().sort()).toEqual(['Book 0', 'Book 1', 'Book 1', 'Book 1', 'Book 2', 'Book 3']);
  });

  test('reads again what only reads', async () => {
    service.answer = (_, __, n) => (n < 3 ? { status: 502, body: {} } : { body: { id: 'a', title: 'x' } });
    const run = await tried('get', { bookId: 'a' });
    expect(run.error).toBeUndefined();
    expect(service.received).toHaveLength(4);
  });

  test('does not repeat a change that bears repetition either', async () => {
    service.answer = () => ({ status: 502, body: {} });
    await tried('close', { bookId: 'a' });
    expect(service.received.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  test('Retry On Fail sends only those calls of an item again that were refused', async () => {
    let refused = 0;
    service.answer = ({ url }) =>
      url.includes('/b/') && refused++ < 1 ? { status: 429, body: {} } : { body: { failed: [] } };
    const run = await tried('lend', { books: '={{ ["a", "b", "c"] }}' });
    expect(run.itemsPerOutput).toEqual([3]);
    expect(service.received.map(({ url }) => url.split('/')[3]).sort()).toEqual(['a', 'b', 'b', 'c']);
  });

  test('the error of an item is that of the call that may have been applied', async () => {
    service.answer = ({ url }) => (url.includes('/b/') ? { status: 502, body: {} } : { body: {} });
    const run = await tried('lend', { books: '={{ ["a", "b", "c"] }}' });
    expect(told(run).message).toMatch(/^1 of 3 failed: b: /);
    expect(told(run).description).toMatch(/Retry On Fail does not send it again\..*\(a, c\) succeeded/);
    expect(service.received).toHaveLength(3);
  });

  test('keeps to the calls of the first try, whatever an expression gives later', async () => {
    service.answer = ({ url }) => (url.includes('/b/') ? { status: 429, body: {} } : { body: {} });
    const books = '={{ ["a", "b", String(Math.random())] }}';
    const run = await tried('lend', { books });
    expect(run.status).toBe('error');
    const asked = service.received.map(({ url }) => url.split('/')[3]);
    expect(new Set(asked).size).toBe(3);
    expect(asked.filter((book) => book === 'b')).toHaveLength(5);
  });

  test('does not repeat a change that was made in part', async () => {
    service.answer = () => ({ body: { failed: ['a'] } });
    const run = await tried('lend', { books: '={{ ["a"] }}' });
    expect(told(run).message).toMatch(/could not lend a/);
    expect(service.received).toHaveLength(1);
  });

  test('repeats a change whose first reading failed, since nothing was sent', async () => {
    service.answer = ({ method }, _, n) =>
      n < 2 ? { status: 502, body: {} } : { body: { id: 'a', title: method === 'GET' ? 'old' : 'new' } };
    const run = await tried('retitle', { bookId: 'a', newTitle: 'new' });
    expect(run.error).toBeUndefined();
    expect(service.received.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET', 'PUT']);
  });

  test('says nothing of a change that may have been made when only the first reading failed', async () => {
    service.answer = () => ({ status: 502, body: {} });
    const run = await tried('retitle', { bookId: 'a', newTitle: 'new' });
    expect(told(run).description).not.toMatch(/may have been carried out/);
  });

  test('does not repeat a change whose request follows a reading', async () => {
    service.answer = ({ method }) =>
      method === 'GET' ? { body: { id: 'a', title: 'old' } } : { status: 502, body: {} };
    await tried('retitle', { bookId: 'a', newTitle: 'new' });
    expect(service.received.map(({ method }) => method)).toEqual(['GET', 'PUT']);
  });

  test('keeps a file that was downloaded', async () => {
    let refused = 0;
    service.answer = ({ url }) =>
      url.endsWith('=1') && refused++ < 1 ? { status: 502, body: {} } : { body: `Text of ${url}` };
    const chapter = '={{ $json.n }}';
    const run = await tried('read', { chapter }, { items: numbered(3) });
    expect(run.outputs[0]!.map(({ binary }) => Buffer.from(binary!.text!.data, 'base64').toString())).toEqual(
      [0, 1, 2].map((n) => `Text of /text?chapter=${n}`),
    );
    expect(service.received).toHaveLength(4);
  });

  test('shows no secret in what it keeps', async () => {
    service.answer = () => ({ status: 502, body: { message: `No book for ${API_KEY}` } });
    const run = await tried('add', { title: 'a' });
    expect(allOf(run.thrown)).not.toContain('4711');
  });
});

describe.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
  'Retry On Fail together with %s',
  (onError) => {
    test('sends nothing twice that was carried out, or may have been', async () => {
      service.answer = ({ body }) =>
        body.includes('Book 0') ? { status: 502, body: {} } : { body: { ok: service.received.length } };
      const run = await tried('add', { title: '=Book {{ $json.n }}' }, { items: numbered(3), onError });
      expect(run.status).toBe('success');
      expect(titles().sort()).toEqual(['Book 0', 'Book 1', 'Book 2']);
      expect(run.itemsPerOutput).toEqual(onError === 'continueErrorOutput' ? [2, 1] : [3]);
      const errors = run.outputs.flat().filter(({ error }) => error);
      expect(errors.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }]);
      expect(errors[0]!.error!.description).toMatch(/Retry On Fail does not send it again\./);
    });

    test('sends again what was refused, if n8n tries again', async () => {
      let refused = 0;
      service.answer = ({ body }) =>
        body.includes('Book 0') && refused++ < 2 ? { status: 429, body: {} } : { body: {} };
      const run = await tried('add', { title: '=Book {{ $json.n }}' }, { items: numbered(3), onError });
      expect(run.outputs[0]).toHaveLength(3);
      expect(titles().sort()).toEqual(['Book 0', 'Book 0', 'Book 0', 'Book 1', 'Book 2']);
    });
  },
);

describe('what is kept', () => {
  test('is kept for one run of the node: a loop sends anew', async () => {
    service.answer = (_, __, n) => (n === 0 ? { status: 429, body: {} } : { body: { n } });
    const run = await tried('add', { title: 'a' }, { runs: 3 });
    expect(run.error).toBeUndefined();
    expect(run.run!.data.resultData.runData.Node).toHaveLength(3);
    expect(titles()).toHaveLength(4);
  });

  test('is kept for one execution: the next sends anew', async () => {
    service.answer = () => ({ status: 502, body: {} });
    await tried('add', { title: 'a' });
    await tried('add', { title: 'a' });
    expect(titles()).toHaveLength(2);
  });

  test('is nothing for a tool that an agent calls itself: all its calls see the run of the agent', () => {
    const run = { node: { id: 'agent' } };
    const called = (id: string) =>
      memoryOfRun({
        getNode: () => ({ id, retryOnFail: true }),
        getExecuteData: () => run,
      } as unknown as IExecuteFunctions);
    expect(called('tool')).toBeUndefined();
    expect(called('agent')).toBe(called('agent'));
  });

  test('is nothing without Retry On Fail', async () => {
    service.answer = () => ({ status: 502, body: {} });
    const run = await tried('add', { title: 'a' }, { retry: undefined });
    expect(titles()).toEqual(['a']);
    expect(told(run).description).not.toMatch(/Retry On Fail/);
  });

  test('is nothing of a run that the user has stopped, after which nothing is sent', async () => {
    service.answer = () => new Promise<never>(() => undefined);
    const run = await tried('add', { title: 'a' }, { items: numbered(3), cancelAfterMs: 100 });
    expect(run.status).toBe('canceled');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(service.received).toHaveLength(3);
  });
});

describe('a success', () => {
  test.each([
    ['', 'e1'],
    ['none', 'e1'],
    [null, 'e1'],
    [false, 'e1'],
    [0, undefined],
    [{ code: 1 }, undefined],
  ])('no n8n mistakes a response with "error": %j for a failure', async (error, eventId) => {
    const answer = eventId === undefined ? { error } : { eventId, error };
    service.answer = () => ({ body: answer });
    for (const onError of [undefined, 'continueErrorOutput'] as const) {
      service.received.length = 0;
      const run = await tried('add', { title: 'a' }, { items: numbered(2), ...(onError && { onError }) });
      expect(run.outputs[0]).toHaveLength(2);
      expect(service.received).toHaveLength(2);
      // n8n before 2.16 takes null and false for an error as well, so the name itself must not be there.
      for (const json of jsonOf(run))
        expect(json).toEqual({ ...(eventId && { eventId }), serviceError: error });
    }
  });

  test('no n8n mistakes a list, a file or an empty response for a failure', async () => {
    service.answer = () => ({ body: { books: [{ id: 'a', error: '' }, { error: 'x' }] } });
    expect(jsonOf(await tried('getAll', {}))).toEqual([{ id: 'a', serviceError: '' }, { serviceError: 'x' }]);
    service.answer = () => ({ body: { id: 'a', title: 'same', error: '' } });
    const [unchanged] = jsonOf(await tried('retitle', { bookId: 'a', newTitle: 'same' }));
    expect(unchanged).toEqual({ id: 'a', title: 'same', serviceError: '', changed: false });
    expect(service.received).toHaveLength(2);
  });
});
