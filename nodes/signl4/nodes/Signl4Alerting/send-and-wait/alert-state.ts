import { call, lazy, path } from '@signalbox/http-core';
import type { Context } from '@signalbox/http-core';
import * as z from 'zod/v4-mini';

import { alertSchema } from '../../api/alert';
import type { Alert } from '../../api/alert';
import { signl4 } from '../../api/signl4';
import { code, text } from '../../api/wire';

/** End of an alert for which an execution waits. */
export type Ending = 'acknowledged' | 'closed' | 'nobodyOnDuty' | 'failed';

/** Flags of AlertStatusCodes (signl4.md §2.5). */
const STATUS = { acknowledged: 2, closed: 4, failed: 16, error: 32 };

/** AlertDeliveryStatusCodes (signl4.md §2.5). */
const NO_ONE_ON_DUTY = 30;

/** TimelineEntryTypes (signl4.md §2.5). */
const ANNOTATION = 3;

/** The sender of an event, or the person before the canvas, waits for the answer. */
const QUICK = { timeoutMs: 5_000, deadlineMs: 8_000, maxRetries: 1 };

/** The published schema leaves the entries open (`timelineEntries: []`), so nothing in them is required. */
const alertWithTimeline = lazy(() =>
  z.extend(alertSchema(), {
    timelineEntries: z.nullish(
      z.array(z.looseObject({ entrytype: code(), timestamp: text(), text: text() })),
    ),
  }),
);
export type AlertWithTimeline = z.infer<ReturnType<typeof alertWithTimeline>>;

const person = lazy(() => z.looseObject({ name: text(), mail: text() }));

/** @throws NodeApiError */
export async function readAlert(ctx: Context, alertId: string): Promise<AlertWithTimeline> {
  return await call(
    ctx,
    signl4,
    { method: 'GET', path: path`/api/v2/alerts/${alertId}/details` },
    { semantics: 'safe', responseSchema: alertWithTimeline(), settings: QUICK },
  );
}

/** Name and mail of a user; nothing if SIGNL4 does not tell. */
export async function readPerson(
  ctx: Context,
  userId: string,
): Promise<{ userName?: string; userMail?: string }> {
  try {
    const { name, mail } = await call(
      ctx,
      signl4,
      { method: 'GET', path: path`/api/v2/users/${userId}` },
      { semantics: 'safe', responseSchema: person(), settings: QUICK },
    );
    return { ...(name && { userName: name }), ...(mail && { userMail: mail }) };
  } catch {
    // The ID is enough to say who it was. The system, for one, is no user.
    return {};
  }
}

/**
 * Ending of an alert; `undefined` while someone may still respond.
 *
 * @param until what the workflow waits for. A closed alert has ended in any case.
 */
export function endingOf({ status }: Alert, until: 'acknowledged' | 'closed'): Ending | undefined {
  const { statusCode, alertDeliveryStatus } = status;
  if (statusCode & STATUS.closed) return 'closed';
  if (statusCode & STATUS.acknowledged) return until === 'acknowledged' ? 'acknowledged' : undefined;
  if (statusCode & STATUS.failed || alertDeliveryStatus?.statusCode === NO_ONE_ON_DUTY) return 'nobodyOnDuty';
  return statusCode & STATUS.error ? 'failed' : undefined;
}

/** The person who has ended an alert, and the time, as SIGNL4 has it. */
export function authorOf({ history }: Alert, ending: Ending): { userId?: string; respondedAt?: string } {
  const [userId, respondedAt] =
    ending === 'closed'
      ? [history?.closedBy, history?.closedAt]
      : ending === 'acknowledged'
        ? [history?.acknowledgements?.at(-1), history?.acknowledgedAt]
        : [];
  return { ...(userId && { userId }), ...(respondedAt && { respondedAt }) };
}

/** Returns true if someone has acknowledged the alert, whatever came after. */
export function wasAcknowledged({ status, history }: Alert): boolean {
  return (status.statusCode & STATUS.acknowledged) !== 0 || (history?.acknowledgements ?? []).length > 0;
}

/** The last note that someone has added to an alert. */
export function lastNote({ timelineEntries }: AlertWithTimeline): string | undefined {
  const notes = (timelineEntries ?? []).filter(({ entrytype, text }) => entrytype === ANNOTATION && text);
  notes.sort((one, other) => Date.parse(one.timestamp ?? '') - Date.parse(other.timestamp ?? ''));
  return notes.at(-1)?.text ?? undefined;
}
