/** Values above are milliseconds: as seconds they would lie after the year 5000. */
const MAX_EPOCH_SECONDS = 1e11;

/**
 * Remaining lifetime of a token from `nowMs` on, in milliseconds; zero or less if it has expired, undefined if unknown.
 *
 * `expires_in` (seconds, RFC 6749 §5.1) counts from `created_at` (seconds since 1970) where the service says when that was, because
 * it may hand out the same token again. `expires_at` may be seconds, milliseconds or an ISO date.
 *
 * @param nowMs the service's own clock, so that a wrong clock here does not matter
 */
export function remainingLife(
  response: Readonly<Record<string, unknown>>,
  nowMs: number,
): number | undefined {
  const seconds = toNumber(response.expires_in);
  if (seconds !== undefined) {
    const createdAt = toNumber(response.created_at);
    const ageMs = createdAt === undefined ? 0 : nowMs - createdAt * 1000;
    // A token from the future is no older than one from now.
    return seconds * 1000 - Math.max(0, ageMs);
  }
  const expiresAt = toEpochMs(response.expires_at);
  return expiresAt === undefined ? undefined : expiresAt - nowMs;
}

function toEpochMs(value: unknown): number | undefined {
  const number = toNumber(value);
  if (number !== undefined) return number > MAX_EPOCH_SECONDS ? number : number * 1000;
  const parsed = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isFinite(parsed) ? parsed : undefined;
}

/** Some services send numbers as text. */
function toNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
