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

/** A subject and its package as n8n has loaded it. */
export interface LoadedSubject {
  readonly subject: ConformanceSubject;
  readonly packages: readonly LoadedPackage[];
}

/** What every action node offers in its collection `options`, beside what an operation has there. */
export interface RequestOptions {
  /** Seconds for one attempt; may be a fraction. */
  timeout: number;
  maxRetries: number;
  /** Seconds for all attempts together. */
  deadline: number;
  concurrency: number;
}

export interface AttemptOptions {
  /** Number of input items; 1 unless told otherwise. */
  items?: number;
  onError?: OnError;
  /** How often n8n tries the node, as with Retry On Fail; once unless told otherwise. */
  maxTries?: number;
  requestOptions?: Partial<RequestOptions>;
  /** Arms the faults; called when the emulator is prepared, just before the run. */
  arm?(emulator: ConformanceEmulator): void | Promise<void>;
  /** Called with the emulator when a connection was refused. */
  onRefused?(emulator: ConformanceEmulator): void;
  /** Cancels the run this many milliseconds after its so manieth request was sent. */
  cancel?: { afterRequests: number; ms: number };
}

/** What one run of an operation did, on the wire and in n8n. */
export interface Attempt {
  run: NodeRun;
  /** What reached the emulator. */
  requests: WireRequest[];
  /** What the node tried to send to the emulator. */
  outgoing: readonly OutgoingRequest[];
  /** What it began to send in the moment after the run was over. */
  late: readonly OutgoingRequest[];
}

/** Enough for any local answer, so that a slow machine is no fault. */
const PATIENT: RequestOptions = { timeout: 20, maxRetries: 2, deadline: 40, concurrency: 1 };

/** How long to look for requests that a node sends after its end, in milliseconds. */
const LATE_MS = 150;

/** Runs an operation once, against an emulator of its own. */
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
    const run = await outgoing.run(() =>
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
    const endedMs = performance.now();
    stopWaiting();
    const requests = emulator.journal.requests.slice(alreadySent);
    // Only after a cancellation is there reason to doubt that the node has ended when it says so.
    if (run.cancelledInMs !== undefined) await new Promise((resolve) => setTimeout(resolve, LATE_MS));
    const late = outgoing.requests.filter(({ startedMs }) => startedMs > endedMs);
    return { run, requests, outgoing: [...outgoing.requests], late };
  } finally {
    outgoing.stop();
    await emulator.close();
  }
}

/** Calls `then` some time after a request was sent; returns how to stop waiting for it. */
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
