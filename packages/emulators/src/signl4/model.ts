import type { Image } from './images/image';
import type { AlertingPattern } from './teams/alerting-pattern';
import type { Holiday } from './teams/holiday';
import type { ContactAddress } from './users/contact-address';

/** The records of the emulated service, in the shapes of signl4.md appendix B where they travel as they are. */

export interface Team {
  id: string;
  name: string;
  timezone: string;
  memberIds: string[];
  dutyAssistEnabled: boolean;
  settings: AlertSettings;
  privacy: { hideContactAddresses: boolean; hideDutyData: boolean; hideForEscalation: boolean };
  /** Duty periods, oldest first. */
  duties: { dutyId: string; dutyStart: string; dutyEnd: string | null }[];
  image: Image | null;
  holidays: Holiday[];
  patterns: Map<string, AlertingPattern>;
}

export interface AlertSettings {
  escEnabled: boolean;
  /** 0 to the manager, 1 to another team. */
  escMode: number;
  escRefId: string | null;
  filterAction: number;
  /** 1: only what matches a category. */
  filterMode: number;
  notificationProfileOverrides: { channel: number; delay: number; enabled: boolean }[];
  optOut: number;
  overrideNotificationProfiles: boolean;
  persNotInterval: number;
  persNotMode: number;
  /** 2 one acknowledgement, 4 all on duty. */
  responseMode: number;
  /** Seconds until an unacknowledged alert is escalated. */
  responseTime: number;
}

export interface User {
  id: string;
  name: string;
  mail: string;
  timeZone: string;
  language: string;
  /** Invited, and has not accepted yet. */
  isInvite: boolean;
  image: Image | null;
  location: { latitude: number; longitude: number; timestamp: string } | null;
  /** Sent to the phone, to prove its number. */
  validationCode: string | null;
  contactAddresses: ContactAddress[];
  /** V2.NotificationProfileDetails */
  notificationProfiles: {
    channel: number;
    delayInMinutes: number;
    enabled: boolean;
    persistent: boolean;
    options: number;
  }[];
}

/** A user's place in a team. */
export interface Membership {
  teamId: string;
  userId: string;
  roleId: string;
  memberSince: string;
}

export interface Duty {
  userId: string;
  teamId: string;
  dutyMode: number;
  lastChange: string | null;
}

export interface Category {
  id: string;
  teamId: string;
  name: string;
  color: string;
  imageName: string;
  isDefault: boolean;
  keywordMatching: number;
  keywords: string[];
  keywordsExcluded: string[];
  options: number;
  order: number;
  augmentations: unknown[];
  enrichments: unknown[];
}

export interface EventSource {
  id: string;
  secret: string;
  teamId: string;
  name: string;
  description: string | null;
  disabled: boolean;
  type: number;
  lastEvent: string | null;
  /** Rule that leads the events of an integration to a team; without it there is no alert. */
  distributionId: string | null;
}

export interface ApiKey {
  id: string;
  name: string;
  key: string;
  access: 'full' | 'read';
  /** Milliseconds since 1970, or never. */
  expiresMs: number | null;
}

export interface Parameter {
  id: string;
  name: string;
  value: string | null;
  type: number;
  order: number;
  options: number;
}

export interface Attachment {
  id: string;
  name: string;
  contentType: string;
  content: Buffer;
}

export interface InboundEvent {
  id: string;
  title: string | null;
  text: string | null;
  externalId: string | null;
  teamId: string;
  categoryId: string | null;
  eventSourceId: string;
  eventSourceType: number;
  distributionId: string | null;
  eventStatus: number;
  severity: number;
  creationTime: string;
  lastModified: string;
  alertId: string | null;
  acknowledgedAlerts: string[];
  closedAlerts: string[];
  parameters: Parameter[];
}

export interface TimelineItem {
  id: string;
  entrytype: number;
  order: number;
  timestamp: string;
  userId?: string | null;
  teamId?: string | null;
  text?: string | null;
  annotationtype?: number;
  remoteActionId?: string;
  remoteJobId?: string;
  creatorId?: string;
  creatorType?: number;
}

export interface Escalation {
  alertId: string;
  alertStatus: number;
  escType: number;
  status: number;
  teamId: string;
  teamName: string | null;
  timestamp: string;
}

/** A user whom an alert concerns, and what became of the notification. V2.UserDeliveryStatusCodes */
export interface Recipient {
  userId: string;
  delivery: number;
}

export interface Alert {
  id: string;
  eventId: string;
  externalId: string | null;
  teamId: string;
  categoryId: string | null;
  title: string;
  text: string;
  severity: number;
  flags: number;
  workflowType: number;
  requiredAcknowledgements: number;
  lastModified: string;
  statusCode: number;
  deliveryStatusCode: number;
  recipients: Recipient[];
  created: string;
  acknowledgedAt: string | null;
  acknowledgements: string[];
  closedAt: string | null;
  closedBy: string | null;
  parameters: Parameter[];
  attachments: Attachment[];
  escalations: Escalation[];
  timeline: TimelineItem[];
}

export interface Webhook {
  id: string;
  name: string;
  extUrl: string;
  description: string | null;
  enabled: boolean;
  teamId: string | null;
}

export interface Schedule {
  id: string;
  teamId: string;
  userId: string;
  start: string;
  end: string;
  options: number;
}
