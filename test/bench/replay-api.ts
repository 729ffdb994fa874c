import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Message to the replaying process. */
export type ToReplay =
  { kind: 'start'; body: string; placeholder: string; latencyMs: number } | { kind: 'counts' };

/** Message from the replaying process. */
export type FromReplay = { kind: 'ready'; port: number } | ({ kind: 'counts' } & Counts);

/** Requests received. */
export interface Counts {
  requests: number;
  /** Maximum number of concurrent requests. */
  peak: number;
  /** Different last segments of their paths. */
  distinct: number;
}

/** An API that answers every request the same after a fixed time. */
export interface ReplayApi {
  readonly url: string;
  /** Requests received since the last call. */
  takeCounts(): Promise<Counts>;
  close(): Promise<void>;
}

/**
 * Starts an API in a separate process that uses as little CPU as possible.
 *
 * @param body of every answer; `placeholder` in it becomes the last segment of the path that was asked for
 * @param latencyMs from the arrival of a request to its answer
 */
export async function startReplayApi(options: {
  body: string;
  placeholder: string;
  latencyMs: number;
}): Promise<ReplayApi> {
  const child = fork(join(__dirname, 'replay-process.ts'));
  const ask = async <Kind extends FromReplay['kind']>(
    message: ToReplay,
  ): Promise<Extract<FromReplay, { kind: Kind }>> => {
    const answer = once(child, 'message');
    child.send(message);
    return ((await answer) as [Extract<FromReplay, { kind: Kind }>])[0];
  };
  const { port } = await ask<'ready'>({ kind: 'start', ...options });
  return {
    url: `http://127.0.0.1:${port}`,
    takeCounts: () => ask<'counts'>({ kind: 'counts' }),
    async close() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
