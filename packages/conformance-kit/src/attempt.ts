import type { INodeParameters, OnError } from 'n8n-workflow';
import { runNode, type LoadedPackage, type NodeRun } from '@signalbox/node-harness';
import {
  keyOf,
  type ConformanceEmulator,
  type ConformanceSubject,
  type SubjectOperation,
  type WireRequest,
} from './conformance-subject';
import { watchOutgoing, type OutgoingRequest } from './watch-outgoing';

/** A subject with its loaded package. */
export interface LoadedSubject {
  readonly subject: ConformanceSubject;
  readonly packages: readonly LoadedPackage[];
}

/** Request settings in the collection `options` of every action node. */
export interface RequestOptions {
  /** Seconds per attempt; may be a fraction. */
  timeout: number;
  maxRetries: number;
  /** Seconds for all attempts. */
  deadline: number;
  concurrency: number;
}

export interface AttemptOptions {
  /**
   * Number of input items.
   * @default 1
   */
  items?: number;
  onError?: OnError;
  /**
   * Number of tries, as with n8n's Retry On Fail.
   * @default 1
   */
  maxTries?: number;
  requestOptions?: Partial<RequestOptions>;
  /** Arms the faults. Called after `prepare`, just before the run. */
  arm?(emulator: ConformanceEmulator): void | Promise<void>;
  /** Called when a connection was refused. */
  onRefused?(emulator: ConformanceEmulator): void;
  /** Cancels the run `ms` milliseconds after its nth request was sent, n being `afterRequests`. */
  cancel?: { afterRequests: number; ms: number };
}

/** Outcome of one run of an operation, on the wire and in n8n. */
export interface Attempt {
  run: NodeRun;
  /** Requests that reached the emulator. */
  requests: WireRequest[];
  /** Requests that the node started to send, including those that failed. */
  outgoing: readonly OutgoingRequest[];
  /** Requests that the node started shortly after the run had ended. */
  late: readonly OutgoingRequest[];
}

/** Generous limits, so that a slow machine is not mistaken for a fault. */
const PATIENT: RequestOptions = { timeout: 20, maxRetries: 2, deadline: 40, concurrency: 1 };

/** Time to watch for requests after the end of a run, in milliseconds. */
const LATE_MS = 150;

/** Runs an operation once, against a fresh emulator. */
export async function attempt(
  { subject, packages }: LoadedSubject,
  operation: SubjectOperation,
  options: AttemptOptions = {},
): Promise<Attempt> {
  const { items: count = 1, onError, maxTries, arm, onRefused, cancel } = options;
  const example = subject.examples[keyOf(operation)];
  if (!example) throw new Error(`There is no example for ${keyOf(operation)}`);
  const emulator = await subject.startEmulator();
  const outgoing = watchOutgoing(emulator.url, () => onRefused?.(emulator));
  try {
    const values = (await subject.prepare?.(emulator, count, operation)) ?? [];
    const alreadySent = emulator.journal.requests.length;
    await arm?.(emulator);
    const stop = new AbortController();
    const stopWaiting = cancel ? whenSent(outgoing.requests, cancel, () => stop.abort()) : () => {};
    const ended = await outgoing.run(() =>
      runNode({
        packages,
        nodeType: subject.nodeType,
        parameters: {
          ...example.parameters,
          resource: operation.resource,
          operation: operation.operation,
          options: {
            ...(example.parameters.options as INodeParameters | undefined),
            ...PATIENT,
            ...options.requestOptions,
          },
        },
        credentials: subject.credentials(emulator.url),
        items: Array.from({ length: count }, (_, index) => ({
          json: values[index] ?? {},
          ...(example.binary && { binary: example.binary }),
        })),
        ...(onError && { onError }),
        ...(maxTries !== undefined && { retry: { maxTries, waitBetweenTries: 1 } }),
        signal: stop.signal,
      }),
    );
    // An operation that waits for a person has succeeded when the execution waits.
    const run: NodeRun = ended.status === 'waiting' ? { ...ended, status: 'success' } : ended;
    const endedMs = performance.now();
    stopWaiting();
    const requests = emulator.journal.requests.slice(alreadySent);
    // Only a cancelled node may still be busy when n8n reports the end of the run.
    if (run.cancelledInMs !== undefined) await new Promise((resolve) => setTimeout(resolve, LATE_MS));
    const late = outgoing.requests.filter(({ startedMs }) => startedMs > endedMs);
    return { run, requests, outgoing: [...outgoing.requests], late };
  } finally {
    outgoing.stop();
    await emulator.close();
  }
}

/**
 * Calls `then` some time after a request was sent.
 * @returns a function that cancels the call
 */
function whenSent(
  requests: readonly OutgoingRequest[],
  { afterRequests, ms }: { afterRequests: number; ms: number },
  then: () => void,
): () => void {
  const timer = setInterval(() => {
    const awaited = requests[afterRequests - 1];
    if (!awaited || performance.now() - awaited.startedMs < ms) return;
    clearInterval(timer);
    then();
  }, 5);
  return () => clearInterval(timer);
}
