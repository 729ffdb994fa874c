import { lazy, path } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';
import type { IDataObject } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { needs } from '../../api/disruptive-technologies';
import { text } from '../../api/wire';
import { connectorFields, connectorHints } from './connector';
import type { ConnectorInput } from './connector';

/** Protocol Buffers write large integers as text in JSON. */
const count = lazy(() =>
  z.pipe(
    z.union([z.int(), z.string().check(z.regex(/^\d+$/))]),
    z.transform((given) => Number(given)),
  ),
);

/** disruptive-technologies.md §2d. */
const metrics = lazy(() =>
  z.looseObject({
    metrics: z.looseObject({
      successCount: z._default(count(), 0),
      errorCount: z._default(count(), 0),
      latency99p: text(),
    }),
  }),
);

const presentedMetrics = lazy(() =>
  z.looseObject({
    id: z.string(),
    projectId: z.string(),
    successCount: z.int(),
    errorCount: z.int(),
    successRate: z.nullable(z.number()),
    latency99p: text(),
    latency99pSeconds: z.nullable(z.number()),
  }),
);

export const getMetrics = defineOperation({
  resource: 'dataConnector',
  operation: 'getMetrics',
  name: 'Get Metrics',
  action: 'Get metrics of a data connector',
  description: 'Retrieve delivery metrics of a Data Connector for the last three hours',
  semantics: 'safe',
  fields: connectorFields,
  request: ({ projectId, connectorId }) => ({
    method: 'GET',
    path: path`/projects/${projectId}/dataconnectors/${connectorId}:metrics`,
  }),
  responseSchema: metrics,
  toItem({ metrics: given }: z.infer<ReturnType<typeof metrics>>, input: ConnectorInput): IDataObject {
    const { successCount, errorCount, latency99p = null, ...others } = given;
    const total = successCount + errorCount;
    return {
      id: input.connectorId,
      projectId: input.projectId,
      successCount,
      errorCount,
      // Without any push there is no rate or latency; 0 would be misleading.
      successRate: total === 0 ? null : successCount / total,
      latency99p,
      latency99pSeconds: total === 0 ? null : secondsOf(latency99p),
      ...others,
    };
  },
  output: presentedMetrics,
  hints: needs('Project User', connectorHints),
});

/** A duration as Protocol Buffers write it: `0.663s`. */
function secondsOf(duration: string | null): number | null {
  const [, seconds] = /^(-?\d+(?:\.\d+)?)s$/.exec(duration ?? '') ?? [];
  return seconds === undefined ? null : Number(seconds);
}
