import { ApiError, notFound } from '../kit/http/api-error';

export { ApiError, notFound };

/** 400 with a reason. disruptive-technologies.md §2f. */
export function invalidArgument(reason: string): ApiError {
  return new ApiError(400, `invalid argument: ${reason}`);
}
