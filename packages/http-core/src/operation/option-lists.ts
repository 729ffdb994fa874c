import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import type * as z from 'zod/v4-mini';

import { nodeError } from '../errors/node-error';
import { plainText } from '../errors/plain-text';
import { createClient } from '../request/client';
import type { RequestSpec } from '../request/request-spec';
import type { Service } from '../service';

/** A drop-down stays usable: shorter than for an execution. Milliseconds. */
const LIST_SETTINGS = { timeoutMs: 10_000, deadlineMs: 15_000, maxRetries: 1 };

/** One entry of a drop-down. */
export interface ListEntry {
  name: string;
  value: string;
  /** Shown below the name, and searched as well. */
  description?: string;
}

/**
 * Fills a drop-down ("From list") from the API.
 *
 * @param source what to ask for, and the entries in the response
 * @param filter what the user has typed
 * @param sorted whether by name; `false` keeps the order of the service
 */
export async function listFrom<ResponseBody>(
  ctx: ILoadOptionsFunctions,
  service: Service,
  source: {
    request: RequestSpec;
    responseSchema: z.ZodMiniType<ResponseBody>;
    entries(response: ResponseBody): ListEntry[];
  },
  { filter = '', sorted = true }: { filter?: string; sorted?: boolean } = {},
): Promise<INodeListSearchResult> {
  const client = await createClient(ctx, service, LIST_SETTINGS);
  try {
    const { content } = await client.send(source.request, 'safe', source.responseSchema);
    const wanted = filter.toLowerCase();
    const results = source
      .entries(content)
      // Names that others have given: n8n shows descriptions as HTML.
      .map(({ name, value, description }) => ({
        name: plainText(name),
        value,
        ...(description !== undefined && { description: plainText(description) }),
      }))
      .filter(({ name, value, description = '' }) =>
        [name, value, description].some((text) => text.toLowerCase().includes(wanted)),
      );
    // Names of any language, and long after the node was loaded.
    // eslint-disable-next-line no-restricted-properties
    if (sorted) results.sort((a, b) => a.name.localeCompare(b.name));
    return { results };
  } catch (error) {
    throw nodeError(ctx.getNode(), error, { service, redact: await client.redactor() });
  }
}
