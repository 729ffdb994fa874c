import { createGunzip, createInflate } from 'node:zlib';
import type { Request } from 'express';
// Also declares what n8n adds to a request: rawBody, readRawBody, contentType, encoding.
import { jsonParse } from 'n8n-workflow';
import getRawBody from 'raw-body';

/** n8n's N8N_PAYLOAD_SIZE_MAX unless configured. */
const PAYLOAD_LIMIT = '16mb';

/** The body cannot be parsed: n8n answers 422 before the node sees the request. */
export class UnparsableBody extends Error {}

/** Lets the node, or the parser, read the bytes once, unpacked, as they came. */
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
 * Fills `body` as n8n does before a webhook node runs: JSON, text and forms are parsed; from node version 2 on other
 * content is left to the node.
 *
 * @throws {UnparsableBody} if the body is not what its content type says
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

/** A name that occurs more than once becomes a list. */
function parseForm(text: string): Record<string, string | string[]> {
  const form: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const before = form[name];
    form[name] = before === undefined ? value : [before, value].flat();
  }
  return form;
}
