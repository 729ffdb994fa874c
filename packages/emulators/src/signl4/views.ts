import type { Category, EventSource, Team, Webhook } from './model';
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
    imageLastModified: team.image?.lastModified ?? null,
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

/** CategoryInfo */
export function categoryInfo(category: Category): Record<string, unknown> {
  return { ...category };
}

/** EventSourceEndpointInfo */
export function eventSourceInfo(source: EventSource, origin: string): Record<string, unknown> {
  const { secret, distributionId: _distributionId, ...rest } = source;
  const addresses: Readonly<Record<number, string>> = {
    [EventSourceType.Email]: `${secret}@mail.signl4.com`,
    [EventSourceType.WebHook]: `${origin}/webhook/${secret}`,
  };
  return {
    ...rest,
    address: addresses[source.type] ?? null,
    groupId: null,
    subType: null,
    subscriptionId: seed.subscriptionId,
  };
}

/** WebhookInfo */
export function webhookInfo(webhook: Webhook): Record<string, unknown> {
  return { ...webhook, subId: seed.subscriptionId };
}
