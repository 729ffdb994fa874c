import type { Client, Company, DownloadLink, FileRegister, LighthouseEvent, Transfer } from './model';
import { seed } from './seed';

/** Everything that the emulated services know, but for the access tokens. Maps are by id, oldest first. */
export interface State {
  readonly companies: Map<string, Company>;
  readonly clients: Map<string, Client>;
  /** Those that still wait. */
  readonly liveEvents: Map<string, LighthouseEvent>;
  /** All that were ever registered. */
  readonly events: Map<string, LighthouseEvent>;
  readonly files: Map<string, FileRegister>;
  readonly links: Map<string, DownloadLink>;
  readonly transfers: Transfer[];
}

export function seededState(): State {
  return {
    companies: new Map(Object.values(seed.companies).map((company) => [company.id, company])),
    clients: new Map(Object.values(seed.clients).map((client) => [client.id, client])),
    liveEvents: new Map(),
    events: new Map(),
    files: new Map(),
    links: new Map(),
    transfers: [],
  };
}
