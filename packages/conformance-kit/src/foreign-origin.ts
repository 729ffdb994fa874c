import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A server on another origin that must not receive any request. */
interface ForeignOrigin {
  url: string;
  /** Request line, headers and body of every request received. */
  received: string[];
  close(): Promise<void>;
}

/** Starts the server. It responds to everything with an empty JSON object. */
export async function foreignOrigin(): Promise<ForeignOrigin> {
  const received: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)} ${body}`);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    // The name instead of 127.0.0.1 makes it another host, not only another port.
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    received,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
