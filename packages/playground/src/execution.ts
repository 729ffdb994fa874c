interface NodeRun {
  data?: { main?: ({ json: Record<string, unknown> }[] | null)[] };
  error?: { message?: string; description?: string | null };
}

/** As n8n stores it. */
export interface ExecutionData {
  resultData: {
    runData?: Record<string, NodeRun[]>;
    error?: { message?: string };
  };
}

/** One finished execution of a workflow. */
export class Execution {
  constructor(
    readonly id: string,
    /** `success`, `error`, `canceled`, `crashed`. */
    readonly status: string,
    private readonly data: ExecutionData,
  ) {}

  /** JSON of all items that a node gave to one of its outputs in its first run; empty if it did not run. */
  itemsOf(nodeName: string, output = 0): Record<string, unknown>[] {
    const run = this.data.resultData.runData?.[nodeName]?.[0];
    return (run?.data?.main?.[output] ?? []).map(({ json }) => json);
  }

  /** Why it failed, if it did. */
  get errorMessage(): string | undefined {
    return this.data.resultData.error?.message;
  }
}
