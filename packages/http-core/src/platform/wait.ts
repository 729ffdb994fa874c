import * as workflow from 'n8n-workflow';

/** Functions for waiting in all generations of n8n-workflow; the peer dependency is `*`, so any may be present. */
interface Waiting {
  /** Takes a signal since 2.37; ignores a second argument before. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Not there in n8n 1.100; there from 1.123 on at the latest, and up to 2.30. */
  sleepWithAbort?(ms: number, signal?: AbortSignal): Promise<void>;
}

const { sleep, sleepWithAbort } = workflow as unknown as Waiting;

/**
 * Waits `ms` milliseconds.
 *
 * @throws the signal's reason as soon as the signal aborts, also where n8n itself cannot interrupt a sleep
 */
export async function wait(ms: number, signal?: AbortSignal): Promise<void> {
  await unlessAborted(() => (sleepWithAbort ?? sleep)(ms, signal), signal);
}

/**
 * Does as `start` does, but waits for it no longer than until the signal aborts.
 *
 * @throws the signal's reason, immediately; `start` is not called where the signal has aborted before
 */
export async function unlessAborted<T>(start: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return await start();
  signal.throwIfAborted();
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([start(), aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort!);
  }
}
