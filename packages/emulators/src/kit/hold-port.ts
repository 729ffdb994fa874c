import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';

/**
 * Keeps others from being given a port on which nobody listens: a closed port is free, and whoever asks for any port may
 * get it and answer in the place of a service that is meant to be down. Connections to it go on being refused.
 *
 * A connection is made from that port to a server of its own. Nobody is given the port of a connection; who asks
 * for just this port, to listen again, gets it. Where the system does not allow that, nothing is held.
 *
 * @returns how to give it back; once more does nothing
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
