import { InvalidParameterError } from '@signalbox/http-core/errors';
import { instantOf } from '@signalbox/http-core/operation';

import { isBracketKey } from './bracket-key';
import { withoutZeros } from './record-time';

/** Aliases of parameters that have separate fields (dataworld-sentry.md §3). */
const RESERVED: Readonly<Record<string, string>> = {
  latest_record_at: 'Latest Record Time',
  counts: 'Counts',
};

/** Maximum nesting. Rack, which parses the query, refuses 32 levels and more. */
const MAX_DEPTH = 10;

const LABEL = 'Metadata';

/**
 * Encodes metadata as query parameters in bracket notation: `meta[a][b]=1`, and `meta[a][]=x` for each entry of a list.
 * Empty lists and objects are omitted; null is sent as an empty string.
 *
 * @throws InvalidParameterError for reserved or ambiguous keys, and for values that cannot be encoded
 */
export function metadataQuery(
  entries: readonly (readonly [string, unknown])[],
): Record<string, string | string[]> {
  const query = new Map<string, string | string[]>();
  for (const [key, value] of entries) {
    if (Object.hasOwn(RESERVED, key)) {
      throw new InvalidParameterError(
        `"${LABEL}" must not have the key "${key}"`,
        `Use the field "${RESERVED[key]}" instead.`,
      );
    }
    if (query.has(`meta[${key}]`)) {
      throw new InvalidParameterError(
        `"${LABEL}" names "${key}" twice`,
        'Use a different key for each entry.',
      );
    }
    add(query, 'meta', key, value, 1);
  }
  return Object.fromEntries(query);
}

function add(
  query: Map<string, string | string[]>,
  prefix: string,
  key: string,
  value: unknown,
  depth: number,
): void {
  if (!isBracketKey(key)) {
    throw new InvalidParameterError(
      `"${LABEL}" has a key that cannot be sent: ${JSON.stringify(key).slice(0, 80)}`,
      'A key has 1 to 100 visible characters, is not __proto__, and has no brackets. Use an object for nested values.',
    );
  }
  const name = `${prefix}[${key}]`;
  const plain = plainOf(value);
  if (plain !== undefined) {
    query.set(name, plain);
  } else if (Array.isArray(value)) {
    const texts = value.map(
      (entry) => plainOf(entry) ?? refuse(name, 'a list that contains lists or objects'),
    );
    if (texts.length > 0) query.set(`${name}[]`, texts);
  } else if (typeof value !== 'object' || depth >= MAX_DEPTH) {
    refuse(name, depth >= MAX_DEPTH ? 'nested too deeply' : 'not a JSON value');
  } else {
    for (const [inner, nested] of Object.entries(value as object)) add(query, name, inner, nested, depth + 1);
  }
}

/** A scalar value as a string; `undefined` for anything else. */
function plainOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  // A Date, or a Luxon DateTime from an expression.
  const ms = instantOf(value);
  return ms === undefined || Number.isNaN(ms) ? undefined : withoutZeros(new Date(ms).toISOString());
}

function refuse(name: string, what: string): never {
  throw new InvalidParameterError(
    `"${LABEL}" cannot be sent: ${name} is ${what}`,
    'Use strings, numbers, booleans, lists of these, or objects of all these. Anything else can be sent as JSON text.',
  );
}
