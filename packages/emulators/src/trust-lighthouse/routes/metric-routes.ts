import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { TrustService } from '../service';
import { responseBody } from './response-body';
import { checkCompany } from './caller';
import { Query } from './query';

const GIGABYTE = 1024 ** 3;

type Params = { Params: { companyId: string } };

/** Chronos: what a company uses. trust-lighthouse.md §4; the fields of the responses are assumption T57. */
export function metricRoutes(app: FastifyInstance, service: TrustService): void {
  const { context, files } = service;

  /** The company and the time that a request is about. */
  const asked = (request: FastifyRequest<Params>) => {
    const { companyId } = request.params;
    checkCompany(request, service, companyId);
    const query = new Query(request, context.settings);
    return {
      companyId,
      query,
      from: query.requiredPeriod('from_date'),
      until: query.requiredPeriod('until_date'),
    };
  };

  app.get<Params>('/metrics/companies/:companyId', (request, reply) => {
    const { companyId, from, until } = asked(request);
    const sum = (direction: 'upload' | 'download') =>
      context.state.transfers
        .filter((transfer) => transfer.companyId === companyId && transfer.direction === direction)
        .filter(({ atMs }) => atMs >= from.startMs && atMs < until.endMs)
        .reduce((total, { bytes }) => total + bytes, 0) / GIGABYTE;
    return reply.send(
      responseBody(200, 'Metrics', { upload: sum('upload'), download: sum('download') }, 'Ok'),
    );
  });

  app.get<Params>('/metrics/companies/:companyId/files', (request, reply) => {
    const { companyId, query, from, until } = asked(request);
    const deleted = query.isTrue('deleted') ? context.settings.deletedFilter : 'no';
    const found = files.search(companyId, { deleted, from, until });
    return reply.send(responseBody(200, 'Metrics', { total: found.length }, 'Ok'));
  });
}
