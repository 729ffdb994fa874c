import { fromExpirable } from './expirable-token';

/** Characters. Shorter lines of a key and parts of a token are everyday words, which would be hidden all over a text. */
const MIN_PART = 16;

/** Three parts in base64url, separated by dots (RFC 7515 §3.1). */
const JWT = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/;

/**
 * A secret and what can be seen of it in texts: the token inside an expirable value, the parts of a JWT (its header says nothing), the
 * lines of a private key, whichever way its line breaks went. The redactor covers percent- and JSON-encoding.
 */
export function secretForms(secret: string): string[] {
  if (secret === '') return [];
  const token = fromExpirable(secret)?.token ?? secret;
  const [, , payload, signature] = JWT.exec(token) ?? [];
  const lines = token.includes('-----BEGIN ') ? token.split(/\\n|\s+|-----[A-Z ]+-----/) : [];
  const parts = [payload, signature, ...lines].filter(
    (part) => part !== undefined && part.length >= MIN_PART,
  );
  return [...new Set([secret, token, ...(parts as string[])])];
}
