import { DutyMode, SubscriptionStatus, UserDelivery } from '../enums';
import type { Recipient, Team } from '../model';
import { dutyKey, type State } from '../state';

/** Those on duty, or all members in an emergency. Who muted or hid the category is not notified (signl4.md §2.5). */
export function recipientsOf(
  state: State,
  team: Team,
  categoryId: string | null,
  emergency: boolean,
): Recipient[] {
  const concerned = emergency
    ? team.memberIds
    : team.memberIds.filter(
        (userId) => (state.duties.get(dutyKey(team.id, userId))?.dutyMode ?? DutyMode.Off) !== DutyMode.Off,
      );
  return concerned.map((userId) => {
    const status = state.categorySubscriptions.get(`${categoryId}/${userId}`);
    const optedOut = !emergency && status !== undefined && status !== SubscriptionStatus.Subscribed;
    return { userId, delivery: optedOut ? UserDelivery.CategoryOptOut : UserDelivery.Transmitted };
  });
}
