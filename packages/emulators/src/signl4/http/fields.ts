import { z } from 'zod/v4';
import { normalDate } from '../ticks';

/** Fields as the service takes them: null counts as absent, and an empty string too where a value is optional. */

export const requiredText = z.string().trim().min(1);
export const optionalText = z
  .string()
  .nullish()
  .transform((text) => (text ? text : undefined));
export const optionalList = z
  .array(z.string())
  .nullish()
  .transform((list) => (list && list.length > 0 ? list.map((id) => id.toLowerCase()) : undefined));
/** Ids are compared in lower case. */
export const requiredId = requiredText.transform((id) => id.toLowerCase());
export const optionalId = optionalText.transform((id) => id?.toLowerCase());
export const optionalDate = optionalText.transform((text, issues) => {
  const date = text === undefined ? undefined : normalDate(text);
  if (text !== undefined && date === undefined) issues.addIssue({ code: 'custom', message: 'is not a date' });
  return date;
});
export const requiredDate = requiredText.transform((text, issues) => {
  const date = normalDate(text);
  if (date !== undefined) return date;
  issues.addIssue({ code: 'custom', message: 'is not a date' });
  return z.NEVER;
});
export const optionalInt = z
  .number()
  .int()
  .nullish()
  .transform((number) => number ?? 0);
export const optionalBoolean = z
  .boolean()
  .nullish()
  .transform((flag) => flag ?? false);
export const continuationToken = z
  .object({ nextPartitionKey: optionalText, nextRowKey: optionalText, nextTableName: optionalText })
  .nullish();
