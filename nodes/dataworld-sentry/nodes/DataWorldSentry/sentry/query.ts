import { InvalidParameterError } from '@signalbox/http-core/errors';

/** Query parameters by name. A list is sent as repeated parameters. */
export type Query = Readonly<Record<string, string | readonly string[]>>;

/** Part of an update, with the label of the field it comes from. */
export interface QueryPart {
  label: string;
  query: Query;
}

/**
 * Maximum length of path and query. All data travels in the URL, which must stay below the 8 KB that proxies commonly
 * accept; this leaves room for method, host and protocol (dataworld-sentry.md §3).
 */
const MAX_TARGET = 7_900;

/** Joins all parts. @throws InvalidParameterError naming the field to shorten if the URL would be too long */
export function joinQuery(path: string, parts: readonly QueryPart[]): Query {
  const excess = excessOf(path, parts);
  if (excess <= 0) return Object.assign({}, ...parts.map(({ query }) => query)) as Query;
  const [longest] = [...parts].sort((a, b) => lengthOf(b.query) - lengthOf(a.query));
  throw new InvalidParameterError(
    `The update is ${excess} characters too long: data.world expects all of it in the URL`,
    `Shorten "${longest!.label}", which takes ${lengthOf(longest!.query)} of ${MAX_TARGET} characters. A non-ASCII letter takes 6 to 12.`,
  );
}

/** Number of characters by which the URL would be too long; negative if there is room. */
export function excessOf(path: string, parts: readonly QueryPart[]): number {
  return parts.reduce((sum, { query }) => sum + lengthOf(query), path.length) - MAX_TARGET;
}

/** Encoded length of a query, including "&" and "=". */
function lengthOf(query: Query): number {
  return Object.entries(query).reduce(
    (sum, [name, values]) =>
      [values]
        .flat()
        .reduce(
          (inner, value) => inner + encodeURIComponent(name).length + encodeURIComponent(value).length + 2,
          sum,
        ),
    0,
  );
}
