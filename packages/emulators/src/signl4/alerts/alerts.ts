import type { Context } from '../context';
import { AlertFlag, AlertStatus, DeliveryStatus, TimelineEntry, UserDelivery, Workflow } from '../enums';
import type { Alert } from '../model';
import type { Publisher } from '../publisher';
import { recordId } from '../record-id';
import { ServiceError } from '../service-error';
import { systemUser } from '../system-user';
import { dateOfTicks } from '../ticks';
import type { AlertOrder } from './alert-order';
import { Escalations } from './escalations';
import { recipientsOf } from './recipients';
import { addAnnotation, addToTimeline } from './timeline';

/** The life of alerts: raised, acknowledged, closed, undone, annotated, escalated. */
export class Alerts {
  readonly escalations: Escalations;

  constructor(
    private readonly context: Context,
    private readonly publisher: Publisher,
  ) {
    this.escalations = new Escalations(context, publisher, (order) => this.raise(order));
  }

  /** Raises an alert, notifies who is on duty and starts the response time. */
  raise(order: AlertOrder): Alert {
    const { state, ticks, settings } = this.context;
    const team = state.teams.get(order.teamId)!;
    const scenario = order.scenario ?? (team.settings.responseMode === 4 ? 'multi_ack' : 'single_ack');
    const recipients = recipientsOf(state, team, order.categoryId, scenario === 'emergency');
    const alone = recipients.length === 0;
    const notified = recipients.some(({ delivery }) => delivery === UserDelivery.Transmitted);
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
      requiredAcknowledgements: scenario === 'single_ack' ? 1 : Math.max(1, recipients.length),
      lastModified: created,
      statusCode: alone ? settings.noOneOnDutyStatus : AlertStatus.Open,
      deliveryStatusCode: alone
        ? DeliveryStatus.NoOneOnDuty
        : notified
          ? DeliveryStatus.Transmitted
          : DeliveryStatus.NoOneNotified,
      recipients,
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
    addToTimeline(this.context, alert, { entrytype: TimelineEntry.Opened });
    state.alerts.set(alert.id, alert);
    this.publisher.alertCreated(alert);
    if (alone) this.publisher.alertStatusChanged(alert, AlertStatus.Failed, null);
    this.context.later(team.settings.responseTime * 1000, () => this.escalations.breach(alert));
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
    addToTimeline(this.context, alert, { entrytype: TimelineEntry.Acknowledged, userId });
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
    addToTimeline(this.context, alert, { entrytype: TimelineEntry.Closed, userId });
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
    const item = addAnnotation(this.context, alert, userId, text, type);
    this.publisher.alertAnnotated(alert, userId, { message: text, id: item.id });
    return item;
  }

  #undone(alert: Alert, userId: string, entrytype: number, note?: string): Alert {
    const complete = alert.acknowledgements.length >= alert.requiredAcknowledgements;
    alert.statusCode = complete ? AlertStatus.Acknowledged : AlertStatus.Open;
    const message = this.#noteOn(alert, userId, note);
    addToTimeline(this.context, alert, { entrytype, userId });
    if (this.context.settings.undoEvent) {
      this.publisher.alertStatusChanged(alert, alert.statusCode, userId, message);
    }
    return alert;
  }

  #noteOn(alert: Alert, userId: string, text?: string): { message: string; id: string } | undefined {
    if (text === undefined || text === '') return undefined;
    const item = addAnnotation(this.context, alert, userId, text);
    return { message: text, id: item.id };
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
