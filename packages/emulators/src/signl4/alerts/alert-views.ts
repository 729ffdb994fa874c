import { SubscriptionStatus, UserDelivery } from '../enums';
import type { Alert, Attachment } from '../model';
import { seed } from '../seed';
import type { State } from '../state';

/** V2.AlertInfo */
export function alertInfo(alert: Alert): Record<string, unknown> {
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
        userDeliveryStatus: alert.recipients.map(({ userId, delivery }) => ({
          userId,
          statusCode: delivery,
        })),
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

/** AlertNotificationInfo of each recipient: a push message to the phone, or why there is none. */
export function alertNotifications(state: State, alert: Alert): Record<string, unknown>[] {
  return alert.recipients.map(({ userId, delivery }) => {
    const sent = delivery === UserDelivery.Transmitted;
    const muted =
      state.categorySubscriptions.get(`${alert.categoryId}/${userId}`) === SubscriptionStatus.Muted;
    return {
      userId,
      address: null,
      deviceName: sent ? 'Emulated phone' : null,
      lastUpdate: alert.created,
      messageStatus: sent ? MessageStatus.Transmitted : MessageStatus.None,
      messageStatusErrorCode: 0,
      notificationChannelType: sent ? PUSH : 0,
      userStatus: sent
        ? UserStatus.MessageCreated
        : muted
          ? UserStatus.CategoryMuted
          : UserStatus.CategoryHidden,
    };
  });
}

const MessageStatus = { None: 0, Transmitted: 4 } as const;
const UserStatus = { MessageCreated: 1, CategoryHidden: 3, CategoryMuted: 4 } as const;
/** ChannelType */
const PUSH = 1;
