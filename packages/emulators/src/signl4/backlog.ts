import type { Context } from './context';

/** Work that the service does after its response: events, queued changes, jobs. */
export class Backlog {
  #pending = 0;
  #waiters: (() => void)[] = [];

  constructor(
    private readonly context: Context,
    /** Milliseconds until a piece of work is done. */
    private readonly delayMs: number,
  ) {}

  get pending(): number {
    return this.#pending;
  }

  /** Runs `work` after the delay, unless the service is reset before. */
  add(work: () => void): void {
    this.#pending += 1;
    this.context.later(this.delayMs, () => {
      work();
      this.#pending -= 1;
      this.#settle();
    });
  }

  /** Resolves once all is done; with a manual clock immediately, since only `advance` gets anything done. */
  async idle(): Promise<void> {
    while (this.#pending > 0 && !this.context.clock.manual) {
      await new Promise<void>((resolve) => this.#waiters.push(resolve));
    }
  }

  /** Forgets what is pending. */
  reset(): void {
    this.#pending = 0;
    this.#settle();
  }

  #settle(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }
}
