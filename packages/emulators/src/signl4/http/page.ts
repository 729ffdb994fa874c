import type { FastifyReply, FastifyRequest } from 'fastify';
import { ServiceError } from '../service-error';
import { queryValues } from './query-values';

const MAX_RESULTS = 100;

interface Token {
  nextPartitionKey?: string;
  nextRowKey?: string;
  nextTableName?: string;
}

/**
 * Sends one page of records, newest first, from the one that the continuation token names; 204 if there is none.
 * @throws ServiceError 400 for a maxResults outside 1..100
 */
export function replyPage<T extends { id: string }>(
  request: FastifyRequest,
  reply: FastifyReply,
  records: T[],
  token: Token | null | undefined,
  view: (record: T) => unknown,
): FastifyReply {
  const asked = queryValues(request, 'maxResults')[0];
  const maxResults = asked === undefined ? MAX_RESULTS : Number(asked);
  if (!Number.isInteger(maxResults) || maxResults < 1 || maxResults > MAX_RESULTS) {
    throw new ServiceError(400, 'The request is invalid.', `maxResults has to be from 1 to ${MAX_RESULTS}.`);
  }
  // signl4.md §1.10: ids ascending means newest first.
  const sorted = [...records].sort((a, b) => (a.id < b.id ? -1 : 1));
  const from = token?.nextRowKey;
  const rest = from === undefined ? sorted : sorted.filter((record) => record.id >= from);
  if (rest.length === 0) return reply.code(204).send();
  const next = rest[maxResults];
  return reply.send({
    results: rest.slice(0, maxResults).map(view),
    continuationToken: next
      ? { nextPartitionKey: 'signalbox', nextRowKey: next.id, nextTableName: null }
      : null,
    hasMore: next !== undefined,
  });
}
