import type { IBinaryKeyData, IDataObject, INodeParameters } from 'n8n-workflow';
import type { CredentialData } from '@signalbox/node-harness';

/**
 * The semantics of an operation's request (RFC 9110 §9.2). Not http-core's type: an operation that declares them wrongly must not be able
 * to change what the kit expects.
 */
export type Semantics = 'safe' | 'idempotent' | 'non-idempotent';

/** One operation, as the package declares it. */
export interface SubjectOperation {
  resource: string;
  operation: string;
  semantics: Semantics;
  /** Set when it reads something before its own request. */
  prefetch?: unknown;
  /** Set when it finds out what became of a request whose outcome is unknown. */
  outcomeCheck?: unknown;
  /** Set when its answer is a file, which may be of any type. */
  attach?: unknown;
}

/** How to run an operation so that it succeeds against the seeded emulator. */
export interface Example {
  /** Without resource, operation and request options. Values that differ between items come as expressions. */
  parameters: INodeParameters;
  /** Files of every input item. */
  binary?: IBinaryKeyData;
  /** `false` where an operation that may read something first does not with these parameters. */
  prefetches?: false;
}

/**
 * A fault on the wire. Any emulator must be able to play each of these. Declared here and not taken from the emulators: the kit states
 * what it demands, and the compiler checks that an emulator fulfils it.
 */
export type WireFault =
  | { kind: 'status'; code: number; headers?: Record<string, string>; body?: unknown }
  /** `truncate` cuts the connection in the middle of the answer; where that has no body, before it. */
  | { kind: 'resetBefore' | 'resetAfter' | 'hang' | 'truncate' | 'html' }
  | { kind: 'redirect'; code: 307; origin: string }
  | { kind: 'oversize'; bytes: number }
  | { kind: 'drip'; bytesPerSecond: number }
  | { kind: 'delay'; ms: number };

export interface FaultMatch {
  method?: string;
  path?: string | RegExp;
}

/** A request that reached the emulator. */
export interface WireRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly body: string;
}

/** The part of an emulator that the kit needs. */
export interface ConformanceEmulator {
  /** Origin, without a slash at the end. */
  readonly url: string;
  readonly faults: {
    /** Faults wait in the order in which they were injected; the first that matches is played. */
    inject(injection: { match?: FaultMatch; times?: number | 'always'; fault: WireFault }): unknown;
  };
  readonly journal: { readonly requests: readonly WireRequest[] };
  stopListening(): Promise<void>;
  /** Listens again on the same port. */
  resumeListening(): Promise<void>;
  close(): Promise<void>;
}

/** What a package must give to be put through the conformance kit. */
export interface ConformanceSubject<Emulator extends ConformanceEmulator = ConformanceEmulator> {
  /** Directory of the package, which is bundled and packed first; or a finished tarball (`.tgz`). */
  package: string;
  /** Full name of its action node: `<package>.<node>`. */
  nodeType: string;
  /** All operations of the node. */
  operations: readonly SubjectOperation[];
  /** By `resource.operation`; exactly one for each operation. */
  examples: Readonly<Record<string, Example>>;
  /** Values of the credential forms that work against the emulator at `url`. */
  credentials(url: string): CredentialData;
  /** Every secret in those values. None may be seen anywhere. */
  secrets: readonly string[];
  /** Starts an emulator with fresh state; called for every check. */
  startEmulator(): Promise<Emulator>;
  /**
   * Brings the emulator into the state that the examples need, once for each input item.
   * @returns the `json` of `count` input items, for the expressions in the examples; without it all are empty
   */
  prepare?(
    emulator: Emulator,
    count: number,
    operation: SubjectOperation,
  ): Promise<IDataObject[]> | IDataObject[];
  /** Whether the credential fetches tokens that expire: then one 401 is survived. */
  refreshesToken: boolean;
  /** After how many requests the node, with these credentials, has to wait for the service's published rate limit. */
  pacedAfter?: number;
  /** A header of the service's own that says how long to wait. */
  rateLimitHeader?: { name: string; value(seconds: number): string };
  /** Which requests get the faults, where not all requests are the operation's own (logins). */
  faultMatch?: FaultMatch;
  /** The largest answer that the node takes, in bytes; 10 MiB unless told otherwise. */
  maxAnswerBytes?: number;
}

/** `resource.operation`, as in `examples`. */
export function keyOf({ resource, operation }: Pick<SubjectOperation, 'resource' | 'operation'>): string {
  return `${resource}.${operation}`;
}
