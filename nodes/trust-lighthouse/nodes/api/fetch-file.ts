import { call, downloadedFile, path } from '@signalbox/http-core';
import type { IBinaryKeyData, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';

import { trust } from './trust';

/** What a trigger adds to an item whose file was to be downloaded: the file, or why it is missing. */
export interface FetchedFile {
  binary?: IBinaryKeyData;
  downloadError?: string;
}

/**
 * Downloads a file from Chronos for an item. Never throws: the news of a file is worth more than its content, which can be
 * got later.
 *
 * @param file the name is that of the notice or the list, and used where Chronos gives none
 * @param deadlineMs for all attempts together
 */
export async function fetchFile(
  ctx: IPollFunctions | IWebhookFunctions,
  file: { uuid: string; name?: string | null | undefined },
  { binaryField, deadlineMs }: { binaryField: string; deadlineMs: number },
): Promise<FetchedFile> {
  try {
    const { content, mimeType, fileName } = await call(
      ctx,
      trust,
      { method: 'GET', path: path`/chronos/v1/file_registers/${file.uuid}`, file: {} },
      {
        effect: 'read',
        answer: downloadedFile(),
        settings: { timeoutMs: deadlineMs, deadlineMs, maxRetries: 2 },
      },
    );
    const name = fileName ?? lastPart(file.name ?? '') ?? file.uuid;
    return { binary: { [binaryField]: await ctx.helpers.prepareBinaryData(content, name, mimeType) } };
  } catch (error) {
    return { downloadError: error instanceof Error ? error.message : 'The file could not be downloaded' };
  }
}

/** Without folders and control characters: a later node may write the file under this name. */
function lastPart(name: string): string | undefined {
  const last = name
    .replace(/\p{Cc}/gu, '')
    .split(/[\\/]/)
    .at(-1)!;
  return ['', '.', '..'].includes(last) ? undefined : last;
}
