import { lazy, path } from '@signalbox/http-core';
import type { RequestSpec } from '@signalbox/http-core';

import { fileSchema } from './file';
import { PAGE_SIZE, pageOf } from './page';
import type { Tags } from './tags';

interface FileSearch {
  companyId: string;
  /** Substring of the file name. */
  search?: string | undefined;
  /** Matches files that have every one of these tags. */
  tags?: Tags | undefined;
  /** `YYYY-MM-DD HH:MM:SS` in UTC. */
  fromDate?: string | undefined;
  untilDate?: string | undefined;
  deleted?: boolean | undefined;
  /** Starts at 1. */
  page?: number;
  perPage?: number;
}

/** Searches the files of a company. The order of the result is undocumented (trust-lighthouse.md §4). */
export function searchFiles(search: FileSearch): RequestSpec {
  const { companyId, tags = {}, page = 1, perPage = PAGE_SIZE } = search;
  return {
    method: 'GET',
    path: path`/chronos/v1/companies/${companyId}/files`,
    query: {
      page,
      per_page: perPage,
      deleted: search.deleted,
      search: search.search,
      from_date: search.fromDate,
      until_date: search.untilDate,
      tags: Object.keys(tags).length > 0 ? JSON.stringify(tags) : undefined,
    },
    whenEmpty: [],
  };
}

/** Response to `searchFiles`; read it with `entriesOf` and `mayGoOn`. */
export const filePage = lazy(() => pageOf(fileSchema()));
