/** A file in an item; n8n keeps the content elsewhere, see `N8nClient.binaryContent`. */
interface BinaryField {
  id?: string;
  fileName?: string;
  mimeType: string;
}

interface NodeRun {
  data?: { main?: ({ json: Record<string, unknown>; binary?: Record<string, BinaryField> }[] | null)[] };
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
    return this.#output(nodeName, output).map(({ json }) => json);
  }

  /** The files in the items that `itemsOf` gives, by name of the field. */
  filesOf(nodeName: string, output = 0): Record<string, BinaryField>[] {
    return this.#output(nodeName, output).map(({ binary }) => binary ?? {});
  }

  /** Why it failed, if it did. */
  get errorMessage(): string | undefined {
    return this.data.resultData.error?.message;
  }

  #output(nodeName: string, output: number) {
    return this.data.resultData.runData?.[nodeName]?.[0]?.data?.main?.[output] ?? [];
  }
}
