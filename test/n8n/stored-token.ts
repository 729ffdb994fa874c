import { withStamp } from '@signalbox/credentials/internal/token/expirable-token';
import { stampOf } from '@signalbox/credentials/internal/token/stamp-of';

/**
 * A token as n8n has it stored in a credential.
 *
 * @param token with the time of its renewal, such as `never abc`
 * @param fields of the credential that it was fetched with; those with a default, too
 */
export function storedToken(token: string, fields: Readonly<Record<string, unknown>>): string {
  return withStamp(token, stampOf(fields, undefined));
}
