import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parse as parseFlatted } from 'flatted';

/** One run of one node, as n8n stores it. */
interface StoredNodeRun {
  /** Milliseconds from its start to its end. */
  executionTime: number;
  data?: { main?: ({ json: Record<string, unknown> }[] | null)[] };
}

export interface StoredExecution {
  status: string;
  /** By name of the node; only the first runs are of interest here. */
  runData: Record<string, StoredNodeRun[]>;
}

/**
 * The executions in the database of a running n8n. Read directly, and not through n8n, so that looking does not slow down
 * what is measured.
 */
export class ExecutionDatabase {
  readonly #database: DatabaseSync;

  /** @param userFolder N8N_USER_FOLDER */
  constructor(userFolder: string) {
    this.#database = new DatabaseSync(join(userFolder, '.n8n', 'database.sqlite'), { readOnly: true });
  }

  /** Number of executions of a workflow that have ended, with any status. */
  countEnded(workflowId: string): number {
    const row = this.#database
      .prepare('SELECT count(*) AS n FROM execution_entity WHERE workflowId = ? AND stoppedAt IS NOT NULL')
      .get(workflowId);
    return Number(row?.n);
  }

  /** An execution, or undefined as long as it runs. */
  findEnded(id: string): StoredExecution | undefined {
    const row = this.#database
      .prepare(
        `SELECT e.status, d.data FROM execution_entity e JOIN execution_data d ON d.executionId = e.id
         WHERE e.id = ? AND e.stoppedAt IS NOT NULL`,
      )
      .get(id);
    if (!row) return undefined;
    const { resultData } = parseFlatted(String(row.data)) as {
      resultData: { runData: StoredExecution['runData'] };
    };
    return { status: String(row.status), runData: resultData.runData };
  }

  /** Status and raw data of all executions of a workflow, oldest first. */
  all(workflowId: string): { status: string; data: string }[] {
    return this.#database
      .prepare(
        `SELECT e.status, d.data FROM execution_entity e JOIN execution_data d ON d.executionId = e.id
         WHERE e.workflowId = ? ORDER BY e.id`,
      )
      .all(workflowId)
      .map(({ status, data }) => ({ status: String(status), data: String(data) }));
  }

  close(): void {
    this.#database.close();
  }
}
