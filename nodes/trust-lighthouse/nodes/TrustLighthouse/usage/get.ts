import { path } from '@signalbox/http-core';
import { calendarDay, defineOperation, schema } from '@signalbox/http-core/operation';
import type { IDataObject } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { companyField } from '../../api/company';
import { inCamelCase, isRecord } from '../../api/wire';
import { dateField } from '../file/fields';

export const get = defineOperation({
  resource: 'usage',
  operation: 'get',
  name: 'Get',
  action: 'Get the usage of a company',
  description:
    'Retrieve how much data a company has transferred, or how many files it has uploaded to Chronos',
  semantics: 'safe',
  fields: [
    {
      displayName: 'Report',
      name: 'report',
      type: 'options',
      options: [
        { name: 'Files', value: 'files', description: 'Number of uploaded files' },
        { name: 'Transfer', value: 'transfer', description: 'Gigabytes uploaded and downloaded' },
      ],
      default: 'transfer',
      description: 'What to report',
    },
    {
      ...dateField('First Day', 'fromDate', 'First day of the report'),
      required: true,
      [schema]: calendarDay,
    },
    {
      ...dateField('Last Day', 'untilDate', 'Last day of the report'),
      required: true,
      [schema]: calendarDay,
    },
    {
      displayName: 'Deleted',
      name: 'deleted',
      type: 'boolean',
      displayOptions: { show: { report: ['files'] } },
      default: false,
      description: 'Whether to count deleted files',
    },
    companyField,
  ],
  request: ({ report, fromDate, untilDate, deleted, companyId }) => ({
    method: 'GET',
    path:
      report === 'files'
        ? path`/chronos/v1/metrics/companies/${companyId}/files`
        : path`/chronos/v1/metrics/companies/${companyId}`,
    query: {
      from_date: fromDate,
      until_date: untilDate,
      ...(report === 'files' && deleted && { deleted }),
    },
  }),
  // The names of the figures are undocumented (trust-lighthouse.md §4).
  responseSchema: () => z.looseObject({ data: z.unknown() }),
  toItem: ({ data }: { data: unknown }, { report, companyId, fromDate, untilDate }) => ({
    companyId,
    report,
    fromDate,
    untilDate,
    ...(isRecord(data) ? (inCamelCase(data) as IDataObject) : { total: data as number }),
  }),
  output: () =>
    z.looseObject({
      companyId: z.string(),
      report: z.string(),
      fromDate: z.string(),
      untilDate: z.string(),
    }),
});
