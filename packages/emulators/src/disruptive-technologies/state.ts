import type { DeviceType } from './device-types';
import { eventData, type EventType } from './event-types';
import type {
  DataConnector,
  DeliveredDevice,
  Device,
  Kit,
  Member,
  Organization,
  Project,
  ServiceAccount,
} from './model';
import { seed } from './seed';
import { timestampOf } from './timestamps';

/** All data of the emulated service, by ID. */
export interface State {
  organizations: Map<string, Organization>;
  projects: Map<string, Project>;
  devices: Map<string, Device>;
  /** Delivered, but not in a project yet. */
  unclaimed: Map<string, DeliveredDevice>;
  kits: Map<string, Kit>;
  connectors: Map<string, DataConnector>;
  serviceAccounts: Map<string, ServiceAccount>;
  members: Member[];
}

/** Reports of the devices at the start. */
const REPORTED: Readonly<Record<string, readonly (readonly [EventType, Record<string, unknown>])[]>> = {
  fridge: [['temperature', { value: 4.2 }]],
  pantry: [['humidity', { temperature: 18.5, relativeHumidity: 46 }]],
  backDoor: [['objectPresent', { state: 'PRESENT' }]],
  basement: [['waterPresent', { state: 'NOT_PRESENT' }]],
  meetingRoom: [
    ['co2', { ppm: 640 }],
    ['humidity', { temperature: 21.5, relativeHumidity: 38 }],
    ['pressure', { pascal: 101_325 }],
  ],
  desk: [['deskOccupancy', { state: 'NOT_OCCUPIED' }]],
  gateway: [
    ['connectionStatus', { connection: 'ETHERNET', available: ['ETHERNET', 'CELLULAR'] }],
    ['ethernetStatus', { macAddress: 'f0:b5:b7:00:0a:08', ipAddress: '192.0.2.17' }],
    ['cellularStatus', { signalStrength: 80 }],
  ],
  window: [['contact', { state: 'CLOSED' }]],
};

/** Age of those reports at the start, in milliseconds. */
const REPORTED_BEFORE_MS = 600_000;

/**
 * The seed data.
 * @param nowMs milliseconds since 1970
 * @param nextId makes the ids of the events that were reported before
 */
export function seededState(nowMs: number, nextId: () => string): State {
  const created = timestampOf(nowMs - 86_400_000);
  const { building, annex } = seed.projects;
  const project = ({ id, displayName }: { id: string; displayName: string }): Project => ({
    id,
    organizationId: seed.organization.id,
    displayName,
    inventory: false,
    location: { latitude: 0, longitude: 0, timeLocation: '' },
    labels: {},
  });
  const account = (of: (typeof seed.serviceAccounts)[keyof typeof seed.serviceAccounts], basic: boolean) => ({
    id: of.id,
    projectId: building.id,
    email: of.email,
    displayName: of.displayName,
    enableBasicAuth: basic,
    createTime: created,
    updateTime: created,
    keys: new Map([[of.keyId, { id: of.keyId, secret: of.secret, createTime: created }]]),
  });
  const member = (
    parent: string,
    of: { id: string; email: string; displayName: string },
    role: string,
  ): Member => ({
    id: of.id,
    parent,
    email: of.email,
    displayName: of.displayName,
    accountType: of.email.endsWith('.serviceaccount.d21s.com') ? 'SERVICE_ACCOUNT' : 'USER',
    status: 'ACCEPTED',
    roles: [role],
    createTime: created,
  });
  const { full, readOnly, noBasicAuth } = seed.serviceAccounts;
  const { unclaimed } = seed;
  const organizationName = `organizations/${seed.organization.id}`;
  return {
    organizations: byId([{ ...seed.organization }]),
    projects: byId([project(building), project(annex)]),
    devices: byId(
      Object.entries(seed.devices).map(([key, of]) =>
        seededDevice(key, of, key === 'window' ? annex.id : building.id, nowMs - REPORTED_BEFORE_MS, nextId),
      ),
    ),
    unclaimed: byId<DeliveredDevice>([unclaimed.freezer, ...unclaimed.kit.devices]),
    kits: byId<Kit>([unclaimed.kit]),
    connectors: new Map(),
    serviceAccounts: byId<ServiceAccount>([
      account(full, true),
      account(readOnly, true),
      account(noBasicAuth, false),
    ]),
    members: [
      member(organizationName, full, 'roles/organization.admin'),
      member(organizationName, seed.person, 'roles/organization.admin'),
      member(`projects/${building.id}`, readOnly, 'roles/project.user'),
      member(`projects/${building.id}`, noBasicAuth, 'roles/project.developer'),
    ],
  };
}

function seededDevice(
  key: string,
  of: { id: string; type: DeviceType; productNumber: string; name: string },
  projectId: string,
  atMs: number,
  nextId: () => string,
): Device {
  const emulated = of.productNumber === '';
  const device: Device = {
    id: of.id,
    type: of.type,
    projectId,
    productNumber: of.productNumber,
    emulated,
    labels: {
      name: of.name,
      ...(emulated ? { 'virtual-sensor': '' } : { floor: key === 'basement' ? '-1' : '1' }),
    },
    latest: new Map(),
    history: [],
  };
  const common: [EventType, Record<string, unknown>][] =
    emulated || of.type === 'ccon'
      ? []
      : [
          ['networkStatus', { signalStrength: 62, rssi: -71 }],
          ['batteryStatus', { percentage: 90 }],
        ];
  for (const [eventType, data] of [...(REPORTED[key] ?? []), ...common]) {
    const timestamp = timestampOf(atMs);
    const event = {
      eventId: nextId(),
      targetName: `projects/${projectId}/devices/${of.id}`,
      eventType,
      data: eventData(eventType, data, timestamp),
      timestamp,
    };
    device.latest.set(eventType, event);
    device.history.push({ atMs, event });
  }
  return device;
}

function byId<T extends { id: string }>(records: readonly T[]): Map<string, T> {
  return new Map(records.map((record) => [record.id, record]));
}
