import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import * as z from 'zod/v4-mini';

import {
  verifyHeaderToken,
  verifyHmacSha256,
  verifyUrlToken,
  withSecrets,
} from '@signalbox/http-core/webhook';
import type { Receiver } from '@signalbox/http-core/webhook';
import { parseJson } from '@signalbox/http-core/internal/webhook/receive/parse-json';
import { receive } from '@signalbox/http-core/internal/webhook/receive/receive';
import { clearProcessCache } from '@signalbox/http-core/internal/webhook/state/process-cache';
import { create } from '@signalbox/http-core/internal/webhook/subscribe/reconcile';
import { loadWorkflow } from '../real-contexts';
import { serveDeliveries, subscribe } from './delivery-server';
import type { DeliveryServer } from './delivery-server';

const Event = z.looseObject({ id: z.string(), kind: z.optional(z.string()) });
type Event = z.infer<typeof Event>;

const receiver: Receiver<Event> = {
  maxBytes: 2_000,
  verify: verifyUrlToken(),
  schema: () => Event,
  directResponse: ({ kind }) => (kind === 'test' ? { status: 200, body: { hello: true } } : undefined),
  accepts:
    () =>
    ({ kind }) =>
      kind !== 'unwanted',
  deliveryId: ({ id }) => id,
  toItems: (event) => [{ json: { ...event } }],
};

let current: Receiver<Event>;
let server: DeliveryServer;
let url: string;

beforeEach(async () => {
  clearProcessCache();
  current = receiver;
  server = await serveDeliveries(() => current as unknown as Receiver<never>);
  url = await subscribe(server);
});

afterEach(async () => {
  await server.close();
});

const JSON_TYPE = { 'content-type': 'application/json' };

/** Sends one request and returns what a caller can see of the answer. */
async function send(to: string, body: unknown, headers: Record<string, string> = JSON_TYPE) {
  const bytes = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  const response = await fetch(to, { method: 'POST', headers, body: bytes as string });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

describe('receive', () => {
  test('starts an execution for a verified event and keeps unknown fields', async () => {
    const { status, type, text } = await send(
      url,
      { id: '1', more: { deep: [1, null] } },
      { 'content-type': 'Application/JSON; charset=utf-8' },
    );
    expect({ status, type, text }).toEqual({
      status: 200,
      type: 'application/json',
      text: '{"accepted":true}',
    });
    expect(server.executions).toEqual([[{ json: { id: '1', more: { deep: [1, null] } } }]]);
  });

  test('accepts strings under prototype-like keys, since users name labels so', async () => {
    const labels = { constructor: 'Smith & Sons', prototype: 'v2' };
    expect((await send(url, { id: '1', labels })).status).toBe(200);
    expect(server.executions).toEqual([[{ json: { id: '1', labels } }]]);
  });

  test('treats null as missing', async () => {
    expect((await send(url, { id: '1', kind: null, more: { a: null, b: 1 } })).status).toBe(200);
    expect(server.executions).toEqual([[{ json: { id: '1', more: { b: 1 } } }]]);
  });

  test('accepts compressed bodies', async () => {
    const body = gzipSync('{"id":"1"}');
    expect((await send(url, body, { ...JSON_TYPE, 'content-encoding': 'gzip' })).status).toBe(200);
    expect(server.executions).toHaveLength(1);
  });

  test.each([
    ['a filtered event', { id: '1', kind: 'unwanted' }, 200, '{"accepted":false}'],
    ['a handshake', { id: '1', kind: 'test' }, 200, '{"hello":true}'],
    ['an unexpected shape', { id: 7 }, 400, '{"error":"malformed payload"}'],
    ['broken JSON', '{"id":', 400, '{"error":"malformed payload"}'],
    ['an empty body', '', 400, '{"error":"malformed payload"}'],
    ['a prototype key', '{"id":"1","__proto__":{"a":1}}', 400, '{"error":"malformed payload"}'],
    [
      'an escaped prototype key',
      '{"id":"1","a":[{"\\u005f_proto__":{"a":1}}]}',
      400,
      '{"error":"malformed payload"}',
    ],
    [
      'a constructor key with an object',
      '{"id":"1","a":{"constructor":{"prototype":{"a":1}}}}',
      400,
      '{"error":"malformed payload"}',
    ],
    ['too large a body', { id: 'x'.repeat(2_000) }, 413, '{"error":"payload too large"}'],
  ])('responds to %s without an execution', async (_name, body, status, text) => {
    expect(await send(url, body)).toEqual({ status, type: 'application/json; charset=utf-8', text });
    expect(server.executions).toEqual([]);
    expect(server.responses).toBe(1);
  });

  test.each([
    'text/html',
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'application/jsonp',
  ])('refuses the media type %s', async (type) => {
    expect((await send(url, { id: '1' }, { 'content-type': type })).status).toBe(415);
  });

  test('refuses a body that is too large after decompression or without a declared length', async () => {
    const bomb = gzipSync(JSON.stringify({ id: 'x'.repeat(100_000) }));
    expect(bomb.length).toBeLessThan(2_000);
    expect((await send(url, bomb, { ...JSON_TYPE, 'content-encoding': 'gzip' })).status).toBe(413);

    const chunks = new Blob([JSON.stringify({ id: 'x'.repeat(3_000) })]).stream();
    const init = { method: 'POST', headers: JSON_TYPE, body: chunks, duplex: 'half' };
    expect((await fetch(url, init as RequestInit)).status).toBe(413);
    expect(server.executions).toEqual([]);
  });

  test('sends the same response to every unverifiable delivery', async () => {
    const other = `${server.url}?token=${'A'.repeat(43)}`;
    const answers = [
      await send(server.url, { id: '1' }),
      await send(other, { id: '1' }),
      await send(other, 'no json'),
      await send(`${url}&token=${'A'.repeat(43)}`, { id: '1' }),
      await send(`${server.url}?token[]=x`, { id: '1' }),
    ];
    current = { ...receiver, verify: () => Promise.reject(new Error('thrown by a verifier')) };
    answers.push(await send(url, { id: '1' }));
    server.database = {};
    clearProcessCache();
    current = { ...receiver, verify: () => ({ ok: true }) };
    answers.push(await send(url, { id: '1' }));

    const expected = {
      status: 401,
      type: 'application/json; charset=utf-8',
      text: '{"error":"unauthorized"}',
    };
    for (const answer of answers) expect(answer).toEqual(expected);
    expect(server.executions).toEqual([]);
  });

  test('responds 503 to a sender that cannot be verified now', async () => {
    current = { ...receiver, verify: () => ({ ok: false, isTransient: true, reason: 'no keys' }) };
    expect(await send(url, { id: '1' })).toMatchObject({
      status: 503,
      text: '{"error":"the sender cannot be verified now, send it again later"}',
    });
    expect(server.executions).toEqual([]);
    current = receiver;
    expect((await send(url, { id: '1' })).text).toBe('{"accepted":true}');
  });

  test('refuses every delivery without a secret, whatever the verifier says', async () => {
    clearProcessCache();
    server.database = JSON.parse(
      JSON.stringify(server.database).replace(/"tokenHashes":\[[^\]]*\]/, '"tokenHashes":[]'),
    );
    current = { ...receiver, verify: () => ({ ok: true }) };
    expect((await send(url, { id: '1' })).status).toBe(401);
  });

  test('verifies a token before n8n has saved it and after older static data came back', async () => {
    server.database = {};
    expect((await send(url, { id: '1' })).status).toBe(200);
    // The record has been written back: the database alone is enough now.
    clearProcessCache();
    expect((await send(url, { id: '2' })).status).toBe(200);
  });

  test('responds 500 without the message if toItems throws, and the event may come again', async () => {
    current = { ...receiver, toItems: () => Promise.reject(new Error('<b>inner secret</b>')) };
    const failed = await send(url, { id: '1' });
    expect(failed.status).toBe(500);
    expect(failed.text).not.toContain('secret');
    current = receiver;
    expect((await send(url, { id: '1' })).text).toBe('{"accepted":true}');
    expect((await send(url, { id: '1' })).text).toBe('{"accepted":true,"duplicate":true}');
    expect(server.executions).toHaveLength(1);
  });

  test('an event whose execution n8n could not start does not count as delivered', async () => {
    server.startFailures = 1;
    expect((await send(url, { id: '1' })).status).toBe(500);
    expect((await send(url, { id: '1' })).text).toBe('{"accepted":true}');
    expect(server.executions).toHaveLength(1);
  });

  test('an event without items starts no execution and does not count as delivered', async () => {
    current = { ...receiver, toItems: () => [] };
    expect((await send(url, { id: '1' })).text).toBe('{"accepted":false}');
    current = receiver;
    await send(url, { id: '1' });
    expect(server.executions).toHaveLength(1);
  });

  test('test mode uses the test subscription and accepts the same sample twice', async () => {
    server.isTest = true;
    expect((await send(url, { id: '1' })).status).toBe(401);

    const loaded = loadWorkflow();
    let search = '';
    await create(loaded.hookContext('manual', 'manual', true), {
      secret: 'urlToken',
      create: async (_ctx, { callbackUrl }) => {
        search = new URL(callbackUrl).search;
        return 'test-1';
      },
      remove: async () => {},
    });
    await send(server.url + search, { id: '1' });
    await send(server.url + search, { id: '1' });
    expect(server.executions).toHaveLength(2);

    server.isTest = false;
    expect((await send(server.url + search, { id: '1' })).status).toBe(401);
  });

  test('verifies a signature over the raw bytes', async () => {
    let key = '';
    const loaded = loadWorkflow({ webhookId: 'signed' });
    await create(loaded.hookContext('trigger', 'activate'), {
      secret: 'signingKey',
      root: () => 'a secret that the service has made',
      create: async (_ctx, { callbackUrl, secret }) => {
        expect(callbackUrl).not.toContain(secret);
        key = secret;
        return 'signed-1';
      },
      remove: async () => {},
    });
    const source = { root: () => 'a secret that the service has made' };
    const verify = withSecrets(source, ({ headers, rawBody }, { secrets }) =>
      verifyHmacSha256({
        signed: rawBody,
        signature: headers['x-signature'] as string,
        secrets,
        encoding: 'hex',
      })
        ? { ok: true }
        : { ok: false, reason: 'signature does not match' },
    );
    const { response, request } = fakeExchange('{ "id" : "1" }', key);
    const { workflowData } = await receive(loaded.webhookContext(request, response), { ...receiver, verify });
    expect(workflowData).toEqual([[{ json: { id: '1' } }]]);
  });

  describe('a delivery with several events', () => {
    const batches = (more: Partial<Receiver<Event>> = {}): Receiver<Event> => ({
      ...receiver,
      maxBytes: 1024 * 1024,
      split: (body) => (body as { events: unknown[] }).events,
      ...more,
    });
    const [a, b, c] = ['a', 'b', 'c'].map((id) => ({ id })) as [Event, Event, Event];

    test('filters and deduplicates each event of a list separately', async () => {
      current = batches();
      const deliver = async (...events: Event[]) => JSON.parse((await send(url, { events })).text) as object;
      expect(await deliver(c, a, c)).toEqual({ accepted: true });
      expect(await deliver(b, a, { id: 'd', kind: 'unwanted' })).toEqual({ accepted: true });
      expect(await deliver(b, c)).toEqual({ accepted: true, duplicate: true });
      expect(await deliver({ id: 'd', kind: 'unwanted' })).toEqual({ accepted: false });
      expect(await deliver()).toEqual({ accepted: false });
      expect(server.executions).toEqual([[{ json: c }, { json: a }], [{ json: b }]]);
    });

    test('two lists with the same events in different order do not wait for each other in a deadlock', async () => {
      let arrived = 0;
      let letBothIn!: () => void;
      const both = new Promise<void>((resolve) => (letBothIn = resolve));
      current = batches({
        accepts: () => async () => {
          if (++arrived === 2) letBothIn();
          await both;
          return true;
        },
      });
      const answers = await Promise.all(
        [
          [a, b, c],
          [c, b, a],
        ].map((events) => send(url, { events })),
      );
      expect(answers.map(({ status, text }) => `${status} ${text}`).sort()).toEqual([
        '200 {"accepted":true,"duplicate":true}',
        '200 {"accepted":true}',
      ]);
      expect(server.executions).toHaveLength(1);
    });
  });

  test('accepts a fixed key in a header as the token', async () => {
    const loaded = loadWorkflow({ webhookId: 'keyed' });
    await create(loaded.hookContext('trigger', 'activate'), {
      manual: true,
      secret: 'urlToken',
      userSecret: () => 'chosen-by-the-user',
    });
    const given = () => 'chosen-by-the-user';
    const verdict = async (key?: string) =>
      await withSecrets({ userSecret: given }, verifyHeaderToken('X-Key'))(
        {
          headers: { 'x-key': key },
          query: {},
          rawBody: Buffer.alloc(0),
          parsed: () => ({ ok: false, reason: 'not parsed' }),
          isTest: false,
          subscriptionId: undefined,
        },
        (loaded.saved()['node:Trigger'] as never)['subscriptions']['production'],
        loaded.webhookContext({} as never, {} as never),
      );
    expect(await verdict('chosen-by-the-user')).toEqual({ ok: true });
    expect(await verdict('something else')).toMatchObject({ ok: false });
    expect(await verdict(undefined)).toMatchObject({ ok: false });
  });
});

/** A request whose body n8n has read already, signed with `key`. */
function fakeExchange(body: string, key: string) {
  const rawBody = Buffer.from(body);
  const signature = createHmac('sha256', key).update(rawBody).digest('hex');
  const headers = { 'content-type': 'application/json', 'x-signature': signature };
  return {
    request: { headers, query: {}, rawBody } as never,
    response: { once: () => {}, statusCode: 200, writableEnded: true } as never,
  };
}

describe('fuzzing', () => {
  const type = fc.oneof(
    fc.constantFrom(
      'application/json',
      'application/cloudevents+json',
      'text/html',
      '',
      'application/json;;',
      ';',
      '+json',
    ),
    fc.string({ unit: fc.constantFrom(...'abcdefgh/+;= '), maxLength: 20 }),
  );
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 3_000 }),
    fc.json().map((text) => Buffer.from(text)),
    fc
      .record({ id: fc.constantFrom('a', 'b', 'c'), kind: fc.constantFrom('test', 'unwanted', 'x', null) })
      .map((event) => Buffer.from(JSON.stringify(event))),
  );
  const query = fc.oneof(
    fc.constant('right'),
    fc.string({ maxLength: 60 }).map((text) => `?token=${encodeURIComponent(text)}`),
    fc.webQueryParameters().map((text) => `?${text}`),
    fc.constantFrom('', '?token', '?token=', '?token=&token=', '?TOKEN=x', '?token[a]=1', '?__proto__=1'),
  );

  test('every request gets exactly one JSON response, and none without the token starts an execution', async () => {
    await fc.assert(
      fc.asyncProperty(type, body, query, async (contentType, bytes, given) => {
        const before = { ...server, executions: server.executions.length };
        const to = given === 'right' ? url : server.url + given;
        const answer = await send(to, bytes, { 'content-type': contentType.trim() });

        expect(server.responses - before.responses).toBe(1);
        expect(answer.type).toMatch(/^application\/json/);
        expect(() => JSON.parse(answer.text) as unknown).not.toThrow();
        const started = server.executions.length - before.executions;
        expect(started).toBe(answer.text === '{"accepted":true}' ? 1 : 0);
        if (given !== 'right') {
          expect(started).toBe(0);
          expect([401, 413, 415]).toContain(answer.status);
        } else {
          expect([200, 400, 413, 415]).toContain(answer.status);
        }
      }),
      { numRuns: 400 },
    );
    // The generator reaches the inside.
    expect(server.executions.length).toBeGreaterThan(0);
  });
});

describe('body text', () => {
  const MARK = '\uFEFF';

  test.each([
    ['a byte order mark', Buffer.from(`${MARK}{"id":"1","name":"Kühlraum"}`)],
    ['a byte order mark and white space', Buffer.from(`${MARK} \r\n\t{"id":"1","name":"Kühlraum"}\n`)],
    ['white space around it', Buffer.from('\n {"id":"1","name":"Kühlraum"} \r\n')],
  ])('a body with %s is read', async (_, body) => {
    for (const contentType of ['application/json', 'application/cloudevents+json; charset=utf-8']) {
      current = { ...receiver, deliveryId: undefined };
      expect((await send(url, body, { 'content-type': contentType })).text).toBe('{"accepted":true}');
    }
    expect(server.executions).toEqual(Array(2).fill([{ json: { id: '1', name: 'Kühlraum' } }]));
  });

  test('the signature of a body includes its byte order mark', async () => {
    let signed: Buffer | undefined;
    current = {
      ...receiver,
      verify: ({ rawBody }) => {
        signed = rawBody;
        return { ok: true };
      },
    };
    await send(url, Buffer.from(`${MARK}{"id":"1"}`));
    expect(signed!.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(server.executions).toHaveLength(1);
  });

  test.each([
    ['two byte order marks', Buffer.from(`${MARK}${MARK}{"id":"1"}`)],
    ['one that is not at the beginning', Buffer.from(` ${MARK}{"id":"1"}`)],
    ['nothing behind it', Buffer.from(MARK)],
    ['UTF-16, little end first', Buffer.from(`${MARK}{"id":"1"}`, 'utf16le')],
    ['UTF-16, big end first', Buffer.from(`${MARK}{"id":"1"}`, 'utf16le').swap16()],
    ['UTF-16 without a mark', Buffer.from('{"id":"1"}', 'utf16le')],
  ])('a body with %s is refused', async (_, body) => {
    expect(await send(url, body)).toMatchObject({ status: 400, text: '{"error":"malformed payload"}' });
  });

  test('a body in UTF-16 is refused with that reason', () => {
    expect(parseJson(Buffer.from(`${MARK}{}`, 'utf16le'))).toEqual({
      ok: false,
      reason: 'the body is UTF-16, and JSON must be UTF-8',
    });
  });
});

describe('cost of a delivery', () => {
  const large = { ...receiver, maxBytes: 1024 * 1024 };
  /** Lists in lists, so many deep with the event itself. */
  const nested = (depth: number) =>
    `{"id":"1","x":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)},"note":"[[[[{{{{ \\"[\\\\"}`;

  test('nesting is limited, and brackets in strings do not count', async () => {
    current = large;
    expect((await send(url, nested(100))).status).toBe(200);
    expect((await send(url, nested(101))).status).toBe(400);
    expect((await send(url, nested(20_000))).status).toBe(400);
    expect((await send(url, `{"id":"2","x":${'{"y":'.repeat(100)}0${'}'.repeat(100)}}`)).status).toBe(400);
    // So wide, but not so deep.
    expect((await send(url, `{"id":"3","x":[${'[],'.repeat(500)}[]]}`)).status).toBe(200);
    expect(server.responses).toBe(5);
  });

  test('the number of values is limited before parsing', async () => {
    current = large;
    const parse = jest.spyOn(JSON, 'parse');
    const numbers = (count: number) => `{"id":"1","x":[${'1,'.repeat(count - 1)}1]}`;
    const taken = await send(url, numbers(24_990));
    parse.mockClear();
    const refused = await send(url, numbers(25_000));
    const parsed = parse.mock.calls.filter(([text]) => text.includes('"x"')).length;
    parse.mockRestore();
    expect([taken.status, refused.status, parsed]).toEqual([200, 413, 0]);
  });

  test('accepts 1,000 events, reads parameters once and validates up to the first invalid event', async () => {
    let [reads, checked] = [0, 0];
    current = {
      ...large,
      split: (body) => body as unknown[],
      schema: () =>
        z.custom<Event>((event) => {
          checked++;
          return typeof event.id === 'string';
        }),
      accepts: () => {
        reads++;
        return () => true;
      },
    };
    const list = (count: number) => Array.from({ length: count }, (_, n) => ({ id: `${n}` }));
    expect((await send(url, list(1_000))).status).toBe(200);
    expect(server.executions[0]).toHaveLength(1_000);
    expect([reads, checked]).toEqual([1, 1_000]);
    expect((await send(url, list(1_001))).text).toBe('{"error":"payload too large"}');
    expect(checked).toBe(1_000);
    expect((await send(url, [...list(9), ...Array<object>(900).fill({})])).status).toBe(400);
    expect(checked).toBe(1_010);
    expect(reads).toBe(1);
  });

  test('other work runs while a long list is handled', async () => {
    const busy = () => {
      const end = performance.now() + 2;
      while (performance.now() < end);
    };
    const turns = { schema: 0, accepts: 0, deliveryId: 0, present: 0 };
    let part: keyof typeof turns = 'schema';
    let over = false;
    const turn = () => {
      turns[part]++;
      if (!over) setImmediate(turn);
    };
    const at = <T>(name: keyof typeof turns, value: T): T => {
      if (part !== name) {
        part = name;
      }
      busy();
      return value;
    };
    current = {
      ...large,
      split: (body) => body as unknown[],
      schema: () => z.custom<Event>(() => at('schema', true)),
      accepts: () => () => at('accepts', true),
      deliveryId: ({ id }) => at('deliveryId', id),
      toItems: (event) => at('present', [{ json: event }]),
    };
    setImmediate(turn);
    await send(
      url,
      Array.from({ length: 50 }, (_, n) => ({ id: `${n}` })),
    );
    over = true;
    for (const count of Object.values(turns)) expect(count).toBeGreaterThan(3);
  });
});
