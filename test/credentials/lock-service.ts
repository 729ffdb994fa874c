import { createServer } from 'node:http';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as it came over the wire. */
export interface Sent {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** An answer; an object is sent as JSON. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** Responds with the returned value, or by hand if it returns nothing. */
type Respond = (sent: Sent, response: ServerResponse) => Answer | void | Promise<Answer | void>;

export interface LockService {
  url: string;
  /** All requests so far. */
  sent: Sent[];
  /** Requests for tokens, and all others. */
  tokenRequests(): Sent[];
  apiRequests(): Sent[];
  /** Handlers of requests for tokens (`/token`) and of all others. */
  onToken: Respond;
  onApi: Respond;
  close(): Promise<void>;
}

/** A service with an API and a token endpoint on a free port. Answers 200 until told otherwise. */
export async function lockService(): Promise<LockService> {
  const sent: Sent[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const { method = '', url = '', headers } = request;
      const received = { method, url, headers, body: await text(request) };
      sent.push(received);
      const respond = url.startsWith('/token') ? service.onToken : service.onApi;
      const answer = await respond(received, response);
      if (!answer) return;
      const { status = 200, headers: extra = {}, body = { ok: true } } = answer;
      const raw = typeof body === 'string' ? body : JSON.stringify(body);
      response.writeHead(status, { 'content-type': 'application/json', ...extra }).end(raw);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const service: LockService = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    tokenRequests: () => sent.filter(({ url }) => url.startsWith('/token')),
    apiRequests: () => sent.filter(({ url }) => !url.startsWith('/token')),
    onToken: () => ({ body: { access_token: 'token-0', token_type: 'Bearer', expires_in: 7200 } }),
    onApi: () => ({}),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return service;
}
