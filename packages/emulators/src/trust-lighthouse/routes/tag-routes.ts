import type { FastifyInstance } from 'fastify';
import { notFound, unprocessable } from '../api-error';
import type { TrustService } from '../service';
import { responseBody } from './response-body';
import { fileOf } from './caller';
import { fileView } from './file-view';
import { jsonBody } from './json-body';
import { tagsInput } from './tags-input';

const PATH = '/file_registers/:id/tags/';

type Params = { Params: { id: string } };

/** Chronos: the tags of a file. trust-lighthouse.md §4. */
export function tagRoutes(app: FastifyInstance, service: TrustService): void {
  const { context, files } = service;
  const { settings } = context;

  app.get<Params>(PATH, (request, reply) => {
    const { tags } = fileOf(request, service, request.params.id);
    if (Object.keys(tags).length === 0) throw notFound('Tags');
    return reply.send(responseBody(200, 'Tags', tags, 'Ok'));
  });

  app.patch<Params>(PATH, (request, reply) => {
    const file = fileOf(request, service, request.params.id);
    const changed = files.tag(file, tagsInput(jsonBody(request, settings).tags));
    return reply.send(
      responseBody(200, 'File', fileView(file, settings.sizeUnit), changed ? 'Updated' : 'No tags updated'),
    );
  });

  app.delete<Params>(PATH, (request, reply) => {
    const file = fileOf(request, service, request.params.id);
    const keys = jsonBody(request, settings).tags_keys;
    if (!Array.isArray(keys) || !keys.every((key): key is string => typeof key === 'string'))
      throw unprocessable('Tags keys must be formatted as a List<String>', 'Tags');
    if (Object.keys(file.tags).length === 0 && settings.untaggedDeleteStatus === 404) throw notFound('Tags');
    const changed = files.untag(file, keys);
    const data = settings.deletedTagsData === 'file' ? fileView(file, settings.sizeUnit) : file.tags;
    return reply.send(
      responseBody(
        200,
        settings.deletedTagsData === 'file' ? 'File' : 'Tags',
        data,
        changed ? 'Ok' : 'No tags deleted',
      ),
    );
  });
}
