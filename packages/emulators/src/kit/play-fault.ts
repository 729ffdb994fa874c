import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import type { Fault } from './fault';
import { oversizedJson } from './oversized-json';
import type { ServiceResponse } from './service-response';

/** Pause between two pieces of a drip: short enough to look steady. */
const DRIP_INTERVAL_MS = 50;

const LOGIN_PAGE =
  '<!doctype html><html><head><title>Sign in</title></head><body><form method="post" action="/login">' +
  '<input name="user"><input name="password" type="password"><button>Sign in</button></form></body></html>';

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  /** Lets the service process the request, which it does not see otherwise. */
  readonly forward: () => Promise<ServiceResponse>;
}

/**
 * Plays one fault, or none, on one exchange.
 * @returns the status sent, or `null` if the caller got none.
 */
export async function playFault(fault: Fault | undefined, exchange: Exchange): Promise<number | null> {
  const { request, response, forward } = exchange;
  switch (fault?.kind) {
    case undefined:
      return respond(response, await forward());
    case 'status':
      return respond(response, {
        status: fault.code,
        headers: { ...contentType(fault.body), ...fault.headers },
        body: bytesOf(fault.body),
      });
    case 'html':
      return respond(response, {
        status: fault.code ?? 200,
        headers: { 'content-type': 'text/html; charset=utf-8' },
        body: Buffer.from(fault.body ?? LOGIN_PAGE),
      });
    case 'redirect':
      return respond(response, {
        status: fault.code,
        headers: { location: fault.origin.replace(/\/+$/, '') + (request.url ?? '/') },
        body: Buffer.alloc(0),
      });
    case 'resetBefore':
      request.socket.resetAndDestroy();
      return null;
    case 'resetAfter':
      whole(await forward());
      request.socket.resetAndDestroy();
      return null;
    case 'hang':
      await new Promise<void>((resolve) => response.once('close', resolve));
      return null;
    case 'truncate': {
      const real = whole(await forward());
      writeHead(response, real);
      await write(response, real.body.subarray(0, Math.floor(real.body.length / 2)));
      // Ends the connection, not the response: the announced length is never reached.
      response.socket?.end();
      return real.status;
    }
    case 'oversize': {
      const real = whole(await forward());
      // 204 and 304 cannot have a body.
      const status = real.status === 204 || real.status === 304 ? 200 : real.status;
      const body = Buffer.from(
        oversizedJson(real.body.length > 0 ? real.body.toString() : '{}', fault.bytes),
      );
      return respond(response, {
        status,
        headers: { 'content-type': 'application/json', ...real.headers },
        body,
      });
    }
    case 'drip': {
      const real = whole(await forward());
      writeHead(response, real);
      await drip(response, real.body, fault.bytesPerSecond);
      return real.status;
    }
    case 'delay': {
      await sleepUnlessClosed(response, fault.ms);
      return respond(response, await forward());
    }
  }
}

/** Turns a stream into an empty response, since a stream has no end. */
function whole(real: ServiceResponse): ServiceResponse {
  real.stream?.destroy();
  return { status: real.status, headers: real.headers, body: real.body };
}

function respond(response: ServerResponse, real: ServiceResponse): number {
  writeHead(response, real);
  if (real.stream) {
    response.flushHeaders();
    // Either side may end the stream; neither is an error here.
    pipeline(real.stream, response, () => undefined);
    return real.status;
  }
  response.end(real.body);
  return real.status;
}

function writeHead(response: ServerResponse, real: ServiceResponse): void {
  const headers: Record<string, string | string[] | number> = { ...real.headers };
  if (!real.stream && real.status !== 204 && real.status !== 304)
    headers['content-length'] = real.body.length;
  response.writeHead(real.status, headers);
}

function write(response: ServerResponse, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    response.once('close', resolve);
    response.write(bytes, () => resolve());
  });
}

async function drip(response: ServerResponse, body: Buffer, bytesPerSecond: number): Promise<void> {
  // Less than a byte in an interval: a longer interval.
  const intervalMs = Math.max(DRIP_INTERVAL_MS, 1000 / bytesPerSecond);
  const step = Math.max(1, Math.floor((bytesPerSecond * intervalMs) / 1000));
  response.flushHeaders();
  for (let sent = 0; sent < body.length && !response.destroyed; sent += step) {
    await sleepUnlessClosed(response, intervalMs);
    response.write(body.subarray(sent, sent + step));
  }
  response.end();
}

/** Real time on purpose: what happens on the wire does not follow the emulator's clock. */
function sleepUnlessClosed(response: ServerResponse, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      response.off('close', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    response.once('close', done);
  });
}

function contentType(body: unknown): Record<string, string> {
  if (body === undefined) return {};
  return {
    'content-type':
      typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
  };
}

function bytesOf(body: unknown): Buffer {
  if (body === undefined) return Buffer.alloc(0);
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}
