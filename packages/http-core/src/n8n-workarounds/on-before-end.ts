/*
 * n8n does not tell a trigger how it answered a delivery, i.e. if it could start the execution. Node's events do not
 * tell it either: "finish" is not emitted after the sender has hung up, and "close" then comes before n8n has decided.
 *
 * Seen in: n8n 2.41, Node 20 to 24. Figure: none; it is correctness. Without it, an event whose execution failed to
 * start would count as seen. No longer needed when: test/http-core/n8n-workarounds/still-needed.test.ts says so. See
 * docs/n8n-workarounds.md.
 */
import type { ServerResponse } from 'node:http';

/** Calls `listener` right before the response ends, when its status is final. The response ends even if it throws. */
export function onBeforeEnd(response: ServerResponse, listener: () => void): void {
  const { end } = response;
  response.end = function (this: ServerResponse, ...args: unknown[]): ServerResponse {
    try {
      listener();
    } finally {
      (end as (...args: unknown[]) => ServerResponse).apply(this, args);
    }
    return this;
  } as typeof end;
}
