import { call, log } from '@signalbox/http-core';
import { pollForNew } from '@signalbox/http-core/poll';
import type { PollPage, PollQuery } from '@signalbox/http-core/poll';
import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { fetchFile } from '../api/fetch-file';
import { presentFile } from '../api/file';
import type { File } from '../api/file';
import { entriesOf, mayGoOn, PAGE_SIZE } from '../api/page';
import { filePage, searchFiles } from '../api/search-files';
import { trust } from '../api/trust';
import { containsTags, watchOf, watchText } from '../api/watch';
import type { Watch } from '../api/watch';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Time-outs for one page, within the time left. n8n reserves part of its 45 s, which covers the minimum. */
const PAGE_TIMEOUT_MS = { most: 10_000, least: 3_000 };

/** Files requested for each page. Chronos documents no maximum; if it returns fewer or refuses, the poll adapts. */
const LARGE_PAGE_SIZE = 500;

/** Files in one poll with downloads: n8n holds all of them in memory until the execution is saved. */
const MAX_DOWNLOADS = 50;
const MAX_FILES = 500;

/**
 * Age up to which a manual run first looks for samples: the order of the list is undocumented (trust-lighthouse.md §4).
 */
const SAMPLE_AGE_MS = 7 * 24 * HOUR_MS;

/** Implements the trigger's `poll()`: returns each new file once, oldest first. */
export async function pollForFiles(ctx: IPollFunctions): Promise<INodeExecutionData[][] | null> {
  const watch = await watchOf(ctx);
  const download = ctx.getNodeParameter('download', false) as boolean;
  return await pollForNew<File>(ctx, {
    fetch: async (query) =>
      query.since === undefined ? await samples(ctx, watch, query) : await page(ctx, watch, query),
    idOf: ({ uuid }) => uuid,
    timeOf: ({ created_at: createdAt }) => createdAt ?? '',
    overlapMs: minutes(ctx.getNodeParameter('options.overlap', 15)),
    marginMs: HOUR_MS * Number(ctx.getNodeParameter('options.timeZoneMargin', 4)),
    maxItems: download ? MAX_DOWNLOADS : MAX_FILES,
    scope: watchText(watch),
    toItem: presentFile,
    ...(download && {
      async complete(file: File, remainingMs: number) {
        const binaryField = ctx.getNodeParameter('binaryField', 'data') as string;
        const { downloadError, binary } = await fetchFile(ctx, file, {
          binaryField,
          deadlineMs: remainingMs,
        });
        return { ...(binary && { binary }), ...(downloadError !== undefined && { json: { downloadError } }) };
      },
    }),
  });
}

/** Fetches one page of the files created since a time. */
async function page(
  ctx: IPollFunctions,
  { companyId, tags }: Watch,
  { since, page: token, remainingMs }: PollQuery,
): Promise<PollPage<File>> {
  const fromDate = since && asChronosDate(since.getTime());
  const deadlineMs = Math.max(PAGE_TIMEOUT_MS.least, remainingMs);
  const settings = { timeoutMs: Math.min(PAGE_TIMEOUT_MS.most, deadlineMs), deadlineMs, maxRetries: 2 };
  const ask = async (number: number, perPage: number): Promise<PollPage<File>> => {
    const search = searchFiles({ companyId, tags, fromDate, page: number, perPage });
    const mayBeRefused = number === 1 && perPage > PAGE_SIZE;
    const request = mayBeRefused ? { ...search, contentOf: refusal } : search;
    const answer = await call(ctx, trust, request, {
      semantics: 'safe',
      responseSchema: filePage(),
      settings,
    });
    if ('refused' in answer) return await ask(1, PAGE_SIZE);
    const entries = entriesOf(answer);
    // Chronos may shorten a page and still report the requested size.
    const goesOn = mayGoOn(answer) || entries.length >= PAGE_SIZE;
    return {
      items: entries.filter((file) => isWanted(ctx, file, tags)),
      next: goesOn ? `${number + 1}/${perPage}` : undefined,
    };
  };
  const [number = 1, perPage = PAGE_SIZE] = token?.split('/').map(Number) ?? [1, LARGE_PAGE_SIZE];
  return await ask(number, perPage);
}

/** A refusal that may be caused by the page size. */
function refusal(status: number): { refused: true } | undefined {
  return status === 400 || status === 422 ? { refused: true } : undefined;
}

/** Sample items for the editor: recent files, or any files if there are none. */
async function samples(ctx: IPollFunctions, watch: Watch, query: PollQuery): Promise<PollPage<File>> {
  const recent = await page(ctx, watch, { ...query, since: new Date(Date.now() - SAMPLE_AGE_MS) });
  return recent.items.length > 0 ? recent : await page(ctx, watch, query);
}

/**
 * Checks the tags again if the file includes them: searching by tags is documented only by an example
 * (trust-lighthouse.md §4).
 */
function isWanted(
  ctx: IPollFunctions,
  { uuid, tags, created_at: createdAt }: File,
  watched: Watch['tags'],
): boolean {
  if (tags && !containsTags(tags, watched)) return false;
  if (createdAt && !Number.isNaN(Date.parse(createdAt))) return true;
  // Without a time, a file cannot be recognized as new. An error would hold up all other files.
  log(ctx, 'warn', `Skipped file ${uuid}: Chronos does not say when it was created`);
  return false;
}

/** `YYYY-MM-DD HH:MM:SS`, assumed to be UTC (trust-lighthouse.md §4). Chronos has no fractions of a second. */
function asChronosDate(ms: number): string {
  return new Date(Math.max(0, ms)).toISOString().slice(0, 19).replace('T', ' ');
}

function minutes(value: unknown): number {
  return Math.max(1, Number(value) || 0) * MINUTE_MS;
}
