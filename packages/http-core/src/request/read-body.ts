import { RequestFailure } from '../errors/request-failure';
import { wait } from '../platform/wait';

export interface ReadLimits {
  /** Epoch milliseconds. */
  deadline: number;
  maxBytes: number;
  signal?: AbortSignal;
}

/** Given as a reason only because without one every answer would cost an error object with its stack. */
const COMPLETE = 'complete';

/** The part of Node's Readable that is needed; `node:stream` may not be imported by a community node. */
interface ByteStream extends AsyncIterable<Buffer> {
  destroy(error?: Error): void;
}

/**
 * Reads an answer to its end, but no longer than the deadline and no more than the limit.
 *
 * @throws RequestFailure `timeout` for a body that trickles, `unreadable` for one that is too large; otherwise the error of the stream
 */
export async function readBody(body: unknown, { deadline, maxBytes, signal }: ReadLimits): Promise<Buffer> {
  if (!isByteStream(body)) {
    const whole = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : '');
    if (whole.length > maxBytes) throw tooLarge(maxBytes);
    return whole;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  const finished = new AbortController();
  const stop = signal ? AbortSignal.any([finished.signal, signal]) : finished.signal;
  wait(Math.max(0, deadline - Date.now()), stop).then(
    () => body.destroy(tooSlow()),
    () => {
      // The user stopped the execution, or the body was complete in time, when there is nothing left to destroy.
      if (signal?.aborted) body.destroy();
    },
  );
  try {
    for await (const chunk of body) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge(maxBytes);
      chunks.push(chunk);
    }
  } finally {
    finished.abort(COMPLETE);
  }
  return Buffer.concat(chunks);
}

function isByteStream(body: unknown): body is ByteStream {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body && 'destroy' in body;
}

function tooSlow(): RequestFailure {
  return new RequestFailure({
    kind: 'timeout',
    delivery: 'unknown',
    what: 'did not finish its answer in time',
  });
}

function tooLarge(maxBytes: number): RequestFailure {
  const limit = `${Math.round(maxBytes / 1024)} KiB`;
  return new RequestFailure({
    kind: 'unreadable',
    delivery: 'unknown',
    what: `answered with more than ${limit}`,
  });
}
