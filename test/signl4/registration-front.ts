import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/**
 * Stands before an emulator and passes everything on, but answers a successful registration (201) with another body.
 * @param origin of the emulator
 */
export async function registrationFront(
  origin: string,
  body: string,
): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const pass = async () => {
      const sent = await text(request);
      const answer = await fetch(origin + request.url, {
        method: request.method,
        headers: {
          'x-s4-api-key': String(request.headers['x-s4-api-key']),
          ...(sent && { 'content-type': 'application/json' }),
        },
        ...(sent && { body: sent }),
      });
      const received = await answer.text();
      response
        .writeHead(answer.status, { 'content-type': 'application/json' })
        .end(answer.status === 201 ? body : received);
    };
    pass().catch((error: unknown) => response.destroy(error as Error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
