import type { IHttpRequestHelper } from 'n8n-workflow';

import { checkSecret } from '../check/check-secret';
import { secretForms } from './secret-forms';
import { checkTokenUrl } from './check-token-url';
import { withStamp } from './expirable-token';
import type { ExpirableToken } from './expirable-token';
import { fetchToken } from './fetch-token';
import { shareExchange } from './share-exchange';
import { stampOf } from './stamp-of';
import type { CredentialFields } from './stamp-of';
import { signingKey } from './signing-key';
import type { SigningAlgorithm } from './signing-key';

/** RFC 7523 §2.1. */
const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** Seconds by which the time of issue is backdated, for services whose clock is behind. */
const BACKDATED_SECONDS = 5;

/** Seconds. It is used immediately, so this only has to bridge the difference between the clocks. */
const DEFAULT_LIFETIME_SECONDS = 300;

interface JwtBearer {
  /** URL of the token endpoint; https, or http on this machine. */
  tokenUrl: unknown;
  algorithm: SigningAlgorithm;
  /** Shared secret or private key, as the credential has it. */
  key: unknown;
  /** Name of the key's field as the user sees it. */
  keyLabel?: string;
  /** Claim `iss`, as the credential has it. */
  issuer: unknown;
  issuerLabel?: string;
  /** Header `kid`, where the service wants one. */
  keyId?: string;
  /** Claim `sub`, where the service wants one. */
  subject?: string;
  /** Claim `aud`; the token URL unless told otherwise. */
  audience?: string;
  /** Validity of the assertion, in seconds. */
  lifetimeSeconds?: number;
  /** Further fields of the form, such as `scope`. Empty ones are left out. */
  extra?: Readonly<Record<string, string | undefined>>;
  /** The expirable property as it is: the token that has to be renewed. */
  accessToken: unknown;
  /** All fields of the credential. */
  credential: CredentialFields;
}

/**
 * Fetches an access token with a signed assertion (RFC 7523 §2.1).
 *
 * For `preAuthentication` of a credential class:
 * `return { accessToken: await jwtBearer(this, { ... }) };`
 *
 * @returns the value of the hidden expirable property, for expiringBearer
 * @throws TokenError when the service gives no token; InvalidParameterError for a field that cannot be right
 */
export async function jwtBearer(helper: IHttpRequestHelper, options: JwtBearer): Promise<ExpirableToken> {
  const { algorithm, key, keyId, subject, keyLabel = 'Key', issuerLabel = 'Issuer' } = options;
  const url = checkTokenUrl(options.tokenUrl);
  const sign = signingKey(algorithm, key, keyLabel);
  const header = { alg: algorithm, typ: 'JWT', ...(keyId && { kid: keyId }) };
  const claims = {
    iss: checkSecret(options.issuer, { fieldLabel: issuerLabel, spaces: true, unicode: true }),
    aud: options.audience ?? url,
    ...(subject && { sub: subject }),
  };
  const lifetime = options.lifetimeSeconds ?? DEFAULT_LIFETIME_SECONDS;
  const further = Object.entries(options.extra ?? {}).filter(([, value]) => value) as [string, string][];

  const identity = ['jwtBearer', url, header, claims, key, further];
  const token = await shareExchange(identity, options.accessToken, async () => {
    const iat = Math.floor(Date.now() / 1000) - BACKDATED_SECONDS;
    const signed = `${encode(header)}.${encode({ ...claims, iat, exp: iat + lifetime })}`;
    const assertion = `${signed}.${sign(signed).toString('base64url')}`;
    return await fetchToken(helper, {
      url,
      contentType: 'application/x-www-form-urlencoded',
      body: new URLSearchParams([
        ['grant_type', GRANT_TYPE],
        ['assertion', assertion],
        ...further,
      ]).toString(),
      urlLabel: 'Token URL',
      proof: `${keyId ? '"Key ID", ' : ''}"${keyLabel}" and "${issuerLabel}"`,
      secrets: [...secretForms(String(key)), ...secretForms(assertion)],
    });
  });
  return withStamp(token, stampOf(options.credential, options.accessToken));
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part), 'utf8').toString('base64url');
}
