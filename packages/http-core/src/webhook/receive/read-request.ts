import type { IncomingHttpHeaders } from 'node:http';

/** The parts of n8n's request that are used here. */
export interface WebhookRequest {
  headers: IncomingHttpHeaders;
  query?: Record<string, unknown>;
  rawBody?: Buffer;
  readRawBody?: () => Promise<void>;
}

/** The body as bytes, or `undefined` if it was cut off on the way. n8n reads it lazily for some media types. */
export async function readRawBody(request: WebhookRequest): Promise<Buffer | undefined> {
  try {
    await request.readRawBody?.();
  } catch {
    return undefined;
  }
  return request.rawBody;
}

/** In lower case, without parameters; '' if there is none. */
export function mediaTypeOf(headers: IncomingHttpHeaders): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
}

export function isJson(mediaType: string): boolean {
  return mediaType === 'application/json' || mediaType.endsWith('+json');
}
