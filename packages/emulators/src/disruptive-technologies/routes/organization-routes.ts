import type { FastifyInstance } from 'fastify';
import { notFound } from '../api-error';
import type { DisruptiveTechnologiesService } from '../service';
import { ROLES } from '../roles';
import { accountOf } from './caller';
import { pageOf } from './page';
import { organizationView } from './views';

type Params = { Params: { organization: string } };

/** Organizations and roles. disruptive-technologies.md §6. */
export function organizationRoutes(app: FastifyInstance, service: DisruptiveTechnologiesService): void {
  const { access, context } = service;
  const pageRules = { max: 100, tooLarge: context.settings.pageSizeTooLarge } as const;

  app.get('/organizations', (request, reply) => {
    const account = accountOf(request);
    const found = [...context.state.organizations.values()].filter((organization) =>
      access.inOrganization(account, organization).has('organization.read'),
    );
    const { page, nextPageToken } = pageOf(request, found, ({ id }) => id, pageRules);
    return reply.send({ organizations: page.map(organizationView), nextPageToken });
  });

  app.get<Params>('/organizations/:organization', (request, reply) =>
    reply.send(
      organizationView(
        access.organization(accountOf(request), request.params.organization, 'organization.read'),
      ),
    ),
  );

  app.get<Params>('/organizations/:organization/permissions', (request, reply) => {
    const account = accountOf(request);
    const organization = access.organization(account, request.params.organization, 'organization.read');
    const granted = [...access.inOrganization(account, organization)];
    const { page, nextPageToken } = pageOf(request, granted, (permission) => permission, pageRules);
    return reply.send({ permissions: page, nextPageToken });
  });

  app.get('/roles', (request, reply) => {
    const { page, nextPageToken } = pageOf(request, ROLES, ({ name }) => name, pageRules);
    return reply.send({ roles: page, nextPageToken });
  });

  app.get<{ Params: { role: string } }>('/roles/:role', (request, reply) => {
    const role = ROLES.find(({ name }) => name === `roles/${request.params.role}`);
    if (!role) throw notFound('role');
    return reply.send(role);
  });
}
