export { InputProblem } from './input-problem';
export { redactor } from './redact';
export type { Redact } from './redact';
export type { FailureKind } from './request-failure';
