import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';

/** A request that this process began to send, whether or not anybody answered. */
export interface OutgoingRequest {
  method: string;
  path: string;
  /** Milliseconds on the process's own clock (`performance.now`). */
  startedMs: number;
  /** `content-length` of the answer; undefined as long as, or if, none came. */
  answerBytes?: number;
  /** Code of the connection error, if that is how it ended. */
  error?: string;
}

const runs = new AsyncLocalStorage<symbol>();

/**
 * Notes the HTTP requests of one run to one origin, attempts at a closed port included: those never appear in a
 * journal. What others send in this process, such as the emulator to itself, does not count.
 * @param onRefused called when a connection was refused
 */
export function watchOutgoing(origin: string, onRefused: () => void = () => {}) {
  const { host } = new URL(origin);
  const own = Symbol(origin);
  const requests: OutgoingRequest[] = [];
  // Not in the context of the run: what it starts, such as a server, does not belong to the run.
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
  const answered = (message: unknown) => {
    const { request, response } = message as { request: ClientRequest; response: IncomingMessage };
    const entry = known.get(request);
    if (entry) entry.answerBytes = Number(response.headers['content-length'] ?? 0);
  };
  subscribe('http.client.request.created', started);
  subscribe('http.client.response.finish', answered);
  return {
    /** Runs what is watched. */
    run: async <T>(work: () => Promise<T>): Promise<T> => await runs.run(own, work),
    requests: requests as readonly OutgoingRequest[],
    stop() {
      unsubscribe('http.client.request.created', started);
      unsubscribe('http.client.response.finish', answered);
    },
  };
}
