import { InvalidParameterError } from '@signalbox/http-core/errors';

import { isBracketKey } from './bracket-key';

/** Plain decimal number without separators or exponent (dataworld-sentry.md §8). */
const NUMBER = /^[+-]?\d{1,400}(\.\d{1,400})?$/;

/**
 * Encodes counts as query parameters: `counts[name]=12`.
 *
 * @throws InvalidParameterError for names and numbers that data.world would misread
 */
export function countsQuery(entries: readonly (readonly [string, unknown])[]): Record<string, string> {
  const query = new Map<string, string>();
  for (const [name, value] of entries) {
    if (!isBracketKey(name)) {
      throw new InvalidParameterError(
        `"Counts" has the name ${JSON.stringify(name).slice(0, 80)}, which cannot be sent`,
        'A name has 1 to 100 visible characters, is not __proto__, and has no brackets.',
      );
    }
    if (query.has(`counts[${name}]`)) {
      throw new InvalidParameterError(
        `"Counts" names "${name}" twice`,
        'Use a different name for each count.',
      );
    }
    query.set(`counts[${name}]`, decimalOf(name, value));
  }
  return Object.fromEntries(query);
}

function decimalOf(name: string, value: unknown): string {
  const text = typeof value === 'number' ? plainNumber(value) : typeof value === 'string' ? value.trim() : '';
  if (NUMBER.test(text)) return text.replace(/^\+/, '');
  throw new InvalidParameterError(
    `"Counts" > "${name}" is not a plain number (it is ${(JSON.stringify(value) ?? String(value)).slice(0, 80)})`,
    'Use a number such as 1200 or 0.25, without thousands separators, unit or exponent.',
  );
}

/** Expands the exponent with which JavaScript prints very large and very small numbers, such as `-1.5e-7`. */
function plainNumber(value: number): string {
  const [mantissa = '', exponent] = String(value).split('e');
  if (exponent === undefined) return mantissa;
  if (Number(exponent) > 0) return BigInt(value).toString();
  const digits = mantissa.replace(/[-.]/g, '');
  return `${value < 0 ? '-' : ''}0.${'0'.repeat(-Number(exponent) - 1)}${digits}`;
}
