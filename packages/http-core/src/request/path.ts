import { InvalidParameterError } from '../errors/invalid-parameter-error';

declare const encoded: unique symbol;

/** A URL path whose variable segments are percent-encoded. Made by `path` only. */
export type EncodedPath = string & { readonly [encoded]: true };

/**
 * Template tag for URL paths: percent-encodes every inserted value as one segment, so that no value can
 * reach another resource.
 *
 * @example path`/alerts/${alertId}/acknowledge`
 * @throws InvalidParameterError for an empty value, `.` and `..`, which would change the path, and for text that is no valid Unicode
 */
export function path(literals: TemplateStringsArray, ...values: readonly (string | number)[]): EncodedPath {
  const segments = values.map((value, index) => encodeSegment(String(value)) + literals[index + 1]);
  return ((literals[0] ?? '') + segments.join('')) as EncodedPath;
}

function encodeSegment(value: string): string {
  if (value === '' || value === '.' || value === '..') {
    throw new InvalidParameterError(
      `${JSON.stringify(value)} cannot be used as an ID`,
      'Give the ID as the service shows it.',
    );
  }
  try {
    return encodeURIComponent(value);
  } catch {
    throw new InvalidParameterError(
      'The ID contains characters that are not valid Unicode',
      'Give the ID as the service shows it.',
    );
  }
}
