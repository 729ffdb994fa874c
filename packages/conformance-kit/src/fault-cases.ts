import { keyOf } from './conformance-subject';
import type {
  ConformanceEmulator,
  ConformanceSubject,
  SubjectOperation,
  WireFault,
} from './conformance-subject';
import type { RequestOptions } from './attempt';

/**
 * The conclusion that a node can draw from a fault:
 * - `not-applied`: the service did nothing, so any operation may be retried;
 * - `maybe-applied`: the service may have applied the request, so only safe and idempotent operations may be retried;
 * - `not-a-response`: something else responded, and a retry would not help;
 * - `unauthorized`: the credential is refused; only a new token can help.
 */
type FaultMeaning = 'not-applied' | 'maybe-applied' | 'not-a-response' | 'unauthorized';

/** Facts that a fault may depend on. */
interface FaultStage {
  emulator: ConformanceEmulator;
  subject: ConformanceSubject;
  /** Origin of a server that must not receive any request. */
  foreignOrigin: string;
  /** Size of the response in a healthy run, in bytes. */
  responseBytes: number;
}

/** One row of the fault table. */
export interface FaultCase {
  name: string;
  meaning: FaultMeaning;
  times: 1 | 'always';
  /** `refused` closes the port, with `times: 1` only until the first attempt has failed. */
  fault: 'refused' | ((stage: FaultStage) => WireFault);
  /** Minimum time between the first and the second attempt, in milliseconds. */
  waitsMs?: number;
  /** The fault affects the response body, so it has no effect on an empty one. */
  needsBody?: true;
  requestOptions?: Partial<RequestOptions>;
  /** The fault needs much CPU, so it must not run beside cases that measure time. */
  heavy?: true;
  /** Not a fault if the response is a file: it may be a web page, and it may be large. */
  notForFiles?: true;
  /** The service applies the request despite the fault. */
  applied?: true;
  /** The request that meets the fault: the one that reads something first, or the operation's own. */
  step?: 'prefetch' | 'own';
}

/** Seconds until a hanging or dripping response times out. */
const SHORT_TIMEOUT = 1.5;
/** Seconds that a dripping response takes in total. */
const DRIP_SECONDS = 30;
const MAX_RESPONSE_BYTES = 10 * 1024 * 1024;

type Row = Omit<FaultCase, 'times'>;

const status = (code: number, headers?: Record<string, string>) => (): WireFault => ({
  kind: 'status',
  code,
  ...(headers && { headers }),
  body: { message: `Emulated status ${code}` },
});

const rows: Row[] = [
  {
    name: '429 with Retry-After in seconds',
    meaning: 'not-applied',
    fault: status(429, { 'retry-after': '1' }),
    // A timer may fire a moment early.
    waitsMs: 950,
  },
  {
    name: '429 with Retry-After as a date',
    meaning: 'not-applied',
    fault: () => status(429, { 'retry-after': new Date(Date.now() + 1000).toUTCString() })(),
  },
  { name: '429 without Retry-After', meaning: 'not-applied', fault: status(429) },
  { name: '500', meaning: 'maybe-applied', fault: status(500) },
  { name: '502', meaning: 'maybe-applied', fault: status(502) },
  { name: '503', meaning: 'maybe-applied', fault: status(503) },
  { name: '504', meaning: 'maybe-applied', fault: status(504) },
  {
    name: 'connection refused',
    meaning: 'not-applied',
    fault: 'refused',
    // The port reopens a moment after the first failure, and the first backoff may be shorter than that.
    requestOptions: { maxRetries: 4 },
  },
  { name: 'reset before delivery', meaning: 'maybe-applied', fault: () => ({ kind: 'resetBefore' }) },
  {
    name: 'reset after delivery',
    meaning: 'maybe-applied',
    fault: () => ({ kind: 'resetAfter' }),
    applied: true,
  },
  {
    name: 'timeout',
    meaning: 'maybe-applied',
    fault: () => ({ kind: 'hang' }),
    requestOptions: { timeout: SHORT_TIMEOUT },
  },
  { name: 'truncated JSON', meaning: 'maybe-applied', fault: () => ({ kind: 'truncate' }), applied: true },
  {
    name: 'slow drip',
    meaning: 'maybe-applied',
    fault: ({ responseBytes }) => ({
      kind: 'drip',
      bytesPerSecond: Math.max(1, Math.floor(responseBytes / DRIP_SECONDS)),
    }),
    needsBody: true,
    applied: true,
    requestOptions: { timeout: SHORT_TIMEOUT },
  },
  {
    name: 'HTML login page with 200',
    meaning: 'not-a-response',
    fault: () => ({ kind: 'html' }),
    notForFiles: true,
  },
  {
    name: 'redirect to another origin',
    meaning: 'not-a-response',
    fault: ({ foreignOrigin }) => ({ kind: 'redirect', code: 307, origin: foreignOrigin }),
  },
  {
    name: 'response ten times too large',
    meaning: 'not-a-response',
    fault: ({ subject }) => ({
      kind: 'oversize',
      bytes: 10 * (subject.maxResponseBytes ?? MAX_RESPONSE_BYTES),
    }),
    heavy: true,
    notForFiles: true,
    applied: true,
  },
  { name: '401', meaning: 'unauthorized', fault: status(401) },
];

/** The fault table of a subject: every fault occurs once, and persistently. */
function faultCases(subject: ConformanceSubject): FaultCase[] {
  const { rateLimitHeader } = subject;
  const own: Row[] = rateLimitHeader
    ? [
        {
          name: `429 with ${rateLimitHeader.name}`,
          meaning: 'not-applied',
          fault: () => status(429, { [rateLimitHeader.name]: rateLimitHeader.value(1) })(),
          waitsMs: 950,
        },
      ]
    : [];
  return [...own, ...rows].flatMap((row): FaultCase[] => {
    const once: FaultCase = { ...row, name: `${row.name}, once`, times: 1 };
    // The response after a retry shows whether the node retried, so a persistent fault would prove nothing new.
    if (row.heavy) return [once];
    // One retry proves as much as two, in half the time.
    const requestOptions = { ...row.requestOptions, maxRetries: 1 };
    return [once, { ...row, name: `${row.name}, always`, times: 'always', requestOptions }];
  });
}

/** The fault table of an operation. If it reads something first, both requests meet every fault. */
export function faultCasesOf(
  subject: ConformanceSubject,
  operation: Pick<SubjectOperation, 'resource' | 'operation' | 'prefetch' | 'attach'>,
): FaultCase[] {
  const { prefetch, attach } = operation;
  const cases = faultCases(subject).filter(({ notForFiles }) => !(attach && notForFiles));
  if (!prefetch || subject.examples[keyOf(operation)]?.prefetches === false) return cases;
  // The port cannot be closed for the second request only.
  const second = cases.filter(({ fault }) => fault !== 'refused');
  return [
    ...cases.map((each): FaultCase => ({ ...each, name: `${each.name}, reading first`, step: 'prefetch' })),
    ...second.map((each): FaultCase => ({ ...each, step: 'own' })),
  ];
}
