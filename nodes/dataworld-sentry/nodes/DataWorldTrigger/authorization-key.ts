import { verifyHeaderToken } from '@signalbox/http-core/webhook';
import type { Verify } from '@signalbox/http-core/webhook';

/** Assumption: which header carries the key is not documented (dataworld-sentry.md §6). */
export const DEFAULT_HEADER = 'Authorization';

/** A word before the key, such as "Bearer". */
const SCHEME = /^[A-Za-z][\w-]*[ \t]+/;

/**
 * Verification by the authorization key that was entered with the webhook in data.world. Its form is not documented either, so
 * the header may hold the key alone or behind the name of a scheme; in both cases all of the key, compared by its hash.
 */
export const authorizationKey: Verify = async (delivery, memory, ctx) => {
  const given = String(ctx.getNodeParameter('options.authorizationHeader', '')).trim();
  const name = (given || DEFAULT_HEADER).toLowerCase();
  const matches = verifyHeaderToken(name);
  const verdict = await matches(delivery, memory, ctx);
  const sent = delivery.headers[name];
  if (verdict.ok || typeof sent !== 'string' || !SCHEME.test(sent)) return verdict;
  const key = sent.replace(SCHEME, '');
  return await matches({ ...delivery, headers: { [name]: key } }, memory, ctx);
};
