import { InvalidParameterError } from '../errors/invalid-parameter-error';

/** Half of a surrogate pair, which has no UTF-8 form: a text cut in the middle of an emoji ends with one. */
const HALF = /\p{Cs}/gu;

/** Replaces halves of characters, as every UTF-8 encoder does. */
export function wellFormed(text: string): string {
  return text.replace(HALF, '\uFFFD');
}

/** As `wellFormed`, for every text in a value of JSON; not for keys, which name something. */
export function wellFormedWithin(value: unknown): unknown {
  if (typeof value === 'string') return wellFormed(value);
  if (Array.isArray(value)) return value.map(wellFormedWithin);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, wellFormedWithin(inner)]));
}

/** Returns true if any text in a JSON value contains half of a surrogate pair. */
export function isBroken(value: unknown): boolean {
  if (typeof value === 'string') return wellFormed(value) !== value;
  if (Array.isArray(value)) return value.some(isBroken);
  return isPlainObject(value) && Object.entries(value).some(isBroken);
}

/** @param place what holds the text, such as `The query parameter "search"` */
export function brokenText(place: string): InvalidParameterError {
  return new InvalidParameterError(
    `${wellFormed(place)} contains half of a character`,
    'It was probably cut in the middle of an emoji. Cut whole characters instead, such as with {{ [...$json.text].slice(0, 80).join("") }}.',
  );
}

/** Returns false for a Date or a DateTime, which stand for a text. */
function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !('toJSON' in value);
}
