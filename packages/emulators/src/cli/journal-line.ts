import type { JournalEntry } from '../kit/journal';
import { maskUrl } from '../kit/mask-url';

/** Wording of a service: its masked paths and the labels of its events. */
interface JournalWords {
  maskPath(path: string): string;
  eventLabel(event: Readonly<Record<string, unknown>>): string;
}

/** One line for one request or delivery, without any credential. */
export function journalLine(entry: JournalEntry, words: JournalWords): string {
  if (entry.kind === 'request') {
    const { at, method, path, status, fault } = entry.request;
    return `${at.slice(11, 23)}  <-  ${method} ${words.maskPath(path)}  ${status ?? 'no response'}${fault ? `  (fault: ${fault})` : ''}`;
  }
  const { at, event, url, attempt, status, error } = entry.delivery;
  const tries = attempt > 1 ? `  (attempt ${attempt})` : '';
  return `${at.slice(11, 23)}  ->  ${words.eventLabel(event)} to ${maskUrl(url)}  ${status ?? error ?? ''}${tries}`;
}
