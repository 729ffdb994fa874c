import { connect, createServer, type AddressInfo } from 'node:net';
import { freePort, freePorts } from '@signalbox/playground';

/** First ephemeral port of Linux; those of macOS and Windows begin higher. */
const FIRST_EPHEMERAL = 32_768;

test('a free port is one that no outgoing connection is given meanwhile', async () => {
  const ports = await Promise.all(Array.from({ length: 20 }, () => freePort()));

  expect(Math.max(...ports)).toBeLessThan(FIRST_EPHEMERAL);
});

test('consecutive free ports can all be listened on', async () => {
  const first = await freePorts(3);

  for (const port of [first, first + 1, first + 2]) {
    const server = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').resume();
    await new Promise((resolve) => socket.once('close', resolve));
    await new Promise((resolve) => server.close(resolve));
  }
});
