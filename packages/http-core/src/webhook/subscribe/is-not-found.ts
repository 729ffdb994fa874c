/** 404: no such thing. 410: no longer. Both mean that what should be removed is not there. */
const NOT_FOUND = new Set([404, 410]);

/**
 * Whether an error says that the thing asked for does not exist. Reads the HTTP status wherever the errors of
 * n8n and axios keep it: `httpCode` (NodeApiError, a string), `statusCode`, `status`, `response.status`,
 * on the error itself or on its `cause`.
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
