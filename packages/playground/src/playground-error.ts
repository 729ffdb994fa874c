/** A problem that the user can solve. The message says what happened, the remedy what to do. */
export class PlaygroundError extends Error {
  override readonly name = 'PlaygroundError';

  constructor(
    message: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
