import type { IWebhookFunctions } from 'n8n-workflow';

import type { Yield } from '../../platform/yield-regularly';
import { combineClaims } from './claim';
import type { Claim, DeliveryClaim } from './claim';
import { seenEvents } from './duplicates';
import type { SeenLimits } from './duplicates';
import { latestVersions } from './latest-per-key';
import type { EventVersion } from './latest-per-key';

/** Why an event is not handled. */
export type ClaimRefusal = 'duplicate' | 'stale' | 'in-progress';

/** The new events of a delivery, in their order, and the claim on them. */
export interface ClaimedDelivery<Event> {
  claim: DeliveryClaim;
  events: readonly Event[];
}

interface ClaimOptions<Event> {
  /** The service's id of an event, if it has one. */
  idOf(event: Event): string | undefined;
  /** Version of an event of which only the latest is wanted. */
  versionOf?: (event: Event) => EventVersion | undefined;
  limits: SeenLimits;
  /** End of the wait for other deliveries, in Unix milliseconds. */
  until: number;
  yieldNow: Yield;
}

/** Claims the new events of a delivery, or returns the reason why there is none. */
export async function claimDelivery<Event>(
  ctx: IWebhookFunctions,
  events: readonly Event[],
  { idOf, versionOf, limits, until, yieldNow }: ClaimOptions<Event>,
): Promise<ClaimedDelivery<Event> | ClaimRefusal> {
  const seen = seenEvents(ctx, limits);
  const versions = versionOf && latestVersions(ctx);

  const claimEvent = async (event: Event, id: string | undefined): Promise<Claim | ClaimRefusal> => {
    const claim = id ? await seen.claim(id, until) : combineClaims([]);
    if (typeof claim === 'string') return claim;
    try {
      const version = versionOf?.(event);
      if (!version || !versions) return claim;
      const latest = await versions.claim(version, until);
      if (typeof latest !== 'string') return combineClaims([claim, latest]);
      claim.rollback();
      return latest;
    } catch (error) {
      claim.rollback();
      throw error;
    }
  };

  // Sorted and without copies: an event that is in the list twice would wait for itself, and two lists with a different
  // order for each other.
  const unique = new Map<unknown, { event: Event; id: string | undefined }>();
  for (const event of events) {
    await yieldNow();
    const id = idOf(event);
    unique.set(id || event, { event, id });
  }
  const sorted = [...unique.values()].sort((a, b) => compareText(a.id ?? '', b.id ?? ''));

  const claims = new Map<Event, Claim>();
  const rollbackAll = (): void => combineClaims([...claims.values()]).rollback();
  let refusal: ClaimRefusal = 'duplicate';
  try {
    for (const { event, id } of sorted) {
      await yieldNow();
      const claim = await claimEvent(event, id);
      if (typeof claim !== 'string') claims.set(event, claim);
      else refusal = claim;
      if (claim !== 'in-progress') continue;
      // The sender repeats the whole delivery.
      rollbackAll();
      return claim;
    }
  } catch (error) {
    rollbackAll();
    throw error;
  }
  if (claims.size === 0) return refusal;
  return {
    claim: {
      ...combineClaims([...claims.values()]),
      persist() {
        seen.persist();
        versions?.persist();
      },
    },
    events: [...unique.values()].map(({ event }) => event).filter((event) => claims.has(event)),
  };
}

/**
 * For deliveries that are not deduplicated: while listening for a test event, the same sample may be sent repeatedly.
 */
export function unclaimed<Event>(events: readonly Event[]): ClaimedDelivery<Event> {
  return { claim: { ...combineClaims([]), persist: () => {} }, events };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
