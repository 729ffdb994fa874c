import type { ServerResponse } from 'node:http';

/**
 * Calls `look` when the response is about to be ended: its status is final then. The response is ended even if it throws.
 *
 * 'finish' would not do: it never comes when the other side has closed the connection meanwhile, and 'close' comes
 * before n8n knows how to answer (both seen with n8n 2.41).
 */
export function onBeforeEnd(response: ServerResponse, look: () => void): void {
  const { end } = response;
  response.end = function (this: ServerResponse, ...args: unknown[]): ServerResponse {
    try {
      look();
    } finally {
      (end as (...given: unknown[]) => ServerResponse).apply(this, args);
    }
    return this;
  } as typeof end;
}
