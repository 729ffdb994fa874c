import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';

/** A request that this process started to send, with or without a response. */
export interface OutgoingRequest {
  method: string;
  path: string;
  /** Start time (`performance.now`). */
  startedMs: number;
  /** `content-length` of the response; undefined until there is one. */
  responseBytes?: number;
  /** Code of the connection error, if there was one. */
  error?: string;
}

const runs = new AsyncLocalStorage<symbol>();

/**
 * Records the HTTP requests of one run to one origin. Unlike the emulator's journal it includes attempts at a closed port. Requests by
 * others in this process, such as the emulator itself, are ignored.
 * @param onRefused called when a connection was refused
 */
export function watchOutgoing(origin: string, onRefused: () => void = () => {}) {
  const { host } = new URL(origin);
  const own = Symbol(origin);
  const requests: OutgoingRequest[] = [];
  // Bound to the current context: a server that the callback starts does not belong to the run.
  const tellRefused = AsyncResource.bind(onRefused);
  const known = new Map<ClientRequest, OutgoingRequest>();

  const started = (message: unknown) => {
    const { request } = message as { request: ClientRequest };
    if (runs.getStore() !== own || request.getHeader('host') !== host) return;
    const { method, path } = request;
    const entry: OutgoingRequest = { method, path, startedMs: performance.now() };
    requests.push(entry);
    known.set(request, entry);
    request.once('error', (error: NodeJS.ErrnoException) => {
      entry.error = error.code ?? error.message;
      if (error.code === 'ECONNREFUSED') tellRefused();
    });
  };
  const responded = (message: unknown) => {
    const { request, response } = message as { request: ClientRequest; response: IncomingMessage };
    const entry = known.get(request);
    if (entry) entry.responseBytes = Number(response.headers['content-length'] ?? 0);
  };
  subscribe('http.client.request.created', started);
  subscribe('http.client.response.finish', responded);
  return {
    /** Runs `work` under observation. */
    run: async <T>(work: () => Promise<T>): Promise<T> => await runs.run(own, work),
    requests: requests as readonly OutgoingRequest[],
    stop() {
      unsubscribe('http.client.request.created', started);
      unsubscribe('http.client.response.finish', responded);
    },
  };
}
