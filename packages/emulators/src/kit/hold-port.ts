import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';

/**
 * Reserves a closed port, so that the system does not assign it to another listener that would respond in place of a
 * service that is meant to be down. Connections to it are still refused.
 *
 * A connection from that port to a private server holds it: the system assigns the port of a connection to no one,
 * but a listener that asks for this very port gets it. Where the system does not allow that, nothing is held.
 *
 * @returns releases the port; a second call has no effect
 */
export async function holdPort(port: number, host: string): Promise<() => Promise<void>> {
  const peer = createServer((accepted) => accepted.on('error', () => undefined));
  peer.listen(0, host);
  await once(peer, 'listening');
  const peerPort = (peer.address() as AddressInfo).port;
  const holder = connect({ host, port: peerPort, localAddress: host, localPort: port });
  await new Promise((resolve) => {
    peer.once('connection', resolve);
    holder.on('error', resolve);
  });
  return async () => {
    if (!peer.listening) return;
    const closed = once(peer, 'close');
    // Cut rather than closed, so that nothing of the connection lingers on the port.
    holder.resetAndDestroy();
    peer.close();
    await closed;
  };
}
