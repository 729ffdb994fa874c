import { wellFormedWithin } from '@signalbox/http-core';
import { jsonObject, schema } from '@signalbox/http-core/operation';
import type { Field, InputOf } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { countsQuery } from './counts';
import { metadataQuery } from './metadata';
import { recordTime } from './record-time';
import { shorten } from './shorten';
import type { StateUpdate } from './state-update';

/** Maximum length of a user message (dataworld-sentry.md §3), in code points (dataworld-sentry.md §8). */
export const MAX_MESSAGE = 80;

/** Default maximum length of a history note, in characters (dataworld-sentry.md §3). */
const NOTE_LENGTH = 1_000;

/** Entries of a JSON object, with well-formed strings. */
const entries = (example: string) =>
  z.pipe(
    jsonObject(example),
    z.transform((object) => Object.entries(wellFormedWithin(object) as object)),
  );

const anyWellFormed = () => z.pipe(z.unknown(), z.transform(wellFormedWithin));

const filled = () => z.string().check(z.trim(), z.minLength(1));

/** Options shared by Update and Report Run. */
export const dataFields = {
  counts: {
    displayName: 'Counts',
    name: 'counts',
    type: 'fixedCollection',
    typeOptions: { multipleValues: true },
    placeholder: 'Add count',
    default: {},
    description: 'Numbers that data.world charts over time on the Analytics page of the Sentry',
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
            [schema]: filled,
          },
          {
            displayName: 'Number',
            name: 'value',
            type: 'number',
            default: 0,
            description: 'A plain decimal number',
            [schema]: () => z.unknown(),
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
    description: 'JSON object of names and numbers, in addition to Counts',
    [schema]: () => entries('{"orders": 1200}'),
  },
  historyNoteLength: {
    displayName: 'History Note Length',
    name: 'historyNoteLength',
    type: 'number',
    typeOptions: { minValue: 1, maxValue: 7000, numberPrecision: 0 },
    default: NOTE_LENGTH,
    description:
      'Maximum number of characters of the history note. Longer notes are cut off, because the note is sent in the URL.',
    [schema]: () => z._default(z.int().check(z.minimum(1), z.maximum(7000)), NOTE_LENGTH),
  },
  latestRecordAt: {
    displayName: 'Latest Record Time',
    name: 'latestRecordAt',
    type: 'dateTime',
    default: '',
    description:
      'Time of the latest record, shown on the Hoot badge. Also accepts Unix time in seconds or milliseconds. Times without a time zone are in the time zone of the workflow.',
    [schema]: recordTime,
  },
  meta: {
    displayName: 'Metadata',
    name: 'meta',
    type: 'fixedCollection',
    typeOptions: { multipleValues: true },
    placeholder: 'Add entry',
    default: {},
    description: 'Your own keys and values, saved in the history of the Sentry',
    options: [
      {
        displayName: 'Entry',
        name: 'entry',
        values: [
          {
            displayName: 'Key',
            name: 'key',
            type: 'string',
            default: '',
            placeholder: 'e.g. pipeline',
            [schema]: filled,
          },
          {
            displayName: 'Value',
            name: 'value',
            type: 'string',
            default: '',
            placeholder: 'e.g. nightly',
            [schema]: anyWellFormed,
          },
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
    description: 'JSON object, which may be nested, in addition to Metadata',
    [schema]: () => entries('{"rows": 1200}'),
  },
} as const satisfies Record<string, Field>;

/** Their values. */
export type DataInput = InputOf<
  [
    {
      displayName: string;
      name: 'data';
      type: 'collection';
      default: object;
      options: (typeof dataFields)[keyof typeof dataFields][];
    },
  ]
>;

/** Converts the parameters of an update. @throws InvalidParameterError for values that cannot be sent */
export function dataOf(input: DataInput): Pick<StateUpdate, 'latestRecordAt' | 'counts' | 'metadata'> {
  const counts = (input.counts?.count ?? []).map(({ name, value }) => [name, value] as const);
  const metadata = (input.meta?.entry ?? []).map(({ key, value }) => [key, value] as const);
  return {
    latestRecordAt: input.latestRecordAt,
    counts: countsQuery([...counts, ...(input.countsJson ?? [])]),
    metadata: metadataQuery([...metadata, ...(input.metaJson ?? [])]),
  };
}

/** The history note of an update, or `undefined` if it is blank. */
export function noteOf(note: string | undefined, { historyNoteLength }: DataInput): string | undefined {
  const trimmed = note?.trim();
  return trimmed ? shorten(trimmed, historyNoteLength) : undefined;
}
