import { InputProblem } from '../errors/input-problem';

/** Half of a surrogate pair, which has no UTF-8 form: a text cut in the middle of an emoji ends with one. */
const HALF = /\p{Cs}/gu;

/** Replaces halves of characters, as every UTF-8 encoder does. */
export function wellFormed(text: string): string {
  return text.replace(HALF, '\uFFFD');
}

/** As `wellFormed`, for every text and every key in a value of JSON. */
export function wellFormedWithin(value: unknown): unknown {
  if (typeof value === 'string') return wellFormed(value);
  if (Array.isArray(value)) return value.map(wellFormedWithin);
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [wellFormed(key), wellFormedWithin(inner)]),
  );
}

/** Whether half of a character is anywhere in a value of JSON. */
export function isBroken(value: unknown): boolean {
  // Not with the expression above: a global one remembers where it was.
  if (typeof value === 'string') return wellFormed(value) !== value;
  if (Array.isArray(value)) return value.some(isBroken);
  return isPlain(value) && Object.entries(value).some((entry) => isBroken(entry));
}

/** @param place what holds the text, such as `The query parameter "search"` */
export function brokenText(place: string): InputProblem {
  return new InputProblem(
    `${wellFormed(place)} contains half of a character`,
    'It was probably cut in the middle of an emoji. Cut whole characters instead, such as with {{ [...$json.text].slice(0, 80).join("") }}.',
  );
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
