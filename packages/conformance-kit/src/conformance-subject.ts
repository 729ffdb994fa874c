import type { IBinaryKeyData, IDataObject, INodeParameters } from 'n8n-workflow';
import type { CredentialData } from '@signalbox/node-harness';

/**
 * The semantics of an operation's request (RFC 9110 §9.2). Not http-core's type: an operation that declares them wrongly must not be able
 * to change what the kit expects.
 */
export type Semantics = 'safe' | 'idempotent' | 'non-idempotent';

/** An operation as the package declares it. */
export interface SubjectOperation {
  resource: string;
  operation: string;
  semantics: Semantics;
  /** Set if the operation reads something before its own request. */
  prefetch?: unknown;
  /** Set if the operation can look up the outcome of an ambiguous request. */
  outcomeCheck?: unknown;
  /** Set if the response is a file of any type. */
  attach?: unknown;
}

/** Parameters with which an operation succeeds against the seeded emulator. */
export interface Example {
  /** Without resource, operation and request options. Values that differ between items are expressions. */
  parameters: INodeParameters;
  /** Files of every input item. */
  binary?: IBinaryKeyData;
  /** `false` if an operation that can read something first does not, with these parameters. */
  prefetches?: false;
  /** Set for an operation that takes one item at a time, and refuses several. */
  singleItem?: true;
}

/**
 * A fault on the wire. Any emulator must be able to play each of these. Declared here and not taken from the emulators: the kit states
 * what it demands, and the compiler checks that an emulator fulfils it.
 */
export type WireFault =
  | { kind: 'status'; code: number; headers?: Record<string, string>; body?: unknown }
  /** `truncate` closes the connection in the middle of the response body, or before the response if it has none. */
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
  /** Origin, without a trailing slash. */
  readonly url: string;
  readonly faults: {
    /** Queues a fault. The first queued fault that matches a request is played. */
    inject(injection: { match?: FaultMatch; times?: number | 'always'; fault: WireFault }): unknown;
  };
  readonly journal: { readonly requests: readonly WireRequest[] };
  stopListening(): Promise<void>;
  /** Listens again on the same port. */
  resumeListening(): Promise<void>;
  close(): Promise<void>;
}

/** A package under test, as the kit needs it. */
export interface ConformanceSubject<Emulator extends ConformanceEmulator = ConformanceEmulator> {
  /** Directory of the package, to be bundled and packed, or a tarball (`.tgz`). */
  package: string;
  /** Full name of its action node: `<package>.<node>`. */
  nodeType: string;
  /** All operations of the node. */
  operations: readonly SubjectOperation[];
  /** Exactly one per operation, keyed by `resource.operation`. */
  examples: Readonly<Record<string, Example>>;
  /** Credentials that the emulator at `url` accepts. */
  credentials(url: string): CredentialData;
  /** Every secret in the credentials. None may appear anywhere. */
  secrets: readonly string[];
  /** Starts an emulator with fresh state. Called for every check. */
  startEmulator(): Promise<Emulator>;
  /**
   * Prepares the emulator for the examples: called once before each run, for all of its items. Has to keep these promises:
   * - Each of the `count` items gets an object that only it uses, so that items can succeed and fail independently.
   * - The objects are in the state that the operation starts from, such as an open alert for "close". A run with another
   *   number of items differs in nothing else.
   * - What it makes is visible immediately: the operation follows without a wait. Its own requests are not counted.
   * - It arms no faults, and leaves rate limits and logins as they are.
   *
   * @returns the `json` of `count` input items, for the expressions in the examples; empty items by default
   */
  prepare?(
    emulator: Emulator,
    count: number,
    operation: SubjectOperation,
  ): Promise<IDataObject[]> | IDataObject[];
  /** True if the credential fetches tokens that expire: a single 401 then leads to a new token and a retry. */
  refreshesToken: boolean;
  /** Number of requests after which the node has to wait for the published rate limit of the service. */
  pacedAfter?: number;
  /** Header in which the service states the time to wait, other than Retry-After. */
  rateLimitHeader?: { name: string; value(seconds: number): string };
  /** Matches the requests of operations but not logins; all requests by default. */
  faultMatch?: FaultMatch;
  /**
   * Largest response that the node accepts, in bytes.
   * @default 10 MiB
   */
  maxResponseBytes?: number;
}

/** The key of an operation in `examples`. */
export function keyOf({ resource, operation }: Pick<SubjectOperation, 'resource' | 'operation'>): string {
  return `${resource}.${operation}`;
}
