import type { ServerResponse } from 'node:http';

import type { WebhookResponse } from './receiver';

/** All fixed responses. The one to an unverified sender never says why, and is always the same. */
export const RESPONSES = {
  tooLarge: { status: 413, body: { error: 'payload too large' } },
  wrongType: { status: 415, body: { error: 'unsupported media type' } },
  unauthorized: { status: 401, body: { error: 'unauthorized' } },
  unverifiable: { status: 503, body: { error: 'the sender cannot be verified now, send it again later' } },
  malformed: { status: 400, body: { error: 'malformed payload' } },
  duplicate: { status: 200, body: { accepted: true, duplicate: true } },
  filtered: { status: 200, body: { accepted: false } },
  stale: { status: 200, body: { accepted: false, stale: true } },
  'in-progress': { status: 503, body: { error: 'the event is being handled, send it again later' } },
  failed: { status: 500, body: { error: 'the event could not be handled, send it again' } },
} satisfies Record<string, WebhookResponse>;

/** Sent by n8n itself once the execution has started. Needs `responseData: ''` in the node's webhook description. */
export const ACCEPTED = { accepted: true };

/**
 * Sends a response, unless one has been sent.
 *
 * @throws if the body cannot be serialized; nothing has been sent then
 */
export function sendResponse(response: ServerResponse, { status, body }: WebhookResponse): void {
  if (response.headersSent) return;
  // Serialize before the head is written: afterwards no other response would be possible.
  const text = JSON.stringify(body);
  response
    .writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    .end(text);
}
