/** The service refuses a request. No error of it is documented (dataworld-sentry.md §4): all of it is assumed. */
export class ApiError extends Error {
  /**
   * @param status HTTP status
   * @param message what the error body says
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

/** 404 for a record, named as people call it (`Sentry`, `Hoot`). */
export function notFound(what: string): ApiError {
  return new ApiError(404, `${what} not found`);
}

/** 422 with a reason. */
export function unprocessable(reason: string): ApiError {
  return new ApiError(422, reason);
}
