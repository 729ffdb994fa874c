import { unprocessable } from '../api-error';
import type { Params } from '../params';

/** The name of something to create. @throws ApiError 422 */
export function readName({ name }: Params): string {
  if (typeof name === 'string' && name.trim() !== '') return name;
  throw unprocessable('name is missing');
}

/** `canary_uids[]=…&canary_uids[]=…`. @throws ApiError 422 */
export function readUids(params: Params, field: string): string[] {
  const value = params[field] ?? [];
  if (Array.isArray(value) && value.every((uid) => typeof uid === 'string')) return value;
  throw unprocessable(`${field} has to be a list: ${field}[]=uid`);
}
