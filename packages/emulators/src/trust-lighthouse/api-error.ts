/** A service behind the gateway refuses a request. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    /** `undefined` for an empty response. */
    readonly body: Readonly<Record<string, unknown>> | string | undefined,
  ) {
    super(
      typeof body === 'object'
        ? [body.resource, body.message, body.errors].filter((part) => typeof part === 'string').join(': ')
        : `Status ${status}.`,
    );
  }
}

/** 404 of Chronos. trust-lighthouse.md §4. */
export function notFound(resource: 'File Register' | 'File to upload' | 'Link' | 'Service Config' | 'Tags') {
  return new ApiError(404, { code: 404, resource, message: 'Not found' });
}

/** 422 of Chronos: `errors` is a text. trust-lighthouse.md §4. */
export function unprocessable(errors: string, resource = 'File Register'): ApiError {
  return new ApiError(422, { code: 422, resource, message: 'Fail', errors });
}

/** Assumption T15. */
export function foreignCompany(status: number): ApiError {
  return new ApiError(status, {
    code: status,
    resource: 'Company',
    message: status === 404 ? 'Not found' : 'Forbidden',
  });
}

/** Error for an unknown URL, or for a method that it does not have. */
export function noEndpoint(status: 404 | 405): ApiError {
  return new ApiError(status, {
    code: status,
    message: status === 404 ? 'Not found' : 'Method not allowed',
  });
}
