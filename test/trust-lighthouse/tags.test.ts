import { byId, itemsOf, refusalOf, tagFields, tagsJson, useLab } from './lab';

const lab = useLab();
const callbackUrl = 'https://n8n.example.com/webhook/4711';

const create = (tags: object, options = {}) =>
  lab.run('taggedFileEvent.create', { ...tags, callbackUrl }, options);

/** The text that was sent, since a parsed object could hide a tag called `__proto__`. */
const sentTags = () => /"tags":(\{.*?\})/.exec(lab.requests()[0]!.body)?.[1];

test.each([
  ['fields', tagFields({ n: '={{ 4711 }}', b: '={{ false }}', f: '={{ 1.5 }}', empty: '', text: ' a ' })],
  ['JSON', tagsJson({ n: 4711, b: false, f: 1.5, empty: '', text: ' a ' })],
  [
    'an object from an expression',
    tagsJson('={{ ({ n: 4711, b: false, f: 1.5, empty: "", text: " a " }) }}'),
  ],
])('numbers and booleans in %s become texts, and texts stay as they are', async (_, tags) => {
  itemsOf(await create(tags));
  expect(sentTags()).toBe('{"n":"4711","b":"false","f":"1.5","empty":"","text":" a "}');
});

test.each([
  ['has no value', null],
  ['is an object', { nested: 'x' }],
  ['is a list', ['x']],
])('a tag that %s is refused with its name, before anything is sent', async (problem, value) => {
  for (const tags of [
    tagsJson({ fine: 'x', 'so-so': value }),
    tagsJson(`={{ ({ "so-so": ${JSON.stringify(value)} }) }}`),
    tagFields({ fine: 'x', 'so-so': `={{ ${JSON.stringify(value)} }}` }),
  ]) {
    expect(refusalOf(await create(tags))).toEqual({
      message: `The tag "so-so" ${problem}, but Trust only accepts text`,
      description: 'Use a string, a number or a boolean, or remove the tag.',
    });
  }
  expect(lab.emulator.journal.requests).toEqual([]);
});

test.each([
  ['no tags', tagFields({}), 'There are no tags'],
  ['an empty object', tagsJson('{}'), 'There are no tags'],
  ['nothing', tagsJson(''), 'There are no tags'],
  ['a list', tagsJson('["a"]'), '"Tags (JSON)" must be an object, or the JSON of one'],
  ['a text', tagsJson('"a"'), '"Tags (JSON)" must be an object, or the JSON of one'],
  ['half of an object', tagsJson('{"a": '), '"Tags (JSON)" must be an object, or the JSON of one'],
  [
    'a number with more digits than JavaScript can hold',
    tagsJson('{"id": 9007199254740993}'),
    '"Tags (JSON)" has the number 9007199254740993, which would be sent as 9007199254740992',
  ],
  [
    'such a number below zero, deep inside, behind one in quotes',
    tagsJson('{"quoted \\"1": "9007199254740993", "a": -12345678901234567890}'),
    '"Tags (JSON)" has the number -12345678901234567890, which would be sent as -12345678901234567000',
  ],
  [
    'a number that is too large for any',
    tagsJson('{"id": 1e400}'),
    '"Tags (JSON)" has the number 1e400, which would be sent as Infinity',
  ],
  ['a tag without a name', tagFields({ '': 'x' }), 'A tag has no name'],
  [
    'a tag that is given twice',
    { tags: { tag: [1, 2].map(() => ({ name: 'a', value: 'b' })) } },
    'The tag "a" is used twice',
  ],
])('%s: says what is wrong', async (_, tags, message) => {
  const refusal = refusalOf(await create(tags));
  expect(refusal.message).toBe(message);
  expect(refusal.description).not.toBe('');
  expect(lab.emulator.journal.requests).toEqual([]);
});

test.each([
  ['{"id": "9007199254740993"}', '9007199254740993'],
  ['{"id": 9007199254740991}', '9007199254740991'],
  ['{"id": 0.1}', '0.1'],
  ['{"id": 1e3}', '1000'],
])('a number that comes through whole is a tag: %s', async (json, id) => {
  itemsOf(await create(tagsJson(json)));
  expect(JSON.parse(lab.requests()[0]!.body)).toMatchObject({ tags: { id } });
});

const INHERITED = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype'];

test('names that every object has are tags like all others, there and back', async () => {
  const json = `{${INHERITED.map((name) => `"${name}":"x"`).join(',')}}`;
  itemsOf(await create(tagsJson(json)));
  expect(sentTags()).toBe(json);
  expect(({} as Record<string, unknown>).x).toBeUndefined();

  const { uuid } = lab.emulator.control.upload({ tags: JSON.parse(json) as Record<string, string> });
  const [item] = itemsOf(await lab.run('file.getTags', { fileUuid: byId(uuid) }));
  expect(Object.keys(item!.tags as object).sort()).toEqual([...INHERITED].sort());
});

test('ten thousand tags arrive', async () => {
  const tags = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`tag-${index}`, index]));
  const [item] = itemsOf(await create(tagsJson(tags)));
  expect(Object.keys(item!.tags as object)).toHaveLength(10_000);
  itemsOf(await create(tagFields(tags)));
  const [first, second] = lab.requests().map(({ body }) => JSON.parse(body) as { tags: object });
  expect(Object.keys(first!.tags)).toHaveLength(10_000);
  expect(second!.tags).toEqual(first!.tags);
});

test('ten thousand refused tags are one error of a length that can be read', async () => {
  const validations = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, index) => [`tags.t${index}`, 'true is not formatted as a string']),
  );
  lab.emulator.faults.inject({
    match: { path: '/lighthouse' },
    fault: { kind: 'status', code: 422, body: { message: 'Validation fail', errors: { validations } } },
  });
  const { message } = refusalOf(await create(tagsJson({ a: 'b' })));
  expect(message).toMatch(/^Trust says: Validation fail; tags\.t0: true is not formatted as a string; /);
  expect(message.length).toBeLessThan(1_000);
});

test('a bad item does not take the others down', async () => {
  const run = await create(tagsJson('={{ ({ a: $json.value }) }}'), {
    items: [{ json: { value: 'x' } }, { json: { value: null } }, { json: { value: 3 } }],
    onError: 'continueErrorOutput',
  });
  expect(run.itemsPerOutput).toEqual([2, 1]);
  expect(run.outputs[1]![0]).toMatchObject({
    json: { error: 'The tag "a" has no value, but Trust only accepts text' },
    pairedItem: { item: 1 },
  });
});
