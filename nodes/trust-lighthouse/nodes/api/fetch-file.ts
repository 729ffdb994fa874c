import { call, downloadedFile, path } from '@signalbox/http-core';
import type { IBinaryKeyData, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';

import { trust } from './trust';

/** Result of a download for an item: the file, or the reason why it is missing. */
interface FetchedFile {
  binary?: IBinaryKeyData;
  downloadError?: string;
}

/**
 * Downloads a file from Chronos. Never throws: a failed download must not lose the event.
 *
 * @param file its name is used if Chronos sends none
 * @param deadlineMs total for all attempts
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
        semantics: 'safe',
        responseSchema: downloadedFile(),
        settings: { timeoutMs: deadlineMs, deadlineMs, maxRetries: 2 },
      },
    );
    const name = fileName ?? lastPart(file.name ?? '') ?? file.uuid;
    return { binary: { [binaryField]: await ctx.helpers.prepareBinaryData(content, name, mimeType) } };
  } catch (error) {
    return { downloadError: error instanceof Error ? error.message : 'The file could not be downloaded' };
  }
}

/** Strips folders and control characters: a later node may write the file under this name. */
function lastPart(name: string): string | undefined {
  const last = name
    .replace(/\p{Cc}/gu, '')
    .split(/[\\/]/)
    .at(-1)!;
  return ['', '.', '..'].includes(last) ? undefined : last;
}
