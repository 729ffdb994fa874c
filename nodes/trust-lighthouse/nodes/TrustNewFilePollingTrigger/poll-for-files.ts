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

/** Milliseconds for one page, as far as there are so many left; n8n keeps some of its 45 s in reserve for the least. */
const PAGE_TIMEOUT_MS = { most: 10_000, least: 3_000 };

/** Files of a page. Chronos documents no largest one; whether it takes fewer or refuses, the poll goes on with what it gives. */
const LARGE_PAGE_SIZE = 500;

/** Files of one poll when they are downloaded: n8n holds all of them until the execution is saved. */
const MAX_DOWNLOADS = 50;
const MAX_FILES = 500;

/**
 * How far back a manual run looks for samples first: the order of a list is not documented (trust-lighthouse.md §4).
 */
const SAMPLE_AGE_MS = 7 * 24 * HOUR_MS;

/** The whole of the trigger's `poll()`: each new file once, oldest first. */
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

/** One page of the files since a time. */
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
    const answer = await call(ctx, trust, request, { effect: 'read', answer: filePage(), settings });
    if ('refused' in answer) return await ask(1, PAGE_SIZE);
    const entries = entriesOf(answer);
    // Chronos may cut a page down, and still call it as large as it was asked for.
    const goesOn = mayGoOn(answer) || entries.length >= PAGE_SIZE;
    return {
      items: entries.filter((file) => isWanted(ctx, file, tags)),
      next: goesOn ? `${number + 1}/${perPage}` : undefined,
    };
  };
  const [number = 1, perPage = PAGE_SIZE] = token?.split('/').map(Number) ?? [1, LARGE_PAGE_SIZE];
  return await ask(number, perPage);
}

/** Chronos does not take the request as it is, which may be for the size of the page. */
function refusal(status: number): { refused: true } | undefined {
  return status === 400 || status === 422 ? { refused: true } : undefined;
}

/** New files if there are any, otherwise whatever there is. */
async function samples(ctx: IPollFunctions, watch: Watch, query: PollQuery): Promise<PollPage<File>> {
  const recent = await page(ctx, watch, { ...query, since: new Date(Date.now() - SAMPLE_AGE_MS) });
  return recent.items.length > 0 ? recent : await page(ctx, watch, query);
}

/**
 * Chronos is asked for the tags, but that is documented by an example alone (trust-lighthouse.md §4), so they are
 * looked at again, if the file says them.
 */
function isWanted(
  ctx: IPollFunctions,
  { uuid, tags, created_at: createdAt }: File,
  watched: Watch['tags'],
): boolean {
  if (tags && !containsTags(tags, watched)) return false;
  if (createdAt && !Number.isNaN(Date.parse(createdAt))) return true;
  // Without a time it can be neither placed nor told from one that is new; an error would stop all the others.
  log(ctx, 'warn', `File ${uuid} is left out: Chronos does not say when it was created`);
  return false;
}

/** `YYYY-MM-DD HH:MM:SS`, in UTC as assumed (trust-lighthouse.md §4); Chronos knows no fractions. */
function asChronosDate(ms: number): string {
  return new Date(Math.max(0, ms)).toISOString().slice(0, 19).replace('T', ' ');
}

function minutes(value: unknown): number {
  return Math.max(1, Number(value) || 0) * MINUTE_MS;
}
