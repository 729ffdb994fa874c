import { creationTicks, seed } from '@signalbox/emulators/signl4';
import { api, post, raise, request, startSignl4, startStillSignl4, stopAll } from './running-signl4';

afterEach(stopAll);

const secret = seed.teams.operations.secret;
const path = `/webhook/${secret}`;

describe('answers of POST /webhook/{secret} (signl4.md §1.8)', () => {
  it.each([path, `${path}/`, `/webhook/${seed.integrationSecret}`, `/WebHook/${secret}`])(
    '%s: 201 with an eventId only',
    async (url) => {
      const { emulator } = await startStillSignl4();
      const answer = await post(emulator, { title: 'Hi' }, url);
      expect(answer.status).toBe(201);
      expect(Object.keys(answer.json)).toEqual(['eventId']);
      expect(creationTicks(answer.json.eventId)).toBeDefined();
    },
  );

  it('404 with code 3004 for an unknown secret', async () => {
    const emulator = await startSignl4();
    const answer = await post(emulator, { title: 'Hi' }, '/webhook/96sbq49u');
    expect(answer).toMatchObject({
      status: 404,
      json: {
        code: 3004,
        details: 'An event source with ID 96sbq49u was not found.',
        message: 'Error raising event.',
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    });
  });

  it('400 with an error object for broken JSON, XML and multipart', async () => {
    const emulator = await startSignl4();
    for (const [type, body] of [
      ['application/json', '{"title":'],
      ['application/json', '7'],
      ['application/xml', '<alert><title>x</alert>'],
      ['multipart/form-data; boundary=x', 'no parts'],
    ] as const) {
      const answer = await request(emulator, 'POST', path, body, { 'content-type': type });
      expect(answer).toMatchObject({ status: 400, json: { code: 400, message: 'Error raising event.' } });
    }
    expect(emulator.control.events()).toEqual([]);
  });

  it.each(['GET', 'PUT', 'DELETE', 'PATCH'])('405 for %s', async (method) => {
    const emulator = await startSignl4();
    const answer = await request(emulator, method, path);
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST');
  });

  it('always carries X-RateLimit-*', async () => {
    const { clock, emulator } = await startStillSignl4();
    const { headers } = await post(emulator, { title: 'Hi' });
    expect(headers.get('x-ratelimit-limit')).toBe('150');
    expect(headers.get('x-ratelimit-remaining')).toBe('150');
    expect(headers.get('x-ratelimit-reset')).toBe(String(clock.now() / 1000 + 15));
  });

  it('precedes the alert, whose id is younger by the processing delay', async () => {
    const { clock, emulator } = await startStillSignl4({ processingDelayMs: 200 });
    const { json } = await post(emulator, { title: 'Hi' });
    expect(emulator.control.alerts()).toEqual([]);
    clock.advance(199);
    expect(emulator.control.alerts()).toEqual([]);
    clock.advance(1);
    const [alert] = emulator.control.alerts();
    expect(alert!.eventId).toBe(json.eventId);
    expect(creationTicks(alert!.id)! - creationTicks(json.eventId)!).toBe(2_000_000n);
    expect(alert!.id < json.eventId).toBe(true);
    expect(alert!.created).toBe('2026-01-05T08:00:00.2000000Z');
  });
});

describe('title, text and parameters (signl4.md §1.4)', () => {
  const cases: [string, Record<string, unknown>, string, string, string[]][] = [
    ['names ignore case and are removed', { TITLE: 'T', messagetext: 'M', Zone: 'A' }, 'T', 'M', ['Zone']],
    [
      'title wins over subject, text over message',
      { subject: 'S', title: 'T', message: 'M', text: 'X' },
      'T',
      'X',
      ['subject', 'message'],
    ],
    ['X-S4-Subject is a title', { 'X-S4-Subject': 'S', body: 'B' }, 'S', 'B', []],
    ['the last known names', { incident: 'I', content: 'C' }, 'I', 'C', []],
    ['only strings count', { title: 5, job: 'J', text: true, body: 'B' }, 'J', 'B', ['title', 'text']],
    [
      'none known: the first strings',
      { n: 1, a: 'A', 'X-S4-ExternalID': 'e', b: 'B', c: 'C' },
      'A',
      'B',
      ['n', 'X-S4-ExternalID', 'c'],
    ],
    [
      'nested fields are flattened',
      { title: 'T', text: 'X', 'Business Details': { Impact: 'Major', a: [1] } },
      'T',
      'X',
      ['Business Details.Impact', 'Business Details.a.0'],
    ],
  ];
  it.each(cases)('%s', async (_name, payload, title, text, names) => {
    const emulator = await startSignl4();
    await post(emulator, payload);
    await emulator.control.idle();
    const [alert] = emulator.control.alerts();
    expect([alert!.title, alert!.text, alert!.parameters.map(({ name }) => name)]).toEqual([
      title,
      text,
      names,
    ]);
  });

  it('parameters have types, order and stay with the X-S4- ones', async () => {
    const emulator = await startSignl4();
    const alert = await raise(emulator, {
      'X-S4-Service': 'Cooling',
      level: 3,
      ratio: 0.5,
      on: true,
      none: null,
    });
    expect(alert.parameters.map(({ name, value, type }) => [name, value, type])).toEqual([
      ['X-S4-Service', 'Cooling', 8],
      ['level', '3', 6],
      ['ratio', '0.5', 7],
      ['on', 'true', 9],
      ['none', null, 10],
    ]);
  });
});

describe('content types (signl4.md §1.2)', () => {
  const only = async (type: string, body: string) => {
    const emulator = await startSignl4();
    // A text would be declared as text/plain.
    const bytes = new TextEncoder().encode(body);
    const answer = await request(emulator, 'POST', path, bytes, type === '' ? {} : { 'content-type': type });
    expect(answer.status).toBe(201);
    await emulator.control.idle();
    return emulator.control.alerts()[0]!;
  };

  it.each([
    ['application/x-www-form-urlencoded', 'Title=Hot&Message=80+C&X-S4-ExternalID=e1&Zone=4'],
    [
      'application/xml',
      '<?xml version="1.0"?><alert><Title>Hot</Title><Message>80 C</Message><X-S4-ExternalID>e1</X-S4-ExternalID><Zone>4</Zone></alert>',
    ],
    ['text/plain', 'Title: Hot\nMessage: 80 C\nX-S4-ExternalID: e1\nZone: 4\n'],
    ['application/json; charset=utf-8', '{"Title":"Hot","Message":"80 C","X-S4-ExternalID":"e1","Zone":"4"}'],
    [
      'multipart/form-data; boundary=xyz',
      ['Title', 'Hot', 'Message', '80 C', 'X-S4-ExternalID', 'e1', 'Zone', '4']
        .map((part, i) =>
          i % 2 ? `${part}\r\n` : `--xyz\r\nContent-Disposition: form-data; name="${part}"\r\n\r\n`,
        )
        .join('') + '--xyz--\r\n',
    ],
  ])('%s', async (type, body) => {
    const alert = await only(type, body);
    expect(alert).toMatchObject({ title: 'Hot', text: '80 C', externalId: 'e1' });
    expect(alert.parameters.find(({ name }) => name === 'Zone')?.value).toBe('4');
  });

  // Vendor scripts (Checkmk, Zabbix) post so. signl4.md appendix C.
  it('JSON without a content type, on both ways in', async () => {
    const body = ' {"Title":"Hot","Message":"80 C","X-S4-ExternalID":"e1","Zone":4}\n';
    const hot = { title: 'Hot', text: '80 C', externalId: 'e1' };
    expect(await only('', body)).toMatchObject(hot);
    const emulator = await startSignl4();
    const api = `/api/v2/events/${seed.teams.operations.secret}`;
    const bytes = new TextEncoder().encode(body);
    expect((await request(emulator, 'POST', api, bytes, { 'x-s4-api-key': seed.apiKey })).status).toBe(201);
    await emulator.control.idle();
    expect(emulator.control.alerts()[0]).toMatchObject(hot);
  });

  it.each(['{not JSON', '"quoted"', '[1]x', '12'])('%s without a content type is free text', async (body) => {
    expect(await only('', body)).toMatchObject({ title: body });
  });

  it('free text without a content type', async () => {
    expect(await only('', 'Pump is down\nand it smells')).toMatchObject({
      title: 'Pump is down',
      text: 'and it smells',
    });
  });
});

describe('attachments (signl4.md §1.7)', () => {
  const send = async (
    emulator: { url: string },
    name: string,
    content: Uint8Array<ArrayBuffer>,
    type: string,
  ) => {
    const form = new FormData();
    form.set('title', 'With a file');
    form.append('anything', new Blob([content], { type }), name);
    form.append('more', new Blob(['two'], { type: 'text/plain' }), 'two.txt');
    return request(emulator, 'POST', path, form);
  };

  it('takes several parts, and the API gives them back', async () => {
    const emulator = await startSignl4();
    expect((await send(emulator, 'pump.png', new Uint8Array([137, 80, 0, 255]), 'image/png')).status).toBe(
      201,
    );
    await emulator.control.idle();
    const alert = emulator.control.alerts()[0]!;
    expect(alert.flags & 1).toBe(1);
    const list = await api(emulator, 'GET', `/alerts/${alert.id}/attachments`);
    expect(list.json).toMatchObject([{ name: 'pump.png', contentType: 'image/png' }, { name: 'two.txt' }]);
    const file = await fetch(`${emulator.url}/api/v2/alerts/${alert.id}/attachments/${list.json[0].id}`, {
      headers: { 'x-s4-api-key': seed.apiKey },
    });
    expect([...new Uint8Array(await file.arrayBuffer())]).toEqual([137, 80, 0, 255]);
    expect(file.headers.get('content-type')).toBe('image/png');
  });

  it('decodes a part that is sent in Base64', async () => {
    const emulator = await startSignl4();
    const body =
      '--x\r\nContent-Disposition: form-data; name="a"; filename="a.txt"\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\naGVsbG8=\r\n--x--\r\n';
    await request(emulator, 'POST', path, body, { 'content-type': 'multipart/form-data; boundary=x' });
    await emulator.control.idle();
    expect(emulator.control.alerts()[0]!.attachments[0]!.content.toString()).toBe('hello');
  });

  it.each([
    ['run.exe', 10, 'application/octet-stream', 400],
    ['big.png', 4 * 1024 * 1024 + 1, 'image/png', 400],
    ['full.png', 4 * 1024 * 1024, 'image/png', 201],
  ])('%s of %i bytes', async (name, size, type, status) => {
    const emulator = await startSignl4();
    expect((await send(emulator, name, new Uint8Array(size), type)).status).toBe(status);
  });

  it('can be told to drop what is not allowed instead', async () => {
    const emulator = await startSignl4({ assume: { attachmentViolation: 'drop' } });
    expect((await send(emulator, 'run.exe', new Uint8Array(1), 'application/octet-stream')).status).toBe(201);
    await emulator.control.idle();
    expect(emulator.control.alerts()[0]!.attachments.map(({ name }) => name)).toEqual(['two.txt']);
  });
});

describe('reserved parameters (signl4.md §1.3)', () => {
  const categories = seed.categories.operations;

  it.each([
    ['its name', { 'x-s4-SERVICE': 'cooling' }, categories.cooling.id],
    ['a keyword', { message: 'The FREEZER is warm' }, categories.cooling.id],
    ['nothing', { message: 'Noise' }, categories.default.id],
    ['an unknown name', { 'X-S4-Service': 'Nix' }, categories.default.id],
  ])('category by %s', async (_name, payload, categoryId) => {
    const emulator = await startSignl4();
    expect((await raise(emulator, payload)).categoryId).toBe(categoryId);
  });

  it.each([
    ['52.39,13.06', 8],
    ['52.39, 13.06', 8],
    ['north', 0],
    ['152,13', 0],
  ])('location %s', async (location, flags) => {
    const emulator = await startSignl4();
    expect((await raise(emulator, { 'X-S4-Location': location })).flags).toBe(flags);
  });

  it.each([
    ['single_ack', 2, 1],
    ['multi_ack', 4, 2],
    ['emergency', 5, 3],
    ['whatever', 2, 1],
  ])('scenario %s', async (scenario, workflowType, requiredAcknowledgements) => {
    const emulator = await startSignl4();
    const alert = await raise(emulator, { 'X-S4-AlertingScenario': scenario });
    expect(alert).toMatchObject({ workflowType, requiredAcknowledgements });
    if (scenario === 'emergency') expect(alert.categoryId).toBe(categories.emergency.id);
  });

  it.each([
    [true, 'Noise', 3],
    ['True', 'Noise', 3],
    [true, 'It lost cooling', 2],
    [false, 'Noise', 2],
  ])('filtering %s with "%s": event status %i', async (filtering, message, eventStatus) => {
    const emulator = await startSignl4();
    await post(emulator, { title: 'T', message, 'X-S4-Filtering': filtering });
    await emulator.control.idle();
    expect(emulator.control.events()[0]!.eventStatus).toBe(eventStatus);
    expect(emulator.control.alerts()).toHaveLength(eventStatus === 2 ? 1 : 0);
  });
});

describe('status by external id (signl4.md §1.5 and §1.6)', () => {
  it('acknowledges and resolves every alert of the external id, and of no other', async () => {
    const emulator = await startSignl4();
    await raise(emulator, { 'X-S4-ExternalID': 'e1' });
    await raise(emulator, { 'X-S4-ExternalId': 'e1' });
    await raise(emulator, { 'X-S4-ExternalID': 'e2' });
    const codes = () => emulator.control.alerts().map(({ statusCode }) => statusCode);

    expect((await post(emulator, { 'X-S4-ExternalID': 'e1', 'X-S4-Status': 'Acknowledged' })).status).toBe(
      201,
    );
    await emulator.control.idle();
    expect(codes()).toEqual([2, 2, 1]);
    expect((await post(emulator, { 'X-S4-ExternalID': 'e1', 'X-S4-Status': 'resolved' })).status).toBe(201);
    await emulator.control.idle();
    expect(codes()).toEqual([4, 4, 1]);
    expect(emulator.control.alerts()[0]!.closedBy).toBe('00000000-0000-0000-0000-000000000000');
    expect(emulator.control.events().map(({ eventStatus }) => eventStatus)).toEqual([2, 2, 2, 6, 4]);
  });

  it.each([
    ['an unknown status', { 'X-S4-ExternalID': 'e1', 'X-S4-Status': 'updated' }, 5],
    ['no external id', { 'X-S4-Status': 'resolved' }, 5],
    ['an unknown external id', { 'X-S4-ExternalID': 'e9', 'X-S4-Status': 'resolved' }, 4],
    ['an empty status is new', { title: 'T', 'X-S4-Status': '' }, 2],
  ])('%s: still 201', async (_name, payload, eventStatus) => {
    const emulator = await startSignl4();
    expect((await post(emulator, payload)).status).toBe(201);
    await emulator.control.idle();
    expect(emulator.control.events()[0]!.eventStatus).toBe(eventStatus);
  });

  it.each([
    ['?ExtIDParam=groupKey&ExtStatusParam=status&ResolvedStatus=resolved', 'firing', 2],
    ['?ExtIDParam=groupKey&ExtStatusParam=status&ResolvedStatus=resolved', 'resolved', 4],
    ['?extidparam=groupkey&extstatusparam=STATUS&ackstatus=seen', 'seen', 6],
    ['?ExtIdParam=groupKey&ExtStatusParam=status&NewStatus=down&ResolvedStatus=up', 'flapping', 5],
  ])('%s with %s: event status %i', async (query, status, eventStatus) => {
    const emulator = await startSignl4();
    await post(emulator, { title: 'T', groupKey: 'g1', status }, path + query);
    await emulator.control.idle();
    expect(emulator.control.events()[0]).toMatchObject({ eventStatus, externalId: 'g1' });
  });
});

describe('POST /api/v2/events/{secret or team id} (signl4.md §1.1)', () => {
  it.each([secret, seed.integrationSecret, seed.teams.operations.id])(
    '%s: 201 with an event overview',
    async (id) => {
      const emulator = await startSignl4();
      const answer = await api(emulator, 'POST', `/events/${id}/?ExtIdParam=key`, { title: 'Hi', key: 'k' });
      expect(answer.status).toBe(201);
      expect(answer.json).toMatchObject({
        eventStatus: 1,
        alertId: null,
        title: 'Hi',
        teamId: seed.teams.operations.id,
        eventSourceType: 7,
      });
      await emulator.control.idle();
      const event = await api(emulator, 'GET', `/events/${answer.json.id}`);
      expect(event.json).toMatchObject({
        eventStatus: 2,
        externalId: 'k',
        targets: [{ alertId: emulator.control.alerts()[0]!.id }],
      });
    },
  );

  it('404 and code 3004 for what is neither', async () => {
    const emulator = await startSignl4();
    expect(await api(emulator, 'POST', '/events/nix', { title: 'Hi' })).toMatchObject({
      status: 404,
      json: { code: 3004 },
    });
  });

  it('can answer after processing', async () => {
    const emulator = await startSignl4({ assume: { eventsResponse: 'processed' } });
    const { json } = await api(emulator, 'POST', `/events/${secret}`, { title: 'Hi' });
    expect(json).toMatchObject({ eventStatus: 2, alertId: emulator.control.alerts()[0]!.id });
  });
});
