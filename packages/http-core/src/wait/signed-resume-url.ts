import { NodeOperationError } from 'n8n-workflow';
import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import { safeEqual } from '../platform/safe-equal';

/** Parameter of the query that holds n8n's signature. */
const SIGNATURE = 'signature';

/** Methods of n8n that some of the supported versions lack. */
interface Signing {
  /** Since n8n 1.115. */
  getSignedResumeUrl?(parameters: Readonly<Record<string, string>>): string;
  /** Only until n8n 2.0 or a little later. Newer versions check the signature of every such URL. */
  setSignatureValidationRequired?(): void;
}

/**
 * URL that resumes this execution at this node, with n8n's signature over its path and query.
 *
 * @param parameters for the query; signed, so no one can change them
 * @throws NodeOperationError if n8n is too old
 */
export function signedResumeUrl(
  ctx: IExecuteFunctions,
  parameters: Readonly<Record<string, string>>,
): string {
  const { getSignedResumeUrl, setSignatureValidationRequired } = ctx as Signing;
  if (typeof getSignedResumeUrl !== 'function') {
    throw new NodeOperationError(ctx.getNode(), 'This version of n8n cannot wait for a response', {
      description: 'Update n8n to 1.115 or newer. All other operations of the node work as they are.',
    });
  }
  setSignatureValidationRequired?.call(ctx);
  return getSignedResumeUrl.call(ctx, parameters);
}

/**
 * `true` if a request to resume carries the signature that n8n gave to a URL with these parameters. n8n checks it too, but
 * not in every version, and not for every execution.
 */
export function isSignedResume(
  ctx: IWebhookFunctions,
  parameters: Readonly<Record<string, string>>,
): boolean {
  const given = (ctx.getQueryData() as Record<string, unknown>)[SIGNATURE];
  const { getSignedResumeUrl } = ctx as Signing;
  if (typeof given !== 'string' || typeof getSignedResumeUrl !== 'function') return false;
  const expected = new URL(getSignedResumeUrl.call(ctx, parameters)).searchParams.get(SIGNATURE);
  return expected !== null && safeEqual(given, expected);
}
