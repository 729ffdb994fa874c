import { once, path } from '@signalbox/http-core';
import type { RequestSpec } from '@signalbox/http-core';

import { fileSchema } from './file';
import { PAGE_SIZE, pageOf } from './page';
import type { Tags } from './tags';

export interface FileSearch {
  companyId: string;
  /** Part of the name. */
  search?: string | undefined;
  /** All of these. */
  tags?: Tags | undefined;
  /** `YYYY-MM-DD HH:MM:SS` in UTC. */
  fromDate?: string | undefined;
  untilDate?: string | undefined;
  deleted?: boolean | undefined;
  /** From 1 on. */
  page?: number;
  perPage?: number;
}

/** The files of a company (trust-lighthouse.md §4). Their order is not documented. */
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

/** The answer to `searchFiles`; see `entriesOf` and `mayGoOn`. */
export const filePage = once(() => pageOf(fileSchema()));
