import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError, notFound } from '../api-error';
import type { DisruptiveTechnologiesService } from '../disruptive-technologies-service';
import type { Member } from '../model';
import { ROLES, type Permission } from '../roles';
import { accountOf } from './caller';
import { customMethod } from './custom-method';
import { jsonBody } from './json-body';
import { pageOf } from './page';
import { memberView } from './views';

type Params = { Params: { parent: string } };

const roles = z
  .array(z.string().refine((name) => ROLES.some((role) => role.name === name), 'is not a role'))
  .min(1);
const NewMember = z.object({ email: z.string().email(), roles });
const Changes = z.object({ roles });

/** Who belongs to a project, or to an organization. Disruptive Technologies spec §6. */
export function memberRoutes(app: FastifyInstance, service: DisruptiveTechnologiesService): void {
  const { access, context } = service;

  for (const kind of ['projects', 'organizations'] as const) {
    const list = `/${kind}/:parent/members`;

    /** Names of the projects or the organization that a path is about; `-` stands for all projects. */
    const parentsOf = (request: FastifyRequest<Params>, permission: Permission): string[] => {
      const account = accountOf(request);
      const { parent } = request.params;
      if (kind === 'organizations') {
        return [`${kind}/${access.organization(account, parent, permission).id}`];
      }
      if (parent !== '-') return [`${kind}/${access.project(account, parent, permission).id}`];
      return [...context.state.projects.values()]
        .filter((project) => access.inProject(account, project).has(permission))
        .map(({ id }) => `${kind}/${id}`);
    };
    const named = (request: FastifyRequest<Params>, permission: Permission, wanted = ''): Member => {
      const { id, method } = customMethod(request);
      if (method !== wanted) throw notFound('method');
      const parents = parentsOf(request, permission);
      const member = context.state.members.find((one) => one.id === id && parents.includes(one.parent));
      if (!member) throw notFound('member');
      return member;
    };

    app.get<Params>(list, (request, reply) => {
      const parents = parentsOf(request, 'membership.read');
      const found = context.state.members.filter(({ parent }) => parents.includes(parent));
      const { page, nextPageToken } = pageOf(request, found, ({ parent, id }) => `${parent}/${id}`, {
        max: 100,
        tooLarge: context.settings.pageSizeTooLarge,
      });
      return reply.send({ members: page.map(memberView), nextPageToken });
    });

    app.post<Params>(list, (request, reply) => {
      const [parent] = parentsOf(request, 'membership.create');
      if (parent === undefined || request.params.parent === '-') throw notFound('project');
      const { email, roles: given } = NewMember.parse(jsonBody(request));
      if (context.state.members.some((one) => one.parent === parent && one.email === email)) {
        throw new ApiError(409, 'already exists');
      }
      const account = [...context.state.serviceAccounts.values()].find((one) => one.email === email);
      const member: Member = {
        id: account?.id ?? context.nextId(),
        parent,
        email,
        displayName: account?.displayName ?? email,
        accountType: account ? 'SERVICE_ACCOUNT' : 'USER',
        status: account ? 'ACCEPTED' : 'PENDING',
        roles: given,
        createTime: context.timestamp(),
      };
      context.state.members.push(member);
      return reply.send(memberView(member));
    });

    app.get<Params>(`${list}/:member`, (request, reply) => {
      const { method } = customMethod(request);
      if (method !== 'getInviteUrl') return reply.send(memberView(named(request, 'membership.read')));
      const { id, status } = named(request, 'membership.create', method);
      if (status !== 'PENDING') throw new ApiError(400, 'the member has accepted already');
      return reply.send({ inviteUrl: `${context.origin()}/invites/${id}` });
    });

    app.patch<Params>(`${list}/:member`, (request, reply) => {
      const member = named(request, 'membership.update');
      member.roles = Changes.parse(jsonBody(request)).roles;
      return reply.send(memberView(member));
    });

    app.delete<Params>(`${list}/:member`, (request, reply) => {
      const member = named(request, 'membership.delete');
      context.state.members = context.state.members.filter((one) => one !== member);
      return reply.send({});
    });
  }
}
