import { wait } from '../platform/wait';

/** Maximum delay of a deadline: the timer fires this often as long as any request is under way. */
const TICK_MS = 100;

/** Aborts requests at their deadlines, all with one timer: one per request would cost more than most of them take. */
export class Deadlines {
  private readonly pending = new Map<() => void, number>();
  private isTicking = false;

  /**
   * @param deadline epoch milliseconds
   * @param end is called once, at the deadline or a little later, unless it is taken back before
   * @returns takes it back
   */
  add(deadline: number, end: () => void): () => void {
    this.pending.set(end, deadline);
    if (!this.isTicking) void this.tick();
    return () => void this.pending.delete(end);
  }

  private async tick(): Promise<void> {
    this.isTicking = true;
    while (this.pending.size > 0) {
      const nextMs = Math.min(...this.pending.values()) - Date.now();
      await wait(Math.min(Math.max(nextMs, 0), TICK_MS));
      const now = Date.now();
      for (const [end, deadline] of this.pending) {
        if (deadline > now) continue;
        this.pending.delete(end);
        end();
      }
    }
    this.isTicking = false;
  }
}
