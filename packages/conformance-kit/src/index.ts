export { describeConformance, type TestGlobals } from './describe-conformance';
export {
  keyOf,
  type ConformanceEmulator,
  type ConformanceSubject,
  type Semantics,
  type Example,
  type FaultMatch,
  type SubjectOperation,
  type WireFault,
  type WireRequest,
} from './conformance-subject';
export { World } from './world';
export { faultCases, faultCasesOf, type FaultCase, type FaultMeaning } from './fault-cases';
export { checkFault } from './check-fault';
export { checkItems, itemCases, itemViolations, type ItemCase } from './check-items';
export { checkRetryOnFail, retryViolations } from './check-retry-on-fail';
export { cancellationCases, cancellationViolations, checkCancellation } from './check-cancellation';
export { errorViolations } from './error-violations';
export { listingViolations, operationsOf } from './listing-violations';
export { secretViolations } from './secret-violations';
export { wireViolations } from './wire-violations';
