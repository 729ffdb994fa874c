import type { FastifyInstance } from 'fastify';
import { z } from 'zod/v4';
import { invalidArgument } from '../api-error';
import type { DisruptiveTechnologiesService } from '../service';
import type { Project } from '../model';
import { accountOf } from './caller';
import { jsonBody } from './json-body';
import { pageOf } from './page';
import { queryValue } from './query-values';
import { projectView } from './views';

type Params = { Params: { project: string } };

const Location = z.object({
  latitude: z.number().min(-90).max(90).default(0),
  longitude: z.number().min(-180).max(180).default(0),
  timeLocation: z.string().default(''),
});
const NewProject = z.object({
  organization: z.string().min(1),
  displayName: z.string().min(1),
  location: Location.nullish(),
});
const Changes = z.object({ displayName: z.string().min(1).nullish(), location: Location.nullish() });
const BatchUpdate = z.object({
  projects: z.array(z.string()).min(1),
  addLabels: z.record(z.string(), z.string()).nullish(),
  removeLabels: z.array(z.string()).nullish(),
});

/** disruptive-technologies.md §6. */
export function projectRoutes(app: FastifyInstance, service: DisruptiveTechnologiesService): void {
  const { access, context } = service;
  const pageRules = { max: 100, tooLarge: context.settings.pageSizeTooLarge } as const;

  app.get('/projects', (request, reply) => {
    const account = accountOf(request);
    const organization = queryValue(request, 'organization')?.replace(/^organizations\//, '');
    const text = queryValue(request, 'query')?.toLowerCase();
    const found = [...context.state.projects.values()].filter(
      (project) =>
        access.inProject(account, project).has('project.read') &&
        (organization === undefined || project.organizationId === organization) &&
        (text === undefined || project.displayName.toLowerCase().includes(text)),
    );
    const { page, nextPageToken } = pageOf(request, found, ({ id }) => id, pageRules);
    return reply.send({
      projects: page.map((project) => projectView(project, context.state)),
      nextPageToken,
    });
  });

  app.post('/projects', (request, reply) => {
    const { organization, displayName, location } = NewProject.parse(jsonBody(request));
    const owner = access.organization(
      accountOf(request),
      organization.replace(/^organizations\//, ''),
      'project.create',
    );
    const project: Project = {
      id: context.nextId(),
      organizationId: owner.id,
      displayName,
      inventory: false,
      location: location ?? { latitude: 0, longitude: 0, timeLocation: '' },
      labels: {},
    };
    context.state.projects.set(project.id, project);
    return reply.send(projectView(project, context.state));
  });

  app.post('/projects::batchUpdate', (request, reply) => {
    const { projects, addLabels, removeLabels } = BatchUpdate.parse(jsonBody(request));
    const named = projects.map((name) =>
      access.project(accountOf(request), name.replace(/^projects\//, ''), 'project.update'),
    );
    for (const project of named) {
      for (const key of removeLabels ?? []) delete project.labels[key];
      Object.assign(project.labels, addLabels);
    }
    return reply.send({ batchErrors: [] });
  });

  app.get<Params>('/projects/:project', (request, reply) => {
    const project = access.project(accountOf(request), request.params.project, 'project.read');
    return reply.send(projectView(project, context.state));
  });

  app.patch<Params>('/projects/:project', (request, reply) => {
    const project = access.project(accountOf(request), request.params.project, 'project.update');
    const { displayName, location } = Changes.parse(jsonBody(request));
    if (displayName) project.displayName = displayName;
    if (location) project.location = location;
    return reply.send(projectView(project, context.state));
  });

  app.delete<Params>('/projects/:project', (request, reply) => {
    const project = access.project(accountOf(request), request.params.project, 'project.delete');
    const { state, settings } = context;
    const devices = service.sensors.ofProject(project.id);
    if (devices.length > 0 && !settings.deleteFullProject) throw invalidArgument('the project has devices');
    for (const device of devices) state.devices.delete(device.id);
    for (const connector of service.connectors.ofProject(project.id)) service.connectors.delete(connector);
    for (const account of [...state.serviceAccounts.values()]) {
      if (account.projectId === project.id) state.serviceAccounts.delete(account.id);
    }
    state.members = state.members.filter(({ parent }) => parent !== `projects/${project.id}`);
    state.projects.delete(project.id);
    return reply.send({});
  });

  app.get<Params>('/projects/:project/permissions', (request, reply) => {
    const account = accountOf(request);
    const project = access.project(account, request.params.project, 'project.read');
    const granted = [...access.inProject(account, project)];
    const { page, nextPageToken } = pageOf(request, granted, (permission) => permission, pageRules);
    return reply.send({ permissions: page, nextPageToken });
  });
}
