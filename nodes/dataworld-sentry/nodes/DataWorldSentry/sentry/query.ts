import { InvalidParameterError } from '@signalbox/http-core/errors';

/** Query parameters, by name. A list is sent as one parameter for each entry. */
export type Query = Readonly<Record<string, string | readonly string[]>>;

/** A part of an update and the field of the node that it comes from. */
export interface QueryPart {
  label: string;
  query: Query;
}

/**
 * Characters of path and query. All data rides in the URL, which has to stay below the 8 KB that proxies commonly take;
 * this leaves room for host, method and protocol (dataworld-sentry.md §3).
 */
const MAX_TARGET = 7_900;

/** All parts together. @throws InvalidParameterError that names the field to shorten, when the URL would be too long */
export function joinQuery(path: string, parts: readonly QueryPart[]): Query {
  const excess = excessOf(path, parts);
  if (excess <= 0) return Object.assign({}, ...parts.map(({ query }) => query)) as Query;
  const [longest] = [...parts].sort((a, b) => lengthOf(b.query) - lengthOf(a.query));
  throw new InvalidParameterError(
    `The update is ${excess} characters too long for a URL, in which data.world wants all of it`,
    `Shorten "${longest!.label}", which takes ${lengthOf(longest!.query)} of ${MAX_TARGET} characters. A letter that is not ASCII takes 6 to 12.`,
  );
}

/** By how many characters the URL would be too long; negative where there is room. */
export function excessOf(path: string, parts: readonly QueryPart[]): number {
  return parts.reduce((sum, { query }) => sum + lengthOf(query), path.length) - MAX_TARGET;
}

/** Characters of a query as the core encodes it, with the separators. */
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
