/** An n8n that is older than the one in the catalog, by what a node meets of it. */
export interface OlderN8n {
  /** Its version, as users know it: `1.100`. */
  n8n: string;
  /** Path of each module that nodes and n8n itself get from it, by the name that they require. */
  modules: Record<string, string>;
}

/** Oldest first; the first one is the oldest n8n that the packages are for. */
export const olderVersions: OlderN8n[];
