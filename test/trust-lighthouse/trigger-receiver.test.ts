import { randomUUID } from 'node:crypto';
import { deliver, type Delivered, type Received, type WebhookServer } from '@signalbox/node-harness';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { TRIGGER, expectNoSecret, useLab } from './lab';
import { n8nNode, started, watching, type N8nNode } from './n8n-node';

const lab = useLab();

let node: N8nNode;
beforeEach(async () => {
  node = await n8nNode(lab);
});
afterEach(async () => await node.close());

const control = () => lab.emulator.control;
const event = () => control().events()[0]!;
const token = () => new URL(event().callbackUrl!).searchParams.get('token')!;
const upload = (tags: Record<string, string> = { foo: 'bar' }) => control().upload({ tags });
const answers = () => lab.emulator.journal.deliveries.map(({ status }) => status);

/** A callback as Trust sends it (trust-lighthouse.md §3.4), for a file that does not exist. */
function callback(changes: IDataObject = {}, data: IDataObject = {}): IDataObject {
  return {
    event_id: event().id,
    room_id: '',
    callback_url: event().callbackUrl,
    callback_type: 'webhook',
    data: { file_register_uuid: randomUUID(), filename: 'test.txt', tags: { foo: 'bar' }, ...data },
    ...changes,
  };
}

async function post(
  server: WebhookServer,
  body: unknown,
  given: { query?: Record<string, string>; headers?: Record<string, string> } = {},
): Promise<Delivered> {
  return await server.deliver({
    rawBody: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...given.headers },
    query: given.query ?? { token: token() },
  });
}

/** Response to a body sent with the right token, and the items that the workflow starts with. */
async function outcome(body: unknown, given?: Parameters<typeof post>[2]) {
  let delivered: Delivered | undefined;
  const received = await node.whileUp(async (server) => {
    delivered = await post(server, body, given);
  });
  return {
    status: delivered!.status,
    body: delivered!.body,
    items: started(received),
    logs: delivered!.logs,
  };
}

test('a notice becomes one item, without the token, which Trust repeats in it', async () => {
  await node.publish({ ...watching({ foo: 'bar' }) });
  const received = await node.whileUp(() =>
    control().upload({ name: 'Año 1.pdf', tags: { foo: 'bar', n: '1' } }),
  );
  const [file] = control().files();
  expect(started(received)).toEqual([
    {
      uuid: file!.uuid,
      name: 'Año 1.pdf',
      tags: { foo: 'bar', n: '1' },
      eventId: event().id,
      raw: {
        event_id: event().id,
        room_id: '',
        callback_type: 'webhook',
        data: { file_register_uuid: file!.uuid, filename: 'Año 1.pdf', tags: { foo: 'bar', n: '1' } },
      },
    },
  ]);
  expectNoSecret([received, node.database], [token()]);
  expect(answers()).toEqual([200]);
});

test.each(['full', 'matched'] as const)('with the %s tags in the notice', async (callbackTags) => {
  await lab.emulatorWith({ assume: { callbackTags, roomId: 'uuid' } });
  await node.publish(watching({ foo: 'bar' }));
  const items = started(await node.whileUp(() => upload({ foo: 'bar', more: 'x' })));
  expect(items).toMatchObject([{ tags: { foo: 'bar', ...(callbackTags === 'full' && { more: 'x' }) } }]);
});

describe('hundreds of notices at one moment', () => {
  /** Sends requests that Trust would never send, a hundred times each. @returns the statuses of the responses */
  const forge = async ({ url }: WebhookServer): Promise<number[]> => {
    const forgeries = [
      ['', {}, {}],
      [`?token=${'x'.repeat(64)}`, {}, {}],
      [`?token=${token()}`, { event_id: randomUUID() }, {}],
      [`?token=${token()}`, {}, { tags: { foo: 'baz' } }],
    ] as const;
    const responses = Array.from({ length: 100 }, () =>
      forgeries.map(([search, changes, data]) =>
        fetch(url + search, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(callback(changes, data)),
        }),
      ),
    );
    return (await Promise.all(responses.flat())).map(({ status }) => status);
  };

  test('a burst with copies and forgeries gives each genuine file once', async () => {
    await lab.emulatorWith({ assume: { callbackTimeoutMs: 60_000 } });
    await node.publish();
    control().switchDeliveries({ duplicates: 1 });
    let forged: number[] = [];
    const received = await node.whileUp(async (server) => {
      control().burst(event().id, 500);
      forged = await forge(server);
    });
    const items = started(received);
    const genuine = control()
      .files()
      .map(({ uuid }) => uuid);
    expect(genuine).toHaveLength(500);
    expect(items.map(({ uuid }) => uuid).sort()).toEqual(genuine.sort());
    expect(answers()).toEqual(Array(1000).fill(200));
    expect(forged).toEqual(Array(100).fill([401, 401, 401, 200]).flat());
  }, 120_000);

  test('a burst confirmed by Chronos holds no file that was forged with the URL', async () => {
    await lab.emulatorWith({ assume: { callbackTimeoutMs: 60_000 } });
    await node.publish(watching({ foo: 'bar' }, { confirm: true }));
    const received = await node.whileUp(() => {
      control().burst(event().id, 40);
      for (let n = 0; n < 40; n++) control().forge(event().id);
    });
    expect(
      started(received)
        .map(({ uuid }) => uuid)
        .sort(),
    ).toEqual(
      control()
        .files()
        .map(({ uuid }) => uuid)
        .sort(),
    );
    expect(answers()).toEqual(Array(80).fill(200));
    expect(node.logs.filter(({ message }) => message.startsWith('Dropped a callback:'))).toHaveLength(40);
  }, 60_000);
});

describe('a notice with', () => {
  beforeEach(async () => await node.publish());
  const malformed = { status: 400, body: '{"error":"malformed payload"}', items: [] };
  const unauthorized = { status: 401, body: '{"error":"unauthorized"}', items: [] };
  const dropped = { status: 200, body: '{"accepted":false}', items: [] };

  test.each<[string, () => unknown]>([
    ['no data', () => callback({ data: undefined })],
    ['data that is null', () => callback({ data: null })],
    ['data that is a list', () => callback({ data: [] })],
    ['no event', () => callback({ event_id: undefined })],
    ['an event that is a number', () => callback({ event_id: 7 })],
    ['no file', () => callback({}, { file_register_uuid: undefined })],
    ['an empty file', () => callback({}, { file_register_uuid: '' })],
    ['a file that is an object', () => callback({}, { file_register_uuid: {} })],
    ['a file of 201 characters', () => callback({}, { file_register_uuid: 'x'.repeat(201) })],
    ['no tags', () => callback({}, { tags: undefined })],
    ['tags that are a list', () => callback({}, { tags: ['foo'] })],
    ['a name that is a number', () => callback({}, { filename: 7 })],
    [
      'a prototype in the tags',
      () => JSON.stringify(callback()).replace('"foo"', '"__proto__":{"foo":"bar"},"foo"'),
    ],
    [
      'a prototype in disguise',
      () => JSON.stringify(callback()).replace('"foo"', '"\\u005f_proto__":{},"foo"'),
    ],
    [
      'a constructor that is an object',
      () => callback({}, { tags: { foo: 'bar', constructor: { prototype: {} } } }),
    ],
    ['nothing', () => '{}'],
    ['a list around it', () => [callback()]],
  ])('%s is refused (400)', async (_, body) => {
    expect(await outcome(body())).toMatchObject(malformed);
    expect(({} as { foo?: unknown }).foo).toBeUndefined();
  });

  test.each<[string, () => IDataObject]>([
    ['another value of a watched tag', () => callback({}, { tags: { foo: 'BAR' } })],
    ['another case of its name', () => callback({}, { tags: { Foo: 'bar' } })],
    ['blanks around its value', () => callback({}, { tags: { foo: ' bar' } })],
    ['a watched tag that is a list', () => callback({}, { tags: { foo: ['bar'] } })],
    ['no watched tag', () => callback({}, { tags: { toString: 'x' } })],
    ['no tag at all', () => callback({}, { tags: {} })],
  ])('%s is answered 200 and dropped', async (_, body) => {
    expect(await outcome(body())).toMatchObject(dropped);
  });

  test.each<[string, () => IDataObject]>([
    ['a tag that is called constructor', () => callback({}, { tags: { foo: 'bar', constructor: 'ACME' } })],
    ['no name', () => callback({}, { filename: undefined })],
    ['a name that is null', () => callback({}, { filename: null })],
    ['fields that nobody knows', () => callback({ shiny: { new: 1 } }, { size: 7 })],
    ['no room and no type', () => callback({ room_id: undefined, callback_type: undefined })],
  ])('%s is taken', async (_, body) => {
    const { status, items } = await outcome(body());
    expect(status).toBe(200);
    expect(items).toHaveLength(1);
  });

  test('ten thousand tags is taken; with more than 1 MiB it is too large (413)', async () => {
    const tags = (count: number, length: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`tag-${n}`, 'v'.repeat(length)]));
    const many = await outcome(callback({}, { tags: { ...tags(10_000, 10), foo: 'bar' } }));
    expect(many.status).toBe(200);
    expect(Object.keys(many.items[0]!.tags as object)).toHaveLength(10_001);
    const tooMany = await outcome(callback({}, { tags: { ...tags(10_000, 100), foo: 'bar' } }));
    expect(tooMany).toMatchObject({ status: 413, items: [] });
  });

  test('the ID of no event, or of that of another node, is refused (401)', async () => {
    const other = await n8nNode(lab);
    await other.publish();
    const [, theirs] = control().events();
    for (const id of [randomUUID(), theirs!.id, '', event().id.toUpperCase()]) {
      expect(await outcome(callback({ event_id: id }))).toMatchObject(unauthorized);
    }
    const theirToken = new URL(theirs!.callbackUrl!).searchParams.get('token')!;
    for (const id of [event().id, theirs!.id]) {
      expect(await outcome(callback({ event_id: id }), { query: { token: theirToken } })).toMatchObject(
        unauthorized,
      );
    }
    await other.close();
  });

  test('a token that is wrong, missing, cut, doubled or spelt otherwise is refused (401), always alike', async () => {
    const right = token();
    const wrong: Record<string, string>[] = [
      {},
      { token: '' },
      { token: 'x' },
      { token: right.slice(1) },
      { token: `${right}x` },
      { token: right.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')) },
      { token: `${right.slice(0, 20)}${right[20] === 'A' ? 'B' : 'A'}${right.slice(21)}` },
      { token: right.toLowerCase() },
      { token: right.replaceAll('-', '+').replaceAll('_', '/') + '=' },
      { Token: right },
      { 'token[]': right },
      { 'token[a]': right },
      { token: '__proto__' },
      { token: 'x'.repeat(5000) },
    ];
    const received: Received[] = await node.whileUp(async (server) => {
      for (const query of wrong) {
        const { status, body } = await post(server, callback(), { query });
        expect([query, status, body]).toEqual([query, 401, unauthorized.body]);
      }
      for (const search of [`?token=${right}&token=${right}`, `?token=x&token=${right}`]) {
        const response = await fetch(server.url + search, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(callback()),
        });
        expect(response.status).toBe(401);
      }
    });
    expect(started(received)).toEqual([]);
    expectNoSecret(received, [right]);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', ''])(
    'the type "%s" is refused (415)',
    async (type) => {
      const given = await outcome(callback(), { headers: { 'content-type': type } });
      expect(given).toMatchObject({ status: 415, items: [] });
    },
  );

  test('a byte order mark is read, and lists in lists are not', async () => {
    const text = JSON.stringify(callback());
    expect(await outcome(`\uFEFF${text}`)).toMatchObject({ status: 200, items: [{ eventId: event().id }] });
    const nested = `${text.slice(0, -1)},"x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
    expect((await outcome(nested)).status).toBe(400);
  });

  test('the body of a stranger is not parsed, and that of Trust once', async () => {
    const large = JSON.stringify(callback({ more: 'x'.repeat(200_000) }));
    const counted = async (query: Record<string, string>) => {
      const parse = jest.spyOn(JSON, 'parse');
      const { status } = await outcome(large, { query });
      const times = parse.mock.calls.filter(([text]) => text.length > 200_000).length;
      parse.mockRestore();
      return [status, times];
    };
    // n8n has parsed it once before the node sees it.
    expect(await counted({})).toEqual([401, 1]);
    expect(await counted({ token: 'A'.repeat(64) })).toEqual([401, 1]);
    expect(await counted({ token: token() })).toEqual([200, 2]);
  });

  test('what is not JSON is refused', async () => {
    expect((await outcome('{"event_id":')).status).toBe(422);
    expect((await outcome('')).status).toBe(400);
  });
});

test('while the credential cannot be read, a token that is remembered counts, and others are to come again', async () => {
  await node.publish();
  const status = async (query: Record<string, string>) => {
    const delivered = await deliver({
      packages: lab.packages,
      nodeType: TRIGGER,
      parameters: watching({ foo: 'bar' }),
      credentials: {},
      webhookId: node.webhookId,
      staticData: node.database,
      rawBody: JSON.stringify(callback()),
      headers: { 'content-type': 'application/json' },
      query,
    });
    return [delivered.status, delivered.workflowData?.length];
  };
  expect(await status({ token: 'A'.repeat(64) })).toEqual([503, undefined]);
  expect(await status({ token: token() })).toEqual([200, 1]);
});

test('nothing is taken without a memory of any event', async () => {
  await node.publish();
  for (const database of [
    {},
    { subscriptions: 'x' },
    { subscriptions: { production: { tokenHashes: [''] } } },
  ]) {
    await node.restart();
    node.database = database;
    for (const query of [{}, { token: '' }, { token: 'undefined' }] as Record<string, string>[]) {
      expect(await outcome(callback(), { query })).toMatchObject({ status: 401, items: [] });
    }
  }
});

describe('the same file', () => {
  test('the same file of the same event is taken once, also after a restart of n8n', async () => {
    await node.publish();
    const body = callback();
    expect((await outcome(body)).items).toHaveLength(1);
    expect(await outcome(body)).toMatchObject({ body: '{"accepted":true,"duplicate":true}', items: [] });
    await node.restart();
    expect((await outcome(body)).items).toEqual([]);
    expect((await outcome(callback())).items).toHaveLength(1);
  });

  test('the same file that was not wanted at first may be taken later', async () => {
    await node.publish(watching({ foo: 'bar' }));
    await node.publish(watching({ foo: 'bar', year: '2026' }));
    const uuid = randomUUID();
    expect((await outcome(callback({}, { file_register_uuid: uuid }))).items).toEqual([]);
    const tags = { foo: 'bar', year: '2026' };
    expect((await outcome(callback({}, { file_register_uuid: uuid, tags }))).items).toHaveLength(1);
  });
});

describe('with Confirm with Chronos', () => {
  const confirming = watching({ foo: 'bar' }, { confirm: true });

  test('the tags of the item are those of Chronos', async () => {
    await lab.emulatorWith({ assume: { callbackTags: 'matched' } });
    await node.publish(confirming);
    const items = started(await node.whileUp(() => upload({ foo: 'bar', more: 'x' })));
    expect(items).toMatchObject([{ tags: { foo: 'bar', more: 'x' }, confirmed: true }]);
  });

  test('a file that has other tags by now, none, or that is not there, is dropped and logged', async () => {
    await node.publish(confirming);
    for (const tags of [{ foo: 'baz' }, {}] as Record<string, string>[]) {
      const { uuid } = control().upload({ tags });
      const { status, items, logs } = await outcome(callback({}, { file_register_uuid: uuid }));
      expect([status, items]).toEqual([200, []]);
      expect(logs.at(-1)).toMatchObject({ level: 'warn', message: expect.stringContaining(uuid) });
    }
    expect((await outcome(callback())).items).toEqual([]);
  });

  test('while Chronos cannot be asked, a notice is answered 500, not claimed, and taken when it comes again', async () => {
    await node.publish(confirming);
    const { uuid } = control().upload({ tags: { foo: 'bar' } });
    const body = callback({}, { file_register_uuid: uuid });
    lab.emulator.faults.inject({
      match: { path: '/chronos' },
      times: 'always',
      fault: { kind: 'status', code: 503 },
    });
    const { status, items, logs } = await outcome(body);
    expect([status, items]).toEqual([500, []]);
    expect(logs.at(-1)).toMatchObject({ level: 'error', message: expect.stringContaining('(HTTP 503)') });
    lab.emulator.faults.clear();
    expect((await outcome(body)).items).toMatchObject([{ uuid }]);
  }, 20_000);

  test('a file is asked for by its own ID alone', async () => {
    await node.publish(confirming);
    for (const uuid of ['..', '../../companies/1/files?x=', 'a/b']) {
      lab.emulator.journal.clear();
      expect((await outcome(callback({}, { file_register_uuid: uuid }))).items).toEqual([]);
      for (const { path } of lab.requests()) {
        expect(path).toBe(`/chronos/v1/file_registers/${encodeURIComponent(uuid)}/tags/`);
      }
    }
  });
});

describe('with Download File', () => {
  const downloading = (more: INodeParameters = {}): INodeParameters => ({
    ...watching({ foo: 'bar' }),
    download: true,
    ...more,
  });
  const binariesOf = (received: Received[]) =>
    received.flatMap(({ workflowData }) => (workflowData?.[0] ?? []).map(({ binary }) => binary));

  test.each(['full', 'bare'] as const)('the item holds the file (headers: %s)', async (downloadHeaders) => {
    await lab.emulatorWith({ assume: { downloadHeaders } });
    await node.publish(downloading({ binaryField: 'contract' }));
    const received = await node.whileUp(async (server) => {
      control().upload({ name: 'a.txt', content: 'Grüße', tags: { foo: 'bar' } });
      await until(() => server.received.some(({ workflowData }) => workflowData));
    });
    expect(binariesOf(received)).toMatchObject([
      { contract: { fileName: 'a.txt', data: Buffer.from('Grüße').toString('base64') } },
    ]);
    expect(started(received)[0]).not.toHaveProperty('downloadError');
  });

  test('the answer does not wait for the file, nor does that to a copy', async () => {
    await node.publish(downloading());
    const { uuid } = control().upload({ tags: { foo: 'bar' } });
    await control().idle();
    const body = callback({}, { file_register_uuid: uuid });
    const chronos = lab.emulator.faults.inject({
      match: { path: '/chronos' },
      fault: { kind: 'delay', ms: 1_500 },
    });
    expect(chronos).toBeDefined();
    const received = await node.whileUp(async (server) => {
      const first = await post(server, body);
      const copy = await post(server, body);
      expect([first.status, first.body]).toEqual([200, '{"accepted":true}']);
      expect([copy.status, copy.body]).toEqual([200, '{"accepted":true,"duplicate":true}']);
      // Both were answered before there was anything to start the workflow with.
      expect(server.received.map(({ workflowData }) => workflowData)).toEqual([undefined, undefined]);
      await until(() => server.received.some(({ workflowData }) => workflowData));
    });
    expect(binariesOf(received)).toMatchObject([{ data: { fileName: 'test.txt' } }]);
  }, 20_000);

  test('a file that cannot be got starts the workflow all the same, with the reason', async () => {
    await node.publish(downloading());
    const received = await node.whileUp(async (server) => {
      await post(server, callback());
      await until(() => server.received.some(({ workflowData }) => workflowData));
    });
    expect(started(received)).toMatchObject([
      { name: 'test.txt', downloadError: expect.stringMatching(/^Trust .*\(HTTP 404\)$/) },
    ]);
    expect(binariesOf(received)).toEqual([undefined]);
    expectNoSecret(received, [token()]);
  });

  test.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\temp\\a.txt', 'a.txt'],
    ['..', undefined],
    ['a\u0000b.txt', 'ab.txt'],
  ])('a file that is called %j gets the name %j', async (filename, expected) => {
    await lab.emulatorWith({ assume: { downloadHeaders: 'bare' } });
    await node.publish(downloading());
    const { uuid } = control().upload({ tags: { foo: 'bar' } });
    await control().idle();
    const received = await node.whileUp(async (server) => {
      await post(server, callback({}, { file_register_uuid: uuid, filename }));
      await until(() => server.received.some(({ workflowData }) => workflowData));
    });
    expect(binariesOf(received)).toMatchObject([{ data: { fileName: expected ?? uuid } }]);
  });

  test('five files are got at once, not more', async () => {
    await node.publish(downloading());
    let open = 0;
    let most = 0;
    lab.emulator.faults.inject({
      match: { path: '/chronos' },
      times: 'always',
      fault: { kind: 'delay', ms: 100 },
    });
    const timer = setInterval(() => {
      open = lab.requests().filter(({ method, status }) => method === 'GET' && status === null).length;
      most = Math.max(most, open);
    }, 5);
    const received = await node.whileUp(async (server) => {
      control().burst(event().id, 30);
      await until(() => server.received.filter(({ workflowData }) => workflowData).length === 30);
    });
    clearInterval(timer);
    expect(most).toBe(5);
    expect(
      started(received)
        .map(({ uuid }) => uuid)
        .sort(),
    ).toEqual(
      control()
        .files()
        .map(({ uuid }) => uuid)
        .sort(),
    );
  }, 30_000);
});

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries > 1_500) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
