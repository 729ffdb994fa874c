import { invalidArgument } from './api-error';
import type { Connectors } from './connectors';
import type { Context } from './context';
import { DEVICE_TYPES, type DeviceType } from './device-types';
import { eventData, type EventType } from './event-types';
import type { DeliveredDevice, Device, SensorEvent } from './model';
import type { Streams } from './streams';
import { normalTimestamp } from './timestamps';

/** disruptive-technologies.md §6: events are kept for 30 days. */
const RETENTION_MS = 30 * 86_400_000;

/** The devices and their reports. */
export class Sensors {
  constructor(
    private readonly context: Context,
    private readonly connectors: Connectors,
    private readonly streams: Streams,
  ) {}

  /** In order of their creation. */
  ofProject(projectId: string): Device[] {
    return [...this.context.state.devices.values()].filter((device) => device.projectId === projectId);
  }

  /** @param projectId `-` for any project */
  find(projectId: string, id: string): Device | undefined {
    const device = this.context.state.devices.get(id);
    return projectId === '-' || device?.projectId === projectId ? device : undefined;
  }

  /** @throws ApiError 400 for a type that does not exist */
  createEmulated(projectId: string, type: unknown, labels: Record<string, string>): Device {
    if (typeof type !== 'string' || !Object.hasOwn(DEVICE_TYPES, type)) {
      throw invalidArgument(`type has to be one of ${Object.keys(DEVICE_TYPES).join(', ')}`);
    }
    const device: Device = {
      id: `emu${this.context.nextId()}`,
      type: type as DeviceType,
      projectId,
      productNumber: '',
      emulated: true,
      labels: { ...labels, 'virtual-sensor': '' },
      latest: new Map(),
      history: [],
    };
    this.context.state.devices.set(device.id, device);
    return device;
  }

  /** Adds a delivered device to the project; it has reported nothing yet. */
  claim({ id, type, productNumber }: DeliveredDevice, projectId: string): void {
    const { unclaimed, devices } = this.context.state;
    unclaimed.delete(id);
    const reported = { latest: new Map(), history: [] };
    devices.set(id, { id, type, projectId, productNumber, emulated: false, labels: {}, ...reported });
  }

  /**
   * Records a report of a device in its state and history, and sends it to the streams and the connectors.
   * @param data without, or with, `updateTime`
   * @throws ZodError for data that does not fit the type, ApiError 400 for an invalid time
   */
  report(device: Device, eventType: EventType, data: Record<string, unknown> = {}): SensorEvent {
    const given = data.updateTime;
    const timestamp =
      given === undefined || given === null
        ? this.context.timestamp()
        : typeof given === 'string'
          ? normalTimestamp(given)
          : undefined;
    if (timestamp === undefined) throw invalidArgument('updateTime is not an RFC 3339 timestamp');
    const event: SensorEvent = {
      eventId: this.context.nextId(),
      targetName: `projects/${device.projectId}/devices/${device.id}`,
      eventType,
      data: eventData(eventType, data, timestamp),
      timestamp,
    };
    const now = this.context.clock.now();
    const before = device.latest.get(eventType);
    if (!before || before.timestamp <= timestamp) device.latest.set(eventType, event);
    device.history.push({ atMs: now, event });
    while (device.history[0] && device.history[0].atMs <= now - RETENTION_MS) device.history.shift();
    this.streams.publish(event, device);
    this.connectors.publish(event, device);
    return event;
  }

  /**
   * Changes the labels of a device, and publishes an event if that made a difference.
   * @throws RangeError for too many labels; nothing is changed then
   */
  changeLabels(device: Device, add: Readonly<Record<string, string>>, remove: readonly string[]): void {
    const next = { ...device.labels };
    for (const key of remove) delete next[key];
    Object.assign(next, add);
    if (Object.keys(next).length > this.context.settings.maxDeviceLabels) {
      throw new RangeError('Max labels reached for device.');
    }
    const before = device.labels;
    const entries = Object.entries(next);
    const added = entries.filter(([key]) => !Object.hasOwn(before, key));
    const modified = entries.filter(([key, value]) => Object.hasOwn(before, key) && before[key] !== value);
    const removed = Object.keys(before).filter((key) => !Object.hasOwn(next, key));
    device.labels = next;
    if (added.length + modified.length + removed.length === 0) return;
    this.report(device, 'labelsChanged', {
      added: Object.fromEntries(added),
      modified: Object.fromEntries(modified),
      removed,
    });
  }
}
