/** An error response with a text and headers; each service has its own body for it. */
export class ApiError extends Error {
  /**
   * @param status HTTP status
   * @param message text of the error body
   * @param headers of the response, such as `retry-after`
   */
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** 404 for a record, named as people call it (`Sentry`, `device`). */
export function notFound(record: string): ApiError {
  return new ApiError(404, `${record} not found`);
}
