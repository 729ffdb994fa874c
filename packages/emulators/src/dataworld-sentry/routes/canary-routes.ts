import type { FastifyInstance, FastifyRequest } from 'fastify';
import { unprocessable } from '../api-error';
import type { DataworldService } from '../service';
import type { Hoot } from '../model';
import { readUpdate } from '../sentry-update';
import { readName, readUids } from './name-and-uids';
import { readParams } from './read-params';
import { canaryView } from './views';

type Path = { Params: { uid: string } };

/** Hoots, modeled on the canaries of the API's ancestor. dataworld-sentry.md §2. */
export function canaryRoutes(app: FastifyInstance, { context, hoots }: DataworldService): void {
  const { settings } = context;
  if (!settings.undocumentedRoutes) return;
  const view = (hoot: Hoot, request: FastifyRequest) => canaryView(hoot, hoots.badge(hoot), context, request);

  app.post('/canaries', (request, reply) => {
    const { params } = readParams(request, settings);
    const hoot = hoots.create(readName(params), readUids(params, 'sentry_uids'));
    return reply.code(settings.createStatus).send(view(hoot, request));
  });

  app.get<Path>('/canaries/:uid', (request, reply) =>
    reply.send(view(hoots.get(request.params.uid), request)),
  );

  app.put<Path>('/canaries/:uid', (request, reply) => {
    const hoot = hoots.get(request.params.uid);
    const { state, userMessage } = readUpdate(readParams(request, settings).params, settings);
    if (state === undefined) throw unprocessable('state is missing');
    hoot.override = { state, message: userMessage ?? null };
    return reply.send(view(hoot, request));
  });

  app.delete<Path>('/canaries/:uid', (request, reply) => {
    const hoot = hoots.get(request.params.uid);
    const last = view(hoot, request);
    hoots.delete(hoot);
    return settings.deleteStatus === 204 ? reply.code(204).send() : reply.send(last);
  });
}
