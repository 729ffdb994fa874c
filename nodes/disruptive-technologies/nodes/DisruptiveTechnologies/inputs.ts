import { lazy } from '@signalbox/http-core';
import { InvalidParameterError } from '@signalbox/http-core/errors';
import * as z from 'zod/v4-mini';

/** Schemas of the fields. Expressions and AI tools can pass any value. */
export const filled = lazy(() => z.string().check(z.trim(), z.minLength(1)));

/** Several texts: a list, or one text with commas. Empty ones are left out. */
export const textList = lazy(() =>
  z.pipe(
    z.union([z.array(z.string()), z.string()], 'must be a list of texts'),
    z.transform((given) =>
      (Array.isArray(given) ? given : given.split(',')).map((each) => each.trim()).filter(Boolean),
    ),
  ),
);

/**
 * Labels as the service takes them.
 *
 * @param fieldLabel name of the field as the user sees it
 * @throws InvalidParameterError when a key occurs twice
 */
export function labelMap(
  { label = [] }: { label?: { key: string; value: string }[] },
  fieldLabel: string,
): Record<string, string> {
  const map = new Map<string, string>();
  for (const { key, value } of label) {
    if (map.has(key)) {
      throw new InvalidParameterError(
        `"${fieldLabel}" names ${JSON.stringify(key)} twice`,
        'A device has one value for each label: remove one of them.',
      );
    }
    map.set(key, value);
  }
  return Object.fromEntries(map);
}
