import {
  administrator,
  api,
  bearer,
  finance,
  lastMeta,
  member,
  orders,
  post,
  PREFIX,
  read,
  request,
  start,
  startStill,
  stopAll,
  unused,
} from './running-dataworld';

afterEach(stopAll);

const PATH = `${PREFIX}/sentries/${orders.uid}`;

describe('reading a Sentry', () => {
  it('shows what was reported last', async () => {
    const { clock, emulator } = await startStill();
    clock.advance(60_000);
    await post(
      emulator,
      'state=sad&user_message=Late&latest_record_at=2026-01-05T07:00:00Z&counts[orders]=12',
      finance.uid,
    );
    clock.advance(60_000);
    expect((await read(emulator, finance.uid)).json).toEqual({
      uid: finance.uid,
      name: 'Finance',
      url: `${emulator.url}${PREFIX}/sentries/${finance.uid}`,
      state: 'sad',
      user_message: 'Late',
      latest_record_at: '2026-01-05T07:00:00Z',
      meta: { latest_record_at: '2026-01-05T07:00:00Z', counts: { orders: '12' } },
      updated_at: '2026-01-05T08:01:00.000Z',
    });
    expect((await read(emulator, unused.uid)).json).toMatchObject({ state: null, user_message: null });
  });

  it('gives the URL under the host that was called', async () => {
    const emulator = await start();
    const url = emulator.url.replace('127.0.0.1', 'localhost');
    const answer = await request({ url }, 'GET', PATH, undefined, bearer(administrator.token));
    expect(answer.json.url).toBe(url + PATH);
    expect(emulator.control.sentryUrl(orders.uid)).toBe(emulator.url + PATH);
  });

  it('uids are case-sensitive', async () => {
    const emulator = await start();
    expect((await read(emulator, orders.uid.toLowerCase())).status).toBe(404);
  });

  it('has the prefix it is given', async () => {
    const emulator = await start({ prefix: '/api/v2/x' });
    const path = `/api/v2/x/sentries/${orders.uid}`;
    const answer = await request(emulator, 'GET', path, undefined, bearer(administrator.token));
    expect(answer.json.url).toBe(emulator.url + path);
    expect((await request(emulator, 'GET', PATH, undefined, bearer(administrator.token))).status).toBe(404);
    await expect(start({ prefix: 'h/api' })).rejects.toThrow('prefix has to be a path');
    await expect(start({ prefix: '/' })).rejects.toThrow('prefix has to be a path');
  });
});

describe('updating a Sentry', () => {
  it.each(['POST', 'PUT'])('%s takes all documented parameters and adds to the history', async (method) => {
    const { clock, emulator } = await startStill();
    clock.advance(1_000);
    const query = 'state=sick&user_message=Broken&history_note=run+17&private_entry=True&meta[run]=17';
    const answer = await api(emulator, method, `/sentries/${orders.uid}?${query}`);
    expect(answer).toMatchObject({ status: 200, json: { state: 'sick', user_message: 'Broken' } });
    expect(emulator.control.history(orders.uid)).toHaveLength(2);
    expect(emulator.control.history(orders.uid).at(-1)).toEqual({
      at: '2026-01-05T08:00:01.000Z',
      source: 'api',
      state: 'sick',
      userMessage: 'Broken',
      historyNote: 'run 17',
      private: true,
      meta: { run: '17' },
      encoding: 'query',
      accountId: administrator.id,
    });
  });

  it.each(['happy', 'sad', 'sick'])('knows the state %s', async (state) => {
    const emulator = await start();
    expect((await post(emulator, `state=${state}`)).json.state).toBe(state);
  });

  it.each(['neutral', 'Happy', '', 'HAPPY', 'happy%20'])('refuses the state "%s"', async (state) => {
    const emulator = await start();
    const answer = await post(emulator, `state=${state}&user_message=x`);
    expect(answer).toMatchObject({ status: 422, json: { error: 'state has to be one of happy, sad, sick' } });
    expect(emulator.control.history(orders.uid)).toHaveLength(1);
    expect((await read(emulator)).json.user_message).toBe('Loaded on time');
  });

  it('counts the characters of a message as Rails does: code points', async () => {
    const emulator = await start();
    const message = (text: string) => post(emulator, `state=sad&user_message=${encodeURIComponent(text)}`);
    expect((await message('😀'.repeat(80))).json.user_message).toBe('😀'.repeat(80));
    expect((await message('e\u0301'.repeat(40))).status).toBe(200);
    expect((await message('😀'.repeat(81))).status).toBe(422);
    expect((await message('x'.repeat(81))).json.error).toContain('81 characters');
  });

  it('an empty message takes the old one away, no message leaves it', async () => {
    const emulator = await start();
    expect((await post(emulator, 'state=sad')).json.user_message).toBe('Loaded on time');
    expect((await post(emulator, 'state=sad&user_message=')).json.user_message).toBeNull();
  });

  it.each([
    ['private_entry=true', true],
    ['private_entry=True', true],
    ['private_entry=1', true],
    ['private_entry=yes', true],
    ['private_entry=false', false],
    ['private_entry=FALSE', false],
    ['private_entry=0', false],
    ['private_entry=off', false],
    ['private_entry=', false],
    ['', false],
  ])('%s: private is %s', async (query, hidden) => {
    const emulator = await start();
    await post(emulator, `state=sad&history_note=n&${query}`);
    expect(emulator.control.history(orders.uid).at(-1)!.private).toBe(hidden);
  });

  it('folds the short forms into meta, where they win', async () => {
    const emulator = await start();
    const query = 'meta[latest_record_at]=2026-01-01T00:00:00Z&meta[counts][a]=1&meta[counts][b]=2';
    await post(emulator, `${query}&latest_record_at=2026-01-02T00:00:00Z&counts[b]=3&counts[c]=4.5`);
    const meta = { latest_record_at: '2026-01-02T00:00:00Z', counts: { a: '1', b: '3', c: '4.5' } };
    expect(lastMeta(emulator)).toEqual(meta);
    expect((await read(emulator)).json.latest_record_at).toBe('2026-01-02T00:00:00Z');
    await post(emulator, query);
    expect((await read(emulator)).json.latest_record_at).toBe('2026-01-01T00:00:00Z');
  });

  it('charts counts and times', async () => {
    const { clock, emulator } = await startStill();
    await post(emulator, 'counts[orders]=12&counts[open]=x&latest_record_at=2026-01-05T07:59:00Z');
    clock.advance(60_000);
    await post(emulator, 'meta[counts][orders]=-3.5');
    const { counts, latestRecordAt } = emulator.control.analytics(orders.uid);
    expect(counts).toEqual({
      orders: [
        { at: '2026-01-05T07:50:00.000Z', value: 1280 },
        { at: '2026-01-05T08:00:00.000Z', value: 12 },
        { at: '2026-01-05T08:01:00.000Z', value: -3.5 },
      ],
    });
    expect(latestRecordAt.map(({ value }) => value)).toEqual([
      '2026-01-05T07:50:00.000Z',
      '2026-01-05T07:59:00Z',
    ]);
  });

  it('ignores what it does not know, and keeps the uid', async () => {
    const emulator = await start();
    expect((await post(emulator, 'state=sad&uid=x&name=y&nix=z')).json).toMatchObject({
      uid: orders.uid,
      name: 'Orders',
    });
  });
});

describe('who may', () => {
  const verbs = ['GET', 'POST', 'PUT', 'DELETE'];

  it.each(verbs)('%s without a valid token: 401', async (method) => {
    const emulator = await start();
    for (const authorization of [
      undefined,
      'Bearer nix',
      `Basic ${administrator.token}`,
      administrator.token,
      'Bearer',
    ]) {
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
      const answer = await request(emulator, method, `${PATH}?state=sick`, undefined, headers);
      expect([authorization, answer.status]).toEqual([authorization, 401]);
      expect(answer.json.error).toContain('token');
      expect(answer.text).not.toContain('nix');
    }
    expect(emulator.control.sentry(orders.uid).state).toBe('happy');
  });

  it.each(verbs)('%s by a member who is no administrator: 403', async (method) => {
    const emulator = await start();
    const answer = await request(emulator, method, `${PATH}?state=sick`, undefined, bearer(member.token));
    expect(answer.status).toBe(403);
    expect(emulator.control.sentry(orders.uid).state).toBe('happy');
  });

  it('a token that was reset is void', async () => {
    const emulator = await start();
    const token = emulator.control.resetToken(administrator.id);
    expect((await read(emulator)).status).toBe(401);
    expect((await request(emulator, 'GET', PATH, undefined, bearer(token))).status).toBe(200);
    await emulator.reset();
    expect((await read(emulator)).status).toBe(200);
  });

  it('unknown uids and routes: 404', async () => {
    const emulator = await start();
    expect(await post(emulator, 'state=sad', 'nix')).toMatchObject({
      status: 404,
      json: { error: 'Sentry not found' },
    });
    const unknown = await api(emulator, 'PATCH', `/sentries/${orders.uid}`);
    expect(unknown.status).toBe(404);
    expect(unknown.headers.get('x-signalbox')).toBe('not-emulated');
  });
});

describe('rate limit', () => {
  it('600 requests a minute for each token, if it is on', async () => {
    const { clock, emulator } = await startStill({ rateLimits: true, assume: { rateLimitRequests: 2 } });
    await read(emulator);
    clock.advance(20_000);
    await read(emulator);
    clock.advance(500);
    const refused = await post(emulator, 'state=sick');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('40');
    expect(emulator.control.sentry(orders.uid).state).toBe('happy');
    clock.advance(39_499);
    expect((await read(emulator)).status).toBe(429);
    clock.advance(1);
    expect((await read(emulator)).status).toBe(200);
  });

  it('is off unless asked for', async () => {
    const emulator = await start({ assume: { rateLimitRequests: 1 } });
    await read(emulator);
    expect((await read(emulator)).status).toBe(200);
  });
});

describe('what only the ancestor documents', () => {
  it('lists, creates and deletes Sentries', async () => {
    const emulator = await start();
    expect((await api(emulator, 'GET', '/sentries')).json).toHaveLength(5);
    const [hoot] = emulator.control.hoots();
    const created = await api(emulator, 'POST', `/sentries?name=New+one&canary_uids[]=${hoot!.uid}`);
    expect(created).toMatchObject({ status: 201, json: { name: 'New one', state: null } });
    const { uid, url } = created.json as { uid: string; url: string };
    expect(url).toBe(`${emulator.url}${PREFIX}/sentries/${uid}`);
    expect(emulator.control.hoots()[0]!.sentryUids).toContain(uid);
    expect((await post(emulator, 'state=sick', uid)).json.state).toBe('sick');
    expect((await api(emulator, 'DELETE', `/sentries/${uid}`)).json.uid).toBe(uid);
    expect((await read(emulator, uid)).status).toBe(404);
    expect(emulator.control.hoots()[0]!.sentryUids).not.toContain(uid);
  });

  it('says what a create lacks', async () => {
    const emulator = await start();
    for (const [query, error] of [
      ['', 'name is missing'],
      ['name=x&canary_uids=1', 'canary_uids has to be a list'],
      ['name=x&canary_uids[]=nix', 'no hoot nix'],
    ]) {
      expect(await api(emulator, 'POST', `/sentries?${query}`)).toMatchObject({
        status: 422,
        json: { error: expect.stringContaining(error!) },
      });
    }
    expect(emulator.control.sentries()).toHaveLength(5);
  });

  it('has canaries, each with a Sentry of its own', async () => {
    const emulator = await start();
    const created = await api(emulator, 'POST', `/canaries?name=Board&sentry_uids[]=${finance.uid}`);
    expect(created).toMatchObject({ status: 201, json: { name: 'Board', state: 'sad' } });
    const { uid, sentry_uids: uids } = created.json as { uid: string; sentry_uids: string[] };
    expect(uids).toHaveLength(2);
    expect(emulator.control.sentry(uids[1]!).name).toBe('Board');
    expect((await api(emulator, 'PUT', `/canaries/${uid}?state=sick&user_message=m`)).json).toMatchObject({
      state: 'sick',
      user_message: 'm',
    });
    expect((await api(emulator, 'PUT', `/canaries/${uid}`)).status).toBe(422);
    const page = await request(emulator, 'GET', `${PREFIX}/canaries/${uid}/show`);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.text).toContain('data-state="sick"');
    await api(emulator, 'DELETE', `/canaries/${uid}`);
    expect((await api(emulator, 'GET', `/canaries/${uid}`)).status).toBe(404);
  });
});

describe('faults', () => {
  it('the ways in which a web application answers something else', async () => {
    const emulator = await start();
    const login = `${emulator.url}/login`;
    for (const [fault, status, type] of [
      [{ kind: 'html' }, 200, 'text/html'],
      [{ kind: 'status', code: 302, headers: { location: login } }, 302, null],
      [
        { kind: 'status', code: 201, headers: { 'content-type': 'application/json' } },
        201,
        'application/json',
      ],
      [{ kind: 'status', code: 429, headers: { 'retry-after': '3' }, body: { error: 'slow' } }, 429, 'json'],
    ] as const) {
      emulator.faults.inject({ match: { path: PREFIX }, fault });
      const answer = await post(emulator, 'state=sick');
      expect(answer.status).toBe(status);
      if (type === null) expect(answer.headers.get('location')).toBe(login);
      else expect(answer.headers.get('content-type')).toContain(type);
    }
    expect(emulator.control.history(orders.uid)).toHaveLength(1);
    expect((await request(emulator, 'GET', '/login')).text).toContain('password');
  });
});
