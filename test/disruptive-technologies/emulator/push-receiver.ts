import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface ReceivedPush {
  path: string;
  headers: Record<string, string | string[] | undefined>;
  /** As it came over the wire. */
  raw: Buffer;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- pushes are taken apart field by field
  body: any;
}

const receivers: { close(): Promise<void> }[] = [];

/** A receiver of pushes: keeps what it gets and answers what it is told to. `closeReceivers` ends it. */
export async function pushReceiver(answers: (index: number) => number | 'hang' = () => 200) {
  const pushes: ReceivedPush[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const answer = answers(pushes.length);
      const raw = Buffer.concat(chunks);
      pushes.push({
        path: request.url ?? '',
        headers: request.headers,
        raw,
        body: JSON.parse(raw.toString()),
      });
      if (answer !== 'hang') response.writeHead(answer, { location: '/elsewhere' }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/push`,
    pushes,
    eventIds: () => pushes.map(({ body }) => body.event.eventId as string),
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
