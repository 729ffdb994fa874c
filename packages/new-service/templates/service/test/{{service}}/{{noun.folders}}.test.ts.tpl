import { ACTION, itemsOf, refusalOf, seed, useLab } from './lab';

const lab = useLab();
const [older] = seed.{{noun.keys}};

test('{{noun.one}} is created with the name of its item', async () => {
  const items = ['First', 'Second'].map((name) => ({ json: { name } }));
  const created = itemsOf(await lab.run('create', { name: '=\{{ $json.name }}' }, { items }));
  expect(created).toMatchObject([{ name: 'First' }, { name: 'Second' }]);
  const stored = lab.emulator.control.{{noun.keys}}().slice(1);
  expect(new Set(stored.map(({ id }) => id))).toEqual(new Set(created.map(({ id }) => id)));
});

test('{{noun.one}} is read by its ID', async () => {
  expect(itemsOf(await lab.run('get', { {{noun.key}}Id: older.id }))).toEqual([older]);
  expect(lab.requests()).toMatchObject([{ method: 'GET', path: `{{prefix}}/{{noun.path}}/${older.id}`, status: 200 }]);
});

test('an unknown ID is told with what to check', async () => {
  const { message, description } = refusalOf(await lab.run('get', { {{noun.key}}Id: 'no-such-id' }));
  expect(message).toMatch(/^{{name}} .*{{noun.Word}} not found.*\(HTTP 404\)$/);
  expect(description).toMatch(/Check the ID/);
});

test.each([
  ['create', { name: '=\{{ "" }}' }, /^"Name" is missing/],
  ['get', { {{noun.key}}Id: '=\{{ "" }}' }, /^"{{noun.label}} ID" is missing/],
])('an expression that gives %s an empty text is refused, and nothing is sent', async (operation, parameters, message) => {
  expect(refusalOf(await lab.run(operation, parameters)).message).toMatch(message);
  expect(lab.requests()).toEqual([]);
});

test('{{noun.one}} whose creation may have arrived is not created again', async () => {
  lab.emulator.faults.inject({ match: { method: 'POST', path: /\/{{noun.path}}/ }, fault: { kind: 'resetAfter' } });
  expect(refusalOf(await lab.run('create', { name: 'Once' })).message).toMatch(/closed the connection/);
  expect(lab.emulator.control.{{noun.keys}}()).toMatchObject([older, { name: 'Once' }]);
});

test('n8n offers the node to AI agents', () => {
  const [loaded] = lab.packages;
  expect(loaded!.loader.getNode(ACTION.split('.')[1]!).type).toMatchObject({ description: { usableAsTool: true } });
});
