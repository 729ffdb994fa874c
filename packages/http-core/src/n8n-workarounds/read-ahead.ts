import { wait } from '../platform/wait';

/** Until then n8n is at work on the request of what was taken; it then waits for the answer. */
const SENT_AFTER_MS = 6;

/**
 * Reads things that will be taken in order before it is their turn: one more each time one is taken, a little later, when
 * that is under way.
 *
 * n8n evaluates expressions on the thread that also sends and receives. Read while answers are awaited, they take no
 * time of their own, and a freed place is filled at once.
 *
 * @param count of all things
 * @param limit of those that are read and not yet taken
 * @param read must not throw: nobody looks as long as a thing is not taken
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
    /** @param index the one after that of the last time */
    take(index) {
      if (!ready.has(index)) readNext();
      const taken = ready.get(index) as T;
      ready.delete(index);
      void wait(SENT_AFTER_MS).then(readNext);
      return taken;
    },
    /** Reads nothing more. */
    stop() {
      isStopped = true;
    },
  };
}
