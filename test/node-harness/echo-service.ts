import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

interface Call {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: unknown;
}

/** The service behind the echo nodes: echoes, hands out numbered tokens, and takes only the newest of them. */
export async function echoService() {
  const calls: Call[] = [];
  let logins = 0;
  const state = { whoami: { status: 200, body: { status: { ok: true } } }, hookId: 'hook-1' };

  const answer = ({ url, headers, body }: Call): [number, unknown] => {
    if (url === '/login') return [200, { token: `token-${++logins}` }];
    const { authorization } = headers;
    if (authorization && authorization !== `Bearer token-${logins}`)
      return [401, { message: 'Token expired' }];
    if (url.startsWith('/rooms')) return [200, [{ name: 'Attic', value: 'attic' }]];
    if (url.startsWith('/whoami/')) return [state.whoami.status, state.whoami.body];
    if (url.startsWith('/hooks')) return [201, { id: state.hookId }];
    if (url.startsWith('/fail')) return [500, { message: 'Out of order' }];
    return [200, { echoed: body, url, key: headers['x-echo-key'] ?? null }];
  };

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const hasBody = Number(request.headers['content-length'] ?? 0) > 0;
    const call: Call = {
      method: request.method!,
      url: request.url!,
      headers: request.headers,
      body: hasBody ? await json(request) : undefined,
    };
    calls.push(call);
    const [status, body] = answer(call);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const server = createServer((request, response) => void serve(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    state,
    /** Makes all tokens handed out so far worthless. */
    expireTokens: () => void (logins += 1),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export type EchoService = Awaited<ReturnType<typeof echoService>>;
