import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { EventStore } from './event-store';

/** Keeps the events in a file that is replaced as a whole after each change, so that a kill -9 loses none. */
export function eventFile(path: string): EventStore {
  return {
    load: () =>
      existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as ReturnType<EventStore['load']>) : [],
    save: (events) => {
      const next = `${path}.new`;
      // The URLs hold the tokens of the triggers.
      writeFileSync(next, `${JSON.stringify(events, null, 2)}\n`, { mode: 0o600 });
      renameSync(next, path);
    },
  };
}
