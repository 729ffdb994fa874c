const NOT_FOUND = new Set([404, 410]);

/**
 * `true` if an error has the HTTP status 404 or 410. Errors of n8n and axios keep the status in `httpCode`
 * (NodeApiError, a string), `statusCode`, `status` or `response.status`, on the error itself or on its `cause`.
 */
export function isNotFound(error: unknown): boolean {
  return NOT_FOUND.has(
    Number(statusOf(error) ?? statusOf((error as { cause?: unknown } | undefined)?.cause)),
  );
}

function statusOf(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return undefined;
  const { httpCode, statusCode, status, response } = error as Record<string, unknown>;
  return httpCode ?? statusCode ?? status ?? (response as { status?: unknown } | undefined)?.status;
}
