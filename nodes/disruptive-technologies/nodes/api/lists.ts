import { path } from '@signalbox/http-core';
import type { EncodedPath, RequestSpec } from '@signalbox/http-core';
import { listFrom } from '@signalbox/http-core/operation';
import { NodeOperationError } from 'n8n-workflow';
import type { ILoadOptionsFunctions, INodeListSearchResult, INodePropertyOptions } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { organizationPage, rolePage, serviceAccountPage } from './account';
import { dataConnectorPage } from './data-connector';
import { devicePage } from './device';
import { disruptiveTechnologies } from './disruptive-technologies';
import { projectId } from './ids';
import { projectPage } from './project';
import { PAGE_SIZE, entriesOf, idsIn } from './wire';
import type { Page } from './wire';

type Search = (this: ILoadOptionsFunctions, filter?: string) => Promise<INodeListSearchResult>;

/** What names an entry, of whichever kind. */
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
  /** `''` for what is in no project. */
  address(projectId: string): EncodedPath;
  /** Whether it is in a project, which has to be chosen before. */
  inProject?: boolean;
  /** Whether the service can search, so that those beyond the first page are found too. */
  searchable?: boolean;
  host?: string;
  /** What distinguishes entries with the same name. */
  detail?(entry: Entry): string | null | undefined;
}): Search {
  return async function (filter) {
    const project = source.inProject ? chosenProject(this) : '';
    // A list that depends on another choice is empty until that is made: n8n asks for it as soon as the node is opened.
    if (project === undefined) return { results: [] };
    const request: RequestSpec = {
      method: 'GET',
      path: source.address(project),
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
      { request, answer: source.page(), entries },
      { filter },
    );
  };
}

/** The label `name` is what DT Studio shows as the name of a device. */
function nameLabel(labels: unknown): string | undefined {
  const { name } = Object(labels) as { name?: unknown };
  return typeof name === 'string' ? name : undefined;
}

/** @returns `undefined` as long as none is chosen; throws NodeOperationError for what is no project */
function chosenProject(ctx: ILoadOptionsFunctions): string | undefined {
  const given = ctx.getCurrentNodeParameter('projectId', { extractValue: true });
  if (given === undefined || given === null || given === '') return undefined;
  const checked = z.safeParse(projectId(), given);
  if (checked.success) return checked.data;
  throw new NodeOperationError(ctx.getNode(), '"Project" holds no ID of a project', {
    description: 'This list shows what is in the project that "Project" names. Choose it from its list.',
  });
}

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

/** Roles, which are the same everywhere. */
export const searchRoles = listing({ key: 'roles', page: rolePage, address: () => path`/roles` });

/** Organizations in which the service account has a role. */
export const searchOrganizations = listing({
  key: 'organizations',
  page: organizationPage,
  address: () => path`/organizations`,
});
