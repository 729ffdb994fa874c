/** A refusal that the service reports as an error object. */
export class ServiceError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly details: string,
    /** Only 3004 is known of the real service. */
    readonly code: number = status,
  ) {
    super(message);
  }
}
