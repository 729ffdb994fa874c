/** The numbers on the wire. signl4.md §2.5. */
export const AlertStatus = {
  None: 0,
  Open: 1,
  Acknowledged: 2,
  Closed: 4,
  NoReply: 8,
  Failed: 16,
  Error: 32,
} as const;
export const AlertFlag = {
  HasAttachments: 1,
  HasAnnotations: 2,
  IsBreached: 4,
  HasLocationInfo: 8,
  EscalatedToTeam: 16,
  EscalatedToManager: 32,
  CreatedByEscalation: 64,
} as const;
export const Workflow = { TeamBroadcast: 2, MultiAcknowledge: 4, MultiAcknowledgeEmergency: 5 } as const;
export const DeliveryStatus = { Transmitted: 4, NoOneOnDuty: 30, NoOneNotified: 31 } as const;
export const UserDelivery = { Transmitted: 4, CategoryOptOut: 31 } as const;
export const SubscriptionStatus = { Subscribed: 0, Muted: 1, Hidden: 2 } as const;
export const EscalationType = { Manager: 1, Team: 2 } as const;
export const EscalationStatus = { Ok: 0, TargetInvalid: 2, TargetPrivate: 3 } as const;
export const EventStatus = {
  Processing: 1,
  Signled: 2,
  Filtered: 3,
  Resolved: 4,
  Discarded: 5,
  Acknowledged: 6,
  NoRuleApplied: 8,
} as const;
export const EventSourceType = { Email: 1, WebHook: 2, Script: 3, Api: 7 } as const;
export const UserStatus = { Invited: 2, Active: 3 } as const;
export const DutyMode = { Off: 0, Primary: 1, Manager: 100 } as const;
export const TimelineEntry = {
  Opened: 1,
  Acknowledged: 2,
  Annotation: 3,
  Breached: 4,
  Closed: 5,
  AcknowledgeUndone: 6,
  CloseUndone: 7,
  EscalationRequested: 8,
  EscalatedToManager: 9,
  EscalatedToTeam: 10,
  EscalatedFromTeam: 11,
  FailedTeamNotValid: 12,
  FailedTeamPrivate: 13,
  RemoteJobExecuted: 17,
} as const;
export const ParameterType = { Integer: 6, Float: 7, String: 8, Boolean: 9, Null: 10 } as const;
/** Types of outgoing webhook events. signl4.md §3.3. */
export const OutgoingType = {
  Test: 1,
  AlertCreated: 200,
  AlertStatusChanged: 201,
  AlertEscalated: 202,
  AlertAnnotated: 203,
  DutyStarted: 300,
  DutyEnded: 301,
  PunchedIn: 302,
  PunchedOut: 303,
} as const;
