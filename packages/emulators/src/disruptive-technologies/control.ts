import type { DeliverySwitches } from '../kit/outbox';
import type { Metrics } from './connector-metrics';
import type { Push } from './connectors';
import type { DisruptiveTechnologiesService } from './service';
import type { EventType } from './event-types';
import type { DataConnector, Device, SensorEvent } from './model';

/** Events in the emulated building, and state that only a test may see. Unknown ids throw an `Error`. */
export interface DisruptiveTechnologiesControl {
  devices(projectId?: string): Device[];
  /**
   * A device reports, of whatever type the event is; see `control.touch` for the shortest one.
   * @param data fields of the event; `updateTime` is now unless given
   * @throws ZodError for data that does not fit the type
   */
  publish(deviceId: string, eventType: EventType, data?: Record<string, unknown>): SensorEvent;
  touch(deviceId: string): SensorEvent;
  /** Oldest first. */
  connectors(projectId?: string): DataConnector[];
  /** Disables a connector, as the service does with one that fails for days. */
  disableConnector(connectorId: string): void;
  /** Events of the connector that are not accepted yet, oldest first. */
  queue(connectorId: string): Push[];
  metrics(connectorId: string): Metrics;
  /** From now on DT-Asymmetric-Signature is made with another key, and the old one is not published any more. */
  rotateSigningKey(): void;
  /** Revokes all access tokens. */
  revokeTokens(): void;
  /** Number of open streams. */
  streams(): number;
  /** Ends all streams. */
  dropStreams(): void;
  /** Switches for failures of pushed events. */
  switchDeliveries(changes: Partial<DeliverySwitches>): void;
  /**
   * Resolves once nothing is on its way. With a real clock that includes retries, which go on for hours for a
   * receiver that never accepts; with a manual one only what is on the wire.
   */
  idle(): Promise<void>;
}

/** The control of a running service. */
export function disruptiveTechnologiesControl(
  service: DisruptiveTechnologiesService,
): DisruptiveTechnologiesControl {
  const { context, connectors, keys, outbox, sensors, streams, tokens } = service;
  const device = (id: string): Device => {
    const found = context.state.devices.get(id);
    if (!found) throw new Error('There is no such device.');
    return found;
  };
  const connector = (id: string): DataConnector => {
    const found = context.state.connectors.get(id);
    if (!found) throw new Error('There is no such connector.');
    return found;
  };
  const inProject =
    (projectId: string | undefined) =>
    (record: { projectId: string }): boolean =>
      projectId === undefined || record.projectId === projectId;
  return {
    devices: (projectId) => [...context.state.devices.values()].filter(inProject(projectId)),
    publish: (deviceId, eventType, data) => sensors.report(device(deviceId), eventType, data),
    touch: (deviceId) => sensors.report(device(deviceId), 'touch'),
    connectors: (projectId) => [...context.state.connectors.values()].filter(inProject(projectId)),
    disableConnector: (connectorId) => connectors.disableBySystem(connector(connectorId)),
    queue: (connectorId) => connectors.queue(connector(connectorId)),
    metrics: (connectorId) => connectors.metrics(connector(connectorId)),
    rotateSigningKey: () => keys.rotate(),
    revokeTokens: () => tokens.revoke(),
    streams: () => streams.count,
    dropStreams: () => streams.drop(),
    switchDeliveries: (changes) => outbox.switch(changes),
    idle: () => outbox.idle(),
  };
}
