import type { FastifyInstance, FastifyRequest } from 'fastify';
import { noEndpoint } from '../api-error';
import type { TrustService } from '../service';
import { authenticate } from './caller';
import { replyError } from './reply-error';

/** Adds some routes behind the token, with the error format of the service. */
export function gateway(
  app: FastifyInstance,
  service: TrustService,
  routes: readonly ((app: FastifyInstance, service: TrustService) => void)[],
): void {
  const authenticated = authenticate(service);
  app.setErrorHandler(replyError);
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .header('x-signalbox', 'not-emulated')
      .send({
        code: 404,
        message: `This emulator does not know ${request.method} ${pathOf(request)}`,
      }),
  );
  app.addHook('preHandler', async (request) => {
    if (request.is404) return;
    if (service.context.settings.trailingSlash === 'documented' && !isSpeltAsDocumented(request))
      throw noEndpoint(404);
    authenticated(request);
  });
  for (const add of routes) add(app, service);
}

/** Routes are declared as they are documented, each with or without a slash at the end. Assumption T58. */
function isSpeltAsDocumented(request: FastifyRequest): boolean {
  return (request.routeOptions.url ?? '').endsWith('/') === pathOf(request).endsWith('/');
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0]!;
}
