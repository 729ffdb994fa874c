export { InvalidParameterError } from './invalid-parameter-error';
export { messageOf } from './message-of';
export { plainText } from './plain-text';
export { redactor } from './redact';
export { RequestError, credentialErrorCode } from './request-error';
export type { ErrorKind } from './request-error';
export { classifyTransportError } from './classify-transport-error';
export type { TransportCause } from './classify-transport-error';
export { ERROR_CODES, INVALID_PARAMETER, MAYBE_APPLIED } from './error-codes';
