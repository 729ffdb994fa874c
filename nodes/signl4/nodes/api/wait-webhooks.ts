import { log } from '@signalbox/http-core';
import type { Context } from '@signalbox/http-core';
import { deadlineIn, nameWithDeadline } from '@signalbox/http-core/wait';

import { createWebhook, listWebhooks, removeWebhook } from './outgoing-webhooks';
import type { OutgoingWebhook } from './outgoing-webhooks';

/** Begins the name of every webhook that is registered for a wait. */
const PREFIX = 'n8n waits: ';

/** n8n may take a minute to see that the time is over, and clocks differ. */
const GRACE_MS = 10 * 60 * 1000;

/** For calls that only tidy up: they must not hold up an alert or an answer. */
const QUICK = { settings: { timeoutMs: 5_000, deadlineMs: 5_000, maxRetries: 0 } };

/**
 * Registers the URL that resumes an execution for all events of the subscription. Their kind or the alert cannot be chosen
 * (signl4.md §2.6).
 *
 * @param until deadline of the wait; `undefined` if it has none
 * @throws NodeApiError, without the URL
 */
export async function registerWait(
  ctx: Context,
  { url, until, what }: { url: string; until: Date | undefined; what: string },
): Promise<void> {
  await createWebhook(
    ctx,
    {
      extUrl: url,
      name: nameWithDeadline(PREFIX + what, until),
      description:
        'Registered by SIGNL4 Alerting of an n8n workflow until someone responds to its alert. Removed then, or after the deadline.',
    },
    { secrets: [url] },
  );
}

/**
 * Removes the webhook of a wait that is over. If that fails, it goes after its deadline.
 *
 * @param ownUrl path and query of the URL that was registered, or all of it
 */
export async function removeWait(ctx: Context, ownUrl: string): Promise<void> {
  await tidyUp(ctx, async () => {
    const webhooks = await listWebhooks(ctx, QUICK);
    return webhooks.filter(({ url }) => url?.endsWith(ownUrl));
  });
}

/**
 * Removes the webhooks of waits of this n8n whose deadline has passed: n8n does not tell a node that its time is over.
 *
 * @param n8nUrl any URL of this n8n
 * @param known webhooks at SIGNL4; by default it is asked for them
 */
export async function removeExpiredWaits(
  ctx: Context,
  n8nUrl: string,
  known?: readonly OutgoingWebhook[],
): Promise<void> {
  const { origin } = new URL(n8nUrl);
  await tidyUp(ctx, async () =>
    (known ?? (await listWebhooks(ctx, QUICK))).filter((webhook) => isExpired(webhook, origin)),
  );
}

/** A failure here must neither keep an alert from being raised nor an answer from being taken. */
async function tidyUp(ctx: Context, find: () => Promise<readonly OutgoingWebhook[]>): Promise<void> {
  try {
    for (const { id } of await find()) await removeWebhook(ctx, id, QUICK);
  } catch (error) {
    log(
      ctx,
      'info',
      `Webhooks of waits that are over could not be removed: ${error instanceof Error ? error.message : ''}`,
    );
  }
}

function isExpired({ name, url = '' }: OutgoingWebhook, origin: string): boolean {
  const deadline = deadlineIn(name, PREFIX);
  return deadline !== undefined && deadline + GRACE_MS < Date.now() && url.startsWith(`${origin}/`);
}
