import { wellFormedWithin } from '@signalbox/http-core';
import { jsonObject } from '@signalbox/http-core/operation';
import type { INodeProperties } from 'n8n-workflow';
import * as z from 'zod/v4-mini';

import { countsQuery } from './counts';
import { metadataQuery } from './metadata';
import { recordTime } from './record-time';
import { shorten } from './shorten';
import type { StateUpdate } from './state-update';

/** dataworld-sentry.md §3: "Maximum 80 character are allowed", counted as code points (dataworld-sentry.md §8). */
export const MAX_MESSAGE = 80;

/** Characters that a history note is cut to unless told otherwise (dataworld-sentry.md §3). */
const NOTE_LENGTH = 1_000;

/** Parameters that Update and Report Run have in common: members of their collection Options. */
export const dataFields = {
  counts: {
    displayName: 'Counts',
    name: 'counts',
    type: 'fixedCollection',
    typeOptions: { multipleValues: true },
    placeholder: 'Add count',
    default: {},
    description: 'Numbers of things, which data.world tracks over time on the Analytics page of the Sentry',
    options: [
      {
        displayName: 'Count',
        name: 'count',
        values: [
          {
            displayName: 'Name',
            name: 'name',
            type: 'string',
            default: '',
            placeholder: 'e.g. orders',
            description: 'Letters without accents, digits and underscores',
          },
          {
            displayName: 'Number',
            name: 'value',
            type: 'number',
            default: 0,
            description: 'A plain number, or a text that is one',
          },
        ],
      },
    ],
  },
  countsJson: {
    displayName: 'Counts (JSON)',
    name: 'countsJson',
    type: 'json',
    default: '{}',
    placeholder: 'e.g. {"orders": 1200, "customers": 80}',
    description: 'An object of names and numbers, in addition to Counts',
  },
  historyNoteLength: {
    displayName: 'History Note Length',
    name: 'historyNoteLength',
    type: 'number',
    typeOptions: { minValue: 1, maxValue: 7000 },
    default: NOTE_LENGTH,
    description: 'After how many characters the history note is cut off, since all of it goes into the URL',
  },
  latestRecordAt: {
    displayName: 'Latest Record Time',
    name: 'latestRecordAt',
    type: 'dateTime',
    default: '',
    description:
      'How fresh the data is: time of its latest record, which the Hoot badge shows. Also Unix seconds or milliseconds; in the time zone of the workflow where it names none.',
  },
  meta: {
    displayName: 'Metadata',
    name: 'meta',
    type: 'fixedCollection',
    typeOptions: { multipleValues: true },
    placeholder: 'Add entry',
    default: {},
    description: 'Anything of your own, which is saved in the history of the Sentry',
    options: [
      {
        displayName: 'Entry',
        name: 'entry',
        values: [
          { displayName: 'Key', name: 'key', type: 'string', default: '', placeholder: 'e.g. pipeline' },
          { displayName: 'Value', name: 'value', type: 'string', default: '', placeholder: 'e.g. nightly' },
        ],
      },
    ],
  },
  metaJson: {
    displayName: 'Metadata (JSON)',
    name: 'metaJson',
    type: 'json',
    default: '{}',
    placeholder: 'e.g. {"load": {"rows": 1200, "tables": ["orders"]}}',
    description: 'An object, also a nested one, in addition to Metadata',
  },
} as const satisfies Record<string, INodeProperties>;

/** Names and values of an object, as they can be sent. */
const entries = (example: string) =>
  z.pipe(
    jsonObject(example),
    z.transform((object) => Object.entries(wellFormedWithin(object) as object)),
  );

const anyWellFormed = () => z.pipe(z.unknown(), z.transform(wellFormedWithin));

const name = () => z.string().check(z.trim(), z.minLength(1));

/** Shape of `dataFields`, for `z.object`. */
export const dataShape = () => ({
  counts: z.optional(
    z.object({ count: z.optional(z.array(z.object({ name: name(), value: z.unknown() }))) }),
  ),
  countsJson: z.optional(entries('{"orders": 1200}')),
  historyNoteLength: z._default(z.int().check(z.minimum(1), z.maximum(7000)), NOTE_LENGTH),
  latestRecordAt: z.optional(recordTime()),
  meta: z.optional(
    z.object({ entry: z.optional(z.array(z.object({ key: name(), value: anyWellFormed() }))) }),
  ),
  metaJson: z.optional(entries('{"rows": 1200}')),
});

/** What `dataShape` gives. */
export interface DataInput {
  counts?: { count?: readonly { name: string; value: unknown }[] };
  countsJson?: readonly [string, unknown][];
  historyNoteLength: number;
  latestRecordAt?: string;
  meta?: { entry?: readonly { key: string; value: unknown }[] };
  metaJson?: readonly [string, unknown][];
}

/** The data of an update. @throws InvalidParameterError for what cannot be sent */
export function dataOf(input: DataInput): Pick<StateUpdate, 'latestRecordAt' | 'counts' | 'metadata'> {
  const counts = (input.counts?.count ?? []).map(({ name, value }) => [name, value] as const);
  const metadata = (input.meta?.entry ?? []).map(({ key, value }) => [key, value] as const);
  return {
    latestRecordAt: input.latestRecordAt,
    counts: countsQuery([...counts, ...(input.countsJson ?? [])]),
    metadata: metadataQuery([...metadata, ...(input.metaJson ?? [])]),
  };
}

/** The history note of an update; without text there is none. */
export function noteOf(note: string | undefined, { historyNoteLength }: DataInput): string | undefined {
  const trimmed = note?.trim();
  return trimmed ? shorten(trimmed, historyNoteLength) : undefined;
}
