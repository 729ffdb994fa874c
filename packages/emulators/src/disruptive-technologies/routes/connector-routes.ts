import type { FastifyInstance, FastifyRequest } from 'fastify';
import { notFound } from '../api-error';
import type { DisruptiveTechnologiesService } from '../service';
import type { DataConnector } from '../model';
import type { Permission } from '../roles';
import { accountOf } from './caller';
import { customMethod } from './custom-method';
import { jsonBody } from './json-body';
import { pageOf } from './page';
import { camelCase, queryValues } from './query-values';
import { connectorView } from './views';

type Params = { Params: { project: string } };

const LIST = '/projects/:project/dataconnectors';
const ONE = '/projects/:project/dataconnectors/:connector';

/** disruptive-technologies.md §2. Every success is 200 with a JSON body. */
export function connectorRoutes(app: FastifyInstance, service: DisruptiveTechnologiesService): void {
  const { access, connectors, context } = service;

  /** The connector that a path names. Checks the permission of the caller. */
  const named = (
    request: FastifyRequest<Params>,
    permissions: Readonly<Record<string, Permission>>,
  ): { connector: DataConnector; method: string } => {
    const { id, method } = customMethod(request);
    const permission = Object.hasOwn(permissions, method) ? permissions[method] : undefined;
    if (!permission) throw notFound('method');
    const project = access.project(accountOf(request), request.params.project, permission);
    const connector = connectors.find(project.id, id);
    if (!connector) throw notFound('data connector');
    return { connector, method };
  };

  app.get<Params>(LIST, (request, reply) => {
    const project = access.project(accountOf(request), request.params.project, 'dataconnector.read');
    const { page, nextPageToken } = pageOf(request, connectors.ofProject(project.id), ({ id }) => id, {
      max: 100,
      tooLarge: context.settings.pageSizeTooLarge,
    });
    return reply.send({ dataConnectors: page.map(connectorView), nextPageToken });
  });

  app.post<Params>(LIST, (request, reply) => {
    const project = access.project(accountOf(request), request.params.project, 'dataconnector.create');
    return reply.send(connectorView(connectors.create(project.id, jsonBody(request))));
  });

  app.get<Params>(ONE, (request, reply) => {
    const { connector, method } = named(request, {
      '': 'dataconnector.read',
      metrics: 'dataconnector.read',
    });
    return reply.send(
      method === 'metrics' ? { metrics: connectors.metrics(connector) } : connectorView(connector),
    );
  });

  app.post<Params>(ONE, (request, reply) => {
    const { connector } = named(request, { sync: 'dataconnector.update' });
    connectors.sync(connector);
    return reply.send({});
  });

  app.patch<Params>(ONE, (request, reply) => {
    const { connector } = named(request, { '': 'dataconnector.update' });
    return reply.send(connectorView(connectors.update(connector, jsonBody(request), updateMask(request))));
  });

  app.delete<Params>(ONE, (request, reply) => {
    const { connector } = named(request, { '': 'dataconnector.delete' });
    connectors.delete(connector);
    return reply.send({});
  });
}

/** `update_mask` or `updateMask`; paths in either spelling, separated by commas. */
function updateMask(request: FastifyRequest): string[] {
  return queryValues(request, 'updateMask')
    .flatMap((value) => value.split(','))
    .map((path) => camelCase(path.trim()))
    .filter((path) => path !== '');
}
