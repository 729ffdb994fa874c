import type { IDataObject } from 'n8n-workflow';

import { isoTime } from '../api/service-time';
import type { Change } from './compare-sentry';
import { KINDS } from './event-kinds';
import type { WatchedSentry } from './watched-sentry';

/**
 * Output item for a change: flat, with the current Sentry, and the original response in `raw`. Missing fields are
 * omitted.
 */
export function presentChange(uid: string, sentry: WatchedSentry, change: Change): IDataObject {
  const { event, ...details } = change;
  const fields: IDataObject = {
    sentry: uid,
    name: sentry.name,
    event,
    eventName: KINDS[event].name,
    ...details,
    state: sentry.state,
    userMessage: sentry.user_message,
    latestRecordAt: isoTime(sentry.latest_record_at),
    updatedAt: isoTime(sentry.updated_at),
    url: sentry.url,
    raw: sentry,
  };
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null),
  );
}

/** Sample item for the editor, built from the current state. */
export function sampleChange(uid: string, sentry: WatchedSentry, event: Change['event']): IDataObject {
  const value: Partial<Record<Change['event'], unknown>> = {
    stateChanged: sentry.state,
    messageChanged: sentry.user_message,
    freshData: isoTime(sentry.latest_record_at),
  };
  const same = value[event] as string | undefined;
  return presentChange(uid, sentry, { event, from: same, to: same });
}
