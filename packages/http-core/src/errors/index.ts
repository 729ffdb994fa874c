export { InputProblem } from './input-problem';
export { redactor } from './redact';
export type { Redact } from './redact';
export { credentialErrorCode } from './request-failure';
export type { FailureKind } from './request-failure';
