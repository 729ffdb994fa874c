import { isRecord } from './wire';

/**
 * Extracts Trust's explanation from an error body: the message, then the problem with each field. `errors` may be an
 * object with `validations`, a string, or missing (trust-lighthouse.md §3.1, trust-lighthouse.md §4).
 * `error_description` of the token service is assumed (trust-lighthouse.md §2).
 */
export function explain(body: unknown): string | undefined {
  if (!isRecord(body)) return undefined;
  const { resource, message, errors, error, error_description: description } = body;
  const about = [resource, message].filter(isText).join(': ');
  const lines = [about, ...fieldLines(errors), ...(about ? [] : [error, description].filter(isText))];
  return lines.filter(Boolean).join('; ') || undefined;
}

function fieldLines(errors: unknown): string[] {
  if (isText(errors)) return [errors];
  if (Array.isArray(errors)) return errors.flatMap(fieldLines);
  if (!isRecord(errors)) return [];
  const { validations, text } = errors;
  if (!isRecord(validations)) return isText(text) ? [text] : pairs(errors);
  return pairs(validations);
}

function pairs(fields: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(fields).flatMap(([name, problem]) =>
    [problem].flat().map((one) => `${name}: ${isText(one) ? one : JSON.stringify(one)}`),
  );
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
