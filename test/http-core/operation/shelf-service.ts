import { createServer } from 'node:http';
import type { IncomingHttpHeaders, RequestListener, Server, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A request as it came over the wire. */
export interface Received {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** An answer, sent as JSON unless it is a text; nothing when the request is answered by hand. */
export type Answer = { status?: number; headers?: Record<string, string>; body?: unknown } | void;

export interface ShelfService {
  url: string;
  received: Received[];
  /** Handler of all further requests. `n` counts them from 0. */
  answer: (request: Received, response: ServerResponse, n: number) => Answer | Promise<Answer>;
  close(): Promise<void>;
}

/** A service on a free port that answers `{ id, title }` until told otherwise. */
export async function shelfService(tls?: { key: string; cert: string }): Promise<ShelfService> {
  const received: Received[] = [];
  const listener: RequestListener = (request, response) => {
    void (async () => {
      const { method = '', url = '', headers } = request;
      const n = received.length;
      const entry: Received = { method, url, headers, body: Buffer.alloc(0) };
      received.push(entry);
      entry.body = await buffer(request);
      const answer = await service.answer(entry, response, n);
      if (!answer) return;
      const { status = 200, headers: extra = {}, body = '' } = answer;
      const raw = typeof body === 'string' ? body : JSON.stringify(body);
      response.writeHead(status, { 'content-type': 'application/json', ...extra }).end(raw);
    })();
  };
  const server: Server = tls ? createTlsServer(tls, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const service: ShelfService = {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    received,
    answer: ({ url }) => ({ body: { id: url.split('/').at(-1), title: 'A book' } }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return service;
}
