import { listFrom } from '@signalbox/http-core/operation';
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { entriesOf } from './page';
import { filePage, searchFiles } from './search-files';
import { trust } from './trust';

/** Files of the company for a drop-down, filtered by name. */
export async function listFiles(
  this: ILoadOptionsFunctions,
  filter?: string,
): Promise<INodeListSearchResult> {
  const chosen = this.getCurrentNodeParameter('companyId');
  const companyId = chosen || (await this.getCredentials(trust.credentialType)).companyId;
  return await listFrom(
    this,
    trust,
    {
      request: searchFiles({ companyId: String(companyId), search: filter || undefined }),
      responseSchema: filePage(),
      entries: (page) =>
        entriesOf(page).map(({ uuid, name, created_at: createdAt }) => ({
          name: `${name ?? 'Unnamed file'}${createdAt ? ` (${createdAt.slice(0, 16).replace('T', ' ')})` : ''}`,
          value: uuid,
        })),
    },
    { filter },
  );
}
