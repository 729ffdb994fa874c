import { runShelf, told } from './run-shelf';
import { shelfService } from './shelf-service';
import type { ShelfService } from './shelf-service';

let service: ShelfService;
beforeAll(async () => {
  service = await shelfService();
});
beforeEach(() => {
  service.received.length = 0;
});
afterAll(async () => await service.close());

type Parameters = NonNullable<Parameters_[1]['parameters']>;
type Parameters_ = globalThis.Parameters<typeof runShelf>;

/** Request for these parameters of "add", or the error that the user sees. */
async function add(parameters: Parameters, json = {}): Promise<unknown> {
  const run = await runShelf('add', {
    baseUrl: service.url,
    items: [{ json }],
    parameters: { title: 'A book', ...parameters },
  });
  if (run.error) {
    expect(service.received).toEqual([]);
    expect(run.thrown).toMatchObject({ name: 'NodeOperationError', context: { itemIndex: 0 } });
    return told(run);
  }
  return JSON.parse(service.received[0]!.body.toString());
}

const NOTHING = '"Title" is missing: the expression gives nothing for item 0';
const LOOK =
  'Items are counted from 0. Look at what this one has, or let the expression give something else where there is nothing.';
const FROM_EXPRESSION = ' It comes from an expression: look at what that gives for item 0, counted from 0.';

test('fields that nobody filled in are not sent, members of a collection stand beside the others', async () => {
  expect(await add({})).toEqual({ title: 'A book', copies: 1 });
  expect(await add({ subtitle: '', doorCode: '', more: {} })).toEqual({ title: 'A book', copies: 1 });
  service.received.length = 0;
  expect(await add({ more: { shelfNumber: 3, colour: 'red', authors: '' } })).toEqual({
    title: 'A book',
    copies: 1,
    shelfNumber: 3,
    colour: 'red',
  });
});

test('a text that looks like a number is still a text', async () => {
  expect(await add({ title: '={{ 4711 }}', subtitle: '={{ true }}' })).toMatchObject({
    title: '4711',
    subtitle: 'true',
  });
});

test.each<[string, Parameters, string, string]>([
  ['an expression that gives an empty text', { title: '={{ "" }}' }, NOTHING, LOOK],
  ['an expression without a value', { title: '={{ $json.nothing }}' }, NOTHING, LOOK],
  ['an expression that gives null', { title: '={{ null }}' }, NOTHING, LOOK],
  [
    'an object for a text',
    { title: '={{ { a: 1 } }}' },
    '"Title" must be a string (it is {"a":1})',
    `Correct the field.${FROM_EXPRESSION}`,
  ],
  [
    'a list for a text',
    { title: '={{ ["a"] }}' },
    '"Title" must be a string (it is ["a"])',
    `Correct the field.${FROM_EXPRESSION}`,
  ],
  [
    'a text for a number',
    { copies: '={{ "two" }}' },
    '"Copies" must be a number (it is "two")',
    `Correct the field.${FROM_EXPRESSION}`,
  ],
  ['a fraction', { copies: 1.5 }, '"Copies" must be a whole number (it is 1.5)', 'Correct the field.'],
  ['too small a number', { copies: 0 }, '"Copies" must be at least 1 (it is 0)', 'Give a larger number.'],
  ['too large a number', { copies: 51 }, '"Copies" must be at most 50 (it is 51)', 'Give a smaller number.'],
  [
    'too long a text, which is cut',
    { title: 'x'.repeat(101) },
    `"Title" must be at most 100 characters long (it is "${'x'.repeat(79)}…)`,
    'Shorten it.',
  ],
  [
    'a choice that is none',
    { more: { colour: 'green' } },
    '"Colour" must be one of red, blue (it is "green")',
    'Choose one of these.',
  ],
  [
    'a member with words of its own',
    { more: { shelfNumber: 10 } },
    '"Shelf Number" must be one of our nine shelves (it is 10)',
    'Give a smaller number.',
  ],
  [
    'something inside of a list',
    { more: { authors: '={{ [{ name: "a" }, { name: 7 }] }}' } },
    '"Authors > entry 2 > name" must be a string (it is 7)',
    `Correct the field.${FROM_EXPRESSION}`,
  ],
  [
    'something missing inside of a list',
    { more: { authors: '={{ [{}] }}' } },
    '"Authors > entry 1 > name" is missing: the expression gives nothing for item 0',
    LOOK,
  ],
  [
    'too long a list',
    { more: { authors: '={{ [1, 2, 3, 4].map(() => ({ name: "" })) }}' } },
    '"Authors" must be at most 3 entries long (it is [{"name":""},{"name":""},{"name":""},{"name":""}])',
    `Give fewer of them.${FROM_EXPRESSION}`,
  ],
])(
  '%s is refused, with the name of the field as on the canvas, the value and what it should be',
  async (_, parameters, message, hint) => {
    expect(await add(parameters)).toEqual({ message, description: hint });
  },
);

test('what is wrong with a password is said without the password', async () => {
  expect(await add({ doorCode: '123456789' })).toEqual({
    message: '"Door Code" must be at most 8 characters long',
    description: 'Shorten it.',
  });
});

test('a collection cannot replace other fields', async () => {
  const more = { title: 'another', copies: 40, colour: 'blue', unknown: 1 };
  expect(await add({ more })).toEqual({ title: 'A book', copies: 1, colour: 'blue' });
});

test('the item that is wrong is the one that is named', async () => {
  const run = await runShelf('add', {
    baseUrl: service.url,
    items: [{ json: { title: 'a' } }, { json: {} }, { json: { title: 'c' } }],
    parameters: { title: '={{ $json.title }}' },
    onError: 'continueErrorOutput',
  });
  expect(run.itemsPerOutput).toEqual([2, 1]);
  expect(run.outputs[1]![0]).toMatchObject({
    json: { error: '"Title" is missing: the expression gives nothing for item 1' },
    pairedItem: { item: 1 },
  });
});

test('an expression that fails is told in the words of n8n', async () => {
  expect(await add({ title: '={{ $("Nobody").item.json.title }}' })).toMatchObject({
    message: "Referenced node doesn't exist",
  });
});

test('an operation that does not exist is named', async () => {
  const run = await runShelf('="burn"', { baseUrl: service.url, parameters: { operation: 'burn' } });
  expect(told(run).message).toBe('There is no operation "burn" for the resource "book"');
});

describe('the options of a request', () => {
  test.each<[object, string]>([
    [{ concurrency: 0 }, 'Concurrency'],
    [{ concurrency: 101 }, 'Concurrency'],
    [{ concurrency: '={{ "5" }}' }, 'Concurrency'],
    [{ timeout: 0 }, 'Timeout (Seconds)'],
    [{ deadline: -1 }, 'Deadline (Seconds)'],
    [{ timeout: 2_147_484 }, 'Timeout (Seconds)'],
    [{ maxRetries: 1.5 }, 'Max Retries'],
    [{ maxRetries: 21 }, 'Max Retries'],
  ])('%j are refused', async (options, name) => {
    const run = await runShelf('add', {
      baseUrl: service.url,
      parameters: { title: 'a', options: options as never },
    });
    expect(told(run)).toEqual({
      message: `"${name}" in Options is not a number in its range`,
      description: 'Remove the option to use its default.',
    });
    expect(service.received).toEqual([]);
  });

  test('hold: retries, timeout', async () => {
    service.answer = () => ({ status: 429, body: {} });
    const parameters = { title: 'a', options: { maxRetries: 1 } };
    await runShelf('add', { baseUrl: service.url, parameters });
    expect(service.received).toHaveLength(2);
    service.answer = () => undefined;
    const run = await runShelf('add', {
      baseUrl: service.url,
      parameters: { title: 'a', options: { timeout: 0.1 } },
    });
    expect(told(run).message).toBe('Shelf did not answer in time');
    expect(told(run).description).toContain('may have been carried out');
    expect(service.received).toHaveLength(3);
  });
});
