import { call, log } from '@signalbox/http-core';
import { NodeOperationError } from 'n8n-workflow';
import type { IHookFunctions } from 'n8n-workflow';

import { checkCallbackUrl } from '../api/callback-url';
import { deleteEvent, deletedEvent } from '../api/delete-event';
import { createTaggedFileEvent, createdEvent } from '../api/event';
import { trust } from '../api/trust';
import { refusing, watchOf, watchText } from '../api/watch';
import type {
  OrphanedSubscription,
  Removal,
  WriteOnlySubscription,
} from '../write-only-subscription/subscription';
import { covers, readSettings } from './watch-settings';

/**
 * In milliseconds. n8n gives up an activation after two minutes, and several events may have to be removed in that
 * time.
 */
const REGISTER = { timeoutMs: 30_000, deadlineMs: 45_000, maxRetries: 2 };
const REMOVE = { timeoutMs: 8_000, deadlineMs: 10_000, maxRetries: 1 };

/** The Lighthouse events that call a trigger. */
export const taggedFileEvents: WriteOnlySubscription = {
  settings: async (ctx) => watchText(await watchOf(ctx)),
  covers,
  key: async (ctx) => String((await ctx.getCredentials(trust.credentialType)).clientSecret ?? ''),

  async create(ctx, { callbackUrl, token, isTest, onAmbiguous }) {
    const { companyId, tags } = await watchOf(ctx);
    const { value } = await call(
      ctx,
      trust,
      createTaggedFileEvent({ companyId, tags, callbackUrl, deleteAfterAction: isTest }),
      {
        semantics: 'non-idempotent',
        responseSchema: createdEvent(),
        secrets: [token],
        onAmbiguous: onAmbiguous,
        settings: REGISTER,
      },
    );
    return value.event_id;
  },

  canRemove: (ctx) => ctx.getNodeParameter('options.removeByApi', false) as boolean,

  async remove(ctx, id, settings): Promise<Removal> {
    try {
      const { baseUrl } = trust.configure(await ctx.getCredentials(trust.credentialType));
      // Another environment would answer 404, which would say nothing about this event.
      if ((readSettings(settings)?.baseUrl ?? baseUrl) !== baseUrl) return 'failed';
      const { status } = await call(ctx, trust, deleteEvent(id), {
        semantics: 'idempotent',
        responseSchema: deletedEvent(),
        settings: REMOVE,
      });
      // A 404 may also mean that the endpoint does not exist (trust-lighthouse.md §3.3).
      return status === 404 ? 'not-found' : 'deleted';
    } catch (error) {
      log(ctx, 'warn', `Event ${id} could not be removed: ${error instanceof Error ? error.message : ''}`);
      return 'failed';
    }
  },

  dismissedIds: (ctx) =>
    String(ctx.getNodeParameter('options.removedEvents', '') ?? '')
      .split(/[\s,;]+/)
      .filter(Boolean),

  refusesOrphans: (ctx) => ctx.getNodeParameter('options.refuseSecond', false) as boolean,

  describe({ id, settings, since, reportedMissing }: OrphanedSubscription) {
    const watch = readSettings(settings);
    const what = watch
      ? `company ${watch.companyId}, tags ${JSON.stringify(watch.tags)}`
      : 'for unknown tags';
    const doubt = reportedMissing ? ', which Trust either does not know or cannot delete' : '';
    return `event ${id} (${what}, since ${new Date(since).toISOString()}${doubt})`;
  },

  hint: 'Such an event starts no workflow, but Trust keeps calling n8n for it. Ask Trust to remove it, then add its ID to the option "Events Removed by Trust". Or turn on "Remove Events by API", which is undocumented.',
};

/**
 * Refuses what cannot work before anything is registered at Trust.
 *
 * @throws NodeOperationError without tags, and for a webhook URL that is unreachable or unencrypted: Trust might
 *   accept such a URL and never call
 */
export async function assertRegistrable(ctx: IHookFunctions): Promise<void> {
  const node = ctx.getNode();
  const { baseUrl, tags } = await watchOf(ctx);
  if (Object.keys(tags).length === 0) {
    throw new NodeOperationError(node, 'There are no tags to watch for', {
      description: 'Enter at least one tag with its value.',
    });
  }
  const allowLocal = ctx.getNodeParameter('options.allowLocalCallbackUrl', false) as boolean;
  refusing(node, () => checkCallbackUrl(ctx.getNodeWebhookUrl('default') ?? '', { allowLocal, baseUrl }));
}
