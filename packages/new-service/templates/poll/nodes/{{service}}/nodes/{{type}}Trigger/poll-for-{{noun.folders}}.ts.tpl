import { call, lazy, path } from '@signalbox/http-core';
import { pollForNew } from '@signalbox/http-core/poll';
import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { {{noun.key}}Schema } from '../api/{{noun.folder}}';
import type { {{noun.type}} } from '../api/{{noun.folder}}';
import { {{key}} } from '../api/{{service}}';

/** Time-outs for one page, within the time left. n8n reserves part of its 45 s, which covers the minimum. */
const PAGE_TIMEOUT_MS = { most: 10_000, least: 3_000 };

/** One page of the list, oldest first ({{service}}.md §2). */
const {{noun.key}}Page = lazy(() =>
  z.looseObject({ {{noun.keys}}: z.array({{noun.key}}Schema()), nextOffset: z.nullable(z.int()) }),
);

/** Implements the trigger's `poll()`: returns each new {{noun.word}} once, oldest first. */
export async function pollFor{{noun.types}}(ctx: IPollFunctions): Promise<INodeExecutionData[][] | null> {
  return await pollForNew<{{noun.type}}>(ctx, {
    async fetch({ since, page, remainingMs }) {
      const deadlineMs = Math.max(PAGE_TIMEOUT_MS.least, remainingMs);
      const query = { createdSince: since?.toISOString(), offset: page };
      const { {{noun.keys}}, nextOffset } = await call(
        ctx,
        {{key}},
        { method: 'GET', path: path`/{{noun.path}}`, query },
        {
          semantics: 'safe',
          responseSchema: {{noun.key}}Page(),
          settings: { timeoutMs: Math.min(PAGE_TIMEOUT_MS.most, deadlineMs), deadlineMs, maxRetries: 2 },
        },
      );
      return { items: {{noun.keys}}, ...(nextOffset !== null && { next: String(nextOffset) }) };
    },
    idOf: ({ id }) => id,
    timeOf: ({ createdAt }) => createdAt,
  });
}
