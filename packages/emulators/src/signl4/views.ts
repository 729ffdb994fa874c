import type { Category, EventSource, Team, User, Webhook } from './model';
import type { Context } from './context';
import { userDutyDetails } from './duty/duty-views';
import { EventSourceType } from './enums';
import { seed } from './seed';

/** Records as they travel. Shapes: signl4.md appendix B. */

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
export function teamPublicDetails({ id, name, privacy }: Team): Record<string, unknown> {
  return {
    id,
    name,
    privacySettings: { teamId: id, ...privacy },
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
