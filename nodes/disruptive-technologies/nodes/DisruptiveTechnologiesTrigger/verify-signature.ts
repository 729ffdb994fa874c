import { createHash } from 'node:crypto';
import {
  jwtTimeIssue,
  JwksUnavailableError,
  fetchJwks,
  readJwt,
  safeEqual,
  withSecrets,
} from '@signalbox/http-core/webhook';
import type { Delivery, Jwt, Jwks, SubscriptionState, Verdict, Verify } from '@signalbox/http-core/webhook';

import { triggerSecrets } from './trigger-secrets';
import { readSettings } from './trigger-settings';

/** Input for verifying either kind of signature. */
type Signed = Pick<Delivery, 'headers' | 'rawBody'> & {
  /** Unix milliseconds. */
  nowMs: number;
};

/** Names of the headers, in lower case. */
const SHARED_SECRET_HEADER = 'x-dt-signature';
const ASYMMETRIC_HEADER = 'dt-asymmetric-signature';

/** Allowed clock skew between n8n and the service. A signature is valid for one hour (disruptive-technologies.md §3b). */
const TOLERANCE_S = 300;

/** Verifies a delivery only by the method the trigger was registered with, whatever else it contains. */
export const verifySignature: Verify = async (delivery, state, ctx) => {
  const settings = readSettings(state);
  if (settings.verification === 'sharedSecret') return await verifyByCredential(delivery, state, ctx);
  const signed = { ...delivery, nowMs: Date.now() };
  if (!settings.discoveryUrl)
    return refused('no address for the public keys is remembered. Publish the workflow again');
  // Without a signature, do not fetch keys.
  if (!signed.headers[ASYMMETRIC_HEADER]) return refused(`the header ${ASYMMETRIC_HEADER} is missing`);
  const { discoveryUrl, organizationId } = settings;
  const verdict = async () =>
    await verifyAsymmetric(signed, await fetchJwks(ctx, discoveryUrl), organizationId);
  return await verdict().catch((error: unknown) => {
    if (!(error instanceof JwksUnavailableError)) throw error;
    // Respond 503, not 401: the event may be valid, and the service sends it again.
    return { ok: false, isTransient: true, reason: error.message };
  });
};

const verifyByCredential = withSecrets(triggerSecrets, (delivery, { secrets }) =>
  verifySharedSecret({ ...delivery, nowMs: Date.now() }, secrets),
);

/** Deduplication key of an event without an ID: the signed part of the token, which a replayed delivery repeats. */
export function signatureId({ headers }: Delivery, state: SubscriptionState): string | undefined {
  const { verification } = readSettings(state);
  return readJwt(headers[verification === 'sharedSecret' ? SHARED_SECRET_HEADER : ASYMMETRIC_HEADER])?.signed;
}

/** `X-Dt-Signature`: HS256 with the signature secret of the Data Connector (disruptive-technologies.md §3b). */
export function verifySharedSecret({ headers, rawBody, nowMs }: Signed, secrets: readonly string[]): Verdict {
  const token = headers[SHARED_SECRET_HEADER];
  if (!token) {
    return refused(
      `the header ${SHARED_SECRET_HEADER} is missing. The Data Connector may have lost its signature secret: publish the workflow again`,
    );
  }
  const jwt = readJwt(token);
  if (!jwt) return refused(`the header ${SHARED_SECRET_HEADER} is not a signed token`);
  if (jwt.alg !== 'HS256') return refused(wrongAlgorithm(SHARED_SECRET_HEADER, jwt, 'HS256'));
  if (!jwt.verifyHs256(secrets)) {
    return refused(`${SHARED_SECRET_HEADER} is not signed with the secret of this trigger`);
  }
  return verifyClaims(jwt, rawBody, nowMs);
}

/**
 * `DT-Asymmetric-Signature`: ES256 with a key of the service (disruptive-technologies.md §3c). Any customer can make the
 * service sign events for any URL, so the organization must match too.
 *
 * @param organizationId bare ID; undefined accepts any
 */
async function verifyAsymmetric(
  { headers, rawBody, nowMs }: Signed,
  { issuer, getKey }: Jwks,
  organizationId: string | undefined,
): Promise<Verdict> {
  const jwt = readJwt(headers[ASYMMETRIC_HEADER]);
  if (!jwt) return refused(`the header ${ASYMMETRIC_HEADER} is not a signed token`);
  if (jwt.alg !== 'ES256') return refused(wrongAlgorithm(ASYMMETRIC_HEADER, jwt, 'ES256'));
  if (!jwt.kid) return refused(`${ASYMMETRIC_HEADER} does not name the key that it is signed with`);
  const key = await getKey(jwt.kid);
  if (!key) return refused(`${ASYMMETRIC_HEADER} names a key that ${issuer} does not publish`);
  if (!jwt.verifyEs256(key)) return refused(`${ASYMMETRIC_HEADER} is not signed with the key that it names`);
  if (jwt.claims.iss !== issuer) return refused(`${ASYMMETRIC_HEADER} is of another issuer than ${issuer}`);
  if (organizationId !== undefined && bareId(jwt.claims.sub) !== organizationId) {
    return refused(`${ASYMMETRIC_HEADER} is for another organization than ${organizationId}`);
  }
  return verifyClaims(jwt, rawBody, nowMs);
}

/** The subject may be `organizations/<id>` or the bare ID (disruptive-technologies.md §9, 4). */
export function bareId(organization: unknown): string | undefined {
  return typeof organization === 'string' ? organization.trim().replace(/^organizations\//, '') : undefined;
}

/** Rejects tokens of the other kind and unsigned ones (RFC 8725 §2.1). */
function wrongAlgorithm(header: string, { alg = '' }: Jwt, wanted: string): string {
  return `${header} names the algorithm "${alg}", but only ${wanted} is accepted`;
}

/** The body must match the signature, and the signature must be recent. */
function verifyClaims(jwt: Jwt, rawBody: Buffer, nowMs: number): Verdict {
  const problem = jwtTimeIssue(jwt, nowMs, TOLERANCE_S);
  if (problem) return refused(problem);
  const { checksum_sha256: checksum } = jwt.claims;
  if (typeof checksum !== 'string' || checksum === '') {
    return refused('the signature has no SHA-256 checksum of the body, and SHA-1 is not accepted');
  }
  if (!safeEqual(checksum.toLowerCase(), createHash('sha256').update(rawBody).digest('hex'))) {
    return refused('the body is not the one that was signed. A proxy in front of n8n may have rewritten it');
  }
  return { ok: true };
}

function refused(reason: string): Verdict {
  return { ok: false, reason };
}
