import { randomUUID } from 'node:crypto';
import {
  type ExecutionError,
  type INode,
  type INodeExecutionData,
  type INodeType,
  type IRun,
} from 'n8n-workflow';
import { additionalData } from './additional-data';
import { buildWorkflow } from './build-workflow';
import { captureLogs, type LogLine } from './capture-logs';
import { inputNodeType } from './input-node';
import { ExecutionLifecycleHooks, WorkflowExecute } from './n8n-core';
import type { NodeUnderTest } from './node-under-test';
import { startingWith } from './older-n8n';

export interface RunNodeOptions extends NodeUnderTest {
  /**
   * Input items. Binary data as n8n keeps it in memory: Base64 in `data`.
   * @default one empty item
   */
  items?: INodeExecutionData[];
  /** Milliseconds after which the execution is cancelled, as by the stop button. */
  cancelAfterMs?: number;
  /** Cancels the execution when it aborts. */
  signal?: AbortSignal;
  mode?: 'manual' | 'trigger' | 'webhook';
  /**
   * Number of times that the node runs in the execution with the same items, as in a loop. `NodeRun.run` contains the later runs.
   * @default 1
   */
  runs?: number;
}

export interface NodeRun {
  /** Items per output. With onError `continueErrorOutput` the last one is the error output. */
  outputs: INodeExecutionData[][];
  itemsPerOutput: number[];
  /** The error as n8n stores it: a plain object, as shown in the execution. */
  error: ExecutionError | undefined;
  /** The original error that the node threw, with its prototype and cause. */
  thrown: unknown;
  /** Status that n8n stores; `canceled` if the run was stopped. */
  status: IRun['status'];
  /** Milliseconds from the cancellation until the node ended; undefined without a cancellation. */
  cancelledInMs: number | undefined;
  logs: LogLine[];
  /** The run as n8n stores it. */
  run: IRun | undefined;
}

/**
 * Runs a node in n8n's workflow engine, after a node that passes it `items`. Runs are independent and may overlap.
 *
 * Does not reject if the node fails: see `error` and `thrown`.
 */
export async function runNode(options: RunNodeOptions): Promise<NodeRun> {
  return await captureLogs(async (logs) => {
    const input: INode = {
      id: randomUUID(),
      name: 'Input',
      type: inputNodeType,
      typeVersion: 1,
      position: [0, 0],
      parameters: {},
    };
    const { workflow, node, types, credentials } = buildWorkflow(options, {
      before: [input],
      runs: options.runs,
    });
    const watched = watchErrors(types.getByNameAndVersion(node.type, node.typeVersion));
    const lookUp = types.getByNameAndVersion.bind(types);
    types.getByNameAndVersion = (type, version) =>
      type === node.type ? watched.nodeType : lookUp(type, version);

    const mode = options.mode ?? 'trigger';
    const executionId = randomUUID();
    const data = additionalData({ credentials, logs, executionId });
    let stored: IRun | undefined;
    data.hooks = new ExecutionLifecycleHooks(mode, executionId, { id: 'harness', nodes: [] } as never);
    // A cancelled run reports twice: immediately, which n8n stores, and when the node has ended.
    data.hooks.addHandler('workflowExecuteAfter', (run) => {
      stored ??= { ...run };
    });

    const items = structuredClone(options.items ?? [{ json: {} }]);
    const execution = startingWith([{ node: input, data: { main: [items] }, source: null }]);
    const cancellation = new Cancellation(options);
    try {
      const promise = new WorkflowExecute(data, mode, execution).processRunExecutionData(workflow);
      cancellation.watch(() => promise.cancel());
      const run = await promise;
      const task = run.data.resultData.runData[node.name]?.[0];
      const outputs = (task?.data?.main ?? []).map((output) => output ?? []);
      return {
        outputs,
        itemsPerOutput: outputs.map(({ length }) => length),
        error: task?.error ?? run.data.resultData.error,
        thrown: watched.thrown(),
        status: finalStatus(stored ?? run),
        cancelledInMs: cancellation.elapsedMs(),
        logs,
        run,
      };
    } catch (error) {
      // n8n refuses to start, e.g. for a missing credential or parameter. Its runner stores that as a failed execution.
      return {
        outputs: [],
        itemsPerOutput: [],
        error: error as ExecutionError,
        thrown: error,
        status: 'error',
        cancelledInMs: cancellation.elapsedMs(),
        logs,
        run: undefined,
      };
    } finally {
      cancellation.stop();
    }
  });
}

/** The status that n8n derives at the end of an execution. Older engines leave it at "running". */
function finalStatus({ status, data }: IRun): IRun['status'] {
  if (status !== 'running') return status;
  return data.resultData.error ? 'error' : 'success';
}

/** Captures the original error: the engine only keeps a copy without prototype and cause. */
function watchErrors(nodeType: INodeType): { nodeType: INodeType; thrown(): unknown } {
  const { execute } = nodeType;
  let thrown: unknown;
  if (!execute) return { nodeType, thrown: () => thrown };
  const watched = Object.create(nodeType) as INodeType;
  watched.execute = async function (...args) {
    try {
      return await execute.apply(this, args);
    } catch (error) {
      thrown = error;
      throw error;
    }
  };
  return { nodeType: watched, thrown: () => thrown };
}

class Cancellation {
  #timer: NodeJS.Timeout | undefined;
  #stopListening = () => {};
  #cancelledAt: number | undefined;

  constructor(private readonly options: Pick<RunNodeOptions, 'cancelAfterMs' | 'signal'>) {}

  watch(cancel: () => void): void {
    const once = () => {
      if (this.#cancelledAt !== undefined) return;
      this.#cancelledAt = performance.now();
      cancel();
    };
    const { cancelAfterMs, signal } = this.options;
    if (cancelAfterMs !== undefined) this.#timer = setTimeout(once, cancelAfterMs);
    if (signal?.aborted) once();
    signal?.addEventListener('abort', once);
    this.#stopListening = () => signal?.removeEventListener('abort', once);
  }

  elapsedMs(): number | undefined {
    return this.#cancelledAt === undefined ? undefined : performance.now() - this.#cancelledAt;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#stopListening();
  }
}
