/** Milliseconds before its expiry at which a token is renewed, so that it does not expire on its way. As n8n does for OAuth2. */
const RENEW_BEFORE_MS = 60_000;

/** Stands for the time of renewal of a token whose service does not say how long it is valid. */
const NEVER = 'never';

/**
 * An access token and when to renew it, as one text: `1767225540000 abc` or `never abc`, the time in milliseconds since 1970.
 *
 * By the hidden expirable property alone n8n tells whether there is a token, so its expiry is kept in the same place. A space ends the time, since no token
 * contains one, and the token stands there unchanged, so that it is found when secrets are hidden in a text.
 */
export type ExpirableToken = string;

/**
 * @param remainingMs how long the token is valid from `nowMs` on; undefined if nobody knows. A token with a short life is
 *   renewed at the half of it, or it would be renewed for every request.
 */
export function toExpirable(token: string, remainingMs: number | undefined, nowMs: number): ExpirableToken {
  if (remainingMs === undefined) return `${NEVER} ${token}`;
  const renewAt = nowMs + remainingMs - Math.min(RENEW_BEFORE_MS, remainingMs / 2);
  return `${Math.round(renewAt)} ${token}`;
}

/** The token inside a stored value and when to renew it (milliseconds since 1970), or undefined for anything else. */
export function fromExpirable(stored: unknown): { token: string; renewAtMs: number } | undefined {
  if (typeof stored !== 'string') return undefined;
  const [, time, token] = /^(never|\d{1,15}) ([\x21-\x7e]+)$/.exec(stored) ?? [];
  if (time === undefined || token === undefined) return undefined;
  return { token, renewAtMs: time === NEVER ? Infinity : Number(time) };
}
