import * as z from 'zod/v4-mini';

import { InvalidParameterError } from '../errors/invalid-parameter-error';
import { isRecord } from '../platform/is-record';

/** Texts and numbers of JSON: a number within a text is none. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * The value of a field of the type `json`: an object, or the JSON of one. A number with more digits than JavaScript can hold would be
 * sent as another one, so it is refused; of an object that an expression gives that can be known no longer.
 *
 * @param example of such an object, for the error
 */
export const jsonObject = (example: string) =>
  z.pipe(
    z.any(),
    z.transform((given: unknown, { issues }) => {
      const { value, problem, hint } = readJson(given, example);
      if (problem !== undefined) {
        issues.push({ code: 'custom', message: problem, params: { hint }, input: given });
      }
      return value;
    }),
  );

/** As `jsonObject`, without a schema. @throws InvalidParameterError that names the field */
export function readJsonObject(label: string, given: unknown, example: string): Record<string, unknown> {
  const { value, problem, hint } = readJson(given, example);
  if (problem !== undefined) throw new InvalidParameterError(`"${label}" ${problem}`, hint);
  return value;
}

interface ReadJson {
  value: Record<string, unknown>;
  problem?: string;
  hint?: string;
}

function readJson(given: unknown, example: string): ReadJson {
  const value = typeof given === 'string' ? parsed(given) : given;
  const lost = typeof given === 'string' ? lostNumber(given) : undefined;
  if (!isRecord(value)) {
    const problem = 'must be an object, or the JSON of one';
    return { value: {}, problem, hint: `For example: ${example}` };
  }
  if (lost === undefined) return { value };
  const problem = `has the number ${lost}, which would be sent as ${Number(lost)}`;
  return { value, problem, hint: 'Put it in quotes.' };
}

/** The first number that JavaScript cannot hold: one without its last digits, or none at all. */
function lostNumber(json: string): string | undefined {
  return json.match(TOKEN)?.find((token) => {
    if (token.startsWith('"')) return false;
    const number = Number(token);
    const isRounded = Number.isInteger(number) && !Number.isSafeInteger(number) && !/e/i.test(token);
    return isRounded || !Number.isFinite(number);
  });
}

function parsed(json: string): unknown {
  try {
    return json.trim() === '' ? {} : (JSON.parse(json) as unknown);
  } catch {
    return undefined;
  }
}
