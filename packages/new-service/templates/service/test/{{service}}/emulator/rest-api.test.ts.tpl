import { assumptions, seed } from '@signalbox/emulators/{{service}}';
import { whileRunning } from '../../emulators/command-line';
import { api, {{#if isExpiring}}askToken, {{/if}}request, start, stopAll } from './running-{{service}}';

afterEach(stopAll);

const [older] = seed.{{noun.keys}};

describe('the API', () => {
  it('creates {{noun.one}}, lists it and gives it by its ID', async () => {
    const emulator = await start();
    const created = await api(emulator, 'POST', '/{{noun.path}}', { name: 'New' });
    expect(created).toMatchObject({ status: 201, json: { name: 'New', createdAt: expect.any(String) } });
    expect((await api(emulator, 'GET', `/{{noun.path}}/${created.json.id}`)).json).toEqual(created.json);
    expect((await api(emulator, 'GET', '/{{noun.path}}')).json).toEqual({
      {{noun.keys}}: [older, created.json],
      nextOffset: null,
    });
  });

  it('lists page by page, and from a time on', async () => {
    const emulator = await start({ assume: { pageSize: 1 } });
    const { id, createdAt } = emulator.control.create('New');
    const page = async (query: string) => (await api(emulator, 'GET', `/{{noun.path}}?${query}`)).json;
    expect(await page('limit=50')).toEqual({ {{noun.keys}}: [older], nextOffset: 1 });
    expect(await page('offset=1')).toMatchObject({ {{noun.keys}}: [{ id }], nextOffset: null });
    expect(await page(`createdSince=${createdAt}`)).toMatchObject({ {{noun.keys}}: [{ id }], nextOffset: null });
  });

  it('says what is wrong with a request', async () => {
    const emulator = await start();
    expect(await api(emulator, 'GET', '/{{noun.path}}/none')).toMatchObject({ status: 404, json: { message: '{{noun.Word}} not found' } });
    expect(await api(emulator, 'POST', '/{{noun.path}}', {})).toMatchObject({ status: 422, json: { message: expect.stringMatching(/^name: /) } });
    expect(await api(emulator, 'GET', '/elsewhere')).toMatchObject({ status: 404, json: { message: expect.stringContaining('GET') } });
  });

  it('takes no request without the right credential', async () => {
    const emulator = await start();
    const wrong = { authorization: 'Bearer wrong', 'x-api-key': 'wrong' };
    for (const headers of [{}, wrong])
      expect(await request(emulator, 'GET', '{{prefix}}/{{noun.path}}', undefined, headers)).toMatchObject({ status: 401 });
  });
  {{#if isExpiring}}

  it('gives tokens that can be revoked, and none for a wrong secret', async () => {
    const emulator = await start();
    expect(await askToken(emulator, 'wrong')).toMatchObject({ status: 401, json: { error: 'invalid_client' } });
    const { json } = await askToken(emulator);
    const headers = { authorization: `Bearer ${json.access_token}` };
    expect(json).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
    expect((await request(emulator, 'GET', '{{prefix}}/{{noun.path}}', undefined, headers)).status).toBe(200);
    emulator.control.revokeTokens();
    expect((await request(emulator, 'GET', '{{prefix}}/{{noun.path}}', undefined, headers)).status).toBe(401);
  });
  {{/if}}

  it('starts over at a reset', async () => {
    const emulator = await start();
    emulator.control.create('New');
    await emulator.reset();
    expect(emulator.control.{{noun.keys}}()).toEqual([older]);
  });
});

test('the command line prints the seed data and every assumption', async () => {
  const text = (await whileRunning(['{{service}}', '--assume', 'createStatus=200'], async (url) => {
    expect(await api({ url }, 'POST', '/{{noun.path}}', { name: 'New' })).toMatchObject({ status: 200 });
  })).join('\n');
  for (const [name, { id }] of Object.entries(assumptions)) expect(text).toMatch(new RegExp(`${id} [^]*\\[${name}=`));
  for (const value of [{{secretSeeds}}]) expect(text).toContain(value);
});
