import { lazy, path } from '@signalbox/http-core';
import { listFrom } from '@signalbox/http-core/operation';
import type { ListEntry } from '@signalbox/http-core/operation';
import type { ILoadOptionsFunctions, INodeListSearchResult, INodePropertyOptions } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { alertPage } from './alert-page';
import { ALERT_STATUS, nameOf } from './codes';
import { signl4 } from './signl4';
import { text } from './wire';

const team = lazy(() => z.looseObject({ id: z.string(), name: text() }));

/** The swagger says `id`; a page of the vendor shows `userId` (signl4.md §2.7). */
const user = lazy(() =>
  z.looseObject({
    id: text(),
    userId: text(),
    name: text(),
    mail: text(),
    isDeactivated: z.nullish(z.boolean()),
  }),
);

const category = lazy(() => z.looseObject({ id: z.string(), name: text() }));

/** Number of alerts in a drop-down. */
const RECENT_ALERTS = 100;

/** Recent alerts for a drop-down. */
export async function searchAlerts(
  this: ILoadOptionsFunctions,
  filter?: string,
): Promise<INodeListSearchResult> {
  return await listFrom(
    this,
    signl4,
    {
      request: {
        method: 'POST',
        path: path`/api/v2/alerts/paged`,
        query: { maxResults: RECENT_ALERTS },
        body: { alertStatusCodes: 0 },
        whenEmpty: { results: [] },
      },
      responseSchema: alertPage(),
      entries: ({ results }) =>
        (results ?? []).map(({ id, title, status, history }) => ({
          name: `${title || 'Alert without a title'} (${nameOf(ALERT_STATUS, status.statusCode)}, ${history?.created?.slice(0, 16).replace('T', ' ') ?? 'time unknown'})`,
          value: id,
        })),
    },
    { filter, sorted: false },
  );
}

/** Users for a drop-down. */
export async function searchUsers(
  this: ILoadOptionsFunctions,
  filter?: string,
): Promise<INodeListSearchResult> {
  return await listFrom(
    this,
    signl4,
    {
      request: { method: 'GET', path: path`/api/v2/users`, whenEmpty: [] },
      responseSchema: z.array(user()),
      entries: (users) => users.filter(({ isDeactivated }) => !isDeactivated).flatMap(userEntry),
    },
    { filter },
  );
}

function userEntry({ id, userId, name, mail }: z.infer<ReturnType<typeof user>>): ListEntry[] {
  const value = id ?? userId;
  if (!value) return [];
  return [{ name: name && mail ? `${name} (${mail})` : (name ?? mail ?? value), value }];
}

/** Teams for a drop-down that can be searched. */
export async function searchTeams(
  this: ILoadOptionsFunctions,
  filter?: string,
): Promise<INodeListSearchResult> {
  return await listFrom(
    this,
    signl4,
    {
      request: { method: 'GET', path: path`/api/v2/teams`, whenEmpty: [] },
      responseSchema: z.array(team()),
      entries: (teams) => teams.map(({ id, name }) => ({ name: name ?? id, value: id })),
    },
    { filter },
  );
}

/** Teams for a choice of several. */
export async function getTeams(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  return (await searchTeams.call(this)).results;
}

/** Users for a choice. */
export async function getUsers(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  return (await searchUsers.call(this)).results;
}

/** Categories of all teams for a choice of several. A category without an entry in `data` is not shown. */
export async function getCategories(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
  const { results } = await listFrom(this, signl4, {
    request: { method: 'GET', path: path`/api/v2/categories`, whenEmpty: { data: [] } },
    responseSchema: z.looseObject({ data: z.nullish(z.array(category())) }),
    entries: ({ data }) => (data ?? []).map(({ id, name }) => ({ name: name ?? id, value: id })),
  });
  return results;
}
