import { itemsOf, raise, refusalOf, seed, useLab } from './lab';

const lab = useLab();
const secret = seed.teams.operations.secret;

/** The one request that was sent, with its body as JSON. */
function sentJson() {
  const [request, ...more] = lab.requests();
  expect(more).toEqual([]);
  return { ...request!, json: JSON.parse(request!.body) as Record<string, unknown> };
}

describe('Send', () => {
  test('sends title and message, and nothing that nobody asked for', async () => {
    const [item] = itemsOf(await lab.run('send', { title: ' Cold store ', message: 'Too warm' }));
    const request = sentJson();
    expect(request).toMatchObject({ method: 'POST', path: `/webhook/${secret}`, status: 201 });
    expect([...request.query]).toEqual([]);
    expect(request.headers).toMatchObject({
      'content-type': 'application/json',
      accept: 'application/json',
    });
    expect(request.headers).not.toHaveProperty('x-s4-api-key');
    expect(request.json).toEqual({ Title: 'Cold store', Message: 'Too warm', 'X-S4-SourceSystem': 'n8n' });
    const [event] = lab.emulator.control.events();
    expect(item).toEqual({ eventId: event!.id });
  });

  test('sends every parameter under the name that SIGNL4 gives it, as a field of the body', async () => {
    itemsOf(
      await lab.run('send', {
        title: 'T',
        message: 'M',
        options: {
          service: 'Cooling',
          location: ' 48.2082, 16.3738 ',
          alertingScenario: 'multi_ack',
          externalId: 'INC-4711',
          filtering: false,
          sourceSystem: 'Cold chain',
          parameters: {
            parameter: [
              { name: ' Store ', value: '3' },
              { name: 'Temperature °C', value: '={{ -4.1 }}' },
              { name: 'Urgent', value: '={{ true }}' },
              { name: '__proto__', value: 'odd, but a name' },
              { name: 'constructor', value: 'as well' },
            ],
          },
        },
      }),
    );
    // toEqual is blind for an own "__proto__", so the text is compared.
    expect(sentJson().body).toBe(
      '{"Title":"T","Message":"M","X-S4-SourceSystem":"Cold chain","Store":"3","Temperature °C":"-4.1",' +
        '"Urgent":"true","__proto__":"odd, but a name","constructor":"as well","X-S4-Service":"Cooling",' +
        '"X-S4-ExternalID":"INC-4711","X-S4-AlertingScenario":"multi_ack","X-S4-Location":"48.2082,16.3738",' +
        '"X-S4-Filtering":false}',
    );
    await lab.emulator.control.idle();
    const [alert] = lab.emulator.control.alerts();
    expect(alert).toMatchObject({
      title: 'T',
      text: 'M',
      externalId: 'INC-4711',
      categoryId: seed.categories.operations.cooling.id,
      requiredAcknowledgements: 2,
      // HasLocationInfo
      flags: 8,
    });
    expect(alert!.parameters).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: '__proto__', value: 'odd, but a name' }),
        expect.objectContaining({ name: 'constructor', value: 'as well' }),
      ]),
    );
  });

  test.each(['single_ack', 'multi_ack', 'emergency'])('knows the scenario %s', async (alertingScenario) => {
    itemsOf(await lab.run('send', { title: 'T', options: { alertingScenario } }));
    expect(sentJson().json['X-S4-AlertingScenario']).toBe(alertingScenario);
    await lab.emulator.control.idle();
    const needed = { single_ack: 1, multi_ack: 2, emergency: 3 }[alertingScenario];
    expect(lab.emulator.control.alerts()[0]!.requiredAcknowledgements).toBe(needed);
  });

  test.each([
    [true, 'Nothing of interest', 0],
    [true, 'The freezer is open', 1],
    [false, 'Nothing of interest', 1],
  ])('filtering %s: "%s" raises %i alerts', async (filtering, title, count) => {
    itemsOf(await lab.run('send', { title, options: { filtering } }));
    expect(sentJson().json['X-S4-Filtering']).toBe(filtering);
    await lab.emulator.control.idle();
    expect(lab.emulator.control.alerts()).toHaveLength(count);
  });

  test('takes a number or a boolean for the text that is meant', async () => {
    const options = { externalId: '={{ 4711 }}', service: '={{ false }}' };
    itemsOf(await lab.run('send', { title: '={{ 42 }}', message: '={{ -0.5 }}', options }));
    expect(sentJson().json).toMatchObject({
      Title: '42',
      Message: '-0.5',
      'X-S4-ExternalID': '4711',
      'X-S4-Service': 'false',
    });
  });

  test('leaves out what is empty', async () => {
    const options = {
      service: '',
      location: '',
      externalId: '',
      attachments: '',
      parameters: {},
      sourceSystem: '',
    };
    itemsOf(await lab.run('send', { title: 'T', message: '', options }));
    expect(sentJson().json).toEqual({ Title: 'T', Message: '', 'X-S4-SourceSystem': 'n8n' });
  });

  test('sends an odd secret as one segment of the path', async () => {
    const run = await lab.run('send', { title: 'T' }, { credential: { teamSecret: 'a b/ü?#%' } });
    expect(run.error).toMatchObject({ httpCode: '404' });
    expect(sentJson().path).toBe('/webhook/a%20b%2F%C3%BC%3F%23%25');
  });

  test('never raises an alert twice: a lost answer is reported, a refused connection is tried again', async () => {
    lab.emulator.faults.inject({ fault: { kind: 'resetAfter' } });
    const { message, description } = refusalOf(await lab.run('send', { title: 'T' }));
    expect(message).toBe('SIGNL4 closed the connection before it had answered');
    expect(description).toMatch(/may have been carried out all the same: check before you send it again/);
    expect(lab.emulator.control.events()).toHaveLength(1);

    await lab.emulator.stopListening();
    setTimeout(() => void lab.emulator.resumeListening(), 50);
    itemsOf(await lab.run('send', { title: 'T' }));
    expect(lab.emulator.control.events()).toHaveLength(2);
  });

  describe('with Retry On Fail', () => {
    const retry = { maxTries: 5, waitBetweenTries: 1 };

    test('raises one alert for each good item, however often a bad one fails', async () => {
      const items = Array.from({ length: 5 }, (_, n) => ({ json: { title: n === 1 ? '' : `Alert ${n}` } }));
      refusalOf(await lab.run('send', { title: '={{ $json.title }}' }, { items, retry }));
      const titles = lab.emulator.control.events().map(({ title }) => title);
      expect(titles.sort()).toEqual(['Alert 0', 'Alert 2', 'Alert 3', 'Alert 4']);
    });

    test('does not send again what may have been carried out', async () => {
      lab.emulator.faults.inject({ times: 'always', fault: { kind: 'status', code: 502 } });
      const { description } = refusalOf(await lab.run('send', { title: 'T' }, { retry }));
      expect(description).toMatch(/check before you send it again\. Retry On Fail does not send it again\./);
      expect(lab.requests()).toHaveLength(1);
    });
  });

  test('gives an item for each item, in order, whatever the order of the answers', async () => {
    // The first ones are answered last.
    [120, 80, 40].forEach((ms) => lab.emulator.faults.inject({ fault: { kind: 'delay', ms } }));
    const items = Array.from({ length: 12 }, (_, n) => ({ json: { n } }));
    const run = await lab.run('send', { title: '=Alert {{ $json.n }}' }, { items });
    expect(run.outputs[0]!.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
    const titles = new Map(lab.emulator.control.events().map(({ id, title }) => [id, title]));
    expect(itemsOf(run).map(({ eventId }) => titles.get(String(eventId)))).toEqual(
      items.map((_, n) => `Alert ${n}`),
    );
  });
});

describe('attachments', () => {
  const file = (
    fileName: string | undefined,
    mimeType: string,
    content: Buffer = Buffer.from(fileName ?? 'x'),
  ) => ({
    data: content.toString('base64'),
    mimeType,
    ...(fileName !== undefined && { fileName }),
  });
  const send = (attachments: string, binary: Record<string, ReturnType<typeof file>>, options = {}) =>
    lab.run(
      'send',
      { title: 'Grüße', options: { attachments, ...options } },
      { items: [{ json: {}, binary }] },
    );
  const attached = async () => {
    await lab.emulator.control.idle();
    return lab.emulator.control.alerts()[0]!.attachments.map(({ name, contentType, content }) => ({
      name,
      contentType,
      content: content.toString(),
    }));
  };

  // signl4.md §1.7.
  test.each([
    ['a.png', 'image/png'],
    ['a.tiff', 'image/tiff'],
    ['a.tif', 'image/tiff'],
    ['a.jpeg', 'image/jpeg'],
    ['a.JPG', 'image/jpeg'],
    ['a.gif', 'image/gif'],
    ['a.bmp', 'image/bmp'],
    ['a.mp3', 'audio/mpeg'],
    ['a.wav', 'audio/wav'],
    ['a.aiff', 'audio/aiff'],
    ['a.m4a', 'audio/mp4'],
    ['a.txt', 'text/plain'],
    ['a.pdf', 'application/pdf'],
    ['a.mov', 'video/quicktime'],
    ['a.mp4', 'video/mp4'],
  ])('%s (%s) is attached as it is', async (name, type) => {
    itemsOf(await send('data', { data: file(name, type) }));
    expect(await attached()).toEqual([{ name, contentType: type, content: name }]);
  });

  test.each([
    ['photo.jpg', 'application/octet-stream', 'image/jpeg'],
    ['photo.JPG', 'image/jpg', 'image/jpeg'],
    ['photo.jpeg', 'image/pjpeg', 'image/jpeg'],
    ['plan.pdf', 'binary/octet-stream', 'application/pdf'],
    ['plan.pdf', 'application/x-pdf', 'application/pdf'],
    ['scan.png', '', 'image/png'],
    ['voice.wav', 'audio/x-wav', 'audio/wav'],
    ['siren.mp3', 'audio/mp3', 'audio/mpeg'],
  ])('%s (%s) is taken by its extension, as %s', async (name, type, sent) => {
    itemsOf(await send('data', { data: file(name, type) }));
    expect(await attached()).toEqual([{ name, contentType: sent, content: name }]);
  });

  test('a text that was cut in the middle of an emoji still wakes somebody', async () => {
    const parameters = {
      title: 'Pump 3 \ud83d',
      message: 'Cut \ud83d',
      options: { parameters: { parameter: [{ name: 'Note', value: '\ude00' }] } },
    };
    itemsOf(await lab.run('send', parameters));
    await lab.emulator.control.idle();
    expect(lab.emulator.control.alerts()[0]).toMatchObject({ title: 'Pump 3 \ufffd' });
    expect(JSON.parse(lab.requests()[0]!.body)).toMatchObject({ Message: 'Cut \ufffd', Note: '\ufffd' });
  });

  test('several files travel with all the texts in one form', async () => {
    const binary = {
      photo: file('Tür "3".png', 'image/png'),
      log: file('pump.log', 'text/plain; charset=utf-8'),
      voice: file(undefined, 'audio/mpeg'),
      unused: file('unused.png', 'image/png'),
    };
    const options = { externalId: 'INC-1', filtering: false, service: 'Cooling' };
    itemsOf(await send(' photo, log ,,voice', binary, options));
    const [request, ...more] = lab.requests();
    expect(more).toEqual([]);
    expect(request!.headers['content-type']).toMatch(/^multipart\/form-data; boundary=\S+$/);
    expect(await attached()).toEqual([
      { name: 'Tür "3".png', contentType: 'image/png', content: 'Tür "3".png' },
      // SIGNL4 tells the type by the extension, so a file without the right one gets it.
      { name: 'pump.log.txt', contentType: 'text/plain', content: 'pump.log' },
      { name: 'voice.mp3', contentType: 'audio/mpeg', content: 'x' },
    ]);
    const [alert] = lab.emulator.control.alerts();
    expect(alert).toMatchObject({
      title: 'Grüße',
      externalId: 'INC-1',
      categoryId: seed.categories.operations.cooling.id,
    });
  });

  test('one of exactly 4 MB is taken, byte for byte', async () => {
    const content = Buffer.alloc(4 * 1024 * 1024, '\r\n--x\0');
    itemsOf(await send('data', { data: file('big.pdf', 'application/pdf', content) }));
    await lab.emulator.control.idle();
    expect(lab.emulator.control.alerts()[0]!.attachments[0]!.content.equals(content)).toBe(true);
  });
});

describe.each([
  ['acknowledgeByExternalId', 'acknowledged', 2],
  ['resolveByExternalId', 'resolved', 4],
] as const)('%s', (operation, status, statusCode) => {
  test('changes the alerts that were sent with this ID, and no others', async () => {
    const first = await raise(lab.emulator, { 'X-S4-ExternalID': 'INC-1' });
    const second = await raise(lab.emulator, { 'X-S4-ExternalID': 'INC-1' });
    const other = await raise(lab.emulator, { 'X-S4-ExternalID': 'INC-2' });
    const [item] = itemsOf(await lab.run(operation, { externalId: ' INC-1 ' }));
    const request = sentJson();
    expect(request).toMatchObject({ method: 'POST', path: `/webhook/${secret}` });
    expect(request.json).toEqual({
      'X-S4-ExternalID': 'INC-1',
      'X-S4-Status': status,
      'X-S4-SourceSystem': 'n8n',
    });
    expect(item).toEqual({ eventId: expect.stringMatching(/^\d{19}_/) });
    await lab.emulator.control.idle();
    expect([first, second, other].map((alert) => alert.statusCode)).toEqual([statusCode, statusCode, 1]);
  });

  test('is sent again after a lost answer, since twice has the effect of once', async () => {
    lab.emulator.faults.inject({ fault: { kind: 'resetAfter' } });
    itemsOf(await lab.run(operation, { externalId: 'INC-1' }));
    expect(lab.requests().map(({ status }) => status)).toEqual([null, 201]);
  });

  test('takes a message and a source system, and an ID that is a number', async () => {
    const options = { message: 'Back to normal', sourceSystem: 'Cold chain' };
    itemsOf(await lab.run(operation, { externalId: '={{ 4711 }}', options }));
    expect(sentJson().json).toEqual({
      'X-S4-ExternalID': '4711',
      'X-S4-Status': status,
      'X-S4-SourceSystem': 'Cold chain',
      Message: 'Back to normal',
    });
  });
});
