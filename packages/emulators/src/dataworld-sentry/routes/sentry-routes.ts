import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { unprocessable } from '../api-error';
import type { DataworldService } from '../service';
import { readUpdate } from '../sentry-update';
import { callerOf } from './caller';
import { readName, readUids } from './name-and-uids';
import { readParams } from './read-params';
import { sentryView } from './views';

type Path = { Params: { uid: string } };

/** dataworld-sentry.md §2: GET and POST are documented, PUT and the rest by the ancestor of the API. */
export function sentryRoutes(app: FastifyInstance, service: DataworldService): void {
  const { context, sentries } = service;
  const { settings } = context;

  app.get<Path>('/sentries/:uid', (request, reply) =>
    reply.send(sentryView(sentries.get(request.params.uid), context, request)),
  );

  const update = (request: FastifyRequest<Path>, reply: FastifyReply) => {
    const sentry = sentries.get(request.params.uid);
    const { params, encoding } = readParams(request, settings);
    const accountId = callerOf(request)?.id;
    // Anonymous requests can only read.
    if (accountId === undefined) throw unprocessable('an update needs a token');
    sentries.report(sentry, readUpdate(params, settings), { accountId, encoding });
    reply.code(settings.updateStatus);
    if (settings.updateStatus === 204 || settings.updateBody === 'empty') return reply.send();
    return reply.send(sentryView(sentry, context, request));
  };
  app.post<Path>('/sentries/:uid', update);
  if (settings.putVerb === 'update') app.put<Path>('/sentries/:uid', update);

  if (!settings.undocumentedRoutes) return;

  app.get('/sentries', (request, reply) =>
    reply.send([...context.state.sentries.values()].map((sentry) => sentryView(sentry, context, request))),
  );

  app.post('/sentries', (request, reply) => {
    const { params } = readParams(request, settings);
    const sentry = sentries.create(readName(params), readUids(params, 'canary_uids'));
    return reply.code(settings.createStatus).send(sentryView(sentry, context, request));
  });

  app.delete<Path>('/sentries/:uid', (request, reply) => {
    const sentry = sentries.get(request.params.uid);
    sentries.delete(sentry);
    if (settings.deleteStatus === 204) return reply.code(204).send();
    return reply.send(sentryView(sentry, context, request));
  });
}
