import type { FastifyInstance } from 'fastify';
import { unprocessable } from '../api-error';
import { periodOf } from '../date-time';
import type { LinkTerms } from '../links';
import type { TrustService } from '../service';
import { responseBody } from './response-body';
import { fileOf } from './caller';
import { jsonBody } from './json-body';
import { linkView } from './link-view';
import { listResponse } from './list-response';
import { Query } from './query';

/** trust-lighthouse.md §4: the only list with a documented size of a page. */
const LINKS_PER_PAGE = 5;

/** Chronos: download links. trust-lighthouse.md §4. */
export function linkRoutes(app: FastifyInstance, service: TrustService): void {
  const { context, links } = service;
  const { settings } = context;

  app.post<{ Params: { id: string } }>('/links/:id', (request, reply) => {
    const file = fileOf(request, service, request.params.id);
    const link = links.create(file, linkTerms(jsonBody(request, settings), settings.dateOffsetMinutes));
    return reply.code(201).send(responseBody(201, 'Link', linkView(link, context.origin()), 'Created'));
  });

  app.get<{ Params: { id: string } }>('/file_registers/:id/links', (request, reply) => {
    const file = fileOf(request, service, request.params.id);
    const query = new Query(request, settings);
    const [from, until] = [query.period('from_date'), query.period('until_date')];
    const found = links
      .active(file)
      .filter(
        ({ createdAtMs }) =>
          (!from || createdAtMs >= from.startMs) &&
          (!until || createdAtMs < (settings.untilDate === 'included' ? until.endMs : until.startMs)),
      );
    return reply.send(
      listResponse(
        query,
        found,
        (link) => linkView(link, context.origin()),
        { resource: 'Link', defaultPerPage: LINKS_PER_PAGE },
        settings,
      ),
    );
  });
}

function linkTerms(body: Record<string, unknown>, offsetMinutes: number): LinkTerms {
  const { password = null, max_download: maxDownloads = null, caducity = null } = body;
  if (password !== null && typeof password !== 'string')
    throw unprocessable('password must be a string', 'Link');
  if (
    maxDownloads !== null &&
    !(typeof maxDownloads === 'number' && Number.isInteger(maxDownloads) && maxDownloads > 0)
  )
    throw unprocessable('max_download must be a positive integer', 'Link');
  const period = typeof caducity === 'string' ? periodOf(caducity, offsetMinutes) : undefined;
  if (caducity !== null && !period)
    throw unprocessable('caducity must be formatted as YYYY-MM-DD HH:MM:SS', 'Link');
  return {
    password: password === '' ? null : password,
    maxDownloads,
    caducity: caducity as string | null,
    expiresAtMs: period?.startMs ?? null,
  };
}
