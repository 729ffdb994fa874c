import { createServer } from 'node:net';

/** Below the ports that the system gives away by itself, so that nobody else gets one in between. */
const RANGE = { first: 20_000, last: 30_000 };

/** The first of so many ports in a row on which nobody listens, for what is to have the same ports at each start. */
export async function freePorts(count: number): Promise<number> {
  for (;;) {
    const first = RANGE.first + Math.floor(Math.random() * (RANGE.last - RANGE.first));
    const free = await Promise.all(Array.from({ length: count }, (_unused, index) => isFree(first + index)));
    if (!free.includes(false)) return first;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
