import { credentialErrorCode } from './request-error';

/**
 * A parameter that cannot be right. Internal: becomes a NodeOperationError of the item before it leaves the core.
 */
export class InvalidParameterError extends Error {
  /** Advice for the user. */
  readonly hint: string | undefined;
  /** Used where a credential throws this. */
  readonly errorCode = credentialErrorCode('blocked');

  constructor(message: string, hint?: string) {
    super(message);
    this.name = 'InvalidParameterError';
    this.hint = hint;
  }

  /** The name by which n8n takes the hint over when it wraps this. */
  get description(): string | undefined {
    return this.hint;
  }
}
