import { api, request, start, stopAll } from './running-{{service}}';

afterEach(stopAll);

const act = async (emulator: { url: string }, action: string, input: object = {}) =>
  await request(emulator, 'POST', `/_signalbox/actions/${action}`, JSON.stringify(input), { 'content-type': 'application/json' });

test('the control room lets someone else create {{noun.one}}', async () => {
  const emulator = await start();
  expect((await act(emulator, 'create', { text: 'By hand' })).status).toBe(200);
  expect((await request(emulator, 'GET', '/_signalbox/view')).text).toContain('By hand');
  expect((await api(emulator, 'GET', '/{{noun.path}}')).json.{{noun.keys}}).toMatchObject([{}, { name: 'By hand' }]);
  expect((await act(emulator, 'create')).status).toBe(400);
});

test('the control room escapes what comes from outside', async () => {
  const emulator = await start();
  emulator.control.create('<img src=x>');
  for (const path of ['/', '/_signalbox/view']) {
    const { text } = await request(emulator, 'GET', path);
    expect(text).toContain('&lt;img');
    expect(text).not.toContain('<img');
  }
});
{{#if isExpiring}}

test('the control room revokes all access tokens', async () => {
  const emulator = await start();
  expect((await act(emulator, 'revokeTokens')).status).toBe(200);
});
{{/if}}
