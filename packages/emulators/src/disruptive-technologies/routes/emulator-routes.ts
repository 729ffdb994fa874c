import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod/v4';
import { invalidArgument, notFound } from '../api-error';
import { reports } from '../device-types';
import type { DisruptiveTechnologiesService } from '../service';
import { isEventType } from '../event-types';
import type { Device } from '../model';
import type { Permission } from '../roles';
import { accountOf } from './caller';
import { customMethod } from './custom-method';
import { jsonBody } from './json-body';
import { pageOf } from './page';
import { emulatedDeviceView } from './views';

type Params = { Params: { project: string } };

const LIST = '/projects/:project/devices';
const ONE = '/projects/:project/devices/:device';

const Labels = z
  .record(z.string(), z.string())
  .nullish()
  .transform((labels) => labels ?? {});
const NewDevice = z.object({ type: z.unknown(), labels: Labels });
const WholeDevice = z.object({ type: z.string().nullish(), labels: Labels });

/** The sensor emulator, which has a separate host at the real service. disruptive-technologies.md §5. */
export function emulatorRoutes(app: FastifyInstance, service: DisruptiveTechnologiesService): void {
  const { access, context, sensors } = service;

  const named = (request: FastifyRequest<Params>, permission: Permission, wanted = ''): Device => {
    const { id, method } = customMethod(request);
    if (method !== wanted) throw notFound('method');
    const project = access.project(accountOf(request), request.params.project, permission);
    const device = sensors.find(project.id, id);
    if (!device?.emulated) throw notFound('emulated device');
    return device;
  };

  app.get<Params>(LIST, (request, reply) => {
    const project = access.project(accountOf(request), request.params.project, 'emulator.read');
    const emulated = sensors.ofProject(project.id).filter((device) => device.emulated);
    const { page, nextPageToken } = pageOf(request, emulated, ({ id }) => id, {
      max: 100,
      tooLarge: context.settings.pageSizeTooLarge,
    });
    return reply.send({ devices: page.map(emulatedDeviceView), nextPageToken });
  });

  app.post<Params>(LIST, (request, reply) => {
    const project = access.project(accountOf(request), request.params.project, 'emulator.create');
    const { type, labels } = NewDevice.parse(jsonBody(request));
    return reply.send(emulatedDeviceView(sensors.createEmulated(project.id, type, labels)));
  });

  app.get<Params>(ONE, (request, reply) => reply.send(emulatedDeviceView(named(request, 'emulator.read'))));

  app.put<Params>(ONE, (request, reply) => {
    const device = named(request, 'emulator.update');
    const { type, labels } = WholeDevice.parse(jsonBody(request));
    if (type && type !== device.type) throw invalidArgument('type cannot be changed');
    const kept = { ...labels, 'virtual-sensor': '' };
    sensors.changeLabels(
      device,
      kept,
      Object.keys(device.labels).filter((key) => !Object.hasOwn(kept, key)),
    );
    return reply.send(emulatedDeviceView(device));
  });

  app.delete<Params>(ONE, (request, reply) => {
    context.state.devices.delete(named(request, 'emulator.delete').id);
    return reply.send({});
  });

  app.post<Params>(ONE, (request, reply) => {
    const device = named(request, 'emulator.update', 'publish');
    const entries = Object.entries(jsonBody(request)).filter(([, data]) => data !== null);
    const [type, data] = entries[0] ?? [];
    if (type === undefined || entries.length > 1) throw invalidArgument('exactly one event type is needed');
    if (!isEventType(type) || type === 'labelsChanged') {
      throw invalidArgument(`"${type}" cannot be published`);
    }
    if (!context.settings.publishOtherTypes && !reports(device.type, type)) {
      throw invalidArgument(`a device of type ${device.type} has no event ${type}`);
    }
    sensors.report(device, type, z.record(z.string(), z.unknown()).parse(data));
    return reply.send({});
  });
}
