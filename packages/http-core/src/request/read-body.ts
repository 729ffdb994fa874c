import { RequestError } from '../errors/request-error';
import { Deadlines } from './deadlines';

interface ReadLimits {
  maxBytes: number;
  /**
   * Unix milliseconds.
   * @default none
   */
  deadline?: number;
  /**
   * Watches the deadline. The bodies of an execution share one.
   * @default one for this body
   */
  deadlines?: Deadlines;
  signal?: AbortSignal;
}

/** The part of Node's Readable that is needed; `node:stream` may not be imported by a community node. */
interface ByteStream {
  readonly destroyed: boolean;
  on(event: 'data', listener: (chunk: Buffer) => void): unknown;
  on(event: 'end' | 'close', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  destroy(error?: Error): void;
}

/**
 * Reads a response to its end, but no longer than the deadline and no more than the limit.
 *
 * @throws RequestError `timeout` for a body that trickles, `unreadable` for one that is too large; otherwise the error of the stream
 */
export async function readBody(body: unknown, limits: ReadLimits): Promise<Buffer> {
  const { maxBytes } = limits;
  if (isByteStream(body)) return await readStream(body, limits);
  const whole = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : '');
  if (whole.length > maxBytes) throw tooLarge(maxBytes);
  return whole;
}

/** Listens to events: an iterator, an abort signal and a timer for each body would take longer than reading it. */
async function readStream(
  body: ByteStream,
  { deadline, maxBytes, signal, deadlines = new Deadlines() }: ReadLimits,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  let finish = (): void => {};
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (error: Error): void => {
        reject(error);
        body.destroy(error);
      };
      const stop = () => fail(signal!.reason as Error);
      const expire = () => fail(tooSlow());
      body.on('error', reject);
      let hasEnded = false;
      body.on('end', () => {
        hasEnded = true;
        resolve();
      });
      // After an error this comes too late to change anything.
      body.on('close', () => {
        if (!hasEnded) reject(closedEarly());
      });
      if (signal?.aborted) return stop();
      if (body.destroyed) return reject(closedEarly());
      const takeBack = deadline === undefined ? undefined : deadlines.add(deadline, expire);
      signal?.addEventListener('abort', stop);
      finish = () => {
        takeBack?.();
        signal?.removeEventListener('abort', stop);
      };
      body.on('data', (chunk) => {
        size += chunk.length;
        if (size > maxBytes) fail(tooLarge(maxBytes));
        else chunks.push(chunk);
      });
    });
  } finally {
    finish();
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

function isByteStream(body: unknown): body is ByteStream {
  return typeof body === 'object' && body !== null && 'on' in body && 'destroy' in body;
}

function closedEarly(): Error {
  const error = new Error('The connection was closed before the end of the answer');
  return Object.assign(error, { code: 'ERR_STREAM_PREMATURE_CLOSE' });
}

function tooSlow(): RequestError {
  return new RequestError({
    kind: 'timeout',
    applied: 'maybe',
    summary: 'did not finish its answer in time',
  });
}

function tooLarge(maxBytes: number): RequestError {
  const limit = `${Math.round(maxBytes / 1024)} KiB`;
  return new RequestError({
    kind: 'unreadable',
    applied: 'maybe',
    summary: `answered with more than ${limit}`,
  });
}
