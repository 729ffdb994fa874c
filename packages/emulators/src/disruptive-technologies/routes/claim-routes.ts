import type { FastifyInstance } from 'fastify';
import { z } from 'zod/v4';
import { invalidArgument, notFound } from '../api-error';
import type { DisruptiveTechnologiesService } from '../service';
import type { DeliveredDevice, Kit } from '../model';
import { accountOf } from './caller';
import { jsonBody } from './json-body';
import { queryValue } from './query-values';

type Params = { Params: { project: string } };
type View = Record<string, unknown>;

const Claim = z.object({
  kitIds: z.array(z.string()).nullish(),
  deviceIds: z.array(z.string()).nullish(),
});

/** Looks up and claims devices and kits that were delivered. disruptive-technologies.md §6. */
export function claimRoutes(app: FastifyInstance, service: DisruptiveTechnologiesService): void {
  const { access, context } = service;

  /** A device that was delivered, also one that is in a project already; emulated ones are never delivered. */
  const delivered = (id: string): DeliveredDevice | undefined => {
    const { unclaimed, devices } = context.state;
    const claimed = devices.get(id);
    return unclaimed.get(id) ?? (claimed?.emulated ? undefined : claimed);
  };
  const isClaimed = ({ id }: DeliveredDevice) => !context.state.unclaimed.has(id);
  const deviceView = (device: DeliveredDevice, claimed = isClaimed(device)): View => ({
    deviceId: device.id,
    deviceType: device.type,
    productNumber: device.productNumber,
    isClaimed: claimed,
  });
  const countView = (devices: readonly DeliveredDevice[]): View => ({
    totalCount: devices.length,
    claimedCount: devices.filter(isClaimed).length,
  });
  const kitView = ({ id, displayName, devices }: Kit): View => ({
    kitId: id,
    displayName,
    sensors: countView(devices.filter(({ type }) => type !== 'ccon')),
    cloudConnectors: countView(devices.filter(({ type }) => type === 'ccon')),
    devices: devices.map((device) => deviceView(device)),
  });

  app.get('/claimInfo', (request, reply) => {
    const identifier = queryValue(request, 'identifier');
    if (identifier === undefined) throw invalidArgument('identifier is needed');
    const organization = queryValue(request, 'organization')?.replace(/^organizations\//, '');
    if (organization !== undefined && !context.state.organizations.has(organization)) {
      throw notFound('organization');
    }
    const kit = context.state.kits.get(identifier);
    if (kit) return reply.send({ type: 'KIT', kit: kitView(kit) });
    const device = delivered(identifier);
    if (device) return reply.send({ type: 'DEVICE', device: deviceView(device) });
    throw notFound('device or kit');
  });

  app.post<Params>('/projects/:project/devices::claim', (request, reply) => {
    const project = access.project(accountOf(request), request.params.project, 'device.transfer');
    const { kitIds, deviceIds } = Claim.parse(jsonBody(request));
    const dryRun = queryValue(request, 'dryRun') === 'true';
    const wanted = new Set<DeliveredDevice>();
    const claimErrors: { devices: View[]; kits: View[] } = { devices: [], kits: [] };
    for (const deviceId of deviceIds ?? []) {
      const device = delivered(deviceId);
      if (device && !isClaimed(device)) wanted.add(device);
      else claimErrors.devices.push({ deviceId, ...refusal('device', device !== undefined) });
    }
    for (const kitId of kitIds ?? []) {
      const kit = context.state.kits.get(kitId);
      const left = kit?.devices.filter((device) => !isClaimed(device)) ?? [];
      for (const device of left) wanted.add(device);
      if (left.length === 0) claimErrors.kits.push({ kitId, ...refusal('kit', kit !== undefined) });
    }
    if (!dryRun) for (const device of wanted) service.sensors.claim(device, project.id);
    return reply.send({
      claimedDevices: [...wanted].map((device) => deviceView(device, !dryRun)),
      claimErrors,
    });
  });
}

function refusal(what: string, exists: boolean): View {
  return exists
    ? { code: 'ALREADY_CLAIMED', message: `The ${what} was previously claimed` }
    : { code: 'NOT_FOUND', message: `The ${what} was not found` };
}
