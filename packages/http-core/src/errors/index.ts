export { InputProblem } from './input-problem';
export { plainText } from './plain-text';
export { redactor } from './redact';
export type { Redact } from './redact';
export { credentialErrorCode } from './request-failure';
export type { FailureKind } from './request-failure';
export { isUndecodable } from './undecodable';
