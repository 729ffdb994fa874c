import { createServer } from 'node:net';

/** Below the ephemeral ports of Linux, macOS and Windows, so that no outgoing connection takes one in between. */
const RANGE = { first: 20_000, last: 30_000 };

/** A port on 127.0.0.1 that nothing listens on. */
export function freePort(): Promise<number> {
  return freePorts(1);
}

/** The first of `count` consecutive ports on 127.0.0.1 that nothing listens on. */
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
