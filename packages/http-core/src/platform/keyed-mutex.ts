import { unlessAborted } from './wait';

/** Gives a lock back. Only the first call has an effect. */
type Release = () => void;

/** One lock per key. Callers get a lock in the order in which they asked for it. */
export class KeyedMutex {
  /** For each locked key, the callers waiting for it. */
  private readonly queues = new Map<string, (() => void)[]>();

  /** No key is locked. */
  get isIdle(): boolean {
    return this.queues.size === 0;
  }

  /**
   * Waits for the lock of `key` and takes it.
   *
   * @throws the signal's reason when it aborts first; the caller then loses its place in the queue
   */
  async acquire(key: string, signal?: AbortSignal): Promise<Release> {
    const queue = this.queues.get(key);
    if (queue) await this.waitIn(queue, key, signal);
    else this.queues.set(key, []);
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      this.passOn(key);
    };
  }

  /**
   * Waits for the lock of `key` and takes it, unless that takes too long.
   *
   * @param until Unix milliseconds
   * @returns `undefined` if the key is still locked then
   */
  async acquireBefore(key: string, until: number): Promise<Release | undefined> {
    if (!this.queues.has(key)) return await this.acquire(key);
    const timeIsUp = AbortSignal.timeout(Math.max(0, until - Date.now()));
    try {
      return await this.acquire(key, timeIsUp);
    } catch (error) {
      if (timeIsUp.aborted) return undefined;
      throw error;
    }
  }

  /** Runs `task` while it holds the lock of `key`. Failed tasks release it, too. */
  async runExclusive<T>(key: string, task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const release = await this.acquire(key, signal);
    try {
      return await task();
    } finally {
      release();
    }
  }

  private async waitIn(queue: (() => void)[], key: string, signal?: AbortSignal): Promise<void> {
    let grant = (): void => {};
    const granted = new Promise<void>((resolve) => (grant = resolve));
    queue.push(grant);
    try {
      await unlessAborted(() => granted, signal);
    } catch (error) {
      const place = queue.indexOf(grant);
      if (place === -1) {
        // The lock was handed over in the same turn of the event loop.
        this.passOn(key);
      } else {
        queue.splice(place, 1);
      }
      throw error;
    }
  }

  /** Hands the lock to the next caller, without a moment in which it is free. */
  private passOn(key: string): void {
    const next = this.queues.get(key)?.shift();
    if (next) next();
    else this.queues.delete(key);
  }
}
