import { randomUUID } from 'node:crypto';
import type { Context } from '../context';
import { AlertFlag, AlertStatus, DeliveryStatus, DutyMode, TimelineEntry, Workflow } from '../enums';
import type { Alert, Attachment, Parameter, TimelineItem } from '../model';
import type { Publisher } from '../publisher';
import { recordId } from '../record-id';
import { ServiceError } from '../service-error';
import { dutyKey } from '../state';
import { systemUser } from '../system-user';
import { dateOfTicks } from '../ticks';

export type Scenario = 'single_ack' | 'multi_ack' | 'emergency';

export interface AlertOrder {
  eventId: string;
  teamId: string;
  title: string;
  text: string;
  externalId: string | null;
  categoryId: string | null;
  severity: number;
  flags: number;
  scenario?: Scenario;
  parameters: Parameter[];
  attachments: Attachment[];
}

/** The life of alerts: raised, acknowledged, closed, undone, annotated, escalated. */
export class Alerts {
  constructor(
    private readonly context: Context,
    private readonly publisher: Publisher,
  ) {}

  /** Raises an alert, notifies who is on duty and starts the response time. */
  raise(order: AlertOrder): Alert {
    const { state, ticks, settings } = this.context;
    const team = state.teams.get(order.teamId)!;
    const onDuty = team.memberIds.filter(
      (userId) => state.duties.get(dutyKey(team.id, userId))?.dutyMode !== DutyMode.Off,
    );
    const scenario = order.scenario ?? (team.settings.responseMode === 4 ? 'multi_ack' : 'single_ack');
    const notifiedUserIds = scenario === 'emergency' ? [...team.memberIds] : onDuty;
    const alone = notifiedUserIds.length === 0;
    const born = ticks.next();
    const created = dateOfTicks(born);
    const alert: Alert = {
      id: recordId(born),
      eventId: order.eventId,
      externalId: order.externalId,
      teamId: team.id,
      categoryId: order.categoryId,
      title: order.title,
      text: order.text,
      severity: order.severity,
      flags: order.flags | (order.attachments.length > 0 ? AlertFlag.HasAttachments : 0),
      workflowType: {
        single_ack: Workflow.TeamBroadcast,
        multi_ack: Workflow.MultiAcknowledge,
        emergency: Workflow.MultiAcknowledgeEmergency,
      }[scenario],
      requiredAcknowledgements: scenario === 'single_ack' ? 1 : Math.max(1, notifiedUserIds.length),
      lastModified: created,
      statusCode: alone ? settings.noOneOnDutyStatus : AlertStatus.Open,
      deliveryStatusCode: alone ? DeliveryStatus.NoOneOnDuty : DeliveryStatus.Transmitted,
      notifiedUserIds,
      created,
      acknowledgedAt: null,
      acknowledgements: [],
      closedAt: null,
      closedBy: null,
      parameters: order.parameters,
      attachments: order.attachments,
      escalations: [],
      timeline: [],
    };
    this.#note(alert, { entrytype: TimelineEntry.Opened });
    state.alerts.set(alert.id, alert);
    this.publisher.alertCreated(alert);
    if (alone) this.publisher.alertStatusChanged(alert, AlertStatus.Failed, null);
    this.context.later(team.settings.responseTime * 1000, () => this.#breach(alert));
    return alert;
  }

  /** @throws ServiceError 404 for an id that is not known */
  get(alertId: string): Alert {
    const alert = this.context.state.alerts.get(alertId.toLowerCase());
    if (!alert)
      throw new ServiceError(404, 'Error reading alert.', `An alert with ID ${alertId} was not found.`);
    return alert;
  }

  /** Acknowledges for a user, or for the system if the alert is settled immediately. @throws ServiceError 404, 409 */
  acknowledge(alertId: string, userId: string, note?: string): Alert {
    const alert = this.get(alertId);
    this.#mustBeMember(alert, userId);
    const done = alert.statusCode === AlertStatus.Closed || alert.statusCode === AlertStatus.Acknowledged;
    if (done || alert.acknowledgements.includes(userId)) {
      throw conflict('acknowledged', alert);
    }
    alert.acknowledgements.push(userId);
    const complete =
      userId === systemUser.id || alert.acknowledgements.length >= alert.requiredAcknowledgements;
    const message = this.#noteOn(alert, userId, note);
    this.#note(alert, { entrytype: TimelineEntry.Acknowledged, userId });
    if (complete) {
      alert.statusCode = AlertStatus.Acknowledged;
      alert.acknowledgedAt = alert.lastModified;
    }
    const shown = complete ? AlertStatus.Acknowledged : this.context.settings.multiAckStatus;
    this.publisher.alertStatusChanged(alert, shown, userId, message);
    return alert;
  }

  /** @throws ServiceError 404, 409 */
  close(alertId: string, userId: string, note?: string): Alert {
    const alert = this.get(alertId);
    this.#mustBeMember(alert, userId);
    const early = alert.statusCode !== AlertStatus.Acknowledged && userId !== systemUser.id;
    if (alert.statusCode === AlertStatus.Closed || (early && !this.context.settings.closeOpenAlert)) {
      throw conflict('closed', alert);
    }
    const message = this.#noteOn(alert, userId, note);
    this.#note(alert, { entrytype: TimelineEntry.Closed, userId });
    alert.statusCode = AlertStatus.Closed;
    alert.closedAt = alert.lastModified;
    alert.closedBy = userId;
    this.publisher.alertStatusChanged(alert, AlertStatus.Closed, userId, message);
    return alert;
  }

  /** Takes a user's acknowledgement back. @throws ServiceError 400, 403, 404 */
  undoAcknowledge(alertId: string, userId: string, note?: string): Alert {
    const alert = this.get(alertId);
    this.#mustBeMember(alert, userId);
    if (alert.statusCode === AlertStatus.Closed || alert.acknowledgements.length === 0) {
      throw new ServiceError(400, 'Error changing alert status.', 'The alert is not acknowledged.');
    }
    if (!alert.acknowledgements.includes(userId)) {
      throw new ServiceError(
        403,
        'Error changing alert status.',
        'The alert was acknowledged by another user.',
      );
    }
    alert.acknowledgements = alert.acknowledgements.filter((id) => id !== userId);
    alert.acknowledgedAt = null;
    return this.#undone(alert, userId, TimelineEntry.AcknowledgeUndone, note);
  }

  /** Opens a closed alert again. @throws ServiceError 400, 404 */
  undoClose(alertId: string, userId: string, note?: string): Alert {
    const alert = this.get(alertId);
    this.#mustBeMember(alert, userId);
    if (alert.statusCode !== AlertStatus.Closed) {
      throw new ServiceError(400, 'Error changing alert status.', 'The alert is not closed.');
    }
    alert.closedAt = null;
    alert.closedBy = null;
    return this.#undone(alert, userId, TimelineEntry.CloseUndone, note);
  }

  /** @throws ServiceError 404 */
  annotate(alertId: string, userId: string, text: string, type = 1): { id: string; timestamp: string } {
    const alert = this.get(alertId);
    this.#mustBeMember(alert, userId);
    alert.flags |= AlertFlag.HasAnnotations;
    const item = this.#note(alert, {
      entrytype: TimelineEntry.Annotation,
      userId,
      teamId: alert.teamId,
      text,
      annotationtype: type,
    });
    this.publisher.alertAnnotated(alert, userId, { message: text, id: item.id });
    return item;
  }

  /** Hands a copy of an alert to another team. Both teams must exist. */
  escalateToTeam(alert: Alert, targetTeamId: string, userId: string | null): Alert {
    const target = this.context.state.teams.get(targetTeamId)!;
    alert.flags |= AlertFlag.EscalatedToTeam;
    if (userId !== null) this.#note(alert, { entrytype: TimelineEntry.EscalationRequested, userId });
    const item = this.#note(alert, { entrytype: TimelineEntry.EscalatedToTeam, teamId: target.id });
    alert.escalations.push({
      alertId: alert.id,
      alertStatus: alert.statusCode,
      escType: 2,
      status: 0,
      teamId: target.id,
      teamName: target.name,
      timestamp: item.timestamp,
    });
    const defaultCategory = [...this.context.state.categories.values()].find(
      (category) => category.teamId === target.id && category.isDefault,
    );
    if (this.context.settings.escalationToTeamEvent) this.publisher.alertEscalated(alert);
    const copy = this.raise({
      eventId: alert.eventId,
      teamId: target.id,
      title: alert.title,
      text: alert.text,
      externalId: alert.externalId,
      categoryId: defaultCategory?.id ?? null,
      severity: alert.severity,
      flags: (alert.flags & AlertFlag.HasLocationInfo) | AlertFlag.CreatedByEscalation,
      parameters: alert.parameters,
      attachments: alert.attachments,
    });
    this.#note(copy, { entrytype: TimelineEntry.EscalatedFromTeam, teamId: alert.teamId });
    return copy;
  }

  /** The response time is over. */
  #breach(alert: Alert): void {
    if (alert.statusCode !== AlertStatus.Open) return;
    const { settings } = this.context.state.teams.get(alert.teamId)!;
    alert.flags |= AlertFlag.IsBreached;
    this.#note(alert, { entrytype: TimelineEntry.Breached });
    if (!settings.escEnabled) return;
    if (settings.escMode === 1 && settings.escRefId && this.context.state.teams.has(settings.escRefId)) {
      this.escalateToTeam(alert, settings.escRefId, null);
      return;
    }
    alert.flags |= AlertFlag.EscalatedToManager;
    this.#note(alert, { entrytype: TimelineEntry.EscalatedToManager });
    this.publisher.alertEscalated(alert);
  }

  #undone(alert: Alert, userId: string, entrytype: number, note?: string): Alert {
    const complete = alert.acknowledgements.length >= alert.requiredAcknowledgements;
    alert.statusCode = complete ? AlertStatus.Acknowledged : AlertStatus.Open;
    const message = this.#noteOn(alert, userId, note);
    this.#note(alert, { entrytype, userId });
    if (this.context.settings.undoEvent) {
      this.publisher.alertStatusChanged(alert, alert.statusCode, userId, message);
    }
    return alert;
  }

  #noteOn(alert: Alert, userId: string, text?: string): { message: string; id: string } | undefined {
    if (text === undefined || text === '') return undefined;
    alert.flags |= AlertFlag.HasAnnotations;
    const item = this.#note(alert, {
      entrytype: TimelineEntry.Annotation,
      userId,
      teamId: alert.teamId,
      text,
      annotationtype: 1,
    });
    return { message: text, id: item.id };
  }

  #note(alert: Alert, entry: Omit<TimelineItem, 'id' | 'order' | 'timestamp'>): TimelineItem {
    const ticks = this.context.ticks.next();
    const id = entry.entrytype === TimelineEntry.Annotation ? recordId(ticks) : randomUUID();
    const item: TimelineItem = { id, order: alert.timeline.length, timestamp: dateOfTicks(ticks), ...entry };
    alert.timeline.push(item);
    alert.lastModified = item.timestamp;
    return item;
  }

  #mustBeMember(alert: Alert, userId: string): void {
    if (userId === systemUser.id) return;
    if (!this.context.state.users.has(userId)) {
      throw new ServiceError(404, 'Error reading user.', `A user with ID ${userId} was not found.`);
    }
    if (this.context.state.teams.get(alert.teamId)?.memberIds.includes(userId)) return;
    throw new ServiceError(
      this.context.settings.userOutsideTeam,
      'Error reading user.',
      `The user with ID ${userId} is not a member of the team of the alert.`,
    );
  }
}

function conflict(wanted: string, alert: Alert): ServiceError {
  const names: Record<number, string> = { 1: 'open', 2: 'acknowledged', 4: 'closed', 16: 'failed' };
  return new ServiceError(
    409,
    'Error changing alert status.',
    `The alert cannot be ${wanted}: it is ${names[alert.statusCode] ?? alert.statusCode} already or was handled by this user.`,
  );
}
