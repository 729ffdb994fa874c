import type { FastifyRequest } from 'fastify';
import { invalidArgument } from '../api-error';
import { queryValue } from './query-values';

interface PageRules {
  /** Maximum and default of `pageSize`. */
  max: number;
  tooLarge: 'clamp' | 'refuse';
}

/**
 * One page of a list, and the token of the next one (empty on the last). A token names the last entry that was given
 * out, so entries added between two pages neither repeat nor hide others.
 * @param keyOf what is unique about an entry
 * @throws ApiError 400 for a page size or a token that is not valid
 */
export function pageOf<T>(
  request: FastifyRequest,
  records: readonly T[],
  keyOf: (record: T) => string,
  rules: PageRules,
): { page: T[]; nextPageToken: string } {
  const size = pageSize(request, rules);
  const token = queryValue(request, 'pageToken');
  const from = token === undefined ? 0 : positionAfter(token, records, keyOf);
  const page = records.slice(from, from + size);
  const last = page.at(-1);
  const next = from + page.length;
  const more = last !== undefined && next < records.length;
  return {
    page,
    nextPageToken: more ? Buffer.from(JSON.stringify([keyOf(last), next])).toString('base64url') : '',
  };
}

function pageSize(request: FastifyRequest, { max, tooLarge }: PageRules): number {
  const text = queryValue(request, 'pageSize');
  const asked = text === undefined ? 0 : Number(text);
  if (!Number.isInteger(asked) || asked < 0) throw invalidArgument('pageSize has to be a positive number');
  if (asked > max && tooLarge === 'refuse') throw invalidArgument(`pageSize can be ${max} at most`);
  return asked === 0 ? max : Math.min(asked, max);
}

function positionAfter<T>(token: string, records: readonly T[], keyOf: (record: T) => string): number {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    throw invalidArgument('pageToken is not valid');
  }
  const [key, position] = Array.isArray(parsed) ? (parsed as unknown[]) : [];
  if (typeof key !== 'string' || typeof position !== 'number')
    throw invalidArgument('pageToken is not valid');
  const index = records.findIndex((record) => keyOf(record) === key);
  // The entry was deleted: continue from where it was.
  return index < 0 ? position : index + 1;
}
