import { createGunzip, createInflate } from 'node:zlib';
import type { Request } from 'express';
// This import also declares the properties that n8n adds to a request: rawBody, readRawBody, contentType, encoding.
import { jsonParse } from 'n8n-workflow';
import getRawBody from 'raw-body';

/** Default of n8n's N8N_PAYLOAD_SIZE_MAX. */
const PAYLOAD_LIMIT = '16mb';

/** The body cannot be parsed. n8n responds 422 before the node sees the request. */
export class UnparsableBody extends Error {}

/** Adds `readRawBody`, which reads and decompresses the body once, for the parser or the node. */
export function addReadRawBody(request: Request): void {
  request.readRawBody = async () => {
    if (request.rawBody) return;
    const encoding = request.headers['content-encoding'];
    const unpack =
      encoding === 'gzip' ? createGunzip() : encoding === 'deflate' ? createInflate() : undefined;
    request.rawBody = await getRawBody(unpack ? request.pipe(unpack) : request, {
      limit: PAYLOAD_LIMIT,
      length: unpack ? null : (request.headers['content-length'] ?? null),
    });
  };
}

/**
 * Fills `body` as n8n does before a webhook node runs: JSON, text and forms are parsed. Other content is left to the node if its version
 * is 2 or higher.
 *
 * @throws {UnparsableBody} if the body does not match its content type
 */
export async function parseBody(request: Request, nodeVersion: number): Promise<void> {
  const { contentType = '' } = request;
  if (contentType.startsWith('multipart/')) return;
  if (nodeVersion > 1 && !/^(application\/(json|x-www-form-urlencoded)|text\/plain)/.test(contentType))
    return;
  await request.readRawBody();
  const { rawBody } = request;
  if (!rawBody?.length) return;
  const text = rawBody.toString(request.encoding).replace(/^\uFEFF/, '');
  try {
    if (contentType === 'application/json') request.body = jsonParse(text);
    if (contentType === 'application/x-www-form-urlencoded') request.body = parseForm(text);
    if (contentType === 'text/plain') request.body = rawBody.toString(request.encoding);
  } catch (error) {
    throw new UnparsableBody((error as Error).message);
  }
}

/** Collects the values of a repeated name in a list. */
function parseForm(text: string): Record<string, string | string[]> {
  const form: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const before = form[name];
    form[name] = before === undefined ? value : [before, value].flat();
  }
  return form;
}
