/*
 * n8n evaluates expressions on the thread that also sends and receives. Parameters that are read when a request has
 * ended delay the next one.
 *
 * Seen in: n8n 2.41. Its engine "vm" takes most of a millisecond for the parameters of an item. Figure: 200 items,
 * engine "vm": 1.19 of the ideal time without reading ahead, 1.10 with it. No longer needed when:
 * test/http-core/n8n-workarounds/still-needed.test.ts says so. See docs/n8n-workarounds.md.
 */
import { wait } from '../platform/wait';

/** n8n takes this long to send the request of a taken value; then it waits for the response. */
const SENT_AFTER_MS = 6;

/**
 * Reads values before they are taken: one more each time one is taken, shortly after its request has been sent.
 *
 * @param count number of all values
 * @param limit largest number of values that are read and not yet taken
 * @param read must not throw: errors of a value that is not taken would go unnoticed
 */
export function readAhead<T>(
  count: number,
  limit: number,
  read: (index: number) => T,
): { take(index: number): T; stop(): void } {
  const ready = new Map<number, T>();
  let next = 0;
  let isStopped = false;
  const readNext = () => {
    if (isStopped || next >= count || ready.size >= limit) return;
    const index = next++;
    ready.set(index, read(index));
  };
  return {
    /** Indexes must be taken in ascending order, without gaps. */
    take(index) {
      if (!ready.has(index)) readNext();
      const taken = ready.get(index) as T;
      ready.delete(index);
      void wait(SENT_AFTER_MS).then(readNext);
      return taken;
    },
    /** Stops reading. */
    stop() {
      isStopped = true;
    },
  };
}
