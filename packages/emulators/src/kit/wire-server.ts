import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from './clock';
import type { FaultSwitchboard } from './fault-switchboard';
import type { Journal } from './journal';
import { playFault } from './play-fault';
import { forwardRequest } from './forward-request';
import { refusalOf } from './other-origins';

/** Requests for the emulator itself (its page and its switches), not for the service. */
const OWN_PATHS = /^\/($|\?|_signalbox(\/|\?|$))/;

interface WireServerParts {
  /** The service's own server. It is never bound to a port. */
  service: Server;
  clock: Clock;
  faults: FaultSwitchboard;
  journal: Journal;
  host: string;
  /** Names allowed in `Host` in addition to those of this machine. */
  allowedHosts: readonly string[];
}

/**
 * The listening socket. The service behind it is never bound to a port: each request is read to its end, put into
 * the journal and forwarded in memory, and the response comes back as a value. So a fault takes a few lines, works
 * for every service, and no service has to know about it.
 */
export class WireServer {
  #server: Server | undefined;
  #port = 0;

  constructor(private readonly parts: WireServerParts) {}

  get port(): number {
    return this.#port;
  }

  /** @param port 0 takes any free port. */
  async listen(port: number): Promise<void> {
    const server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : new Error(String(error)));
      });
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, this.parts.host, () => {
        server.off('error', reject);
        resolve();
      });
    });
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Closes the port and all connections immediately, including hanging ones. */
  async close(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = undefined;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }

  get listening(): boolean {
    return this.#server !== undefined;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { service, clock, faults, journal, host, allowedHosts } = this.parts;
    // A client may disconnect at any time.
    response.on('error', () => undefined);
    const refusal = refusalOf(request.method ?? 'GET', request.headers, host, allowedHosts);
    if (refusal) {
      request.resume();
      response.writeHead(refusal.status, { 'content-type': 'application/json; charset=utf-8' });
      response.end(JSON.stringify({ error: refusal.error }));
      return;
    }
    const body = await readBody(request);
    if (body === undefined) return;
    const method = request.method ?? 'GET';
    const url = request.url ?? '/';
    const forward = () => forwardRequest(service, request, body);
    if (OWN_PATHS.test(url)) {
      await playFault(undefined, { request, response, forward });
      return;
    }
    const fault = faults.take(method, url);
    const mark = url.indexOf('?');
    const entry = journal.received({
      at: new Date(clock.now()).toISOString(),
      method,
      path: mark < 0 ? url : url.slice(0, mark),
      query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
      headers: request.headers,
      body: body.toString(),
      status: null,
      delivered: false,
      fault: fault?.kind ?? null,
    });
    const status = await playFault(fault, {
      request,
      response,
      forward: () => {
        entry.delivered = true;
        return forward();
      },
    });
    entry.status = status;
    journal.settled(entry);
  }
}

/** The whole body, or `undefined` if the client went away before it was complete. */
function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', () => resolve(undefined));
    request.once('close', () => resolve(undefined));
  });
}
