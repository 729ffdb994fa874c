import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod/v4';
import { ApiError, notFound } from '../api-error';
import type { DisruptiveTechnologiesService } from '../service';
import type { Member } from '../model';
import { ROLES, type Permission } from '../roles';
import { accountOf } from './caller';
import { customMethod } from './custom-method';
import { jsonBody } from './json-body';
import { pageOf } from './page';
import { queryValue } from './query-values';
import { memberView } from './views';

type Params = { Params: { parent: string } };

const roles = z
  .array(z.string().refine((name) => ROLES.some((role) => role.name === name), 'is not a role'))
  .min(1);
const NewMember = z.object({ email: z.string().email(), roles });
const Changes = z.object({ roles });
const NewMembers = z.object({ members: z.array(NewMember.extend({ project: z.string() })).min(1) });
const Names = z.object({ names: z.array(z.string()).min(1) });

/** Members of a project or of an organization. disruptive-technologies.md §6. */
export function memberRoutes(app: FastifyInstance, service: DisruptiveTechnologiesService): void {
  const { access, context } = service;

  const organizationOf = (parent: string): string | undefined => {
    const [kind, id = ''] = parent.split('/');
    return kind === 'organizations' ? id : context.state.projects.get(id)?.organizationId;
  };
  const refuseTwice = (parent: string, email: string): void => {
    if (context.state.members.some((one) => one.parent === parent && one.email === email)) {
      throw new ApiError(409, 'already exists');
    }
  };
  const invite = (parent: string, email: string, roles: string[]): Member => {
    const account = [...context.state.serviceAccounts.values()].find((one) => one.email === email);
    // A person has the same ID everywhere.
    const known = context.state.members.find((one) => one.email === email);
    const member: Member = {
      id: account?.id ?? known?.id ?? context.nextId(),
      parent,
      email,
      displayName: account?.displayName ?? known?.displayName ?? email,
      accountType: account ? 'SERVICE_ACCOUNT' : 'USER',
      status: account ? 'ACCEPTED' : 'PENDING',
      roles,
      createTime: context.timestamp(),
    };
    context.state.members.push(member);
    return member;
  };

  // disruptive-technologies.md appendix B. All or nothing: assumption D39.
  app.post('/projects/-/members::batchCreate', (request, reply) => {
    const wanted = NewMembers.parse(jsonBody(request)).members.map(({ project, ...member }) => {
      const id = project.replace(/^projects\//, '');
      const parent = `projects/${access.project(accountOf(request), id, 'membership.create').id}`;
      refuseTwice(parent, member.email);
      return { ...member, parent };
    });
    return reply.send({
      members: wanted.map(({ parent, email, roles }) => memberView(invite(parent, email, roles))),
    });
  });

  app.post('/projects/-/members::batchDelete', (request, reply) => {
    const gone = Names.parse(jsonBody(request)).names.map((name) => {
      const [, project = '', id] = /^projects\/([^/]+)\/members\/([^/]+)$/.exec(name) ?? [];
      const parent = `projects/${access.project(accountOf(request), project, 'membership.delete').id}`;
      const member = context.state.members.find((one) => one.parent === parent && one.id === id);
      if (!member) throw notFound('member');
      return member;
    });
    context.state.members = context.state.members.filter((one) => !gone.includes(one));
    return reply.send({});
  });

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
      const organization = queryValue(request, 'organization')?.replace(/^organizations\//, '');
      const memberId = queryValue(request, 'memberId');
      const found = context.state.members.filter(
        ({ parent, id }) =>
          parents.includes(parent) &&
          (memberId === undefined || memberId === id) &&
          (organization === undefined || organization === organizationOf(parent)),
      );
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
      refuseTwice(parent, email);
      return reply.send(memberView(invite(parent, email, given)));
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
