import type { TrustAssumptions } from '../assumptions';
import { responseBody } from './response-body';
import type { Query } from './query';

interface ListRules {
  readonly resource: string;
  readonly defaultPerPage: number;
}

/**
 * One page of a list, in the envelope of assumption T44.
 * @throws ApiError 422 for a page that is none
 */
export function listResponse<T>(
  query: Query,
  records: readonly T[],
  view: (record: T) => unknown,
  { resource, defaultPerPage }: ListRules,
  { maxPerPage, searchEnvelope }: TrustAssumptions,
): unknown {
  const page = query.count('page', 1);
  const perPage = Math.min(query.count('per_page', defaultPerPage), maxPerPage);
  const data = records.slice((page - 1) * perPage, page * perPage).map(view);
  if (searchEnvelope === 'array') return data;
  const plain = responseBody(200, resource, data, 'Ok');
  return searchEnvelope === 'plain' ? plain : { ...plain, page, per_page: perPage, total: records.length };
}
