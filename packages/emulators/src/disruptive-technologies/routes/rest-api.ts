import type { FastifyInstance } from 'fastify';
import type { DisruptiveTechnologiesService } from '../service';
import { authenticate } from './caller';
import { errorBody } from './error-body';
import { replyError } from './reply-error';

/** Adds some routes behind authentication, with the error format of the service. */
export function restApi(
  app: FastifyInstance,
  service: DisruptiveTechnologiesService,
  routes: readonly ((app: FastifyInstance, service: DisruptiveTechnologiesService) => void)[],
): void {
  const authenticated = authenticate(service);
  app.setErrorHandler(replyError);
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .header('x-signalbox', 'not-emulated')
      .send(
        errorBody(
          404,
          `not found: this emulator does not know ${request.method} ${request.url.split('?', 1)[0]}`,
        ),
      ),
  );
  app.addHook('preHandler', async (request, reply) => {
    if (!request.is404) await authenticated(request, reply);
  });
  for (const add of routes) add(app, service);
}
