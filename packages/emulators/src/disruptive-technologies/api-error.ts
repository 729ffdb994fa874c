/** The service refuses a request. disruptive-technologies.md §2f. */
export class ApiError extends Error {
  /**
   * @param status HTTP status
   * @param message what the error body says under `error`
   * @param headers of the answer, such as `retry-after`
   */
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** 400 with a reason. */
export function invalidArgument(reason: string): ApiError {
  return new ApiError(400, `invalid argument: ${reason}`);
}

/** 404 for a resource, named as people call it (`device`, `project`). */
export function notFound(what: string): ApiError {
  return new ApiError(404, `${what} not found`);
}
