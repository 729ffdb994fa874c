import type { FastifyInstance, FastifyRequest } from 'fastify';
import { readPayload, UnreadablePayload } from '../inbound/read-payload';
import { teamById, userById } from '../records';
import { ServiceError } from '../service-error';
import type { Signl4Service } from '../service';
import { imageDetails, type Image } from './image';

/** Pictures of users and teams: uploaded as a part of multipart/form-data, read as JSON. */
export function imageRoutes(app: FastifyInstance, service: Signl4Service): void {
  const { context } = service;
  const owners = {
    teams: (id: string) => teamById(context.state, id),
    users: (id: string) => userById(context.state, id),
  };
  for (const [kind, find] of Object.entries(owners)) {
    const path = `/${kind}/:id/image`;

    app.get<{ Params: { id: string } }>(path, (request, reply) => {
      const { image } = find(request.params.id);
      if (!image) throw new ServiceError(404, 'Error reading image.', 'There is no image.');
      return reply.send(imageDetails(image));
    });

    app.post<{ Params: { id: string } }>(path, async (request, reply) => {
      const owner = find(request.params.id);
      owner.image = await uploaded(request, context.ticks.date());
      return reply.code(204).send();
    });

    app.delete<{ Params: { id: string } }>(
      path,
      { config: { no404: kind === 'users' } },
      (request, reply) => {
        find(request.params.id).image = null;
        return reply.code(204).send();
      },
    );
  }
}

/** @throws ServiceError 400 for a request without a file */
async function uploaded(request: FastifyRequest, lastModified: string): Promise<Image> {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const { attachments } = await readPayload(request.headers['content-type'], body).catch((error: unknown) => {
    if (error instanceof UnreadablePayload) return { attachments: [] };
    throw error;
  });
  const [file] = attachments;
  if (!file) throw new ServiceError(400, 'Error saving image.', 'The request has no part with a file.');
  return { ...file, lastModified };
}
