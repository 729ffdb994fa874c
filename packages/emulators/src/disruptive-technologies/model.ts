import type { ConnectorType } from './connector-config';
import type { EventType } from './event-types';
import type { DeviceType } from './device-types';

export interface Organization {
  readonly id: string;
  displayName: string;
}

interface ProjectLocation {
  latitude: number;
  longitude: number;
  timeLocation: string;
}

export interface Project {
  readonly id: string;
  readonly organizationId: string;
  displayName: string;
  inventory: boolean;
  location: ProjectLocation;
  labels: Record<string, string>;
}

/** The envelope of an event, in the order in which it is sent. disruptive-technologies.md §4. */
export interface SensorEvent {
  readonly eventId: string;
  /** `projects/{project}/devices/{device}` */
  readonly targetName: string;
  readonly eventType: EventType;
  readonly data: Readonly<Record<string, unknown>>;
  readonly timestamp: string;
}

export interface Device {
  readonly id: string;
  readonly type: DeviceType;
  projectId: string;
  /** Empty for an emulated device. */
  readonly productNumber: string;
  readonly emulated: boolean;
  labels: Record<string, string>;
  /** The last event of each type. */
  readonly latest: Map<EventType, SensorEvent>;
  /** Oldest first; `atMs` is when the service got it. */
  readonly history: { readonly atMs: number; readonly event: SensorEvent }[];
}

/** A device that was delivered, whether or not somebody has claimed it. */
export interface DeliveredDevice {
  readonly id: string;
  readonly type: DeviceType;
  readonly productNumber: string;
}

/** Devices that are sold, and claimed, together. */
export interface Kit {
  readonly id: string;
  readonly displayName: string;
  readonly devices: readonly DeliveredDevice[];
}

export type ConnectorStatus = 'ACTIVE' | 'USER_DISABLED' | 'SYSTEM_DISABLED';

export interface DataConnector {
  readonly id: string;
  readonly projectId: string;
  readonly type: ConnectorType;
  displayName: string;
  status: ConnectorStatus;
  /** Empty: all types. */
  events: EventType[];
  /** Keys of the device labels that go with each event. */
  labels: string[];
  /** In the form of the connector's type, with defaults filled in. */
  config: Record<string, unknown>;
}

export interface AccountKey {
  readonly id: string;
  readonly secret: string;
  readonly createTime: string;
}

export interface ServiceAccount {
  readonly id: string;
  readonly projectId: string;
  readonly email: string;
  displayName: string;
  enableBasicAuth: boolean;
  readonly createTime: string;
  updateTime: string;
  readonly keys: Map<string, AccountKey>;
}

export interface Member {
  readonly id: string;
  /** `projects/{project}` or `organizations/{organization}` */
  readonly parent: string;
  readonly email: string;
  readonly displayName: string;
  readonly accountType: 'USER' | 'SERVICE_ACCOUNT';
  readonly status: 'ACCEPTED' | 'PENDING';
  /** `roles/project.user` and so on. */
  roles: string[];
  readonly createTime: string;
}
