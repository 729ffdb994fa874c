import {
  COMMENT_FIELD,
  answerResume,
  decisionPage,
  isSignedResume,
  messagePage,
  parkedItem,
} from '@signalbox/http-core/wait';
import type { ResumeDecision } from '@signalbox/http-core/wait';
import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { eventSchema } from '../../api/event';
import type { Event } from '../../api/event';
import { removeWait } from '../../api/wait-webhooks';
import { endingOf, readAlert } from './alert-state';
import { linkItem, raisedIn, respondedItem } from './response-item';
import type { ApprovedBy } from './response-item';

/** Longest comment that is taken over, in characters. The form allows fewer. */
const MAX_COMMENT = 2_000;

/**
 * Implements `webhook()`: gets the events of SIGNL4 and the people who follow a link, while the execution waits. The signature of the
 * URL authenticates both; SIGNL4 signs nothing, so an event only makes the node look at the alert (signl4.md §3.1).
 */
export async function receiveResponse(ctx: IWebhookFunctions): Promise<IWebhookResponseData> {
  return await answerResume(ctx, async () => {
    const query = ctx.getQueryData() as Record<string, unknown>;
    const { decision, until, approved } = query;
    if (decision === 'approve' || decision === 'deny') {
      return isSignedResume(ctx, { decision }) ? byLink(ctx, decision) : REFUSED;
    }
    if ((until !== 'acknowledged' && until !== 'closed') || typeof approved !== 'string') return REFUSED;
    if (!isSignedResume(ctx, { until, approved })) return REFUSED;
    return await byEvent(ctx, until, approved as ApprovedBy);
  });
}

const REFUSED: ResumeDecision = { status: 401, json: { message: 'Unauthorized' } };

/** Tells SIGNL4 that the event has arrived; the execution keeps waiting. */
const NOTHING_TO_DO: ResumeDecision = { json: {} };

async function byEvent(
  ctx: IWebhookFunctions,
  until: 'acknowledged' | 'closed',
  approvedBy: ApprovedBy,
): Promise<ResumeDecision> {
  const event = z.safeParse(eventSchema(), ctx.getBodyData());
  const raised = raisedIn(parkedItem(ctx));
  const alertId = event.success ? alertOf(event.data, raised) : undefined;
  if (!alertId) return NOTHING_TO_DO;
  const alert = await readAlert(ctx, alertId);
  const ending = isOurs(alert, raised) ? endingOf(alert, until) : undefined;
  if (!ending) return NOTHING_TO_DO;
  const [resumeWith] = await Promise.all([
    respondedItem(ctx, raised, alert, { ending, approvedBy }),
    removeWait(ctx, ctx.getRequestObject().originalUrl),
  ]);
  return { resumeWith, json: {} };
}

/** An alert was raised, to which no one can have responded yet (signl4.md §3.3). */
const ALERT_CREATED = 200;

/** ID of the alert of an event, if it is that of this wait. */
function alertOf({ eventType, alert }: Event, raised: IDataObject): string | undefined {
  if (!alert?.id || eventType === ALERT_CREATED) return undefined;
  return isOurs({ eventId: alert.eventId, externalId: alert.externalEventId }, raised) ? alert.id : undefined;
}

/** Another alert may have the same external ID, but no other event has raised it. */
function isOurs(
  { eventId, externalId }: { eventId?: string | null; externalId?: string | null },
  raised: IDataObject,
): boolean {
  return eventId ? eventId === raised.eventId : Boolean(externalId) && externalId === raised.externalId;
}

function byLink(ctx: IWebhookFunctions, decision: 'approve' | 'deny'): ResumeDecision {
  const raised = raisedIn(parkedItem(ctx));
  const text = String(raised.title ?? '');
  const approved = decision === 'approve';
  // Mail scanners and previews follow links: only the button decides.
  if (ctx.getRequestObject().method !== 'POST') {
    const word = approved ? 'Approve' : 'Deny';
    return { page: decisionPage({ title: `${word}?`, text, button: word }) };
  }
  const given = (ctx.getBodyData() as IDataObject | undefined)?.[COMMENT_FIELD];
  const comment = typeof given === 'string' ? given.trim().slice(0, MAX_COMMENT) : '';
  return {
    resumeWith: linkItem(raised, { approved, comment }),
    page: messagePage(approved ? 'Approved' : 'Denied', text),
  };
}
