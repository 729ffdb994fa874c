import { ApiError, notFound } from './api-error';
import type { Context } from './context';
import type { Organization, Project, ServiceAccount } from './model';
import { ROLES, type Permission } from './roles';

/** Access control. Only memberships grant access: a service account is not a member of its project by default. */
export class Access {
  constructor(private readonly context: Context) {}

  /** Role of an account in a project, from its memberships there and in the organization. */
  inProject(account: ServiceAccount, project: Project): Set<Permission> {
    return this.#granted(account, [`projects/${project.id}`, `organizations/${project.organizationId}`]);
  }

  inOrganization(account: ServiceAccount, organization: Organization): Set<Permission> {
    return this.#granted(account, [`organizations/${organization.id}`]);
  }

  /**
   * The project, if the account may do that in it.
   * @throws ApiError 404 if there is none, 403 if the account may not
   */
  project(account: ServiceAccount, projectId: string, permission: Permission): Project {
    const project = this.context.state.projects.get(projectId);
    if (!project) {
      const { unknownProjectStatus } = this.context.settings;
      throw unknownProjectStatus === 404 ? notFound('project') : forbidden(permission);
    }
    if (!this.inProject(account, project).has(permission)) throw forbidden(permission);
    return project;
  }

  /** The same for an organization. */
  organization(account: ServiceAccount, organizationId: string, permission: Permission): Organization {
    const organization = this.context.state.organizations.get(organizationId);
    if (!organization) throw notFound('organization');
    if (!this.inOrganization(account, organization).has(permission)) throw forbidden(permission);
    return organization;
  }

  #granted(account: ServiceAccount, parents: readonly string[]): Set<Permission> {
    const roles = this.context.state.members
      .filter(({ email, parent }) => email === account.email && parents.includes(parent))
      .flatMap((member) => member.roles);
    return new Set(
      ROLES.filter(({ name }) => roles.includes(name)).flatMap(({ permissions }) => permissions),
    );
  }
}

function forbidden(permission: Permission): ApiError {
  return new ApiError(403, `permission denied: ${permission} is needed`);
}
