import { randomUUID } from 'node:crypto';
import type { Context } from '../context';
import { AlertFlag, TimelineEntry } from '../enums';
import type { Alert, TimelineItem } from '../model';
import { recordId } from '../record-id';
import { dateOfTicks } from '../ticks';

/** Adds to the timeline of an alert, which counts as its last modification. */
export function addToTimeline(
  context: Context,
  alert: Alert,
  entry: Omit<TimelineItem, 'id' | 'order' | 'timestamp'>,
): TimelineItem {
  const ticks = context.ticks.next();
  const id = entry.entrytype === TimelineEntry.Annotation ? recordId(ticks) : randomUUID();
  const item: TimelineItem = { id, order: alert.timeline.length, timestamp: dateOfTicks(ticks), ...entry };
  alert.timeline.push(item);
  alert.lastModified = item.timestamp;
  return item;
}

/** Adds a text of a user. */
export function addAnnotation(
  context: Context,
  alert: Alert,
  userId: string,
  text: string,
  annotationtype = 1,
): TimelineItem {
  alert.flags |= AlertFlag.HasAnnotations;
  return addToTimeline(context, alert, {
    entrytype: TimelineEntry.Annotation,
    userId,
    teamId: alert.teamId,
    text,
    annotationtype,
  });
}
