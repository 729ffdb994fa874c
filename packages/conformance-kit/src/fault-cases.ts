import { keyOf } from './conformance-subject';
import type {
  ConformanceEmulator,
  ConformanceSubject,
  SubjectOperation,
  WireFault,
} from './conformance-subject';
import type { RequestOptions } from './attempt';

/**
 * What a fault allows a node to do:
 * - `notCarriedOut`: the service certainly did nothing, so any operation may be sent again;
 * - `unknown`: it may have done its work, so only operations that bear repetition may be sent again;
 * - `senseless`: the answer is none, and asking again is no hint;
 * - `unauthorized`: the credential is refused, which only a new token can change.
 */
export type FaultMeaning = 'notCarriedOut' | 'unknown' | 'senseless' | 'unauthorized';

/** What a fault needs to be played. */
export interface FaultStage {
  emulator: ConformanceEmulator;
  subject: ConformanceSubject;
  /** Origin of the server to which nothing may be sent. */
  foreignOrigin: string;
  /** Size of the first healthy answer, in bytes. */
  answerBytes: number;
}

/** One row of the fault table. */
export interface FaultCase {
  name: string;
  meaning: FaultMeaning;
  times: 1 | 'always';
  /** `refused` closes the port; for `times: 1`, until the first attempt has failed. */
  fault: 'refused' | ((stage: FaultStage) => WireFault);
  /** Least time between the first attempt and the next, in milliseconds. */
  waitsMs?: number;
  /** The fault shows in the body of the answer only: nothing happens where there is none. */
  needsBody?: true;
  requestOptions?: Partial<RequestOptions>;
  /** Keeps this process busy, so nothing that is timed may go on beside it. */
  heavy?: true;
  /** Is none where the answer is a file: a web page is as good a file as any, and files may be large. */
  notForFiles?: true;
  /** The service does its work all the same. */
  carriedOut?: true;
  /** Which of the operation's requests meets it: what it reads before (`first`), or its own. */
  step?: 'prefetch' | 'own';
}

/** Seconds a hanging or dripping answer is waited for. */
const SHORT_TIMEOUT = 1.5;
/** Seconds a dripping answer takes as a whole. */
const DRIP_SECONDS = 30;
const MAX_ANSWER_BYTES = 10 * 1024 * 1024;

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
    meaning: 'notCarriedOut',
    fault: status(429, { 'retry-after': '1' }),
    // A timer may fire a moment early.
    waitsMs: 950,
  },
  {
    name: '429 with Retry-After as a date',
    meaning: 'notCarriedOut',
    fault: () => status(429, { 'retry-after': new Date(Date.now() + 1000).toUTCString() })(),
  },
  { name: '429 without Retry-After', meaning: 'notCarriedOut', fault: status(429) },
  { name: '500', meaning: 'unknown', fault: status(500) },
  { name: '502', meaning: 'unknown', fault: status(502) },
  { name: '503', meaning: 'unknown', fault: status(503) },
  { name: '504', meaning: 'unknown', fault: status(504) },
  {
    name: 'connection refused',
    meaning: 'notCarriedOut',
    fault: 'refused',
    // The port is open again a moment after the first failure, and the first wait may be shorter than that.
    requestOptions: { maxRetries: 4 },
  },
  { name: 'reset before delivery', meaning: 'unknown', fault: () => ({ kind: 'resetBefore' }) },
  {
    name: 'reset after delivery',
    meaning: 'unknown',
    fault: () => ({ kind: 'resetAfter' }),
    carriedOut: true,
  },
  {
    name: 'timeout',
    meaning: 'unknown',
    fault: () => ({ kind: 'hang' }),
    requestOptions: { timeout: SHORT_TIMEOUT },
  },
  { name: 'truncated JSON', meaning: 'unknown', fault: () => ({ kind: 'truncate' }), carriedOut: true },
  {
    name: 'slow drip',
    meaning: 'unknown',
    fault: ({ answerBytes }) => ({
      kind: 'drip',
      bytesPerSecond: Math.max(1, Math.floor(answerBytes / DRIP_SECONDS)),
    }),
    needsBody: true,
    carriedOut: true,
    requestOptions: { timeout: SHORT_TIMEOUT },
  },
  {
    name: 'HTML login page with 200',
    meaning: 'senseless',
    fault: () => ({ kind: 'html' }),
    notForFiles: true,
  },
  {
    name: 'redirect to another origin',
    meaning: 'senseless',
    fault: ({ foreignOrigin }) => ({ kind: 'redirect', code: 307, origin: foreignOrigin }),
  },
  {
    name: 'answer ten times too large',
    meaning: 'senseless',
    fault: ({ subject }) => ({ kind: 'oversize', bytes: 10 * (subject.maxAnswerBytes ?? MAX_ANSWER_BYTES) }),
    heavy: true,
    notForFiles: true,
    carriedOut: true,
  },
  { name: '401', meaning: 'unauthorized', fault: status(401) },
];

/** The fault table for a subject: every fault once and then never again, and for good. */
export function faultCases(subject: ConformanceSubject): FaultCase[] {
  const { rateLimitHeader } = subject;
  const own: Row[] = rateLimitHeader
    ? [
        {
          name: `429 with ${rateLimitHeader.name}`,
          meaning: 'notCarriedOut',
          fault: () => status(429, { [rateLimitHeader.name]: rateLimitHeader.value(1) })(),
          waitsMs: 950,
        },
      ]
    : [];
  return [...own, ...rows].flatMap((row): FaultCase[] => {
    const once: FaultCase = { ...row, name: `${row.name}, once`, times: 1 };
    // Whoever asks again gets a good answer, and shows by that what he did: a second such answer adds nothing.
    if (row.heavy) return [once];
    // One retry shows as much as two, and waits half as long.
    const requestOptions = { ...row.requestOptions, maxRetries: 1 };
    return [once, { ...row, name: `${row.name}, always`, times: 'always', requestOptions }];
  });
}

/** The fault table for one operation: if it reads something first, both of its requests meet every fault. */
export function faultCasesOf(
  subject: ConformanceSubject,
  operation: Pick<SubjectOperation, 'resource' | 'operation' | 'prefetch' | 'attach'>,
): FaultCase[] {
  const { prefetch, attach } = operation;
  const cases = faultCases(subject).filter(({ notForFiles }) => !(attach && notForFiles));
  if (!prefetch || subject.examples[keyOf(operation)]?.prefetches === false) return cases;
  // A port that is closed before the second request would be closed for the first as well.
  const second = cases.filter(({ fault }) => fault !== 'refused');
  return [
    ...cases.map((each): FaultCase => ({ ...each, name: `${each.name}, reading first`, step: 'prefetch' })),
    ...second.map((each): FaultCase => ({ ...each, step: 'own' })),
  ];
}
