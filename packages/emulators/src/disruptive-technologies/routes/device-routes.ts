import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod/v4';
import { ApiError, invalidArgument, notFound } from '../api-error';
import type { DisruptiveTechnologiesService } from '../service';
import type { Device, ServiceAccount } from '../model';
import type { Permission } from '../roles';
import { accountOf } from './caller';
import { customMethod } from './custom-method';
import { deviceFilter, inOrder } from './device-filter';
import { jsonBody } from './json-body';
import { pageOf } from './page';
import { queryValue, queryValues } from './query-values';
import { replyStream } from './reply-stream';
import { deviceView } from './views';

type Params = { Params: { project: string } };
type LabelParams = { Params: { project: string; device: string; label: string } };

const BatchUpdate = z.object({
  devices: z.array(z.string()).min(1),
  addLabels: z.record(z.string(), z.string()).nullish(),
  removeLabels: z.array(z.string()).nullish(),
});
const Transfer = z.object({ devices: z.array(z.string()).min(1) });
const NewLabel = z.object({ key: z.string().min(1), value: z.string() });
const LabelValue = z.object({ value: z.string() });

/** disruptive-technologies.md §6. */
export function deviceRoutes(app: FastifyInstance, service: DisruptiveTechnologiesService): void {
  const { access, context, sensors } = service;

  const changeLabels = (
    device: Device,
    add: Readonly<Record<string, string>>,
    remove: readonly string[],
  ): void => {
    try {
      sensors.changeLabels(device, add, remove);
    } catch (error) {
      throw error instanceof RangeError ? invalidArgument(error.message) : error;
    }
  };
  const deviceNamed = (
    account: ServiceAccount,
    projectId: string,
    id: string,
    permission: Permission,
  ): Device => {
    if (projectId !== '-') access.project(account, projectId, permission);
    const device = sensors.find(projectId, id);
    if (!device) throw notFound('device');
    if (projectId === '-') access.project(account, device.projectId, permission);
    return device;
  };

  /**
   * The devices of a project; for `-`, those of an organization that the caller may see.
   * disruptive-technologies.md appendix B.
   */
  const listed = (request: FastifyRequest<Params>): Device[] => {
    const account = accountOf(request);
    if (request.params.project !== '-') {
      return sensors.ofProject(access.project(account, request.params.project, 'device.read').id);
    }
    const organizationId = queryValue(request, 'organization')?.replace(/^organizations\//, '');
    if (organizationId === undefined) throw invalidArgument('organization is needed for all projects');
    if (!context.state.organizations.has(organizationId)) throw notFound('organization');
    const asked = queryValues(request, 'projects').map((name) => name.replace(/^projects\//, ''));
    const visible = new Set(
      [...context.state.projects.values()]
        .filter(
          (project) =>
            project.organizationId === organizationId &&
            (asked.length === 0 || asked.includes(project.id)) &&
            access.inProject(account, project).has('device.read'),
        )
        .map(({ id }) => id),
    );
    return [...context.state.devices.values()].filter(({ projectId }) => visible.has(projectId));
  };

  app.get<Params>('/projects/:project/devices', (request, reply) => {
    const found = listed(request).filter(deviceFilter(request, context.settings));
    const { page, nextPageToken } = pageOf(request, inOrder(request, found), ({ id }) => id, {
      max: 100,
      tooLarge: context.settings.pageSizeTooLarge,
    });
    return reply.send({ devices: page.map(deviceView), nextPageToken });
  });

  app.get<Params>('/projects/:project/devices::stream', (request, reply) => {
    const project = access.project(accountOf(request), request.params.project, 'device.read');
    const wanted = deviceFilter(request, context.settings);
    return replyStream(request, reply, service, project.id, wanted);
  });

  app.get<Params>('/projects/:project/devices/:device', (request, reply) => {
    const { id, method } = customMethod(request);
    if (method !== '' && method !== 'stream') throw notFound('method');
    const device = deviceNamed(accountOf(request), request.params.project, id, 'device.read');
    if (method === '') return reply.send(deviceView(device));
    return replyStream(request, reply, service, device.projectId, (other) => other === device);
  });

  app.post<Params>('/projects/:project/devices::batchUpdate', (request, reply) => {
    const project = access.project(accountOf(request), request.params.project, 'device.update');
    const { devices, addLabels, removeLabels } = BatchUpdate.parse(jsonBody(request));
    const batchErrors = devices.flatMap((name) => {
      const failed = (code: string, message: string) => [{ device: name, status: { code, message } }];
      const device = deviceOf(name, project.id);
      if (!device) return failed('NOT_FOUND', 'Device not found.');
      try {
        sensors.changeLabels(device, addLabels ?? {}, removeLabels ?? []);
      } catch (error) {
        if (error instanceof RangeError) return failed('INVALID_ARGUMENT', error.message);
        throw error;
      }
      return [];
    });
    return reply.send({ batchErrors });
  });

  app.post<Params>('/projects/:project/devices::transfer', (request, reply) => {
    const account = accountOf(request);
    const target = access.project(account, request.params.project, 'device.transfer');
    const { devices } = Transfer.parse(jsonBody(request));
    const transferredDevices: string[] = [];
    const transferErrors: unknown[] = [];
    for (const name of devices) {
      const failed = (code: string, message: string) =>
        transferErrors.push({ device: name, status: { code, message } });
      const device = deviceOf(name);
      if (!device) {
        failed('NOT_FOUND', 'Device not found.');
        continue;
      }
      try {
        access.project(account, device.projectId, 'device.transfer');
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        failed('PERMISSION_DENIED', error.message);
        continue;
      }
      device.projectId = target.id;
      transferredDevices.push(`projects/${target.id}/devices/${device.id}`);
    }
    return reply.send({ transferredDevices, transferErrors });
  });

  // The older API for labels, which batchUpdate replaced: one label of one device at a time.
  app.post<Params & { Params: { device: string } }>(
    '/projects/:project/devices/:device/labels',
    (request, reply) => {
      const { project, device: id } = request.params;
      const device = deviceNamed(accountOf(request), project, id, 'device.update');
      const { key, value } = NewLabel.parse(jsonBody(request));
      if (Object.hasOwn(device.labels, key)) throw new ApiError(409, 'already exists');
      changeLabels(device, { [key]: value }, []);
      return reply.send(labelView(device, key));
    },
  );
  app.patch<LabelParams>('/projects/:project/devices/:device/labels/:label', (request, reply) => {
    const { project, device: id, label } = request.params;
    const device = deviceNamed(accountOf(request), project, id, 'device.update');
    if (!Object.hasOwn(device.labels, label)) throw notFound('label');
    changeLabels(device, { [label]: LabelValue.parse(jsonBody(request)).value }, []);
    return reply.send(labelView(device, label));
  });
  app.delete<LabelParams>('/projects/:project/devices/:device/labels/:label', (request, reply) => {
    const { project, device: id, label } = request.params;
    const device = deviceNamed(accountOf(request), project, id, 'device.update');
    if (!Object.hasOwn(device.labels, label)) throw notFound('label');
    changeLabels(device, {}, [label]);
    return reply.send({});
  });

  /** The device of a full name (`projects/p/devices/d`), in a certain project if one is given. */
  function deviceOf(name: string, projectId?: string): Device | undefined {
    const [, project, id] = /^projects\/([^/]+)\/devices\/([^/]+)$/.exec(name) ?? [];
    if (project === undefined || id === undefined) return undefined;
    return projectId !== undefined && project !== projectId ? undefined : sensors.find(project, id);
  }
}

function labelView(device: Device, key: string): Record<string, unknown> {
  return {
    name: `projects/${device.projectId}/devices/${device.id}/labels/${key}`,
    key,
    value: device.labels[key],
  };
}
