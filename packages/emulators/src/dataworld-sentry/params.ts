import { ApiError } from './api-error';

/** Value of a request parameter: Rack makes texts, lists and maps of a query; JSON adds numbers and booleans. */
export type ParamValue = string | number | boolean | null | ParamValue[] | Params;

/** Parameters by name. Has no prototype, so that `__proto__` is a name like any other. */
export interface Params {
  [name: string]: ParamValue;
}

/** Rack's default `param_depth_limit`. */
const MAX_DEPTH = 32;
/** Rack's default limit for the number of parameters in one query. */
const MAX_COUNT = 4_096;

export function noParams(): Params {
  return Object.create(null) as Params;
}

export function isMap(value: ParamValue | undefined): value is Params {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads a query string or a form as Rack does: `a[b]` is a map, `a[]` a list, a name without `=` is `null`, and of a
 * repeated name the last value counts. Brackets may be percent-encoded.
 * @throws ApiError 400 for a name that is used as two different things (`a=1&a[b]=2`), for percent signs or bytes that
 *   are no UTF-8, and for too many or too deeply nested names
 */
export function parseNestedQuery(text: string): Params {
  const params = noParams();
  const pairs = text.split('&').filter((pair) => pair.trim() !== '');
  if (pairs.length > MAX_COUNT) throw new ApiError(400, `there are more than ${MAX_COUNT} parameters`);
  for (const pair of pairs) {
    const mark = pair.indexOf('=');
    const path = pathOf(decoded(mark < 0 ? pair : pair.slice(0, mark)).trimStart());
    if (path.length > MAX_DEPTH) throw tooDeep();
    if (path[0] !== '') put(params, path, mark < 0 ? null : decoded(pair.slice(mark + 1)));
  }
  return params;
}

/**
 * Reads a JSON object. Other JSON values have no parameters.
 * @throws ApiError 400 if it is not JSON, or too deeply nested
 */
export function parseJsonParams(text: string): Params {
  let value: ParamValue;
  try {
    value = JSON.parse(text) as ParamValue;
  } catch {
    throw new ApiError(400, 'the body is not valid JSON');
  }
  return isMap(value) ? (copied(value, 0) as Params) : noParams();
}

/** `meta[counts][]` as `['meta', 'counts', '']`. The rest after an unclosed bracket is a separate name. */
function pathOf(name: string): string[] {
  const opening = name.indexOf('[', 1);
  if (opening < 0) return [name];
  const path = [name.slice(0, opening)];
  let rest = name.slice(opening);
  while (rest !== '') {
    const closing = rest.startsWith('[') ? rest.indexOf(']') : -1;
    if (closing < 0) return [...path, rest];
    path.push(rest.slice(1, closing));
    rest = rest.slice(closing + 1);
  }
  return path;
}

function put(map: Params, [name, next, ...rest]: readonly string[], value: string | null): void {
  const key = name!;
  if (next === undefined) {
    map[key] = value;
  } else if (next === '') {
    const list = (map[key] ??= []);
    if (!Array.isArray(list)) throw conflict(key, 'a list', list);
    putInList(list, rest, value);
  } else {
    const child = (map[key] ??= noParams());
    if (!isMap(child)) throw conflict(key, 'a map', child);
    put(child, [next, ...rest], value);
  }
}

/** `a[][x]=1&a[][y]=2` is one map in the list; a name that this map has already begins the next one. */
function putInList(list: ParamValue[], path: readonly string[], value: string | null): void {
  if (path.every((part) => part === '')) {
    list.push(value);
    return;
  }
  const last = list.at(-1);
  if (isMap(last) && !has(last, path)) {
    put(last, path, value);
    return;
  }
  const fresh = noParams();
  put(fresh, path, value);
  list.push(fresh);
}

function has(map: Params, path: readonly string[]): boolean {
  let value: ParamValue | undefined = map;
  for (const part of path) {
    if (!isMap(value) || !Object.hasOwn(value, part)) return false;
    value = value[part];
  }
  return true;
}

function copied(value: ParamValue, depth: number): ParamValue {
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) throw tooDeep();
  if (Array.isArray(value)) return value.map((item) => copied(item, depth + 1));
  const map = noParams();
  for (const [name, item] of Object.entries(value)) map[name] = copied(item, depth + 1);
  return map;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new ApiError(400, 'a parameter is not encoded as UTF-8 with percent signs');
  }
}

function conflict(name: string, wanted: string, found: ParamValue): ApiError {
  const kind = Array.isArray(found) ? 'a list' : isMap(found) ? 'a map' : 'a text';
  return new ApiError(400, `parameter ${name} is used as ${wanted} and as ${kind}`);
}

function tooDeep(): ApiError {
  return new ApiError(400, `a parameter is nested more than ${MAX_DEPTH} levels deep`);
}
