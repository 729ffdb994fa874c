import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { basicCredentials } from './basic';
import { secretForms } from './token/secret-forms';

/** Names of the fields of a user name and a password that are sent together. */
interface BasicFields {
  user: string;
  password: string;
}

/**
 * Every secret of a credential and what is derived from it that can occur in a text, for `ServiceConfig.secrets`: the values of the
 * fields, the token inside an expirable one, the telling parts of a JWT or a private key, and for a user name and password what
 * is sent for both. Empty and missing fields have none.
 *
 * An assertion signed for a token request lives only inside that request, whose errors hide it themselves.
 *
 * @param fields names of secret fields, or the two that are sent as Basic authentication
 */
export function secretsOf(
  credential: ICredentialDataDecryptedObject,
  fields: readonly (string | BasicFields)[],
): string[] {
  const text = (field: string): string => {
    const value = credential[field];
    return typeof value === 'string' ? value : '';
  };
  const found = fields.flatMap((field) => {
    if (typeof field === 'string') return secretForms(text(field));
    const [user, password] = [text(field.user), text(field.password)];
    // Without a password the user name is the secret, as with services that take an API key for it.
    if (password === '') return user === '' ? [] : [...secretForms(user), ...base64Forms(user, '')];
    return [...secretForms(password), ...base64Forms(user, password)];
  });
  return [...new Set(found)];
}

/** With and without padding. */
function base64Forms(user: string, password: string): string[] {
  const base64 = basicCredentials(user, password);
  return [base64, base64.replace(/=+$/, '')];
}
