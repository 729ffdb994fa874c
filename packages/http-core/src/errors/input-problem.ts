import { credentialErrorCode } from './request-failure';

/**
 * A parameter that cannot be right. Internal: becomes a NodeOperationError of the item before it leaves the core.
 */
export class InputProblem extends Error {
  /** What to do about it. */
  readonly remedy: string | undefined;
  /** Used where a credential throws this. */
  readonly errorCode = credentialErrorCode('blocked');

  constructor(message: string, remedy?: string) {
    super(message);
    this.name = 'InputProblem';
    this.remedy = remedy;
  }

  /** The name by which n8n takes the remedy over when it wraps this. */
  get description(): string | undefined {
    return this.remedy;
  }
}
