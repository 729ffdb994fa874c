/** Which payload fields hold external id and status, and what the status means. signl4.md §1.5. */
export interface StatusMapping {
  extIdParam?: string;
  extStatusParam?: string;
  newStatus?: string;
  ackStatus?: string;
  resolvedStatus?: string;
}

const NAMES: Readonly<Record<string, keyof StatusMapping>> = {
  extidparam: 'extIdParam',
  extstatusparam: 'extStatusParam',
  newstatus: 'newStatus',
  ackstatus: 'ackStatus',
  resolvedstatus: 'resolvedStatus',
};

/** Reads the mapping from a query, ignoring the case of the names. */
export function statusMapping(query: URLSearchParams): StatusMapping {
  const mapping: StatusMapping = {};
  for (const [name, value] of query) {
    const key = NAMES[name.toLowerCase()];
    if (key && value !== '') mapping[key] = value;
  }
  return mapping;
}
