import { join } from 'node:path';
import type { ConformanceSubject } from '@signalbox/conformance-kit';
import { operations } from 'n8n-nodes-disruptive-technologies/nodes/DisruptiveTechnologies/operations';
import { startEmulator, type Emulator } from '@signalbox/emulators';
import {
  plugin as disruptiveTechnologies,
  seed,
  type Control,
} from '@signalbox/emulators/disruptive-technologies';

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

const projectId = byId(seed.projects.building.id);
const organizationId = byId(seed.organization.id);
const deviceId = byId(seed.devices.fridge.id);
const emulated = { projectId, deviceId: byId('={{ $json.emulatedId }}') };
const connector = { projectId, connectorId: byId('={{ $json.connectorId }}') };
const account = seed.serviceAccounts.full;
const otherAccount = { projectId, serviceAccountId: byId('={{ $json.accountId }}') };
const url = 'https://receiver.example.test/';

/** Disruptive Technologies in the conformance kit. */
export const subject: ConformanceSubject<Emulator<Control>> = {
  package: join(__dirname, '..', '..', 'nodes', 'disruptive-technologies'),
  nodeType: 'n8n-nodes-disruptive-technologies.disruptiveTechnologies',
  operations,
  examples: {
    // At most ten connectors fit into a project, and some checks have 40 items.
    'dataConnector.create': {
      parameters: {
        projectId: byId('={{ $json.projectId }}'),
        url,
        // Not among the secrets: n8n's errors name the node with its parameters, which are a part of the workflow.
        signatureSecret: 'typed-into-the-form',
        headers: { header: [{ name: 'X-Building', value: 'north' }] },
      },
    },
    'dataConnector.get': { parameters: connector },
    'dataConnector.getAll': { parameters: { projectId, returnAll: true } },
    'dataConnector.update': {
      parameters: { ...connector, updateFields: { url: `${url}new`, displayName: 'n8n' } },
    },
    'dataConnector.enable': { parameters: connector },
    'dataConnector.disable': { parameters: connector },
    'dataConnector.delete': {
      parameters: { projectId: byId('={{ $json.projectId }}'), connectorId: connector.connectorId },
    },
    'dataConnector.getMetrics': { parameters: connector },
    'dataConnector.sync': { parameters: connector },
    'device.get': { parameters: { projectId, deviceId } },
    'device.getAll': {
      parameters: { projectId, returnAll: true, filters: { deviceTypes: ['temperature'] } },
    },
    'device.getClaimInfo': { parameters: { identifier: seed.unclaimed.freezer.id } },
    'device.claim': { parameters: { projectId, simulate: true, kitIds: [seed.unclaimed.kit.id] } },
    'device.updateLabels': {
      parameters: {
        projectId,
        devices: [seed.devices.fridge.id, seed.devices.pantry.id],
        addLabels: { label: [{ key: 'room', value: '2.14' }] },
      },
    },
    'device.transfer': {
      parameters: {
        projectId,
        devices: '={{ [$json.emulatedId] }}',
        targetProjectId: byId(seed.projects.annex.id),
      },
    },
    'emulatedDevice.create': { parameters: { projectId, type: 'temperature', displayName: 'Virtual' } },
    'emulatedDevice.publishEvent': { parameters: { ...emulated, eventType: 'temperature', value: 4.5 } },
    'emulatedDevice.get': { parameters: emulated },
    'emulatedDevice.getAll': { parameters: { projectId, limit: 1 } },
    'emulatedDevice.delete': { parameters: emulated },
    'event.getAll': {
      parameters: { projectId, deviceId, returnAll: true, filters: { eventTypes: ['temperature'] } },
    },
    'project.create': { parameters: { organizationId, displayName: 'South Wing' } },
    'project.get': { parameters: { projectId } },
    'project.getAll': { parameters: { returnAll: true, filters: { query: 'north' } } },
    'project.update': { parameters: { projectId, updateFields: { displayName: 'North', latitude: 59.9 } } },
    'project.delete': { parameters: { projectId: byId('={{ $json.projectId }}') } },
    'project.getPermissions': { parameters: { projectId, returnAll: true } },
    'serviceAccount.create': { parameters: { projectId, displayName: 'Dashboard' } },
    'serviceAccount.get': { parameters: { projectId, serviceAccountId: byId(account.id) } },
    'serviceAccount.getAll': { parameters: { projectId, limit: 1 } },
    'serviceAccount.update': {
      parameters: { ...otherAccount, updateFields: { displayName: 'Renamed', enableBasicAuth: true } },
    },
    'serviceAccount.delete': { parameters: otherAccount },
    'serviceAccountKey.create': { parameters: otherAccount },
    'serviceAccountKey.get': { parameters: { ...otherAccount, keyId: byId('={{ $json.keyId }}') } },
    'serviceAccountKey.getAll': { parameters: { ...otherAccount, limit: 1 } },
    'serviceAccountKey.delete': { parameters: { ...otherAccount, keyId: byId('={{ $json.keyId }}') } },
    'member.create': {
      parameters: { projectId, email: '={{ $json.email }}', roles: ['project.user'] },
    },
    'member.get': { parameters: { projectId, memberId: byId('={{ $json.memberId }}') } },
    'member.getAll': { parameters: { projectId, limit: 1 } },
    'member.update': {
      parameters: { projectId, memberId: byId('={{ $json.memberId }}'), roles: ['project.developer'] },
    },
    'member.delete': { parameters: { projectId, memberId: byId('={{ $json.memberId }}') } },
    'member.getInviteUrl': { parameters: { projectId, memberId: byId('={{ $json.memberId }}') } },
    'role.get': { parameters: { roleId: byId('project.developer') } },
    'role.getAll': { parameters: { limit: 2 } },
    'organization.get': { parameters: { organizationId } },
    'organization.getAll': { parameters: { returnAll: true } },
    'organization.getPermissions': { parameters: { organizationId, returnAll: true } },
  },
  credentials: (origin) => ({
    disruptiveTechnologiesApi: {
      authentication: 'oauth2',
      keyId: account.keyId,
      secret: account.secret,
      email: account.email,
      environment: 'custom',
      baseUrl: `${origin}/v2`,
      emulatorUrl: `${origin}/emulator/v2`,
      tokenUrl: `${origin}/oauth2/token`,
      issuerUrl: `${origin}/data-connector`,
    },
  }),
  // Those of the connectors that are there are answered by the service with every reading.
  secrets: [account.secret, 'lantern-4711-zebra', 'copper-kettle-12'],
  startEmulator: () => startEmulator(disruptiveTechnologies),
  async prepare(emulator, count, { resource, operation }) {
    const call = async (path: string, body?: object): Promise<Record<string, unknown>> => {
      const response = await fetch(emulator.url + path, {
        method: body ? 'POST' : 'GET',
        headers: {
          authorization: `Basic ${Buffer.from(`${account.keyId}:${account.secret}`).toString('base64')}`,
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
      return (await response.json()) as Record<string, unknown>;
    };
    const idOf = ({ name }: Record<string, unknown>) => String(name).split('/').at(-1)!;
    const createProject = async () =>
      idOf(
        await call('/v2/projects', {
          organization: `organizations/${seed.organization.id}`,
          displayName: 'East',
        }),
      );
    const createConnector = async (project: string) =>
      idOf(
        await call(`/v2/projects/${project}/dataconnectors`, {
          type: 'HTTP_PUSH',
          httpConfig: { url, signatureSecret: 'lantern-4711-zebra', headers: { A: 'copper-kettle-12' } },
        }),
      );
    const each = async (make: () => Promise<object>) =>
      (await Promise.all(Array.from({ length: count }, make))) as Record<string, string>[];

    switch (`${resource}.${operation}`) {
      case 'dataConnector.create':
      case 'project.delete':
        return await each(async () => ({ projectId: await createProject() }));
      case 'dataConnector.delete':
        return await each(async () => {
          const project = await createProject();
          return { projectId: project, connectorId: await createConnector(project) };
        });
    }
    if (resource === 'dataConnector') {
      const connectorId = await createConnector(seed.projects.building.id);
      return await each(async () => ({ connectorId }));
    }
    if (resource === 'emulatedDevice' || operation === 'transfer') {
      return await each(async () => ({
        emulatedId: idOf(
          await call(`/emulator/v2/projects/${seed.projects.building.id}/devices`, { type: 'temperature' }),
        ),
      }));
    }
    if (resource.startsWith('serviceAccount')) {
      const accounts = `/v2/projects/${seed.projects.building.id}/serviceaccounts`;
      return await each(async () => {
        const accountId = idOf(await call(accounts, { displayName: 'Another' }));
        if (resource === 'serviceAccount') return { accountId };
        const { key } = await call(`${accounts}/${accountId}/keys`, {});
        return { accountId, keyId: idOf(key as Record<string, unknown>) };
      });
    }
    if (resource === 'member') {
      const members = `/v2/projects/${seed.projects.building.id}/members`;
      let invited = 0;
      return await each(async () => {
        const email = `person${++invited}@example.com`;
        if (operation === 'create') return { email };
        return { memberId: idOf(await call(members, { email, roles: ['roles/project.user'] })) };
      });
    }
    return await each(async () => ({}));
  },
  refreshesToken: true,
  // disruptive-technologies.md §2f: 25 requests in 5 s.
  pacedAfter: 25,
  // Everything but the requests for a token.
  faultMatch: { path: /^\/(emulator\/)?v2\// },
};
