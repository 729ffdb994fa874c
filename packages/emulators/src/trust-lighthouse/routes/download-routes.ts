import type { FastifyInstance } from 'fastify';
import { ApiError, notFound } from '../api-error';
import type { TrustService } from '../service';
import { DOWNLOAD_PATH } from './link-view';
import { Query } from './query';
import { replyError } from './reply-error';
import { sendFile } from './send-file';

/** Downloads by link, without a token. Assumption T56. */
export function downloadRoutes(app: FastifyInstance, { context, files, links }: TrustService): void {
  app.setErrorHandler(replyError);
  app.get<{ Params: { link: string } }>(`${DOWNLOAD_PATH}/:link`, (request, reply) => {
    const link = links.find(request.params.link);
    const file = link && files.find(link.fileUuid);
    if (!link || !file) throw notFound('Link');
    if (!links.isActive(link)) throw refusal(410, 'The link has expired');
    const password = new Query(request, context.settings).text('password') ?? null;
    if (link.password !== null && password !== link.password) throw refusal(401, 'Wrong password');
    link.downloads += 1;
    return sendFile(reply, file, files.download(file), context.settings.downloadHeaders);
  });
}

function refusal(status: number, message: string): ApiError {
  return new ApiError(status, { code: status, resource: 'Link', message });
}
