import { verifyHeaderToken } from '@signalbox/http-core/webhook';
import type { Verify } from '@signalbox/http-core/webhook';

/** Assumed: the header of the key is undocumented (dataworld-sentry.md §6). */
export const DEFAULT_HEADER = 'Authorization';

/** Scheme before the key, such as "Bearer". */
const SCHEME = /^[A-Za-z][\w-]*[ \t]+/;

/**
 * Verifies the authorization key that the user entered for the webhook in data.world. Its form is undocumented too, so
 * the header may contain the key with or without a scheme. The whole key is compared, by its hash.
 */
export const authorizationKey: Verify = async (delivery, state, ctx) => {
  const given = String(ctx.getNodeParameter('options.authorizationHeader', '')).trim();
  const name = (given || DEFAULT_HEADER).toLowerCase();
  const matches = verifyHeaderToken(name);
  const verdict = await matches(delivery, state, ctx);
  const sent = delivery.headers[name];
  if (verdict.ok || typeof sent !== 'string' || !SCHEME.test(sent)) return verdict;
  const key = sent.replace(SCHEME, '');
  return await matches({ ...delivery, headers: { [name]: key } }, state, ctx);
};
