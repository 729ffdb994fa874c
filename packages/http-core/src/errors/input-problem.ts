/**
 * A parameter that cannot be right. Internal: becomes a NodeOperationError of the item before it leaves the core.
 */
export class InputProblem extends Error {
  /** What to do about it. */
  readonly remedy: string | undefined;

  constructor(message: string, remedy?: string) {
    super(message);
    this.name = 'InputProblem';
    this.remedy = remedy;
  }
}
