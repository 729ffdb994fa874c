import { unprocessable } from '../api-error';
import type { Tags } from '../model';
import { isTags } from '../tags';

/** The page breaks off after "formatted as"; the rest is what Lighthouse says. */
const NO_TAGS = 'Tags must be formatted as a Map<String:String>';

/** @throws ApiError 422 */
export function tagsInput(value: unknown): Tags {
  if (!isTags(value)) throw unprocessable(NO_TAGS);
  return value;
}

/**
 * Tags as a text that holds JSON; absent or empty ones are `undefined`.
 * @throws ApiError 422
 */
export function tagsText(text: string | undefined): Tags | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw unprocessable(NO_TAGS);
  }
  return tagsInput(value);
}
