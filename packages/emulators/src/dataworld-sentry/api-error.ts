import { ApiError, notFound } from '../kit/http/api-error';

// No error of the service is documented (dataworld-sentry.md §4): all of them are assumed.
export { ApiError, notFound };

/** 422 with a reason. */
export function unprocessable(reason: string): ApiError {
  return new ApiError(422, reason);
}
