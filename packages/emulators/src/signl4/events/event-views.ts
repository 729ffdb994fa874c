import type { InboundEvent } from '../model';

/** OverviewEvent */
export function overviewEvent(event: InboundEvent): Record<string, unknown> {
  return {
    id: event.id,
    alertId: event.alertId,
    title: event.title,
    text: event.text,
    teamId: event.teamId,
    categoryId: event.categoryId,
    eventSourceId: event.eventSourceId,
    eventSourceGroupId: null,
    eventSourceTeamId: event.teamId,
    eventSourceType: event.eventSourceType,
    eventStatus: event.eventStatus,
    severity: event.severity,
    creationTime: event.creationTime,
    lastModified: event.lastModified,
    acknowledgedAlerts: event.acknowledgedAlerts,
    closedAlerts: event.closedAlerts,
  };
}

/** V2.EventDetails */
export function eventDetails(event: InboundEvent): Record<string, unknown> {
  const { alertId, teamId, categoryId, ...rest } = overviewEvent(event);
  return {
    ...rest,
    externalId: event.externalId,
    from: null,
    parameters: event.parameters,
    targets: [
      {
        id: event.id,
        eventId: event.id,
        alertId,
        teamId,
        categoryId,
        distributionId: event.distributionId,
        eventTargetStatus: event.eventStatus,
        creationTime: event.creationTime,
        lastModified: event.lastModified,
      },
    ],
  };
}
