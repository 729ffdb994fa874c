/** Milliseconds before its expiry at which a token is renewed, so that it does not expire on its way. As n8n does for OAuth2. */
const RENEW_BEFORE_MS = 60_000;

/** Time of renewal if the service does not say how long the token is valid. */
const NEVER = 'never';

/**
 * An access token and when to renew it, as one text: `1767225540000 abc` or `never abc`, the time in milliseconds since 1970.
 * As it is stored, the stamp of its credential stands between them, see `stampOf`: `1767225540000 4xq… abc`.
 *
 * n8n looks only at the hidden expirable property to tell whether there is a token, so all that belongs to it is kept there.
 * No token contains a space, and it stands there unchanged, so that it is found when secrets are hidden in a text.
 */
export type ExpirableToken = string;

/** Parts of an ExpirableToken. */
interface TokenParts {
  token: string;
  /** Milliseconds since 1970. */
  renewAtMs: number;
  stamp: string | undefined;
}

/**
 * @param remainingMs how long the token is valid from `nowMs` on; undefined if unknown. A token with a short life is
 *   renewed halfway through, or it would be renewed for every request.
 */
export function toExpirable(token: string, remainingMs: number | undefined, nowMs: number): ExpirableToken {
  if (remainingMs === undefined) return `${NEVER} ${token}`;
  const renewAt = nowMs + remainingMs - Math.min(RENEW_BEFORE_MS, remainingMs / 2);
  return `${Math.round(renewAt)} ${token}`;
}

/** The parts of a stored value, or undefined for anything else. */
export function fromExpirable(stored: unknown): TokenParts | undefined {
  if (typeof stored !== 'string') return undefined;
  const [, time, stamp, token] = /^(never|\d{1,15}) (?:([\w-]{22}) )?([\x21-\x7e]+)$/.exec(stored) ?? [];
  if (time === undefined || token === undefined) return undefined;
  return { token, renewAtMs: time === NEVER ? Infinity : Number(time), stamp };
}

/** The same token with this stamp. */
export function withStamp(expirable: ExpirableToken, stamp: string): ExpirableToken {
  const [time, token] = [expirable.split(' ', 1)[0]!, expirable.slice(expirable.lastIndexOf(' ') + 1)];
  return `${time} ${stamp} ${token}`;
}
