import type { JournalEntry } from '../frame/journal';
import { maskUrl } from '../frame/mask-url';

/** One line for one request or delivery, without any credential. */
export function journalLine(entry: JournalEntry, maskPath: (path: string) => string): string {
  if (entry.kind === 'request') {
    const { at, method, path, status, fault } = entry.request;
    return `${at.slice(11, 23)}  <-  ${method} ${maskPath(path)}  ${status ?? 'no answer'}${fault ? `  (fault: ${fault})` : ''}`;
  }
  const { at, event, url, attempt, status, error } = entry.delivery;
  const tries = attempt > 1 ? `  (attempt ${attempt})` : '';
  return `${at.slice(11, 23)}  ->  event ${String(event.eventType ?? '')} to ${maskUrl(url)}  ${status ?? error ?? ''}${tries}`;
}
