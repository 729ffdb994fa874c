export { InvalidParameterError } from './invalid-parameter-error';
export { plainText } from './plain-text';
export { redactor } from './redact';
export type { Redact } from './redact';
export { credentialErrorCode } from './request-error';
export type { ErrorKind } from './request-error';
export { isUndecodable } from './undecodable';
