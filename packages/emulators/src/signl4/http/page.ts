import type { FastifyReply, FastifyRequest } from 'fastify';
import { ServiceError } from '../service-error';
import { queryValues } from './query-values';

const MAX_RESULTS = 100;

interface Token {
  nextPartitionKey?: string;
  nextRowKey?: string;
  nextTableName?: string;
}

/** One page of records, newest first, and how to get the next. */
interface Page {
  results: unknown[];
  continuationToken: Record<keyof Token, string | null> | null;
  hasMore: boolean;
}

/**
 * The page of records, newest first, that begins with the one that the continuation token names.
 * @throws ServiceError 400 for a maxResults outside 1..100
 */
export function pageOf<T extends { id: string }>(
  request: FastifyRequest,
  records: readonly T[],
  token: Token | null | undefined,
  view: (record: T) => unknown,
): Page {
  const asked = queryValues(request, 'maxResults')[0];
  const maxResults = asked === undefined ? MAX_RESULTS : Number(asked);
  if (!Number.isInteger(maxResults) || maxResults < 1 || maxResults > MAX_RESULTS) {
    throw new ServiceError(400, 'The request is invalid.', `maxResults has to be from 1 to ${MAX_RESULTS}.`);
  }
  // signl4.md §1.10: ids ascending means newest first.
  const sorted = [...records].sort((a, b) => (a.id < b.id ? -1 : 1));
  const from = token?.nextRowKey;
  const rest = from === undefined ? sorted : sorted.filter((record) => record.id >= from);
  const next = rest[maxResults];
  return {
    results: rest.slice(0, maxResults).map(view),
    continuationToken: next
      ? { nextPartitionKey: 'signalbox', nextRowKey: next.id, nextTableName: null }
      : null,
    hasMore: next !== undefined,
  };
}

/** Sends one page of records; 204 if there is none. @throws ServiceError 400 for a maxResults outside 1..100 */
export function replyPage<T extends { id: string }>(
  request: FastifyRequest,
  reply: FastifyReply,
  records: readonly T[],
  token: Token | null | undefined,
  view: (record: T) => unknown,
): FastifyReply {
  const page = pageOf(request, records, token, view);
  return page.results.length === 0 ? reply.code(204).send() : reply.send(page);
}
