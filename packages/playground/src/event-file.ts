import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { EventStore } from '@signalbox/emulators';

/**
 * Keeps the events of an emulated Trust in a file. It is written through and replaced as a whole, so a playground that was
 * killed finds them as well.
 */
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
