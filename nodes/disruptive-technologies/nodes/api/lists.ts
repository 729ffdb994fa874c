import { path } from '@signalbox/http-core';
import type { EncodedPath, RequestSpec } from '@signalbox/http-core';
import { listFrom } from '@signalbox/http-core/operation';
import { NodeOperationError } from 'n8n-workflow';
import type { ILoadOptionsFunctions, INodeListSearchResult, INodePropertyOptions } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { accountKeyPage, memberPage, organizationPage, rolePage, serviceAccountPage } from './account';
import { dataConnectorPage } from './data-connector';
import { devicePage } from './device';
import { disruptiveTechnologies } from './disruptive-technologies';
import { XID, projectId, resourceId } from './ids';
import { projectPage } from './project';
import { PAGE_SIZE, entriesOf, idsIn } from './wire';
import type { Page } from './wire';

type Search = (this: ILoadOptionsFunctions, filter?: string) => Promise<INodeListSearchResult>;

/** Name of an entry of any kind. */
interface Named {
  name: string;
  displayName?: string | null;
  labels?: unknown;
}

/** Fills a drop-down with resources of one kind. */
function listing<Entry extends Named>(source: {
  /** Key of the entries in the answer. */
  key: string;
  page: () => z.ZodMiniType<Page<Entry>>;
  /** @param projectId `''` for what is in no project. @returns `undefined` as long as a choice is missing */
  address(projectId: string, ctx: ILoadOptionsFunctions): EncodedPath | undefined;
  /** True if entries belong to a project, which has to be chosen first. */
  inProject?: boolean;
  /** True if the service can search, so that entries beyond the first page are found too. */
  searchable?: boolean;
  host?: string;
  /** Text that distinguishes entries with the same name. */
  detail?(entry: Entry): string | null | undefined;
}): Search {
  return async function (filter) {
    const project = source.inProject ? chosenProject(this) : '';
    const address = project === undefined ? undefined : source.address(project, this);
    // A list that depends on another choice is empty until that is made: n8n asks for it as soon as the node is opened.
    if (address === undefined) return { results: [] };
    const request: RequestSpec = {
      method: 'GET',
      path: address,
      query: { pageSize: PAGE_SIZE, query: source.searchable ? filter || undefined : undefined },
      whenEmpty: {},
      ...(source.host !== undefined && { host: source.host }),
    };
    const entries = (page: Page<Entry>) =>
      entriesOf(page, source.key).map((entry) => {
        const { id } = idsIn(entry.name);
        const detail = source.detail?.(entry);
        const name = entry.displayName || nameLabel(entry.labels) || id;
        return { name: detail ? `${name} (${detail})` : name, value: id };
      });
    return await listFrom(
      this,
      disruptiveTechnologies,
      { request, responseSchema: source.page(), entries },
      { filter },
    );
  };
}

/** The label `name` is what DT Studio shows as the name of a device. */
function nameLabel(labels: unknown): string | undefined {
  const { name } = Object(labels) as { name?: unknown };
  return typeof name === 'string' ? name : undefined;
}

/**
 * The ID in a field on which a list depends.
 *
 * @param label of the field
 * @param noun such as "a project"
 * @returns `undefined` as long as nothing is chosen; throws NodeOperationError for what is no ID
 */
function chosen(
  ctx: ILoadOptionsFunctions,
  [parameter, label, noun]: readonly [string, string, string],
  id: z.ZodMiniType<string>,
): string | undefined {
  const given = ctx.getCurrentNodeParameter(parameter, { extractValue: true });
  if (given === undefined || given === null || given === '') return undefined;
  const checked = z.safeParse(id, given);
  if (checked.success) return checked.data;
  throw new NodeOperationError(ctx.getNode(), `"${label}" holds no ID of ${noun}`, {
    description: `This list shows what is in ${noun.replace(/^an? /, 'the ')} that "${label}" names. Choose it from its list.`,
  });
}

const chosenProject = (ctx: ILoadOptionsFunctions) =>
  chosen(ctx, ['projectId', 'Project', 'a project'], projectId());

/** Projects that the service account may see. */
export const searchProjects = listing({
  key: 'projects',
  page: projectPage,
  address: () => path`/projects`,
  searchable: true,
  detail: ({ organizationDisplayName }) => organizationDisplayName,
});

/** Devices of the chosen project. */
export const searchDevices = listing({
  key: 'devices',
  page: devicePage,
  address: (project) => path`/projects/${project}/devices`,
  inProject: true,
  searchable: true,
  detail: ({ type }) => type,
});

/** The same for a choice of several. */
export async function getDevices(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  return (await searchDevices.call(this)).results;
}

/** Emulated devices of the chosen project. */
export const searchEmulatedDevices = listing({
  key: 'devices',
  page: devicePage,
  address: (project) => path`/projects/${project}/devices`,
  inProject: true,
  host: 'emulator',
  detail: ({ type }) => type,
});

/** Data Connectors of the chosen project, with their status. */
export const searchDataConnectors = listing({
  key: 'dataConnectors',
  page: dataConnectorPage,
  address: (project) => path`/projects/${project}/dataconnectors`,
  inProject: true,
  detail: ({ status }) => status?.toLowerCase().replaceAll('_', ' '),
});

/** Service accounts of the chosen project. */
export const searchServiceAccounts = listing({
  key: 'serviceAccounts',
  page: serviceAccountPage,
  address: (project) => path`/projects/${project}/serviceaccounts`,
  inProject: true,
  detail: ({ email }) => email,
});

/** Keys of the chosen service account, by their IDs: they have no name. */
export const searchKeys = listing({
  key: 'keys',
  page: accountKeyPage,
  address(project, ctx) {
    const field = ['serviceAccountId', 'Service Account', 'a service account'] as const;
    const account = chosen(ctx, field, resourceId('serviceaccounts', XID));
    return account === undefined ? undefined : path`/projects/${project}/serviceaccounts/${account}/keys`;
  },
  inProject: true,
  detail: ({ createTime }) => createTime?.slice(0, 10),
});

/** Members of the chosen project or organization. */
export const searchMembers = listing({
  key: 'members',
  page: memberPage,
  address(_project, ctx) {
    if (ctx.getCurrentNodeParameter('memberOf') !== 'organization') {
      const project = chosenProject(ctx);
      return project === undefined ? undefined : path`/projects/${project}/members`;
    }
    const field = ['organizationId', 'Organization', 'an organization'] as const;
    const organization = chosen(ctx, field, resourceId('organizations', XID));
    return organization === undefined ? undefined : path`/organizations/${organization}/members`;
  },
  detail: ({ email }) => email,
});

/** Roles, which are the same everywhere. */
export const searchRoles = listing({ key: 'roles', page: rolePage, address: () => path`/roles` });

/** The same for a choice of several. */
export async function getRoles(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  return (await searchRoles.call(this)).results;
}

/** Projects for a choice of several. */
export async function getProjects(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  return (await searchProjects.call(this)).results;
}

/** Organizations in which the service account has a role. */
export const searchOrganizations = listing({
  key: 'organizations',
  page: organizationPage,
  address: () => path`/organizations`,
});
