export { describeConformance, type TestGlobals } from './describeConformance';
export {
  keyOf,
  type ConformanceEmulator,
  type ConformanceSubject,
  type Effect,
  type Example,
  type FaultMatch,
  type SubjectOperation,
  type WireFault,
  type WireRequest,
} from './ConformanceSubject';
export { World } from './World';
export { faultCases, type FaultCase, type FaultMeaning } from './faultCases';
export { checkFault } from './checkFault';
export { checkItems, itemCases, itemViolations, type ItemCase } from './checkItems';
export { cancellationCases, cancellationViolations, checkCancellation } from './checkCancellation';
export { errorViolations } from './errorViolations';
export { listingViolations, operationsOf } from './listingViolations';
export { secretViolations } from './secretViolations';
export { wireViolations } from './wireViolations';
