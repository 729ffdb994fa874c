import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

import { InvalidParameterError } from '@signalbox/http-core/errors';
import { RequestError } from '@signalbox/http-core/internal/errors/request-error';
import { path } from '@signalbox/http-core/internal/request/path';
import { prepareRequest } from '@signalbox/http-core/internal/request/prepare';
import type { RequestSpec } from '@signalbox/http-core/internal/request/request-spec';
import { sendOnce } from '@signalbox/http-core/internal/request/send-once';
import type { Response as Answered } from '@signalbox/http-core/internal/request/response';
import type { SendOptions } from '@signalbox/http-core/internal/request/send-once';
import { toRequestError } from '@signalbox/http-core/internal/request/transport-error';
import { withContext } from '../operation/run-shelf';
import { shelfService } from '../operation/shelf-service';
import type { ShelfService } from '../operation/shelf-service';
import { selfSigned } from './self-signed';

let service: ShelfService;
beforeEach(async () => {
  service = await shelfService();
});
afterEach(async () => await service.close());

/** Sends one request from a real node through n8n's real helper. */
async function send(
  baseUrl: string,
  { signal, ...some }: Partial<SendOptions> & { signal?: AbortSignal } = {},
): Promise<Answered> {
  const options = {
    credentialType: 'shelfApi',
    timeoutMs: 3000,
    maxBytes: 10_000,
    ...some,
  };
  return await withContext({ baseUrl, ...(signal && { signal }) }, async (ctx) => {
    const request = prepareRequest({ method: 'POST', path: path`/books`, body: {} }, baseUrl);
    return await sendOnce(ctx, request, options);
  });
}

async function detailsOf(sending: Promise<unknown>): Promise<RequestError['details']> {
  const error = await sending.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(RequestError);
  return (error as RequestError).details;
}

/** A TCP server that does with its connections what it is told. */
async function socketServer(
  onConnection: (socket: Socket) => void,
): Promise<{ url: string; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('an answer', () => {
  test.each([200, 204, 302, 401, 404, 429, 500, 503])(
    'with status %p is one, not an error',
    async (status) => {
      service.answer = () => ({
        status,
        headers: { 'x-a': 'b', location: '/elsewhere' },
        body: status === 204 ? '' : '{"a":1}',
      });
      const response = await send(service.url);
      expect(response.status).toBe(status);
      expect(response.headers['x-a']).toBe('b');
      expect(response.body.toString()).toBe(status === 204 ? '' : '{"a":1}');
      expect(service.received).toHaveLength(1);
      expect(service.received[0]!.headers['x-shelf-key']).toBeDefined();
    },
  );

  test('a redirect to another origin is not followed', async () => {
    const other = await shelfService();
    service.answer = () => ({ status: 307, headers: { location: `${other.url}/stolen` } });
    expect((await send(service.url)).status).toBe(307);
    expect(other.received).toEqual([]);
    await other.close();
  });

  test('a response that is too large is cut off', async () => {
    service.answer = () => ({ body: 'x'.repeat(10_001) });
    expect(await detailsOf(send(service.url))).toMatchObject({ kind: 'unreadable', applied: 'maybe' });
  });

  /** Encoding of a response, and the defect of its body. */
  const broken: [string, string, Buffer][] = [
    ['gzip', 'is not compressed at all', Buffer.from('{"a":1}')],
    ['gzip', 'has another checksum', Buffer.concat([gzipSync('{"a":1}').subarray(0, -8), Buffer.alloc(8)])],
    ['br', 'is not compressed at all', Buffer.from('{"a":1}')],
  ];
  const compressed = (status: number, encoding: string, body: Buffer) => {
    service.answer = (_, response) => {
      response.writeHead(status, { 'content-encoding': encoding, 'x-request-id': 'r1' }).end(body);
    };
  };

  test.each(broken)('in %s that %s was answered: it cannot be read', async (encoding, _, body) => {
    compressed(200, encoding, body);
    expect(await detailsOf(send(service.url))).toEqual({
      kind: 'unreadable',
      applied: 'maybe',
      summary: 'answered in a compressed form that cannot be decoded',
      networkCode: expect.stringMatching(/^(Z_DATA_ERROR|ERR__ERROR_)/),
    });
  });

  test.each(broken)('in %s that %s is a refusal all the same', async (encoding, _, body) => {
    compressed(404, encoding, body);
    const { status, headers } = await send(service.url);
    expect([status, headers['x-request-id']]).toEqual([404, 'r1']);
  });

  test('a trickling response is abandoned after the timeout', async () => {
    service.answer = (_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('x'), 10);
      response.on('close', () => clearInterval(timer));
    };
    expect(await detailsOf(send(service.url, { timeoutMs: 150 }))).toEqual({
      kind: 'timeout',
      applied: 'maybe',
      summary: 'did not finish its answer in time',
    });
  });
});

describe('no answer', () => {
  test('from a port where nobody listens: not delivered', async () => {
    expect(await detailsOf(send('http://127.0.0.1:1'))).toEqual({
      kind: 'unreachable',
      applied: 'no',
      summary: 'could not be reached: the connection was refused',
      networkCode: 'ECONNREFUSED',
    });
  });

  test('from a host that does not exist: not delivered', async () => {
    const details = await detailsOf(send('http://signalbox.invalid'));
    expect(details).toMatchObject({ kind: 'unreachable', applied: 'no' });
    expect(details.summary).toMatch(/^could not be reached: the host name /);
  });

  test.each([
    ['before it has read anything', () => socketServer((socket) => socket.resetAndDestroy())],
    [
      'after it has read the request',
      () => socketServer((socket) => socket.once('data', () => socket.resetAndDestroy())),
    ],
    ['with an orderly end', () => socketServer((socket) => socket.once('data', () => socket.end()))],
    [
      'in the middle of its answer',
      () =>
        socketServer((socket) =>
          socket.once('data', () => {
            socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"a":');
            setTimeout(() => socket.destroy(), 20);
          }),
        ),
    ],
  ])('from a service that closes the connection %s: perhaps carried out', async (_, start) => {
    const { url, close } = await start();
    try {
      expect(await detailsOf(send(url))).toEqual({
        kind: 'connection-lost',
        applied: 'maybe',
        summary: 'closed the connection before it had answered',
        networkCode: 'ECONNRESET',
      });
    } finally {
      await close();
    }
  });

  test('in time: perhaps carried out', async () => {
    service.answer = () => undefined;
    expect(await detailsOf(send(service.url, { timeoutMs: 100 }))).toEqual({
      kind: 'timeout',
      applied: 'maybe',
      summary: 'did not answer in time',
    });
  });

  test('from a certificate that is not trusted: not sent, and not to be tried again', async () => {
    const untrusted = await shelfService(selfSigned);
    expect(await detailsOf(send(untrusted.url))).toEqual({
      kind: 'blocked',
      applied: 'no',
      summary: 'could not be reached: its certificate is not trusted',
      networkCode: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
    expect(untrusted.received).toEqual([]);
    await untrusted.close();
  });

  test('from a service that does not speak TLS: not sent', async () => {
    const details = await detailsOf(send(service.url.replace('http:', 'https:')));
    expect(details).toEqual({
      kind: 'blocked',
      applied: 'no',
      summary: 'could not be reached: no secure connection came about',
      networkCode: 'EPROTO',
    });
    expect(service.received).toEqual([]);
  });

  test.each([0, 60])('because the user stopped after %p ms: the reason of the stop, at once', async (ms) => {
    service.answer = (_, response) => void response.writeHead(200).write('x');
    const controller = new AbortController();
    let reason: unknown;
    setTimeout(() => controller.abort(), ms);
    const sending = withContext({ baseUrl: service.url, signal: controller.signal }, async (ctx) => {
      const request = prepareRequest({ method: 'GET', path: path`/books` }, service.url);
      const options = {
        credentialType: 'shelfApi',
        timeoutMs: 60_000,
        maxBytes: 10_000,
      };
      try {
        return await sendOnce(ctx, request, options);
      } finally {
        reason = ctx.getExecutionCancelSignal()?.reason;
      }
    });
    const error = await sending.catch((thrown: unknown) => thrown);
    expect(error).not.toBeInstanceOf(RequestError);
    expect(error).toBe(reason);
  });
});

describe('a token', () => {
  const tokens = { credentialType: 'shelfTokenApi' };

  test('an expired token is renewed once, and the request sent again', async () => {
    let issued = 0;
    service.answer = ({ url, headers }) => {
      if (url === '/token') return { body: { token: `t${++issued}` } };
      return headers.authorization === 'Bearer t2' ? { body: { ok: true } } : { status: 401 };
    };
    expect((await send(service.url, tokens)).status).toBe(200);
    expect(service.received.map(({ url }) => url)).toEqual(['/token', '/books', '/token', '/books']);
    // The second time as well the body is there.
    expect(service.received.at(-1)!.body.toString()).toBe('{}');
  });

  test.each([
    ['another', () => `x${service.received.length}`],
    ['the same again', () => 'x'],
  ])(
    'a token that is refused permanently, though the service gives %s, is a refusal in its words',
    async (_, token) => {
      service.answer = ({ url }) =>
        url === '/token' ? { body: { token: token() } } : { status: 401, body: { message: 'Go away' } };
      const { status, body } = await send(service.url, tokens);
      expect([status, body.toString()]).toEqual([401, '{"message":"Go away"}']);
      expect(service.received.map(({ url }) => url)).toEqual(['/token', '/books', '/token', '/books']);
    },
  );

  test('a token that another request has just renewed is used, and no further one is fetched', async () => {
    let issued = 0;
    let renewed = () => {};
    const renewal = new Promise<void>((resolve) => (renewed = resolve));
    service.answer = async ({ url, headers: { authorization } }) => {
      if (url === '/token') return { body: { token: `t${++issued}` } };
      if (url === '/first' || authorization === 'Bearer t2') return { body: { ok: true } };
      if (url === '/slow') await renewal;
      return { status: 401 };
    };
    const statuses = await withContext({ baseUrl: service.url }, async (ctx) => {
      const options = { ...tokens, timeoutMs: 3000, maxBytes: 10_000 };
      const statusOf = async (spec: Pick<RequestSpec, 'path'>) =>
        (await sendOnce(ctx, prepareRequest({ method: 'POST', ...spec }, service.url), options)).status;
      const first = await statusOf({ path: path`/first` });
      const slow = statusOf({ path: path`/slow` });
      const fast = await statusOf({ path: path`/fast` });
      renewed();
      return [first, fast, await slow];
    });
    expect(statuses).toEqual([200, 200, 200]);
    expect(issued).toBe(2);
    const headers = service.received.filter(({ url }) => url === '/slow').map((request) => request.headers);
    expect(headers.map(({ authorization }) => authorization)).toEqual(['Bearer t1', 'Bearer t2']);
    // Apart from the token, both requests are the same.
    expect(Object.keys(headers[1]!)).toEqual(Object.keys(headers[0]!));
  });

  test.each([
    [500, 'unavailable'],
    [503, 'unavailable'],
    [429, 'rate-limited'],
    [401, 'unauthorized'],
    [403, 'forbidden'],
  ] as const)('a token that cannot be fetched (%p) leaves the request unsent', async (status, kind) => {
    service.answer = () => ({ status, body: {} });
    const details = await detailsOf(send(service.url, tokens));
    expect(details).toMatchObject({ kind, applied: 'no' });
    expect(service.received.filter(({ url }) => url === '/books')).toEqual([]);
  });
});

describe('toRequestError, of what is no error of the network', () => {
  test.each([[undefined], [null], ['text'], [{}], [new Error('')], [Object.create(null)]])(
    'is a block (%p)',
    (thrown) => {
      expect(toRequestError(thrown).details).toMatchObject({ kind: 'blocked', applied: 'no' });
    },
  );

  test('keeps the words, and those of what to do', () => {
    const { details } = toRequestError(
      Object.assign(new Error('Wrapped'), {
        cause: new InvalidParameterError('The key is empty', 'Fill in "Key".'),
      }),
    );
    expect(details.summary).toBe('could not be called: The key is empty');
    expect(details.hint).toBe('Fill in "Key".');
  });

  test('ends with errors that go round in circles', () => {
    const circle: { cause?: unknown; errors?: unknown } = {};
    circle.cause = circle;
    circle.errors = [circle, circle];
    expect(toRequestError(circle).details.kind).toBe('blocked');
  });
});
