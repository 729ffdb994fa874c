/** disruptive-technologies.md §2d. */
const WINDOW_MS = 3 * 3_600_000;

interface Push {
  atMs: number;
  accepted: boolean;
  latencyMs: number;
}

export interface Metrics {
  successCount: number;
  errorCount: number;
  /** Seconds as a protobuf duration: `0.663s`. */
  latency99p: string;
}

/** Outcomes of one connector's pushes in the last three hours. */
export class ConnectorMetrics {
  #pushes: Push[] = [];

  add(push: Push): void {
    this.#pushes.push(push);
  }

  /** @param nowMs milliseconds since 1970 */
  read(nowMs: number): Metrics {
    this.#pushes = this.#pushes.filter(({ atMs }) => atMs > nowMs - WINDOW_MS);
    const successCount = this.#pushes.filter(({ accepted }) => accepted).length;
    const sorted = this.#pushes.map(({ latencyMs }) => latencyMs).sort((a, b) => a - b);
    // Nearest rank: the smallest value that 99 of 100 do not exceed.
    const latencyMs = sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0;
    return {
      successCount,
      errorCount: this.#pushes.length - successCount,
      latency99p: `${Number((latencyMs / 1000).toFixed(3))}s`,
    };
  }
}
