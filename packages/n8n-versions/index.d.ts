/** An n8n older than the one in the catalog, as a node sees it. */
export interface OlderN8n {
  /** Its version, as users know it: `1.100`. */
  n8n: string;
  /** Path of each module that nodes and n8n get from this version, keyed by the name they require. */
  modules: Record<string, string>;
}

/** Oldest first; the first one is the oldest n8n that the packages support. */
export const olderVersions: OlderN8n[];

/** The n8n in the catalog, as users know it: `2.41`. */
export const newestVersion: string;

/** Resolves modules from inside the n8n in the catalog: its own files and its dependencies. */
export const requireFromN8n: NodeJS.Require;
