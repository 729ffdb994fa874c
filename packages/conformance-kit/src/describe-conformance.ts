import { cancellationCases, checkCancellation } from './check-cancellation';
import { checkFault } from './check-fault';
import { checkItems, itemCases } from './check-items';
import { checkRetryOnFail } from './check-retry-on-fail';
import {
  keyOf,
  type ConformanceEmulator,
  type ConformanceSubject,
  type SubjectOperation,
} from './conformance-subject';
import { faultCasesOf } from './fault-cases';
import { faultFreeFailure } from './fault-free-failure';
import { listingViolations } from './listing-violations';
import { startTogether } from './start-together';
import { World } from './world';

/** The functions of the test runner in use. */
interface TestGlobals {
  describe(name: string, register: () => void): void;
  it(name: string, test: () => Promise<void>, timeoutMs?: number): void;
  beforeAll(setUp: () => Promise<void>, timeoutMs?: number): void;
  afterAll(tearDown: () => Promise<void>): void;
}

/** Milliseconds, far more than any case takes: a case that hangs must fail by name. */
const CASE_TIMEOUT_MS = 60_000;

/** Number of faults checked concurrently: most of their time is waiting. */
const TOGETHER = 8;

/** Titles of the item cases in the report. */
const itemNames = {
  none: 'several items at once',
  stopWorkflow: 'one bad item, stopping',
  continueRegularOutput: 'one bad item, continuing on the regular output',
  continueErrorOutput: 'one bad item, continuing on the error output',
} as const;

/**
 * Registers the conformance tests of a package: every operation under every fault, with several items, with
 * Retry On Fail, and cancelled.
 * A failing test names the operation, the case and every violation.
 *
 * @param globals functions of the test runner; jest's by default
 */
export function describeConformance<Emulator extends ConformanceEmulator>(
  subject: ConformanceSubject<Emulator>,
  globals: TestGlobals = globalThis as unknown as TestGlobals,
): void {
  const { describe, it, beforeAll, afterAll } = globals;
  // Safe: prepare() gets the emulator that startEmulator() returned.
  const known = subject as unknown as ConformanceSubject;
  let world: World | undefined;

  const check = (name: string, violations: (world: World) => Promise<string[]> | string[]) =>
    it(
      name,
      async () => {
        const found = await violations(world!);
        if (found.length > 0) throw new Error(found.map((each) => `- ${each}`).join('\n'));
      },
      CASE_TIMEOUT_MS,
    );

  const checkOperation = (operation: SubjectOperation) => {
    let isReported = false;
    /** Checks an operation that succeeds without a fault. If it does not, only the first of its tests to run says so. */
    const checkHealthy = (name: string, violations: (world: World) => Promise<string[]> | string[]) =>
      check(name, async (at) => {
        const failure = faultFreeFailure(operation, await at.healthy(operation));
        if (failure === undefined) return await violations(at);
        if (isReported) return [];
        isReported = true;
        return [failure];
      });

    checkHealthy('without a fault', () => []);
    const cases = faultCasesOf(known, operation);
    const light = cases.filter(({ heavy }) => !heavy);
    let outcomes: ReturnType<typeof startTogether<string[]>> | undefined;
    light.forEach(({ name }, index) =>
      checkHealthy(name, async (at) => {
        outcomes ??= startTogether(
          light.map((faultCase) => () => checkFault(at, operation, faultCase)),
          TOGETHER,
        );
        const outcome = await outcomes[index]!;
        if (outcome.status === 'rejected') throw outcome.reason as Error;
        return outcome.value;
      }),
    );
    for (const faultCase of cases.filter(({ heavy }) => heavy)) {
      checkHealthy(faultCase.name, (at) => checkFault(at, operation, faultCase));
    }
    const { singleItem } = known.examples[keyOf(operation)] ?? {};
    for (const itemCase of singleItem ? [] : itemCases) {
      checkHealthy(itemNames[itemCase], (at) => checkItems(at, operation, itemCase));
    }
    checkHealthy('502, with Retry On Fail', (at) => checkRetryOnFail(at, operation));
    for (const cancellationCase of cancellationCases(known)) {
      if (singleItem && cancellationCase.items > 1) continue;
      checkHealthy(`cancelled ${cancellationCase.name}`, (at) =>
        checkCancellation(at, operation, cancellationCase),
      );
    }
  };

  describe(`conformance of ${subject.nodeType}`, () => {
    beforeAll(async () => {
      world = await World.open(known);
    }, CASE_TIMEOUT_MS);
    afterAll(async () => await world?.close());

    check('lists every operation with an example', listingViolations);
    for (const operation of known.operations) {
      describe(`${keyOf(operation)} (${operation.semantics})`, () => checkOperation(operation));
    }
  });
}
