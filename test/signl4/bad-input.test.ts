import { manualClock } from '@signalbox/emulators';
import { byId, itemsOf, raise, refusalOf, secrets, seed, useLab } from './lab';

const lab = useLab();
const { anna, deniz } = seed.users;
const unknownAlert = '2518236416804564453_12ea0f6f-948c-43d0-9034-f9565d7b6bd2';
const unknownUser = '00000000-1111-2222-3333-444444444444';

/** Runs, and looks that nothing was sent and no secret is shown. */
async function refusedUnsent(...args: Parameters<typeof lab.run>) {
  const refusal = refusalOf(await lab.run(...args));
  expect(lab.requests()).toEqual([]);
  return refusal;
}

/** Addition to the hint about a value that comes from an expression. */
const FROM_EXPRESSION = ' It comes from an expression: look at what that gives for item 0, counted from 0.';

describe('secrets and rights', () => {
  test('an unknown team secret: says which secret is meant, although SIGNL4 echoes it', async () => {
    const teamSecret = 'n0-such/team s3cret';
    const run = await lab.run('send', { title: 'T' }, { credential: { teamSecret } });
    const { message, description, httpCode } = refusalOf(run);
    expect(JSON.stringify([run.error, run.logs])).not.toMatch(/n0-such|s3cret/);
    expect(httpCode).toBe('404');
    expect(message).toBe(
      'SIGNL4 says: Error raising event. An event source with ID [hidden] was not found. (HTTP 404)',
    );
    expect(description).toMatch(
      /^SIGNL4 does not know the team secret of the credential\. It is the last part of the inbound webhook URL in the SIGNL4 portal, not the API key\. Request ID: [\da-f-]{36}$/,
    );
    expect(lab.requests()).toHaveLength(1);
  });

  test.each([
    ['send', { title: 'T' }],
    ['acknowledgeByExternalId', { externalId: 'x' }],
    ['resolveByExternalId', { externalId: 'x' }],
  ])(
    '%s refused with 401 or 403: points to the team secret, which it is sent with',
    async (operation, parameters) => {
      for (const code of [401, 403]) {
        lab.emulator.faults.inject({ match: { path: /^\/webhook\// }, fault: { kind: 'status', code } });
        const { description } = refusalOf(await lab.run(operation, parameters));
        expect(description).toMatch(
          /^Check the team secret of the credential.*The API key is not used for it\./,
        );
      }
    },
  );

  test('the API key in the place of the team secret is not shown either', async () => {
    const run = await lab.run('send', { title: 'T' }, { credential: { teamSecret: seed.apiKey } });
    expect(refusalOf(run).description).toMatch(/not the API key/);
  });

  test.each([
    ['unknown', 'no-such-key-4711'],
    ['expired', seed.expiredApiKey],
  ])('an %s API key: says that it is refused and where to get another one', async (_, apiKey) => {
    const run = await lab.run('getAll', {}, { credential: { apiKey } });
    expect(refusalOf(run)).toEqual({
      message: 'SIGNL4 does not accept the credential (HTTP 401)',
      description:
        'Check the API key of the credential: it may be wrong, expired or renewed. Create one in the SIGNL4 portal under Integrations > API Keys.',
      httpCode: '401',
    });
    expect(lab.requests()).toHaveLength(1);
  });

  test('a read-only API key for a change: says that it may not, and which key may', async () => {
    const alert = await raise(lab.emulator);
    const credential = { apiKey: seed.readOnlyApiKey };
    const parameters = { alertId: byId(alert.id), userId: byId(anna.id), note: 'x' };
    for (const operation of ['acknowledge', 'close', 'annotate']) {
      expect(refusalOf(await lab.run(operation, parameters, { credential }))).toEqual({
        message: 'SIGNL4 says: Access denied. The API key is read-only. (HTTP 403)',
        description: expect.stringMatching(
          /probably read-only: create one with full access in the SIGNL4 portal/,
        ),
        httpCode: '403',
      });
    }
    expect(itemsOf(await lab.run('get', parameters, { credential }))).toHaveLength(1);
    expect(lab.requests()).toHaveLength(4);
  });

  test.each([
    ['send', { title: 'T' }, { teamSecret: '' }, 'Team Secret', 'send alerts'],
    ['resolveByExternalId', { externalId: 'x' }, { teamSecret: '' }, 'Team Secret', 'send alerts'],
    ['getAll', {}, { apiKey: '' }, 'API Key', 'use the SIGNL4 REST API'],
  ])(
    '%s without its secret: says which one is missing',
    async (operation, parameters, credential, label, purpose) => {
      expect(await refusedUnsent(operation, parameters, { credential })).toEqual({
        message: `SIGNL4 could not be called: The credential has no ${label}, which is needed to ${purpose}`,
        description: `Fill in "${label}" of the credential.`,
      });
    },
  );

  test.each([
    ['a line break', `${seed.apiKey}\n`],
    ['an invisible character', `${seed.apiKey.slice(0, 20)}\u200b${seed.apiKey.slice(20)}`],
  ])('an API key with %s from copying: says so and does not show it', async (_, apiKey) => {
    const { message, description } = await refusedUnsent('getAll', {}, { credential: { apiKey } });
    expect(message).toMatch(/API Key (begins or ends with white space|contains the character U\+200B)/);
    expect(message + description).not.toContain(seed.apiKey.slice(0, 20));
    expect(description).toBe('Enter "API Key" of the credential again.');
  });
});

describe('Send', () => {
  test.each([
    'here',
    '48.2082',
    '48.2082,',
    '48.2082;16.3738',
    '91,0',
    '-90.1,0',
    '0,180.5',
    '48,2082,16,3738',
    '48°12′N,16°22′E',
    '={{ ({ lat: 48, long: 16 }) }}',
    '={{ [48, 16] }}',
    '={{ 48.2 }}',
  ])('the location %s: says what one looks like', async (location) => {
    const { message, description } = await refusedUnsent('send', { title: 'T', options: { location } });
    expect(message).toMatch(
      /^"Location" (must be latitude and longitude in decimal degrees, such as 48\.2082,16\.3738|must be a string) \(it is /,
    );
    expect(description).toMatch(/^For example: 48\.2082,16\.3738/);
  });

  test('a scenario that an expression made up: names those that exist', async () => {
    const options = { alertingScenario: '={{ "everybody" }}' };
    expect(await refusedUnsent('send', { title: 'T', options })).toEqual({
      message: '"Alerting Scenario" must be one of emergency, multi_ack, single_ack (it is "everybody")',
      description: `Choose one of these.${FROM_EXPRESSION}`,
    });
  });

  const example = 'For example: Cold store 3 is too warm';
  test.each([
    ['an empty text', '={{ "  " }}', '"Title" must not be empty (it is " ")', 'Fill in the field.'],
    ['an object', '={{ ({ a: 1 }) }}', '"Title" must be a string (it is {"a":1})', example],
    ['a list', '={{ ["a"] }}', '"Title" must be a string (it is ["a"])', example],
  ])('a title that is %s', async (_, title, message, hint) => {
    expect(await refusedUnsent('send', { title })).toEqual({
      message,
      description: `${hint}${FROM_EXPRESSION}`,
    });
  });

  test.each(['={{ $json.nothing }}', '={{ null }}', '={{ "" }}', '=', '={{ $json.deep?.nothing }}'])(
    'a title whose expression %s gives nothing: says so, and for which item',
    async (title) => {
      expect(await refusedUnsent('send', { title })).toEqual({
        message: '"Title" is missing: the expression gives nothing for item 0',
        description: expect.stringMatching(/^Items are counted from 0\. Look at what this one has/),
      });
    },
  );

  test('a title that nobody filled in is n8n\u2019s own affair', async () => {
    expect((await refusedUnsent('send', {})).message).toMatch(/Parameter "Title" is required/);
  });

  test.each(['X-S4-Status', 'x-s4-externalid', 'Title', ' MESSAGE ', 'description', 'Content', 'Subject'])(
    'a parameter with the reserved name "%s": says so',
    async (name) => {
      const options = {
        parameters: {
          parameter: [
            { name: 'Fine', value: '1' },
            { name, value: 'resolved' },
          ],
        },
      };
      const { message, description } = await refusedUnsent('send', { title: 'T', options });
      expect(message).toMatch(
        /^"Parameters > Parameter 2 > Name" is reserved by SIGNL4: use the field for it, or another name/,
      );
      expect(description).toBe('For example: Temperature');
    },
  );

  test('a parameter that occurs twice', async () => {
    const options = {
      parameters: {
        parameter: [
          { name: 'a', value: '1' },
          { name: 'a ', value: '2' },
        ],
      },
    };
    expect(await refusedUnsent('send', { title: 'T', options })).toEqual({
      message: '"Parameters" names "a" twice',
      description: 'Give each parameter a unique name.',
    });
  });

  test.each([
    [
      'value',
      { name: 'a', value: '={{ ({ b: 1 }) }}' },
      /^"Parameters > Parameter 1 > Value" must be a text, a number or a boolean \(it is/,
    ],
    [
      'value',
      { name: 'a', value: '={{ null }}' },
      /^"Parameters > Parameter 1 > Value" is missing: the expression gives nothing for item 0$/,
    ],
    ['name', { name: '', value: 'x' }, /^"Parameters > Parameter 1 > Name" is missing$/],
    [
      'name',
      { name: '={{ [5] }}', value: 'x' },
      /^"Parameters > Parameter 1 > Name" must be a string \(it is \[5\]\)$/,
    ],
  ])('a parameter with a bad %s', async (_, parameter, words) => {
    const options = { parameters: { parameter: [parameter] } };
    expect((await refusedUnsent('send', { title: 'T', options })).message).toMatch(words);
  });

  test.each([
    [{ filtering: '={{ "yes" }}' }, '"Filtering" must be a boolean (it is "yes")'],
    [{ externalId: '={{ ({}) }}' }, '"External ID" must be a string (it is {})'],
    [{ attachments: '={{ ({}) }}' }, '"Attachments" must be a string (it is {})'],
  ])('the wrong type %j', async (options, message) => {
    expect((await refusedUnsent('send', { title: 'T', options })).message).toBe(message);
  });
});

describe('attachments', () => {
  const send = (
    attachments: string,
    binary: Record<string, { fileName?: string; mimeType: string; data: string }>,
  ) => refusedUnsent('send', { title: 'T', options: { attachments } }, { items: [{ json: {}, binary }] });
  const data = Buffer.from('x').toString('base64');

  test('a file that is too large: says how large it is and may be', async () => {
    const big = Buffer.alloc(4 * 1024 * 1024 + 1).toString('base64');
    expect(await send('photo', { photo: { fileName: 'big.png', mimeType: 'image/png', data: big } })).toEqual(
      {
        message: 'The attachment "big.png" (binary field "photo") has 4.0 MB, SIGNL4 takes 4 MB',
        description: 'Make it smaller, or send a link to it in the message.',
      },
    );
  });

  test.each([
    ['doc.png', 'application/zip'],
    ['doc.png', 'image/svg+xml'],
    ['doc.png', 'text/html'],
    ['doc.zip', 'application/octet-stream'],
    ['doc', 'application/octet-stream'],
    ['doc.png.', ''],
    ['constructor', ''],
    ['doc.constructor', 'application/octet-stream'],
  ])('the file "%s" of the type "%s"', async (fileName, mimeType) => {
    const { message, description } = await send('doc', { doc: { fileName, mimeType, data } });
    const type = mimeType ? `of type ${mimeType}` : 'without a type';
    expect(message).toBe(`SIGNL4 takes no attachments ${type} ("${fileName}" in the binary field "doc")`);
    expect(description).toBe(
      'It takes png, tiff, tif, jpeg, jpg, gif, bmp, mp3, wav, aiff, m4a, txt, pdf, mov, mp4. Where the type says nothing, the extension of the file name counts.',
    );
  });

  test('a binary field that does not exist: says which ones do', async () => {
    const photo = { fileName: 'a.png', mimeType: 'image/png', data };
    expect(await send('photo, plan', { photo })).toEqual({
      message: 'The item has no binary field "plan"',
      description: 'It has: photo.',
    });
    expect(await send('constructor', { photo })).toEqual({
      message: 'The item has no binary field "constructor"',
      description: 'It has: photo.',
    });
  });

  test('an item without any file: says what to do', async () => {
    expect(await refusedUnsent('send', { title: 'T', options: { attachments: 'data' } })).toEqual({
      message: 'The item has no binary field "data"',
      description: expect.stringMatching(/^It has no binary data at all\. Put a node before this one/),
    });
  });

  test('what SIGNL4 refuses although n8n lets it pass: gives its words', async () => {
    lab.emulator.faults.inject({
      fault: {
        kind: 'status',
        code: 400,
        body: { code: 400, message: 'Error raising event.', details: 'Bad file.' },
      },
    });
    expect(refusalOf(await lab.run('send', { title: 'T' }))).toEqual({
      message: 'SIGNL4 says: Error raising event. Bad file. (HTTP 400)',
      description: 'Check the parameters: SIGNL4 could not read the event.',
      httpCode: '400',
    });
  });
});

describe.each(['acknowledgeByExternalId', 'resolveByExternalId'])('%s', (operation) => {
  test.each([
    [
      'nothing',
      '={{ $json.nothing }}',
      '"External ID" is missing: the expression gives nothing for item 0',
      /^Items are counted from 0/,
    ],
    ['an empty text', '={{ " " }}', '"External ID" must not be empty (it is " ")', /^Fill in the field/],
    [
      'a list',
      '={{ ["INC-1"] }}',
      '"External ID" must be a string (it is ["INC-1"])',
      /^For example: INC-4711/,
    ],
  ])('an external ID that is %s', async (_, externalId, message, hint) => {
    expect(await refusedUnsent(operation, { externalId })).toEqual({
      message,
      description: expect.stringMatching(hint),
    });
  });
});

describe('alerts and users', () => {
  const withDefaults = { alertId: byId(unknownAlert), userId: byId(anna.id), note: 'x' };

  test.each([
    ['an event ID by mistake', '4711'],
    ['a path', '../teams'],
    ['an ID with more behind it', `${unknownAlert}/close`],
  ])('an alert ID that is %s: says what one looks like', async (_, id) => {
    for (const operation of ['get', 'acknowledge', 'close', 'annotate']) {
      const parameters = { ...withDefaults, alertId: byId(`={{ "${id}" }}`) };
      expect(await refusedUnsent(operation, parameters)).toEqual({
        message: `"Alert" is not an alert ID: it has 19 digits, an underscore and a GUID (it is "${id}")`,
        description: expect.stringMatching(/^For example: \d{19}_/),
      });
    }
  });

  test('a user ID that is a name', async () => {
    const parameters = { ...withDefaults, userId: byId('={{ "Anna Berg" }}') };
    for (const operation of ['acknowledge', 'close', 'annotate']) {
      expect((await refusedUnsent(operation, parameters)).message).toBe(
        '"User" is not an ID of SIGNL4: it must be a GUID (it is "Anna Berg")',
      );
    }
  });

  test.each([
    ['={{ $json.nothing }}', '"Alert" is missing: the expression gives nothing for item 0'],
    ['={{ 4711 }}', /^"Alert" (must be a string|is not an alert ID)/],
    ['={{ ({ id: 1 }) }}', '"Alert" must be a string (it is {"id":1})'],
  ])('an alert that is %s', async (value, message) => {
    expect((await refusedUnsent('get', { alertId: byId(value) })).message).toEqual(
      typeof message === 'string' ? message : expect.stringMatching(message),
    );
  });

  test('an unknown alert', async () => {
    for (const operation of ['get', 'acknowledge', 'close', 'annotate']) {
      const { message, description, httpCode } = refusalOf(await lab.run(operation, withDefaults));
      expect(httpCode).toBe('404');
      expect(message).toMatch(
        /^SIGNL4 says: Error reading alert\. An alert with ID .* was not found\. \(HTTP 404\)$/,
      );
      expect(description).toMatch(/^SIGNL4 does not know this alert.*Request ID: [\da-f-]{36}$/);
    }
  });

  test('an unknown user, and one of another team', async () => {
    const alert = await raise(lab.emulator);
    for (const operation of ['acknowledge', 'close', 'annotate']) {
      for (const id of [unknownUser, deniz.id]) {
        const run = await lab.run(operation, { ...withDefaults, alertId: byId(alert.id), userId: byId(id) });
        const { message, description } = refusalOf(run);
        expect(message).toMatch(/^SIGNL4 says: Error reading user\. .* \(HTTP 404\)$/);
        expect(description).toMatch(
          /^SIGNL4 does not know this alert or this user\. Choose both from their lists\./,
        );
      }
    }
    expect(alert.statusCode).toBe(1);
  });

  test('an alert that is closed, or acknowledged, already', async () => {
    const alert = await raise(lab.emulator);
    const parameters = { alertId: byId(alert.id), userId: byId(anna.id) };
    lab.emulator.control.acknowledge(alert.id, anna.id);
    const conflict = async (operation: string) => {
      const refusal = refusalOf(await lab.run(operation, parameters));
      expect(refusal.httpCode).toBe('409');
      return refusal;
    };
    expect((await conflict('acknowledge')).message).toMatch(
      /cannot be acknowledged: it is acknowledged already/,
    );
    lab.emulator.control.close(alert.id, anna.id);
    expect(await conflict('acknowledge')).toMatchObject({
      message: expect.stringMatching(/cannot be acknowledged: it is closed already/),
      description: expect.stringMatching(
        /^It is closed already, or has been acknowledged by this user\. Check its current state with Alert: Get\./,
      ),
    });
    expect((await conflict('close')).description).toMatch(/^It is closed already\. Check its current state/);
    expect(lab.requests().filter(({ method }) => method === 'POST')).toHaveLength(3);
  });

  test.each([
    [{ statuses: ['nonsense'] }, /^"Status > entry 1" must be one of acknowledged, .* \(it is "nonsense"\)$/],
    [{ statuses: '={{ "open" }}' }, /^"Status" must be an array \(it is "open"\)$/],
    [
      { teamIds: ['Plant Operations'] },
      /^"Team Names or IDs > entry 1" is not an ID of SIGNL4: it must be a GUID/,
    ],
    [
      { minCreated: '={{ "yesterday" }}' },
      /^"Created After" is not a date and time that exists \(it is "yesterday"\)$/,
    ],
    [{ maxCreated: '1' }, /^"Created Before" is not a date and time that exists \(it is "1"\)$/],
    [{ modifiedSince: '={{ true }}' }, /^"Changed After" is not a date and time that exists \(it is true\)$/],
    [
      { modifiedSince: '01.07.2026 10:00' },
      /^"Changed After" is not a date and time that exists \(it is "01\.07\.2026 10:00"\)$/,
    ],
    [{ textToSearch: 'cut \ud83d' }, /^"Text" contains half of a character$/],
  ])('the filter %j', async (filters, words) => {
    expect((await refusedUnsent('getAll', { filters })).message).toMatch(words);
  });

  test.each(['={{ 0 }}', '={{ -1 }}', '={{ 1.5 }}', '={{ "many" }}', '={{ ({}) }}'])(
    'the limit %s',
    async (limit) => {
      expect(await refusedUnsent('getAll', { limit })).toEqual({
        message: expect.stringMatching(/^"Limit" must be a whole number from 1 \(it is .+\)$/),
        description: 'To get everything, turn on Return All.',
      });
    },
  );

  test.each(['toString', '__proto__', ''])('the operation "%s", which does not exist', async (operation) => {
    expect((await refusedUnsent(operation)).message).toBe(
      `There is no operation "${operation}" for the resource "alert"`,
    );
  });

  test.each(['__proto__', 'constructor'])('the prototype key "%s" where a name is looked up', async (key) => {
    const refusals = [
      await refusedUnsent('getAll', { filters: { statuses: [key] } }),
      await refusedUnsent('send', { title: 'T', options: { alertingScenario: key } }),
      await refusedUnsent('send', { title: 'T', options: { attachments: key } }),
      await refusedUnsent('send', { title: 'T' }, { credential: { environment: key } }),
    ];
    expect(refusals.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^"Status > entry 1" must be one of /),
      expect.stringMatching(/^"Alerting Scenario" must be one of /),
      `The item has no binary field "${key}"`,
      'The environment of the credential is none of "cloud", "custom"',
    ]);
  });
});

describe('throttling', () => {
  test('throttling of a smaller plan than the credential says: waits as told, and succeeds', async () => {
    // The block of the emulator ends about a second from now by the clock of the computer.
    const clock = manualClock(Date.now() - 14_000);
    await lab.emulatorWith({ clock, plan: 'free', rateLimits: true });
    const stop = lab.emulator.journal.listen((entry) => {
      if (entry.kind === 'request' && entry.request.status === 429) clock.advance(15_000);
    });
    const items = Array.from({ length: 12 }, (_, n) => ({ json: { n } }));
    const run = await lab.run('send', { title: '=Alert {{ $json.n }}' }, { items });
    stop();
    expect(itemsOf(run)).toHaveLength(12);
    const statuses = lab.requests().map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(12);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
    expect(lab.emulator.control.events()).toHaveLength(12);
  });

  test('throttling that would take too long: says for how long, and what to do', async () => {
    const reset = String(Math.ceil(Date.now() / 1000) + 3600);
    lab.emulator.faults.inject({
      times: 'always',
      fault: { kind: 'status', code: 429, headers: { 'X-RateLimit-Reset': reset } },
    });
    const { message, description } = refusalOf(await lab.run('send', { title: 'T' }));
    expect(message).toBe('SIGNL4 receives too many requests (HTTP 429)');
    expect(description).toMatch(
      /^Your SIGNL4 plan limits the number of requests\. Select your plan in the credential so that n8n stays within its limits\. The service asks to wait 3[56]\d\d seconds\.$/,
    );
    expect(lab.requests()).toHaveLength(1);
  });

  test('throttling that is longer than the user wants to wait ends immediately', async () => {
    const reset = String(Math.ceil(Date.now() / 1000) + 60);
    lab.emulator.faults.inject({
      times: 'always',
      fault: { kind: 'status', code: 429, headers: { 'X-RateLimit-Reset': reset } },
    });
    const run = await lab.run('send', { title: 'T', options: { deadline: 5 } });
    expect(refusalOf(run).description).toMatch(/The service asks to wait [56]\d seconds\./);
    expect(lab.requests()).toHaveLength(1);
  });

  test('is kept away from by the plan of the credential: the rest waits for its turn', async () => {
    const items = Array.from({ length: 12 }, (_, n) => ({ json: { n } }));
    const stop = new AbortController();
    lab.emulator.journal.listen(() => {
      // Longer than any request takes here, shorter than the 15 seconds of the limit.
      if (lab.requests().length === 10) setTimeout(() => stop.abort(), 500);
    });
    const run = await lab.run(
      'send',
      { title: 'T' },
      { items, credential: { plan: 'free' }, signal: stop.signal },
    );
    expect(run.status).toBe('canceled');
    expect(lab.requests().map(({ status }) => status)).toEqual(Array(10).fill(201));
  });
});

test('the secrets that are looked for are those of the credential', () => {
  const given = Object.values(lab.credentials().signl4AlertingApi!);
  expect(given.filter((value) => secrets.includes(value as string))).toHaveLength(3);
});
