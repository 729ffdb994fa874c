import { api, lastMeta, orders, post, read, startStill, stopAll } from './running-dataworld';

afterEach(stopAll);

const PATH = `/sentries/${orders.uid}`;

describe('parameters in the query', () => {
  it.each([
    ['meta[a][b]=1', { a: { b: '1' } }],
    ['meta%5Ba%5D%5Bb%5D=1', { a: { b: '1' } }],
    ['meta[list][]=1&meta[list][]=2', { list: ['1', '2'] }],
    ['meta[rows][][x]=1&meta[rows][][y]=2&meta[rows][][x]=3', { rows: [{ x: '1', y: '2' }, { x: '3' }] }],
    ['meta[a]=1&meta[a]=2', { a: '2' }],
    ['meta[a][b]=1&meta[a]=2', { a: '2' }],
    ['meta[t]=a+b%2Bc%26%F0%9F%98%80', { t: 'a b+c&😀' }],
    ['meta[nothing]', { nothing: null }],
    ['meta[open=1', { '[open': '1' }],
    ['meta[constructor]=1&meta[toString][x]=2', { constructor: '1', toString: { x: '2' } }],
  ])('%s', async (query, meta) => {
    const { emulator } = await startStill();
    expect((await post(emulator, `state=happy&${query}`)).status).toBe(200);
    expect(JSON.parse(JSON.stringify(lastMeta(emulator)))).toEqual(meta);
    expect((await read(emulator)).json.meta).toEqual(meta);
  });

  it('a name like __proto__ is a name like any other', async () => {
    const { emulator } = await startStill();
    const query = 'state=sad&__proto__[state]=sick&meta[__proto__][polluted]=1&counts[__proto__]=3';
    expect((await post(emulator, query)).json.state).toBe('sad');
    await api(emulator, 'POST', PATH, '{"state":"sad","meta":{"__proto__":{"polluted":1}}}', {
      'content-type': 'application/json',
    });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(({} as Record<string, unknown>).state).toBeUndefined();
    for (const entry of emulator.control.history(orders.uid).slice(-2)) {
      expect(Object.keys(entry.meta)).toContain('__proto__');
      expect(entry.meta.polluted).toBeUndefined();
    }
    expect(emulator.control.analytics(orders.uid).counts['__proto__']).toMatchObject([{ value: 3 }]);
  });

  it.each([
    ['state=happy&meta=1&meta[b]=2', 'meta is used as a map and as a text'],
    ['meta[a]=1&meta[a][b]=2', 'a is used as a map and as a text'],
    ['meta[a][]=1&meta[a][b]=2', 'a is used as a map and as a list'],
    ['meta[a][b]=1&meta[a][]=2', 'a is used as a list and as a map'],
    ['user_message=%zz', 'not encoded'],
    ['user_message=%ff', 'not encoded'],
    [`meta${'[a]'.repeat(32)}=1`, 'levels deep'],
  ])('%s: 400', async (query, reason) => {
    const { emulator } = await startStill();
    const answer = await post(emulator, query);
    expect(answer).toMatchObject({ status: 400, json: { error: expect.stringContaining(reason) } });
    expect(emulator.control.history(orders.uid)).toHaveLength(1);
  });

  it('takes 32 levels, and 4096 parameters', async () => {
    const { emulator } = await startStill();
    expect((await post(emulator, `meta${'[a]'.repeat(31)}=1`)).status).toBe(200);
    const form = (count: number) =>
      api(emulator, 'POST', PATH, Array.from({ length: count }, (_, n) => `meta[k${n}]=1`).join('&'), {
        'content-type': 'application/x-www-form-urlencoded',
      });
    expect((await form(4_096)).status).toBe(200);
    expect((await form(4_097)).status).toBe(400);
  });

  it('a URL of more than 8 KB: 414', async () => {
    const { emulator } = await startStill();
    const path = `/h/api/v1${PATH}?state=sick&history_note=`;
    const note = 'x'.repeat(8_192 - path.length);
    expect((await post(emulator, `state=sick&history_note=${note}x`)).status).toBe(414);
    expect((await read(emulator)).json.state).toBe('happy');
    expect((await post(emulator, `state=sick&history_note=${note}`)).status).toBe(200);
  });
});

describe('parameters in a body', () => {
  it.each([
    ['application/x-www-form-urlencoded', 'state=sad&meta[a]=1', 'form', { a: '1' }],
    ['application/json', '{"state":"sad","meta":{"a":1,"b":[true,null]}}', 'json', { a: 1, b: [true, null] }],
    ['application/vnd.api+json; charset=utf-8', '{"state":"sad"}', 'json', {}],
  ])('%s', async (type, body, encoding, meta) => {
    const { emulator } = await startStill();
    expect((await api(emulator, 'POST', PATH, body, { 'content-type': type })).json.state).toBe('sad');
    expect(emulator.control.history(orders.uid).at(-1)).toMatchObject({ encoding, state: 'sad' });
    expect(JSON.parse(JSON.stringify(lastMeta(emulator)))).toEqual(meta);
  });

  it('the query wins, and it is noted that there were two', async () => {
    const { emulator } = await startStill();
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await api(emulator, 'POST', `${PATH}?state=sick`, 'state=sad&user_message=x', form);
    expect(answer.json).toMatchObject({ state: 'sick', user_message: 'x' });
    expect(emulator.control.history(orders.uid).at(-1)!.encoding).toBe('mixed');
    await api(emulator, 'POST', `${PATH}?state=happy`, '', form);
    expect(emulator.control.history(orders.uid).at(-1)!.encoding).toBe('query');
    await api(emulator, 'POST', PATH, 'state=sad', { 'content-type': 'text/plain' });
    expect(emulator.control.history(orders.uid).at(-1)).toMatchObject({ encoding: 'none', state: 'happy' });
  });

  it.each(['{', `{"meta":${'['.repeat(40)}${']'.repeat(40)}}`, '{"state":"sad"'])('%s: 400', async (body) => {
    const { emulator } = await startStill();
    const answer = await api(emulator, 'POST', PATH, body, { 'content-type': 'application/json' });
    expect(answer.status).toBe(400);
    expect(emulator.control.history(orders.uid)).toHaveLength(1);
  });

  it('a JSON value that is no object has no parameters', async () => {
    const { emulator } = await startStill();
    const answer = await api(emulator, 'POST', PATH, '["state"]', { 'content-type': 'application/json' });
    expect(answer).toMatchObject({ status: 200, json: { state: 'happy' } });
    expect(emulator.control.history(orders.uid).at(-1)!.encoding).toBe('none');
  });
});
