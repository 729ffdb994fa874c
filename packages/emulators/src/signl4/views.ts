import type { Alert, Attachment, Category, EventSource, InboundEvent, Team, User, Webhook } from './model';
import type { Context } from './context';
import { userDutyDetails } from './duty/duty-views';
import { EventSourceType } from './enums';
import { seed } from './seed';

/** Records as they travel. Shapes: signl4.md appendix B. */

/** V2.AlertInfo */
export function alertInfo(alert: Alert): Record<string, unknown> {
  const nobody = alert.notifiedUserIds.length === 0;
  return {
    id: alert.id,
    eventId: alert.eventId,
    externalId: alert.externalId,
    teamId: alert.teamId,
    subscriptionId: seed.subscriptionId,
    categoryId: alert.categoryId,
    title: alert.title,
    text: alert.text,
    severity: alert.severity,
    flags: alert.flags,
    workflowType: alert.workflowType,
    requiredAcknowledgements: alert.requiredAcknowledgements,
    lastModified: alert.lastModified,
    status: {
      statusCode: alert.statusCode,
      alertDeliveryStatus: {
        alertId: alert.id,
        statusCode: alert.deliveryStatusCode,
        userDeliveryStatus: nobody ? [] : alert.notifiedUserIds.map((userId) => ({ userId, statusCode: 4 })),
      },
    },
    history: {
      created: alert.created,
      acknowledgedAt: alert.acknowledgedAt,
      acknowledgements: alert.acknowledgements,
      closedAt: alert.closedAt,
      closedBy: alert.closedBy,
    },
  };
}

/** V2.AlertDetails */
export function alertDetails(alert: Alert): Record<string, unknown> {
  return {
    ...alertInfo(alert),
    parameters: alert.parameters,
    attachments: alert.attachments.map(attachmentInfo),
    escalations: alert.escalations,
    timelineEntries: alert.timeline,
  };
}

/** V2.AlertAttachmentInfo */
export function attachmentInfo({ id, name, contentType }: Attachment): Record<string, unknown> {
  return { id, name, contentType };
}

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
        distributionId: null,
        eventTargetStatus: event.eventStatus,
        creationTime: event.creationTime,
        lastModified: event.lastModified,
      },
    ],
  };
}

/** TeamInfo */
export function teamInfo(team: Team): Record<string, unknown> {
  return {
    id: team.id,
    name: team.name,
    subscriptionId: seed.subscriptionId,
    timezone: team.timezone,
    memberIds: team.memberIds,
    imageLastModified: null,
    setupProgressEnabled: false,
  };
}

/** V2.TeamPublicDetails */
export function teamPublicDetails({ id, name }: Team): Record<string, unknown> {
  return {
    id,
    name,
    privacySettings: {
      teamId: id,
      hideContactAddresses: false,
      hideDutyData: false,
      hideForEscalation: false,
    },
  };
}

/** V2.UserDetails */
export function userDetails(context: Context, user: User): Record<string, unknown> {
  const duties = [...context.state.duties.values()].filter((duty) => duty.userId === user.id);
  return {
    id: user.id,
    name: user.name,
    mail: user.mail,
    subscriptionId: seed.subscriptionId,
    timeZone: 'W. Europe Standard Time',
    colorIndex: 0,
    isInvite: false,
    isDeactivated: false,
    externalAuthProvider: null,
    lastSeen: null,
    remoteActionPinSet: false,
    userImageLastModified: null,
    contactAddresses: [],
    dutyInfos: duties.map((duty) => userDutyDetails(context, duty)),
  };
}

/** CategoryInfo */
export function categoryInfo(category: Category): Record<string, unknown> {
  return { ...category };
}

/** EventSourceEndpointInfo */
export function eventSourceInfo(source: EventSource, origin: string): Record<string, unknown> {
  const { secret, ...rest } = source;
  const address =
    source.type === EventSourceType.Email ? `${secret}@mail.signl4.com` : `${origin}/webhook/${secret}`;
  return { ...rest, address, groupId: null, subType: null, subscriptionId: seed.subscriptionId };
}

/** WebhookInfo */
export function webhookInfo(webhook: Webhook): Record<string, unknown> {
  return { ...webhook, subId: seed.subscriptionId };
}
