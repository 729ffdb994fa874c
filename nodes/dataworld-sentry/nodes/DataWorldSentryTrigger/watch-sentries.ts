import { pollForChanges } from '@signalbox/http-core/poll';
import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { dataWorld } from '../api/data-world';
import { getSentry } from '../api/sentry';
import { compareSentry } from './compare-sentry';
import type { Interest } from './compare-sentry';
import { isKind } from './event-kinds';
import { presentChange, sampleChange } from './present-change';
import { watchedSentry } from './watched-sentry';
import { watchedUids } from './watched-uids';

const HOUR_MS = 3_600_000;

/**
 * Runs one poll. data.world has no webhook or "changed since" filter for Sentries, so each one is read
 * (dataworld-sentry.md §5).
 */
export async function watchSentries(ctx: IPollFunctions): Promise<INodeExecutionData[][] | null> {
  const interest = interestOf(ctx);
  const sentries = ctx.getNodeParameter('sentries', '');
  return await pollForChanges(ctx, {
    service: dataWorld,
    noun: 'Sentry',
    ids: (connection) => watchedUids(sentries, connection),
    request: (uid) => getSentry({ uid }),
    responseSchema: watchedSentry(),
    compare(sentry, before: Parameters<typeof compareSentry>[1], uid) {
      const { seen, changes } = compareSentry(sentry, before, interest);
      return { seen, items: changes.map((change) => presentChange(uid, sentry, change)) };
    },
    sample: (sentry, uid) => sampleChange(uid, sentry, interest.kinds[0]!),
    unreadable: (uid, message) => ({ sentry: uid, error: message }),
  });
}

/** @throws NodeOperationError for parameters under which the workflow could never start */
function interestOf(ctx: IPollFunctions): Interest {
  const kinds = [ctx.getNodeParameter('events', [])].flat().filter(isKind);
  if (kinds.length === 0) {
    throw new NodeOperationError(ctx.getNode(), '"Events" is empty, so nothing could start the workflow', {
      description: 'Choose at least one event.',
    });
  }
  const hours = Number(kinds.includes('wentStale') ? ctx.getNodeParameter('staleAfterHours', 24) : 24);
  if (!(hours > 0)) {
    throw new NodeOperationError(ctx.getNode(), '"Stale After (Hours)" is not a number above 0', {
      description: 'Enter the age in hours at which the data of a Sentry is stale, such as 24 or 0.5.',
    });
  }
  return { kinds, staleAfterMs: hours * HOUR_MS, now: Date.now() };
}
