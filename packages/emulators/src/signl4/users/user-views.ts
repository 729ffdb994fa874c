import type { Context } from '../context';
import { userDutyDetails, userDutyInfo } from '../duty/duty-views';
import type { User } from '../model';
import { seed } from '../seed';
import { dutyKey } from '../state';

/** V2.UserDetails */
export function userDetails(context: Context, user: User): Record<string, unknown> {
  const duties = [...context.state.duties.values()].filter((duty) => duty.userId === user.id);
  return {
    ...common(user),
    remoteActionPinSet: false,
    dutyInfos: duties.map((duty) => userDutyDetails(context, duty)),
  };
}

/** UserInfo: of one team, unlike V2.UserDetails. @param membership `undefined` for a user without a team */
export function userInfo(
  context: Context,
  user: User,
  membership: { teamId: string; roleId: string } | undefined,
): Record<string, unknown> {
  const duty = membership && context.state.duties.get(dutyKey(membership.teamId, user.id));
  return {
    ...common(user),
    isRemoteActionPinSet: false,
    roleId: membership?.roleId ?? null,
    dutyInfos: duty ? userDutyInfo(context, duty) : null,
  };
}

function common(user: User): Record<string, unknown> {
  return {
    id: user.id,
    name: user.name,
    mail: user.mail,
    subscriptionId: seed.subscriptionId,
    timeZone: user.timeZone,
    colorIndex: 0,
    isInvite: user.isInvite,
    isDeactivated: false,
    externalAuthProvider: null,
    lastSeen: null,
    userImageLastModified: user.image?.lastModified ?? null,
    contactAddresses: user.contactAddresses,
  };
}
