import type { FastifyInstance } from 'fastify';
import { ApiError } from '../api-error';
import type { DataworldService } from '../service';
import { authenticate } from './caller';
import { replyError } from './reply-error';

/** Adds some routes behind authentication, with the error format of the service. */
export function sentryApi(
  app: FastifyInstance,
  service: DataworldService,
  routes: readonly ((app: FastifyInstance, service: DataworldService) => void)[],
): void {
  const { errorBody, maxUrlBytes } = service.context.settings;
  app.setErrorHandler((error, _request, reply) => replyError(reply, error, errorBody));
  app.setNotFoundHandler((request, reply) =>
    replyError(
      reply,
      new ApiError(404, `there is no ${request.method} ${request.url.split('?', 1)[0]}`, {
        'x-signalbox': 'not-emulated',
      }),
      errorBody,
    ),
  );
  // A proxy checks the length before the application sees the request.
  app.addHook('onRequest', async ({ raw }) => {
    if (Buffer.byteLength(raw.url ?? '') > maxUrlBytes) throw new ApiError(414, 'the URL is too long');
  });
  app.addHook('preHandler', authenticate(service));
  for (const add of routes) add(app, service);
}
