import type { Readable } from 'node:stream';

/** Response of a service before faults are applied. */
export interface ServiceResponse {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
  /** Set for a response without an end (see `STREAM_HEADER`); the body is empty then. */
  stream?: Readable;
}

/** A service sets this header on a response that goes on for as long as the caller listens. It stays off the wire. */
export const STREAM_HEADER = 'x-signalbox-stream';
