import { createHash } from 'node:crypto';

/** Fields of a credential, as n8n hands them to `authenticate` and `preAuthentication`. */
export type CredentialFields = Readonly<Record<string, unknown>>;

/** Characters of base64url: 132 bits. `fromExpirable` expects as many. */
const LENGTH = 22;

/**
 * Names the credential that a token was fetched with.
 *
 * n8n keeps the token when a person changes the credential, and its test uses that token like any other request (n8n 2.41).
 * Without this, a new but wrong secret would pass the test, and be used, until the old token expires.
 *
 * @param accessToken value of the expirable property, which does not count
 */
export function stampOf(credential: CredentialFields, accessToken: unknown): string {
  const fields = Object.entries(credential).filter(
    ([, value]) => value !== accessToken && value !== '' && value !== undefined,
  );
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(fields)).digest('base64url').slice(0, LENGTH);
}
