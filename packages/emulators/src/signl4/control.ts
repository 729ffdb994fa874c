import type { DeliverySwitches } from '../kit/outbox';
import { DutyMode } from './enums';
import type { Alert, InboundEvent, Schedule, Webhook } from './model';
import type { Signl4Service } from './service';

/** The people of the emulated subscription, and what only a test may see. */
export interface Signl4Control {
  /** Oldest first. */
  alerts(): Alert[];
  events(): InboundEvent[];
  webhooks(): Webhook[];
  schedules(): Schedule[];
  /** A person with a phone. All throw a `ServiceError` where the service would refuse. */
  acknowledge(alertId: string, userId: string, note?: string): Alert;
  close(alertId: string, userId: string, note?: string): Alert;
  undoAcknowledge(alertId: string, userId: string): Alert;
  undoClose(alertId: string, userId: string): Alert;
  annotate(alertId: string, userId: string, text: string): void;
  /** To duty in all teams of the user unless some are named. */
  punchIn(userId: string, teamIds?: readonly string[]): void;
  punchInAsManager(userId: string, teamIds?: readonly string[]): void;
  punchOut(userId: string, teamIds?: readonly string[]): void;
  startDuty(teamId: string): void;
  endDuty(teamId: string): void;
  /** Sends any event to the webhooks of a team; envelope fields are added. */
  emit(teamId: string, eventType: number, objects?: Record<string, unknown>): void;
  /** Switches for failures of outgoing events. */
  switchDeliveries(changes: Partial<DeliverySwitches>): void;
  /** Resolves once every event is processed and every delivery is done, retries included (with a real clock). */
  idle(): Promise<void>;
}

/** The control of a running service. */
export function signl4Control(service: Signl4Service): Signl4Control {
  const { context, alerts, duties, publisher, outbox } = service;
  const punch = (userId: string, teamIds: readonly string[] | undefined, dutyMode: number) => {
    const own = duties.ofUser(userId).map((duty) => duty.teamId);
    for (const teamId of teamIds ?? own) duties.change(userId, teamId, dutyMode);
  };
  return {
    alerts: () => [...context.state.alerts.values()],
    events: () => [...context.state.events.values()],
    webhooks: () => [...context.state.webhooks.values()],
    schedules: () => [...context.state.schedules.values()],
    acknowledge: (alertId, userId, note) => alerts.acknowledge(alertId, userId, note),
    close: (alertId, userId, note) => alerts.close(alertId, userId, note),
    undoAcknowledge: (alertId, userId) => alerts.undoAcknowledge(alertId, userId),
    undoClose: (alertId, userId) => alerts.undoClose(alertId, userId),
    annotate: (alertId, userId, text) => void alerts.annotate(alertId, userId, text),
    punchIn: (userId, teamIds) => punch(userId, teamIds, DutyMode.Primary),
    punchInAsManager: (userId, teamIds) => punch(userId, teamIds, DutyMode.Manager),
    punchOut: (userId, teamIds) => punch(userId, teamIds, DutyMode.Off),
    startDuty: (teamId) => duties.period(teamId, true),
    endDuty: (teamId) => duties.period(teamId, false),
    emit: (teamId, eventType, objects = {}) => publisher.raise(teamId, eventType, objects),
    switchDeliveries: (changes) => outbox.switch(changes),
    idle: () => service.idle(),
  };
}
