import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface ReceivedCallback {
  method: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  /** As it came over the wire. */
  text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- callbacks are taken apart field by field
  body: any;
}

const receivers: { close(): Promise<void> }[] = [];

interface Behaviour {
  /** Status by the number of callbacks before, from 0. */
  status?: (index: number) => number;
  /** Number of callbacks that have to arrive before any gets a response. */
  together?: number;
}

/** A receiver of callbacks. `closeReceivers` ends it. */
export async function callbackReceiver({ status = () => 200, together = 1 }: Behaviour = {}) {
  const callbacks: ReceivedCallback[] = [];
  const held: [ServerResponse, number][] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      held.push([response, status(callbacks.length)]);
      callbacks.push({
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        text,
        body: JSON.parse(text),
      });
      if (callbacks.length < together) return;
      for (const [waiting, code] of held.splice(0)) waiting.writeHead(code).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook/1111`,
    callbacks,
    filenames: () => callbacks.map(({ body }) => body.data.filename as string),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  receivers.push(receiver);
  return receiver;
}

export async function closeReceivers(): Promise<void> {
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
}
