export { describeConformance } from './describe-conformance';
export {
  keyOf,
  type ConformanceSubject,
  type Semantics,
  type Example,
  type FaultMatch,
  type SubjectOperation,
} from './conformance-subject';
export { World } from './world';
export { faultCasesOf } from './fault-cases';
export { checkFault } from './check-fault';
export { checkItems, type ItemCase } from './check-items';
export { checkRetryOnFail, retryViolations } from './check-retry-on-fail';
export { cancellationCases, checkCancellation } from './check-cancellation';
export { listingViolations, operationsOf } from './listing-violations';
