import type { FastifyInstance } from 'fastify';
import { noEndpoint, notFound, unprocessable } from '../api-error';
import { periodOf } from '../date-time';
import type { FileRegister } from '../model';
import type { TrustService } from '../service';
import { responseBody } from './response-body';
import { checkCompany, fileOf } from './caller';
import { fileView } from './file-view';
import { formBody } from './form-body';
import { jsonBody } from './json-body';
import { listResponse } from './list-response';
import { Query } from './query';
import { sendFile } from './send-file';
import { tagsInput, tagsText } from './tags-input';

/** Chronos: files. trust-lighthouse.md §4. Each URL with or without a slash at its end, as documented. */
export function fileRoutes(app: FastifyInstance, service: TrustService): void {
  const { context, files } = service;
  const { settings } = context;
  const view = (file: FileRegister) => fileView(file, settings.sizeUnit);

  app.post('/file_registers/', async (request, reply) => {
    const { fields, file: content } = await formBody(request);
    if (!content) throw notFound('File to upload');
    const companyId = fields.get('company_id');
    if (!companyId) throw unprocessable('Company id not present');
    checkCompany(request, service, companyId);
    const file = files.upload({
      companyId,
      serviceName: fields.get('service_name') || undefined,
      folder: fields.get('folder'),
      tags: tagsText(fields.get('tags')),
      ...content,
    });
    return reply.code(201).send(responseBody(201, 'File', view(file), 'Created'));
  });

  app.put<{ Params: { id: string } }>('/file_registers/:id', async (request, reply) => {
    const file = fileOf(request, service, request.params.id);
    const { fields, file: content } = await formBody(request);
    if (!content) throw notFound('File to upload');
    files.replace(file, content, {
      folder: fields.get('folder'),
      tags: tagsText(fields.get('tags')),
    });
    return reply.send(responseBody(200, 'File', view(file), 'Updated'));
  });

  app.get<{ Params: { id: string } }>('/file_registers/:id', (request, reply) => {
    const file = fileOf(request, service, request.params.id);
    return sendFile(reply, file, files.download(file), settings.downloadHeaders);
  });

  // Not documented, and by default not there. Assumption T61.
  app.delete<{ Params: { id: string } }>('/file_registers/:id', (request, reply) => {
    const status = settings.deleteFileStatus;
    if (status === 404 || status === 405) throw noEndpoint(status);
    const file = fileOf(request, service, request.params.id);
    files.delete(file);
    return reply.send(responseBody(200, 'File', view(file), 'Deleted'));
  });

  app.get<{ Params: { companyId: string } }>('/companies/:companyId/files', (request, reply) => {
    const { companyId } = request.params;
    checkCompany(request, service, companyId);
    const query = new Query(request, settings);
    const found = files.search(companyId, {
      deleted: query.isTrue('deleted') ? settings.deletedFilter : 'no',
      search: query.text('search'),
      from: query.period('from_date'),
      until: query.period('until_date'),
      tags: tagsText(query.text('tags')),
    });
    return reply.send(
      listResponse(
        query,
        found,
        view,
        { resource: 'File', defaultPerPage: settings.defaultPerPage },
        settings,
      ),
    );
  });

  app.delete<{ Params: { id: string } }>('/file_registers/:id/filters', (request, reply) => {
    checkCompany(request, service, request.params.id);
    const body = jsonBody(request, settings);
    const period = (name: string) => {
      const value = body[name];
      const found = typeof value === 'string' ? periodOf(value, settings.dateOffsetMinutes) : undefined;
      if (!found) throw unprocessable(`${name} must be formatted as YYYY-MM-DD HH:MM:SS`);
      return found;
    };
    const { confirm_delete: confirmed, folder, tags } = body;
    if (typeof confirmed !== 'boolean') throw unprocessable('confirm_delete must be a boolean');
    if (folder !== undefined && folder !== null && typeof folder !== 'string')
      throw unprocessable('folder must be a string');
    const found = files.search(request.params.id, {
      from: period('from_date'),
      until: period('until_date'),
      folder: folder || undefined,
      tags: tags === undefined || tags === null ? undefined : tagsInput(tags),
    });
    if (confirmed) for (const file of found) files.delete(file);
    const data = settings.deleteByFilterResponse === 'files' ? found.map(view) : found.length;
    return reply.send(responseBody(200, 'File', data, confirmed ? 'Deleted' : 'Ok'));
  });
}
