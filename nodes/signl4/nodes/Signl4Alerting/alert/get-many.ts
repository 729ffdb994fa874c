import { cursorInBody, lazy, path } from '@signalbox/http-core';
import { defineOperation, schema } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { toAlertItem, alertItem } from '../../api/alert';
import type { Alert } from '../../api/alert';
import { alertPage } from '../../api/alert-page';
import type { AlertPage } from '../../api/alert-page';
import { ALERT_STATUS } from '../../api/codes';
import { guid } from '../../api/ids';

/** Page size limit of SIGNL4 (signl4.md §2.3). */
const PAGE_SIZE = 100;

const guids = lazy(() => z.array(guid()));

export const getMany = defineOperation({
  resource: 'alert',
  operation: 'getAll',
  name: 'Get Many',
  action: 'Get many alerts',
  description: 'Retrieve the alerts that match, newest first',
  semantics: 'safe',
  fields: [
    {
      displayName: 'Filters',
      name: 'filters',
      type: 'collection',
      placeholder: 'Add filter',
      default: {},
      options: [
        {
          displayName: 'Category Names or IDs',
          name: 'categoryIds',
          type: 'multiOptions',
          typeOptions: { loadOptionsMethod: 'getCategories' },
          default: [],
          description:
            'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
          [schema]: guids,
        },
        {
          displayName: 'Changed After',
          name: 'modifiedSince',
          type: 'dateTime',
          default: '',
          description: 'Return only alerts changed after this time',
        },
        {
          displayName: 'Created After',
          name: 'minCreated',
          type: 'dateTime',
          default: '',
          description: 'Return only alerts raised after this time',
        },
        {
          displayName: 'Created Before',
          name: 'maxCreated',
          type: 'dateTime',
          default: '',
          description: 'Return only alerts raised before this time',
        },
        {
          displayName: 'External ID',
          name: 'externalId',
          type: 'string',
          default: '',
          description: 'Return only alerts sent with this external ID',
        },
        {
          displayName: 'Status',
          name: 'statuses',
          type: 'multiOptions',
          options: [
            { name: 'Acknowledged', value: 'acknowledged' },
            { name: 'Closed', value: 'closed' },
            { name: 'Error', value: 'error' },
            { name: 'Failed', value: 'failed' },
            { name: 'No Reply', value: 'noReply' },
            { name: 'Open', value: 'open' },
          ],
          default: [],
          description: 'Return only alerts in one of these states',
        },
        {
          displayName: 'Team Names or IDs',
          name: 'teamIds',
          type: 'multiOptions',
          typeOptions: { loadOptionsMethod: 'getTeams' },
          default: [],
          description:
            'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
          [schema]: guids,
        },
        {
          displayName: 'Text',
          name: 'textToSearch',
          type: 'string',
          default: '',
          description: 'Return only alerts that contain this text',
        },
      ],
    },
  ],
  request: ({ statuses = [], ...filters }, { limit }) => ({
    method: 'POST',
    path: path`/api/v2/alerts/paged`,
    query: { maxResults: Math.min(limit, PAGE_SIZE) },
    body: { ...filters, alertStatusCodes: statusMask(statuses) },
    whenEmpty: { results: [], hasMore: false },
  }),
  responseSchema: alertPage,
  pages: cursorInBody<AlertPage, Alert>({
    field: 'continuationToken',
    items: ({ results }) => results ?? [],
    cursor: ({ hasMore, continuationToken }) => (hasMore ? continuationToken : undefined),
  }),
  toItem: (alert: Alert) => toAlertItem(alert),
  output: alertItem,
});

/** Status codes are flags; 0 asks for all (signl4.md §2.4). */
function statusMask(statuses: readonly string[]): number {
  return Object.entries(ALERT_STATUS)
    .filter(([, name]) => statuses.includes(name))
    .reduce((mask, [code]) => mask | Number(code), 0);
}
