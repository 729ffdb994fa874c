import type { Context } from '@signalbox/http-core';
import type { IDataObject } from 'n8n-workflow';

import { ALERT_STATUS, nameOf } from '../../api/codes';
import { authorOf, lastNote, readPerson, wasAcknowledged } from './alert-state';
import type { AlertWithTimeline, Ending } from './alert-state';

/** When `approved` is true: the user's choice. */
export type ApprovedBy = 'acknowledged' | 'closed' | 'either';

/** Told to an AI agent instead of an answer. */
const NO_ANSWER = {
  nobodyOnDuty: 'Nobody is on duty, so nobody has decided.',
  failed: 'The alert did not reach anybody, so nobody has decided.',
  timedOut: 'Nobody responded in time, so nobody has decided.',
};

/** Facts about the alert that all outputs of a wait have. */
export interface Raised extends IDataObject {
  title: string;
  externalId: string;
  /** ID of the event that raised it. */
  eventId: string;
}

/** Output for an alert that has ended. `chatInput` is what n8n tells an AI agent whose tool call is denied. */
export async function respondedItem(
  ctx: Context,
  raised: IDataObject,
  alert: AlertWithTimeline,
  { ending, approvedBy }: { ending: Ending; approvedBy: ApprovedBy },
): Promise<IDataObject> {
  const { userId, respondedAt } = authorOf(alert, ending);
  const person = userId === undefined ? {} : { userId, ...(await readPerson(ctx, userId)) };
  const comment = lastNote(alert);
  const approved = isApproved(alert, ending, approvedBy);
  const chatInput = ending === 'nobodyOnDuty' || ending === 'failed' ? NO_ANSWER[ending] : comment;
  return {
    outcome: ending,
    approved,
    ...(respondedAt && { respondedAt }),
    ...person,
    ...(comment && { comment }),
    ...(!approved && chatInput && { chatInput }),
    status: nameOf(ALERT_STATUS, alert.status.statusCode),
    statusCode: alert.status.statusCode,
    ...raised,
    alertId: alert.id,
  };
}

/** Output when someone has used one of the links. SIGNL4 does not tell n8n who it was. */
export function linkItem(
  raised: IDataObject,
  { approved, comment }: { approved: boolean; comment: string },
): IDataObject {
  return {
    outcome: approved ? 'approvedByLink' : 'deniedByLink',
    approved,
    respondedAt: new Date().toISOString(),
    ...(comment && { comment, ...(!approved && { chatInput: comment }) }),
    ...raised,
  };
}

/** Output when no one has responded in time. */
export function timedOutItem(raised: Raised): IDataObject {
  return { outcome: 'timedOut', approved: false, chatInput: NO_ANSWER.timedOut, ...raised };
}

/** Facts about the alert in an item that `timedOutItem` has made. */
export function raisedIn({ title, externalId, eventId, alertId }: IDataObject): IDataObject {
  return { title, externalId, eventId, ...(alertId !== undefined && { alertId }) };
}

function isApproved(alert: AlertWithTimeline, ending: Ending, approvedBy: ApprovedBy): boolean {
  if (ending !== 'acknowledged' && ending !== 'closed') return false;
  if (approvedBy === 'either') return true;
  return approvedBy === 'closed' ? ending === 'closed' : wasAcknowledged(alert);
}
