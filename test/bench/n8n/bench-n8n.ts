import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  packNodePackages,
  pollUntil,
  startPlayground,
  type Credential,
  type Playground,
  type Workflow,
  type WorkflowContent,
} from '@signalbox/playground';
import { ExecutionDatabase, type StoredExecution } from '../../n8n/execution-database';
import { packFixture } from './pack-fixture';

/** Engine for expressions; `vm` is n8n's default and starts an isolate per execution. */
export type ExpressionEngine = 'vm' | 'legacy';

/** Interval at which the database is polled for the end of an execution. */
const LOOK_EVERY_MS = 100;
/** The slowest runs are those that keep to a rate limit. */
const RUN_TIMEOUT_MS = 300_000;

/** Tarballs of all packages that the benchmarks run in n8n. */
export async function benchTarballs(outDir: string): Promise<string[]> {
  return [
    ...(await packNodePackages()),
    await packFixture('n8n-nodes-nothing', outDir),
    await packFixture('n8n-nodes-signl4-unpaced', outDir),
  ];
}

/** A real n8n for one benchmark. */
export class BenchN8n {
  private constructor(
    readonly playground: Playground,
    readonly executions: ExecutionDatabase,
  ) {}

  /** Runs `work` beside a new n8n on free ports and an empty data folder, and ends it. */
  static async use<T>(engine: ExpressionEngine, work: (n8n: BenchN8n) => Promise<T>): Promise<T> {
    const folder = mkdtempSync(join(tmpdir(), 'signalbox-bench-'));
    try {
      const playground = await startPlayground({
        dataDir: join(folder, 'n8n'),
        port: 0,
        brokerPort: 0,
        emulatorPort: 0,
        tarballs: await benchTarballs(folder),
        examples: false,
        logLevel: 'error',
        env: { N8N_EXPRESSION_ENGINE: engine, EXECUTIONS_DATA_PRUNE: 'false' },
      });
      try {
        const executions = new ExecutionDatabase(playground.dataDir);
        try {
          return await work(new BenchN8n(playground, executions));
        } finally {
          executions.close();
        }
      } finally {
        await playground.stop();
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** A SIGNL4 credential with all that is needed to call an API at `baseUrl`. */
  async signl4Credential(baseUrl: string, apiKey: string): Promise<Credential> {
    return await this.playground.client.createCredential({
      name: `SIGNL4 at ${baseUrl}`,
      type: 'signl4AlertingApi',
      data: { environment: 'custom', baseUrl, apiKey, plan: 'commercial' },
    });
  }

  /** Runs a workflow by its manual trigger and waits for its end. */
  async run(content: WorkflowContent): Promise<StoredExecution> {
    const { client } = this.playground;
    const { id } = await client.createWorkflow(content);
    const { executionId } = await client.request<{ executionId: string }>(
      'POST',
      `/rest/workflows/${id}/run`,
      {
        triggerToStartFrom: { name: content.nodes[0]!.name },
      },
    );
    return await pollUntil(() => this.executions.findEnded(executionId), {
      what: `"${content.name}" to end`,
      timeoutMs: RUN_TIMEOUT_MS,
      intervalMs: LOOK_EVERY_MS,
    });
  }

  /** Creates a workflow and activates it. */
  async activate(content: WorkflowContent): Promise<Workflow> {
    const { client } = this.playground;
    const workflow = await client.createWorkflow(content);
    await client.publish(workflow);
    return workflow;
  }
}
