import { CONNECTOR_TYPES } from '../connector-config';
import { reportedKeys } from '../device-types';
import type { State } from '../state';
import type {
  AccountKey,
  DataConnector,
  Device,
  Member,
  Organization,
  Project,
  ServiceAccount,
} from '../model';

type View = Record<string, unknown>;

/** Resources as they stand on the wire. disruptive-technologies.md §2a and §6. */

export function connectorView(connector: DataConnector): View {
  return {
    name: `projects/${connector.projectId}/dataconnectors/${connector.id}`,
    displayName: connector.displayName,
    type: connector.type,
    status: connector.status,
    events: connector.events,
    labels: connector.labels,
    [CONNECTOR_TYPES[connector.type].key]: connector.config,
  };
}

/** A device as the emulator API shows it: without its reports. */
export function emulatedDeviceView(device: Device): View {
  return {
    name: `projects/${device.projectId}/devices/${device.id}`,
    type: device.type,
    productNumber: device.productNumber,
    labels: device.labels,
  };
}

export function deviceView(device: Device): View {
  return { ...emulatedDeviceView(device), reported: reportedView(device) };
}

function reportedView(device: Device): View {
  const reported: View = Object.fromEntries(reportedKeys(device.type).map((key) => [key, null]));
  for (const [type, event] of device.latest) {
    if (type !== 'labelsChanged') reported[type] = event.data[type];
  }
  return reported;
}

export function projectView(project: Project, state: State): View {
  const devices = [...state.devices.values()].filter(({ projectId }) => projectId === project.id);
  const gateways = devices.filter(({ type }) => type === 'ccon').length;
  return {
    name: `projects/${project.id}`,
    displayName: project.displayName,
    inventory: project.inventory,
    organization: `organizations/${project.organizationId}`,
    organizationDisplayName: state.organizations.get(project.organizationId)?.displayName ?? '',
    sensorCount: devices.length - gateways,
    cloudConnectorCount: gateways,
    location: project.location,
    labels: project.labels,
  };
}

export function organizationView({ id, displayName }: Organization): View {
  return { name: `organizations/${id}`, displayName };
}

export function serviceAccountView(account: ServiceAccount): View {
  const { displayName, email, enableBasicAuth, createTime, updateTime } = account;
  return { name: accountName(account), email, displayName, enableBasicAuth, createTime, updateTime };
}

export function keyView(account: ServiceAccount, { id, createTime }: AccountKey): View {
  return { name: `${accountName(account)}/keys/${id}`, id, createTime };
}

function accountName({ id, projectId }: ServiceAccount): string {
  return `projects/${projectId}/serviceaccounts/${id}`;
}

export function memberView({ id, parent, ...member }: Member): View {
  const { displayName, roles, status, email, accountType, createTime } = member;
  return { name: `${parent}/members/${id}`, displayName, roles, status, email, accountType, createTime };
}
