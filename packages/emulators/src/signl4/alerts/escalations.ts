import type { Context } from '../context';
import { AlertFlag, AlertStatus, EscalationStatus, EscalationType, TimelineEntry } from '../enums';
import type { Alert } from '../model';
import type { Publisher } from '../publisher';
import type { AlertOrder } from './alert-order';
import { addToTimeline } from './timeline';

/** Hands alerts to the manager or to another team. */
export class Escalations {
  constructor(
    private readonly context: Context,
    private readonly publisher: Publisher,
    private readonly raise: (order: AlertOrder) => Alert,
  ) {}

  /** Why an alert cannot be handed to a team; a V2.AlertEscalationStatus, 0 if it can. */
  statusOfTarget(alert: Alert, targetTeamId: string): number {
    const target = this.context.state.teams.get(targetTeamId);
    if (!target || target.id === alert.teamId) return EscalationStatus.TargetInvalid;
    return target.privacy.hideForEscalation ? EscalationStatus.TargetPrivate : EscalationStatus.Ok;
  }

  /**
   * Hands a copy of an alert to another team, which has to be a valid target.
   * @param userId who asked for it, or `null` if the response time is over
   * @returns the alert that the other team gets
   */
  toTeam(alert: Alert, targetTeamId: string, userId: string | null): Alert {
    const { state, settings } = this.context;
    const target = state.teams.get(targetTeamId)!;
    alert.flags |= AlertFlag.EscalatedToTeam;
    if (userId !== null) {
      addToTimeline(this.context, alert, { entrytype: TimelineEntry.EscalationRequested, userId });
    }
    const { timestamp } = addToTimeline(this.context, alert, {
      entrytype: TimelineEntry.EscalatedToTeam,
      teamId: target.id,
    });
    this.#record(alert, EscalationType.Team, EscalationStatus.Ok, target.id, timestamp);
    const defaultCategory = [...state.categories.values()].find(
      (category) => category.teamId === target.id && category.isDefault,
    );
    if (settings.escalationToTeamEvent) this.publisher.alertEscalated(alert);
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
    addToTimeline(this.context, copy, { entrytype: TimelineEntry.EscalatedFromTeam, teamId: alert.teamId });
    return copy;
  }

  /** The response time of an alert is over: it goes where the settings of its team say. */
  breach(alert: Alert): void {
    if (alert.statusCode !== AlertStatus.Open) return;
    const { escEnabled, escMode, escRefId } = this.context.state.teams.get(alert.teamId)!.settings;
    alert.flags |= AlertFlag.IsBreached;
    addToTimeline(this.context, alert, { entrytype: TimelineEntry.Breached });
    if (!escEnabled) return;
    if (escMode === 1) this.#toTeamOfSettings(alert, escRefId ?? '');
    else this.#toManager(alert);
  }

  #toTeamOfSettings(alert: Alert, targetTeamId: string): void {
    const status = this.statusOfTarget(alert, targetTeamId);
    if (status === EscalationStatus.Ok) {
      this.toTeam(alert, targetTeamId, null);
      return;
    }
    const isPrivate = status === EscalationStatus.TargetPrivate;
    const { timestamp } = addToTimeline(this.context, alert, {
      entrytype: isPrivate ? TimelineEntry.FailedTeamPrivate : TimelineEntry.FailedTeamNotValid,
      teamId: targetTeamId,
    });
    this.#record(alert, EscalationType.Team, status, targetTeamId, timestamp);
  }

  #toManager(alert: Alert): void {
    alert.flags |= AlertFlag.EscalatedToManager;
    const { timestamp } = addToTimeline(this.context, alert, { entrytype: TimelineEntry.EscalatedToManager });
    this.#record(alert, EscalationType.Manager, EscalationStatus.Ok, alert.teamId, timestamp);
    this.publisher.alertEscalated(alert);
  }

  #record(alert: Alert, escType: number, status: number, teamId: string, timestamp: string): void {
    const teamName = this.context.state.teams.get(teamId)?.name ?? null;
    alert.escalations.push({
      alertId: alert.id,
      alertStatus: alert.statusCode,
      escType,
      status,
      teamId,
      teamName,
      timestamp,
    });
  }
}
