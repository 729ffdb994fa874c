import { expectNoSecret, byId, byUrl, itemsOf, paramsOf, refusalOf, seed, useLab } from './lab';

const lab = useLab();
const { orders, customers, finance, unused } = seed.sentries;
const sent = () => lab.requests().map(({ method, path }) => `${method} ${path.replace(/.*\//, '')}`);
const sendsNothing = () => expect(lab.requests()).toEqual([]);

describe('Get', () => {
  test('reads the Sentry of the credential where none is given', async () => {
    expect(itemsOf(await lab.run('get'))).toMatchObject([
      { uid: orders.uid, name: 'Orders', state: 'happy' },
    ]);
    expect(lab.requests()[0]!.headers.authorization).toBe(`Bearer ${seed.accounts.administrator.token}`);
  });

  test.each([
    ['its UID', () => byId(finance.uid)],
    ['its API URL', () => byUrl(lab.emulator.control.sentryUrl(finance.uid))],
    ['its API URL with a slash behind it', () => byUrl(`${lab.emulator.control.sentryUrl(finance.uid)}/ `)],
    ['its API URL in the place of the UID', () => byId(lab.emulator.control.sentryUrl(finance.uid))],
  ])('reads another Sentry by %s', async (_, sentry) => {
    expect(itemsOf(await lab.run('get', { sentry: sentry() }))).toMatchObject([
      { name: 'Finance', state: 'sad' },
    ]);
  });

  test('reads one that has never reported', async () => {
    expect(itemsOf(await lab.run('get', { sentry: byId(unused.uid) }))).toMatchObject([{ state: null }]);
  });

  test('needs no more than a state in the answer', async () => {
    await lab.emulatorWith({ assume: { sentryFields: 'minimal' } });
    expect(itemsOf(await lab.run('get'))).toMatchObject([{ state: 'happy' }]);
  });

  test('asks for a Sentry where there is none at all', async () => {
    const apiUrl = `${lab.emulator.url}/h/api/v1`;
    expect(refusalOf(await lab.run('get', {}, { credential: { apiUrl } })).message).toBe(
      '"Sentry" is missing',
    );
    sendsNothing();
  });
});

describe('a Sentry that is not of the credential', () => {
  test.each([
    [
      'https://attacker.example.test/h/api/v1/sentries/abc',
      /no address for "https:\/\/attacker\.example\.test/,
    ],
    ['https://data.world/h/api/v1/sentries/abc', /no address for "https:\/\/data\.world/],
    ['http://data.world/h/api/v1/sentries/abc', /would send the credential unencrypted/],
    ['//attacker.example.test/sentries/abc', /is no web address/],
    ['https://data.world/h/api/v1/sentries/abc?token=x', /contains a query/],
    ['https://user:pass@data.world/h/api/v1/sentries/abc', /contains a user name or password/],
    ['https://data.world/acme/hoots/abc', /"Sentry" is not the API URL of a Sentry/],
    ['javascript:alert(1)', /is no web address/],
    ['a/b', /neither the UID nor the API URL/],
    ['..', /neither the UID nor the API URL/],
    ['a?b', /neither the UID nor the API URL/],
    ['%2e%2e', /neither the UID nor the API URL/],
    ['two words', /neither the UID nor the API URL/],
  ])('%s is refused, and nothing is sent', async (value, words) => {
    const { message, description } = refusalOf(await lab.run('get', { sentry: byUrl(value) }));
    expect(message).toMatch(words);
    expect(description).not.toBe('');
    sendsNothing();
  });

  test('a Sentry of another path on the same host is refused', async () => {
    const run = await lab.run('get', { sentry: byUrl(`${lab.emulator.url}/other/sentries/abc`) });
    expect(refusalOf(run)).toMatchObject({
      message: expect.stringContaining('no address for'),
      description: expect.stringContaining('the token is not sent anywhere else'),
    });
    sendsNothing();
  });

  test('a Sentry with the token in its address is refused without showing it', async () => {
    const value = `https://data.world/${seed.accounts.administrator.token}/sentries/abc`;
    // n8n keeps the parameters of the node with the error; what it shows are message and description.
    const { error } = await lab.run('get', { sentry: byUrl(value) });
    expect(error!.message).toContain('no address for "https://data.world/[hidden]"');
    expectNoSecret([error!.message, (error as { description?: string }).description]);
    sendsNothing();
  });
});

describe('Update', () => {
  test('sends what it says in the query of a POST without a body', async () => {
    const parameters = {
      sentry: byId(customers.uid),
      state: 'sad',
      userMessage: 'Orders of 5 % are late',
      historyNote: 'Source system down & slow',
      options: {
        privateEntry: true,
        latestRecordAt: '2026-01-31T09:00:00+01:00',
        counts: {
          count: [
            { name: 'orders', value: 1200 },
            { name: 'late_orders', value: '60' },
          ],
        },
        meta: { entry: [{ key: 'pipeline', value: 'nightly' }] },
        metaJson: '{"load": {"rows": 1200, "tables": ["orders", "items"]}}',
      },
    };
    const [item] = itemsOf(await lab.run('update', parameters));
    expect(item).toMatchObject({ success: true, changed: true, uid: customers.uid, state: 'sad' });
    const [request] = lab.requests();
    expect(request).toMatchObject({ method: 'POST', path: `/h/api/v1/sentries/${customers.uid}`, body: '' });
    expect(request!.headers['content-type']).toBeUndefined();
    expect([...request!.query]).toEqual([
      ['state', 'sad'],
      ['user_message', 'Orders of 5 % are late'],
      ['history_note', 'Source system down & slow'],
      ['private_entry', 'true'],
      ['latest_record_at', '2026-01-31T08:00:00Z'],
      ['counts[orders]', '1200'],
      ['counts[late_orders]', '60'],
      ['meta[pipeline]', 'nightly'],
      ['meta[load][rows]', '1200'],
      ['meta[load][tables][]', 'orders'],
      ['meta[load][tables][]', 'items'],
    ]);
    expect(lab.emulator.control.history(customers.uid).at(-1)).toMatchObject({
      state: 'sad',
      private: true,
      encoding: 'query',
      meta: { load: { rows: '1200', tables: ['orders', 'items'] }, counts: { orders: '1200' } },
    });
  });

  test('leaves out what is not said', async () => {
    await lab.run('update', { state: 'sick', options: { privateEntry: false } });
    expect(paramsOf(lab.requests()[0])).toEqual({ state: 'sick' });
  });

  test.each([
    {},
    { userMessage: '', historyNote: '  ', options: {} },
    { options: { clearMessage: false, longMessage: 'shorten', historyNoteLength: 10 } },
    { options: { privateEntry: true } },
    { options: { countsJson: '{}', metaJson: '{}', counts: { count: [] }, meta: { entry: [] } } },
    { options: { metaJson: '{"list": [], "object": {}}' } },
  ])('refuses to send nothing: %j', async (parameters) => {
    const before = lab.emulator.control.history(orders.uid).length;
    expect(refusalOf(await lab.run('update', { state: 'unchanged', ...parameters }))).toEqual({
      message: 'There is nothing to update',
      description: expect.stringContaining('Choose a state') as unknown,
    });
    expect(lab.requests()).toEqual([]);
    expect(lab.emulator.control.history(orders.uid)).toHaveLength(before);
  });

  test.each([
    { userMessage: 'Late' },
    { historyNote: 'Late' },
    { options: { clearMessage: true } },
    { options: { latestRecordAt: '2026-01-31' } },
    { options: { countsJson: '{"n": 0}' } },
    { options: { metaJson: '{"done": false}' } },
  ])('sends what there is, with the state that stays: %j', async (parameters) => {
    expect(itemsOf(await lab.run('update', parameters))).toMatchObject([{ changed: true }]);
    expect(sent()).toHaveLength(2);
  });

  test('reads the state first where it stays', async () => {
    const run = await lab.run('update', { sentry: byId(finance.uid), historyNote: 'Still waiting' });
    expect(itemsOf(run)).toMatchObject([{ state: 'sad' }]);
    expect(sent()).toEqual([`GET ${finance.uid}`, `POST ${finance.uid}`]);
    expect(paramsOf(lab.requests()[1])).toEqual({ state: 'sad', history_note: 'Still waiting' });
  });

  test('does not guess a state where there is none to keep', async () => {
    const run = await lab.run('update', { sentry: byId(unused.uid), historyNote: 'New' });
    expect(refusalOf(run)).toEqual({
      message: 'The Sentry has no state yet that could be kept',
      description: 'Choose a state in "State".',
    });
    expect(sent()).toEqual([`GET ${unused.uid}`]);
  });

  test('does not keep a state that cannot be sent', async () => {
    lab.emulator.faults.inject({ fault: { kind: 'status', code: 200, body: { state: 'neutral' } } });
    expect(refusalOf(await lab.run('update', { historyNote: 'New' })).message).toBe(
      'The state of the Sentry is "neutral", which cannot be sent again',
    );
  });

  test.each([
    ['neutral', /is shown by Hoots, but a Sentry cannot be set to it/],
    ['Warn', /is called sad in the API/],
    ['green', /must be happy, sad, sick or unchanged/],
    ['constructor', /must be happy, sad, sick or unchanged/],
    ['={{ "" }}', /"State" is missing/],
  ])('refuses the state "%s"', async (state, words) => {
    expect(refusalOf(await lab.run('update', { state })).message).toMatch(words);
    sendsNothing();
  });

  test('takes a state in any case', async () => {
    await lab.run('update', { state: '={{ " SICK " }}' });
    expect(paramsOf(lab.requests()[0])).toEqual({ state: 'sick' });
  });

  test('clears the message with an empty one', async () => {
    const run = await lab.run('update', {
      sentry: byId(finance.uid),
      state: 'happy',
      options: { clearMessage: true },
    });
    itemsOf(run);
    expect(paramsOf(lab.requests()[0])).toEqual({ state: 'happy', user_message: '' });
    expect(lab.emulator.control.sentry(finance.uid).userMessage ?? '').toBe('');
  });

  test('does not clear a message and set one', async () => {
    const run = await lab.run('update', {
      state: 'happy',
      userMessage: 'x',
      options: { clearMessage: true },
    });
    expect(refusalOf(run).message).toBe('"User Message" is filled in although "Clear Message" is on');
    sendsNothing();
  });

  test.each([
    ['80 letters', 'a'.repeat(80)],
    ['80 emoji, 160 units long', '😀'.repeat(80)],
    ['40 letters with combining marks', 'e\u0301'.repeat(40)],
  ])('sends a message of %s', async (_, userMessage) => {
    itemsOf(await lab.run('update', { state: 'happy', userMessage }));
    expect(paramsOf(lab.requests()[0]).user_message).toBe(userMessage);
  });

  test.each([
    ['a'.repeat(81), 81],
    ['😀'.repeat(81), 81],
    ['e\u0301'.repeat(41), 82],
    ['👨‍👩‍👧‍👦'.repeat(12), 84],
  ])('refuses a longer message (%s)', async (userMessage, length) => {
    expect(refusalOf(await lab.run('update', { state: 'happy', userMessage }))).toEqual({
      message: `"User Message" has ${length} characters, but data.world accepts at most 80`,
      description:
        'Shorten it, or set "Long Message" in Options to Shorten. An emoji may count as several characters.',
    });
    sendsNothing();
  });

  test('shortens a message if that is wanted', async () => {
    const userMessage = '👨‍👩‍👧‍👦'.repeat(12);
    await lab.run('update', { state: 'happy', userMessage, options: { longMessage: 'shorten' } });
    expect(paramsOf(lab.requests()[0]).user_message).toBe(`${'👨‍👩‍👧‍👦'.repeat(11)}…`);
  });

  test('replaces half an emoji', async () => {
    const run = await lab.run('update', { state: 'happy', userMessage: '={{ "a😀".slice(0, 2) }}' });
    itemsOf(run);
    expect(paramsOf(lab.requests()[0]).user_message).toBe('a\uFFFD');
  });

  test('cuts a history note off after 1000 characters, or after as many as are wanted', async () => {
    await lab.run('update', { state: 'happy', historyNote: 'n'.repeat(1001) });
    await lab.run('update', {
      state: 'happy',
      historyNote: 'n'.repeat(1001),
      options: { historyNoteLength: 10 },
    });
    const notes = lab.requests().map((request) => paramsOf(request).history_note);
    expect(notes).toEqual([`${'n'.repeat(999)}…`, `${'n'.repeat(9)}…`]);
  });

  test.each([
    ['History Note', { historyNote: '字'.repeat(1000) }],
    ['Metadata', { options: { metaJson: { text: 'x'.repeat(7900) } as never } }],
    [
      'Counts',
      {
        options: {
          countsJson: `={{ Object.fromEntries(Array.from({length: 500}, (_, n) => ["name_" + n, n])) }}`,
        },
      },
    ],
  ])('refuses what makes the URL too long, and names %s as what to shorten', async (field, parameters) => {
    const { message, description } = refusalOf(await lab.run('update', { state: 'happy', ...parameters }));
    expect(message).toMatch(
      /^The update is \d+ characters too long: data\.world expects all of it in the URL/,
    );
    expect(description).toContain(`Shorten "${field}", which takes`);
    sendsNothing();
  });

  test.each([
    ['a date of an expression', '={{ new Date("2026-01-31T08:00:00.250Z") }}', '2026-01-31T08:00:00.250Z'],
    ['a DateTime', '={{ DateTime.fromISO("2026-01-31T09:00:00+01:00") }}', '2026-01-31T08:00:00Z'],
    ['ISO without an offset, as n8n picks it', '2026-01-31T17:00:00', '2026-01-31T08:00:00Z'],
    ['a date alone', '2026-01-31', '2026-01-30T15:00:00Z'],
    ['the form of databases', '2026-01-31 08:00:00.5+00', '2026-01-31T08:00:00.500Z'],
    ['a leap day', '2028-02-29', '2028-02-28T15:00:00Z'],
    ['Unix seconds', '={{ 1769846400 }}', '2026-01-31T08:00:00Z'],
    ['Unix seconds as text', '1769846400', '2026-01-31T08:00:00Z'],
    ['Unix milliseconds', '={{ 1769846400123 }}', '2026-01-31T08:00:00.123Z'],
  ])('reads the time of the latest record from %s', async (_, latestRecordAt, iso) => {
    const parameters = { state: 'happy', options: { latestRecordAt } };
    itemsOf(await lab.run('update', parameters, { timezone: 'Asia/Tokyo' }));
    expect(paramsOf(lab.requests()[0]).latest_record_at).toBe(iso);
  });

  test.each([
    '2026-02-30',
    '2026-13-01',
    '2027-02-29',
    '2026-01-31T24:00',
    '2026-01-31T08:60:00Z',
    '2026-01-31T08:00:00+15:00',
    '31.01.2026',
    '20260131',
    '1769846400123456',
    'yesterday',
    '={{ new Date(NaN) }}',
    '={{ ["2026-01-31"] }}',
    '-1',
  ])('refuses "%s" as a time', async (latestRecordAt) => {
    const run = await lab.run('update', { state: 'happy', options: { latestRecordAt } });
    expect(refusalOf(run).message).toContain('"Latest Record Time" is not a date and time that exists');
    sendsNothing();
  });

  test.each([
    [1200, '1200'],
    ['1200', '1200'],
    [' +0.5 ', '0.5'],
    [-3, '-3'],
    [1e21, '1000000000000000000000'],
    [0.0000001, '0.0000001'],
    ['12345678901234567890', '12345678901234567890'],
  ])('sends the count %s as %s', async (value, text) => {
    itemsOf(
      await lab.run('update', { state: 'happy', options: { counts: { count: [{ name: 'n', value }] } } }),
    );
    expect(paramsOf(lab.requests()[0])['counts[n]']).toBe(text);
  });

  test.each([
    '1,200',
    '1e3',
    '12 kg',
    '',
    'NaN',
    '0x10',
    '={{ NaN }}',
    '={{ true }}',
    '={{ null }}',
    '={{ [1] }}',
  ])('refuses "%s" as a count', async (value) => {
    const run = await lab.run('update', {
      state: 'happy',
      options: { counts: { count: [{ name: 'n', value }] } },
    });
    expect(refusalOf(run).message).toMatch(/^"Counts" > "n" is not a plain number/);
    sendsNothing();
  });

  test.each(['orders-late', 'a b', 'Größe', 'a.b', '50 %', 'a&b=c', '数', "d'été"])(
    'sends a count named "%s" encoded, and data.world reads the same name',
    async (name) => {
      const counts = { count: [{ name, value: 1 }] };
      const countsJson = JSON.stringify({ [`${name}2`]: 2 });
      itemsOf(await lab.run('update', { state: 'happy', options: { counts, countsJson } }));
      expect(paramsOf(lab.requests()[0])).toMatchObject({
        [`counts[${name}]`]: '1',
        [`counts[${name}2]`]: '2',
      });
      const { counts: read } = lab.emulator.control.analytics(orders.uid);
      expect([read[name]?.at(-1), read[`${name}2`]?.at(-1)]).toMatchObject([{ value: 1 }, { value: 2 }]);
    },
  );

  test.each(['a[b]', 'a]', '[', '__proto__', 'a\u0000b', 'a\u202eb', 'n'.repeat(101)])(
    'refuses "%s" as the name of a count',
    async (name) => {
      const counts = { count: [{ name, value: 1 }] };
      const { message } = refusalOf(await lab.run('update', { state: 'happy', options: { counts } }));
      expect(message).toMatch(/^"Counts" has the name .* which cannot be sent$/);
      sendsNothing();
    },
  );

  test('refuses a count that is named twice', async () => {
    const options = { counts: { count: [{ name: 'n', value: 1 }] }, countsJson: '{"n": 2}' };
    expect(refusalOf(await lab.run('update', { state: 'happy', options })).message).toBe(
      '"Counts" names "n" twice',
    );
  });

  test.each([
    ['latest_record_at', /must not have the key "latest_record_at"/],
    ['counts', /must not have the key "counts"/],
    ['a]b', /has a key that cannot be sent/],
    ['a[b', /has a key that cannot be sent/],
    ['__proto__', /has a key that cannot be sent/],
    ['a\u0000b', /has a key that cannot be sent/],
    ['k'.repeat(101), /has a key that cannot be sent/],
    ['', /missing|must not be empty/],
  ])('refuses "%s" as a key of metadata', async (key, words) => {
    const run = await lab.run('update', {
      state: 'happy',
      options: { meta: { entry: [{ key, value: 'x' }] } },
    });
    expect(refusalOf(run).message).toMatch(words);
    sendsNothing();
  });

  test.each([
    ['a key inside', '{"a": {"b]": 1}}', /has a key that cannot be sent/],
    ['__proto__ inside', '{"a": {"__proto__": 1}}', /has a key that cannot be sent/],
    ['__proto__', '{"__proto__": {"x": 1}}', /has a key that cannot be sent/],
    ['a reserved key', '{"counts": {"x": 1}}', /must not have the key "counts"/],
    ['a list of objects', '{"a": [{"b": 1}]}', /a list that contains lists or objects/],
    ['a list of lists', '{"a": [[1]]}', /a list that contains lists or objects/],
    ['too deep', `${'{"a":'.repeat(11)}1${'}'.repeat(11)}`, /nested too deep/],
    ['no object', '[1]', /must be an object/],
    ['no JSON', '{"a":', /must be an object/],
  ])('refuses metadata as JSON with %s', async (_, metaJson, words) => {
    expect(refusalOf(await lab.run('update', { state: 'happy', options: { metaJson } })).message).toMatch(
      words,
    );
    sendsNothing();
  });

  test('keeps the order of several updates of one Sentry, and works on others meanwhile', async () => {
    const states = ['sick', 'sad', 'happy', 'sad', 'sick', 'happy'];
    const items = states.flatMap((state) => [
      { json: { uid: orders.uid, state } },
      { json: { uid: customers.uid, state } },
    ]);
    // The first update of either is the slowest.
    for (const { uid } of [orders, customers]) {
      lab.emulator.faults.inject({
        match: { path: `/h/api/v1/sentries/${uid}` },
        fault: { kind: 'delay', ms: 100 },
      });
    }
    const parameters = { sentry: byId('={{ $json.uid }}'), state: '={{ $json.state }}' };
    const before = lab.emulator.control.history(orders.uid).length;
    expect(itemsOf(await lab.run('update', parameters, { items }))).toHaveLength(12);
    for (const { uid } of [orders, customers]) {
      expect(
        lab.emulator.control
          .history(uid)
          .slice(before)
          .map(({ state }) => state),
      ).toEqual(states);
    }
    // Both had one under way before the first was answered.
    expect(sent().slice(0, 2)).toEqual([`POST ${orders.uid}`, `POST ${customers.uid}`]);
  });
});

describe('the answer to an update', () => {
  const run = async () => await lab.run('update', { state: 'sad', userMessage: 'Late' });

  test.each([200, 201, 202, 204] as const)('may have the status %s', async (updateStatus) => {
    await lab.emulatorWith({ assume: { updateStatus } });
    expect(itemsOf(await run())).toMatchObject([{ success: true, uid: orders.uid, state: 'sad' }]);
  });

  test('may be empty', async () => {
    await lab.emulatorWith({ assume: { updateBody: 'empty' } });
    const [item] = itemsOf(await run());
    expect(item).toStrictEqual({ success: true, changed: true, uid: orders.uid, state: 'sad' });
  });

  test('may be a text', async () => {
    const headers = { 'content-type': 'text/plain' };
    lab.emulator.faults.inject({ fault: { kind: 'status', code: 200, headers, body: 'OK' } });
    expect(itemsOf(await run())).toMatchObject([{ success: true, answer: 'OK' }]);
  });

  test('is no success when it is a login page', async () => {
    lab.emulator.faults.inject({ fault: { kind: 'html' } });
    expect(refusalOf(await run())).toMatchObject({
      message: expect.stringContaining('answered with a web page instead of data'),
      description: expect.stringMatching(/the API token is wrong or expired/),
    });
  });

  test.each(['redirect', 'page'] as const)(
    'to a wrong token is told as such, be it a %s',
    async (unauthenticated) => {
      await lab.emulatorWith({ assume: { unauthenticated } });
      const refused = refusalOf(
        await lab.run('update', { state: 'sad' }, { credential: { apiToken: 'not-the-token-4711' } }),
      );
      expect(refused.description).toMatch(/API token is wrong or expired/);
      expect(lab.requests()).toHaveLength(1);
    },
  );

  test.each([
    [{ apiToken: 'not-the-token-4711' }, {}, '401', /Check the API token/],
    [{ apiToken: seed.accounts.member.token }, {}, '403', /organization administrators/],
    [{}, { sentry: byId('nobody') }, '404', /has no such Sentry/],
  ])('%j is told', async (credential, parameters, httpCode, advice) => {
    const run = await lab.run('update', { state: 'sad', ...parameters }, { credential });
    expect(refusalOf(run)).toMatchObject({ httpCode, description: expect.stringMatching(advice) });
  });

  test.each([
    [{ error: 'No such state' }, 'No such state'],
    [
      { errors: ['State is not included', 'Message is too long'] },
      'State is not included, Message is too long',
    ],
    [{ errors: { state: ['is not included'] } }, 'state is not included'],
    [{ message: 'Nope' }, 'Nope'],
    [{ code: 422, details: 'In detail' }, 'In detail'],
  ])('is quoted from %j', async (body, words) => {
    lab.emulator.faults.inject({ fault: { kind: 'status', code: 422, body } });
    expect(refusalOf(await run()).message).toBe(`data.world says: ${words} (HTTP 422)`);
  });
});

test.each(['={{ $json.nope }}', { __rl: true, mode: 'id', value: '={{ $json.nope }}' }])(
  'a Sentry by an expression that gives nothing is not the one of the credential: %j',
  async (sentry) => {
    const { message } = refusalOf(await lab.run('update', { sentry, state: 'happy' }));
    expect(message).toBe('"Sentry" is missing: the expression gives nothing for item 0');
    expect(lab.requests()).toEqual([]);
  },
);
